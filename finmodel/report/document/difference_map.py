"""The tile map of a comparison: what each region gains or loses against the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from finmodel.report.charts.differences import differences_chart
from finmodel.report.charts.tiles import tile_places
from finmodel.report.document.compared import Compared
from finmodel.report.document.parts import (
    Cell,
    Drawn,
    Figure,
    Printed,
    Table,
    Tally,
    Words,
)
from finmodel.report.document.shown import ShownColumn, shown_alone
from finmodel.report.languages.language import marked

Rows = list[dict[str, Any]]
ONE_WAY = {
    "more": marked("{what}: more in {n} of {all} regions, most in {where} ({value})"),
    "less": marked("{what}: less in {n} of {all} regions, most in {where} ({value})"),
}
"""What is found where no region moves the other way."""


def difference_map(of: Compared, id: str, table: Table, key: str, what: str) -> Figure | None:
    """Draw how far each region is from the base, a map for each other side; tiles filter tables.

    Parameters
    ----------
    of : Compared
        Knows the sides, and places and labels of regions.
    id : str
        Of the figure.
    table : Table
        One row for each region of the facts, in their order, its name in the column `region`.
    key : str
        What the keys of the columns drawn begin with (see `Compared.columns`).
    what : str
        What is drawn, in few words.

    Returns
    -------
    Figure or None
        None where fewer than two regions can be compared.
    """
    _ = of.language.gettext
    unit, scale = of.unit, of.facts["money_scale"]
    told = shown_alone(table, of.code, unit, scale, of.decimals)
    columns = {each.column.key: each for each in told}
    rows = [row for at in range(1, len(of.sides)) for row in _rows(of, table, key, at, columns)]
    if len({row["region"] for row in rows}) < 2:
        return None
    column = columns[f"{key}d1"].column
    letters = [side["letter"] for side in of.sides[1:]]
    titles = [_("{letter} less A", letter=each) for each in letters] if len(letters) > 1 else [""]
    panels = [f"{key}d{at}" for at in range(1, len(of.sides))]
    tips = [
        alt.Tooltip("region:N", title=columns["region"].column.label),
        alt.Tooltip("shown:N", title=_("Difference")),
        alt.Tooltip("now_shown:N", title=_("Now")),
        alt.Tooltip("base_shown:N", title="A"),
    ]
    form = f"+,.{column.decimals}{'%' if column.kind == 'share' else 'f'}"
    finding = _finding(of, rows, table, f"{what} [{column.unit}]")
    chart = differences_chart(
        pd.DataFrame(rows).drop(columns="moved"),
        list(zip(panels, titles, strict=True)),
        tips,
        (column.unit, form),
        finding.text,
        _("Blue, with a plus: more than in A. Orange, with a minus: less."),
    )
    drawn = [
        Drawn(value, shows, {"region": "region"}, {"panel": panel}, words=words)
        for at, panel in enumerate(panels, 1)
        for value, shows, words in (
            ("value", panel, "shown"),
            ("now", f"{key}{at}", "now_shown"),
            ("base", f"{key}0", "base_shown"),
        )
    ]
    return Figure(
        id,
        finding.text,
        chart,
        table.id,
        "region",
        tuple(panels),
        drawn,
        ("column", "row", "label"),
        finding,
    )


def _rows(of: Compared, table: Table, key: str, at: int, columns: dict[str, ShownColumn]) -> Rows:
    """A tile of each region that a side or the base has."""
    regions = of.facts["regions"]
    places = tile_places({row["id"]: row["tile"] for row in regions})
    fields = {"value": f"{key}d{at}", "now": f"{key}{at}", "base": f"{key}0"}
    words = {"value": "shown", "now": "now_shown", "base": "base_shown"}
    rows = []
    for place, region in enumerate(regions):
        numbers = {field: table.rows[column].iloc[place] for field, column in fields.items()}
        if numbers["value"] is None or numbers["value"] != numbers["value"]:
            continue
        rows.append(
            {
                "panel": fields["value"],
                "side": of.sides[at]["letter"],
                "region": region["name"],
                "label": region["label"],
                "column": places[region["id"]][0],
                "row": places[region["id"]][1],
                **{field: float("nan") if n is None else float(n) for field, n in numbers.items()},
                **{words[field]: columns[each].cells[place] for field, each in fields.items()},
                "moved": columns[fields["value"]].values[place],
            }
        )
    return rows


def _finding(of: Compared, rows: Rows, table: Table, what: str) -> Words:
    """Say how many gain and lose, and which most; of several sides, what moves most."""
    say, columns = of.say, {column.key: column for column in table.columns}

    def number(row: Mapping[str, Any]) -> Printed:
        key = row["panel"]
        return say.cell(columns[key], row["moved"], Cell(table.id, key, [row["region"]]))

    low, high = (pick(rows, key=lambda row: row["value"]) for pick in (min, max))
    if len({row["shown"] for row in rows}) == 1:
        return say.words("{what}: {value} in every region", what=what, value=number(low))
    if len(of.sides) > 2:
        most = max(low, high, key=lambda row: abs(row["value"]))
        return say.words(
            "{what}: moves most in {where}, by {value} from A to {letter}",
            what=what,
            where=most["region"],
            value=number(most),
            letter=most["side"],
        )
    key = rows[0]["panel"]
    counts = {sign: sum(row["shown"].startswith(sign) for row in rows) for sign in "+-"}
    up, down = (say.number(counts[sign], Tally(table.id, key, begins=sign)) for sign in "+-")
    if not (counts["+"] and counts["-"]):
        most = high if counts["+"] else low
        form = ONE_WAY["more" if counts["+"] else "less"]
        return say.words(
            form,
            what=what,
            n=up if counts["+"] else down,
            all=say.number(len(rows), Cell(table.id)),
            where=most["region"],
            value=number(most),
        )
    return say.words(
        "{what}: more in {up} regions, less in {down}; from {low} in {where} to {high} in {there}",
        what=what,
        up=up,
        down=down,
        low=number(low),
        where=low["region"],
        high=number(high),
        there=high["region"],
    )
