"""Figures of a report: each draws the rows of a table, so that chart and table tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import pandas as pd

from finmodel.report.charts.by_year import by_year_chart
from finmodel.report.charts.causes import causes_chart
from finmodel.report.charts.dumbbells import dumbbells_chart
from finmodel.report.charts.ribbons import ribbons_chart
from finmodel.report.charts.tiles import tile_places, tiles_chart
from finmodel.report.document.parts import Column, Drawn, Figure, Table
from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import Language

RIBBON_PLACES = ("x", "y", "left", "right", "top", "bottom", "middle", "centre")
"""Fields that place ribbons and their nodes, as wide as their money."""


def map_figure(about: Subject, id: str, table: Table, key: str, note: str) -> Figure | None:
    """Draw a column of a table of all regions as a tile map; choosing a tile filters tables.

    Parameters
    ----------
    about : Subject
        Knows places and labels of regions.
    id : str
        Of the figure.
    table : Table
        One row for each region, its name in the column `region`.
    key : str
        The column that is drawn: a number or a share.
    note : str
        What is drawn, in a sentence.

    Returns
    -------
    Figure or None
        None where there is one region only, or a number is missing.
    """
    _ = about.words
    column = next(each for each in table.columns if each.key == key)
    values = [in_shown_unit(about, column, value) for value in table.rows[key]]
    if len(values) < 2 or any(value is None for value in values):
        return None
    regions = {row.name: row for row in about.view.region_spending()}
    places = tile_places({row.region: row.tile for row in about.view.region_spending()})
    rows = pd.DataFrame(
        [
            {
                "region": name,
                "label": regions[name].label,
                "column": places[regions[name].region][0],
                "row": places[regions[name].region][1],
                "value": value,
                "shown": written(about, column, raw),
            }
            for name, raw, value in zip(table.rows["region"], table.rows[key], values, strict=True)
        ]
    )
    unit = column.unit or (about.unit if column.kind == "money" else "")
    tips = [
        alt.Tooltip("region:N", title=next(c for c in table.columns if c.key == "region").label),
        alt.Tooltip("shown:N", title=_head(column, unit)),
    ]
    form = f",.{column.decimals}%" if column.kind == "share" else f",.{column.decimals}f"
    finding = _from_low_to_high(about, rows, column, unit)
    chart = tiles_chart(rows, _head(column, unit), form, tips, finding, note)
    drawn = Drawn("value", key, {"region": "region"}, words="shown")
    return Figure(id, finding, chart, table.id, "region", (key,), [drawn], ("column", "row"))


def _from_low_to_high(about: Subject, rows: pd.DataFrame, column: Column, unit: str) -> str:
    """Say which regions have least and most."""
    ranked = rows.sort_values(["value", "region"])
    low, high = str(ranked.iloc[0]["shown"]), str(ranked.iloc[-1]["shown"])
    values = {"what": column.label, "unit": f" {unit}" if unit else ""}
    if low == high:
        return about.words("{what}: {value}{unit} in every region", value=low, **values)
    return about.words(
        "{what}: from {low}{unit} in {where} to {high}{unit} in {there}",
        low=low,
        where=_who(about, rows, low),
        high=high,
        there=_who(about, rows, high),
        **values,
    )


def _who(about: Subject, rows: pd.DataFrame, shown: str) -> str:
    """The region that shows a number, or how many do."""
    names = [str(name) for name in rows["region"][rows["shown"] == shown]]
    return names[0] if len(names) == 1 else about.words("{n} regions", n=len(names))


def years_figure(about: Subject, id: str, table: Table, key: str) -> Figure:
    """Draw a table of amounts by year as a panel for each year.

    Parameters
    ----------
    about : Subject
        Knows the years.
    id : str
        Of the figure.
    table : Table
        One row for each thing, its name in the column `key`, and a column of money for each year.
    key : str
        What a thing is.
    """
    _ = about.words
    scale = about.scenario.money.scale
    rows = pd.DataFrame(
        [
            {"name": row[key], "year": year, "amount": float(row[str(year)]) / scale, "row": at}
            for at, row in enumerate(table.rows.to_dict("records"))
            for year in about.years
        ],
        columns=["name", "year", "amount", "row"],
    )
    sums = rows.groupby("name", sort=False)["amount"].sum()
    names = list(sums.sort_values(ascending=False, kind="stable").index)
    label = next(column.label for column in table.columns if column.key == key)
    moved = _most_moved(table, key, about.years)
    if moved:
        name, first, last = moved
        finding = _(
            "{name} changes most: {first} {unit} in {begin}, {last} in {end}",
            name=name,
            first=about.bare(first),
            last=about.bare(last),
            unit=about.unit,
            begin=about.years[0],
            end=about.years[-1],
        )
    else:
        finding = _("The money stays the same in every year")
    note = _("{unit}, nominal; a panel for each year", unit=about.unit)
    chart = by_year_chart(rows, names, (label, _("Year"), about.unit), finding, note)
    years = tuple(str(year) for year in about.years)
    drawn = Drawn("amount", by={"name": key}, column_field="year")
    return Figure(id, finding, chart, table.id, "", years, [drawn], ("row",))


def _most_moved(table: Table, key: str, years: Sequence[int]) -> tuple[str, float, float] | None:
    """What changes most from the first year to the last, with both amounts; None without change."""
    ends = [
        (str(row[key]), float(row[str(years[0])]), float(row[str(years[-1])]))
        for row in table.rows.to_dict("records")
    ]
    most = max(ends, key=lambda each: abs(each[2] - each[1]), default=None)
    return most if most is not None and most[1] != most[2] else None


def ribbons_figure(about: Subject, id: str, table: Table, regions: str = "") -> Figure | None:
    """Draw the money from sources through programmes to regions as ribbons.

    Parameters
    ----------
    about : Subject
        Knows who pays what where.
    id : str
        Of the figure.
    table : Table
        Money by source and programme.
    regions : str
        Id of the table of money by region and programme, if regions are to be drawn too.

    Returns
    -------
    Figure or None
        None where no money flows.
    """
    _ = about.words
    view, scale = about.view, about.scenario.money.scale
    keys = ["source", "programme", *(["region"] if regions else [])]
    names = {"source": view.sources, "programme": view.programmes, "region": view.regions}
    rows = pd.DataFrame(
        [
            {key: names[key][part] for key, part in zip(keys, place, strict=True)}
            | {"amount": amount / scale}
            for place, amount in about.paid_by(*keys).items()
            if amount > 0
        ],
        columns=[*keys, "amount"],
    )
    if rows.empty:
        return None
    paid = rows.groupby("source", sort=False)["amount"].sum()
    first = str(paid.idxmax())
    finding = _(
        "{source} pays {share} of the {total}",
        source=first,
        share=about.language.percent(float(paid[first] / paid.sum())),
        total=about.money(view.total),
    )
    heads = {"source": _("Source"), "programme": _("Programme"), "region": _("Region")}
    note = _(
        "{unit}, nominal, {span}; each ribbon is as wide as its money",
        unit=about.unit,
        span=about.span,
    )
    chart = ribbons_chart(rows, heads, about.unit, finding, note)
    drawn = [*_drawn_between("source", "programme", "")]
    if regions:
        drawn += _drawn_between("programme", "region", regions)
    picks = "region" if regions else ""
    return Figure(id, finding, chart, table.id, picks, (), drawn, RIBBON_PLACES)


def _drawn_between(before: str, after: str, table: str) -> Iterator[Drawn]:
    """What ribbons between two stages draw, and the nodes at their ends."""
    ends = {"ends": f"{before} {after}"}
    yield Drawn("amount", "money", {"from": before, "to": after}, ends, table=table)
    for stage in (before, after):
        yield Drawn("amount", "money", {"name": stage}, {"stage": stage}, table=table)


def dumbbells_figure(
    language: Language, id: str, table: Table, keys: tuple[str, str, str], picks: str = ""
) -> Figure | None:
    """Draw where things stood in one allocation and stand in another.

    Parameters
    ----------
    language : Language
        The language of the words.
    id : str
        Of the figure.
    table : Table
        One row for each thing, with shares of both allocations.
    keys : (str, str, str)
        Columns of the name, of the share in the first allocation, and in the second.
    picks : str
        Field by which tables are filtered, if choosing a point is to do so.

    Returns
    -------
    Figure or None
        None where no thing stands in both.
    """
    _ = language.gettext
    name, first, second = keys
    labels = {column.key: column.label for column in table.columns}
    rows = pd.DataFrame(
        {
            "name": table.rows[name].astype(str),
            "first": table.rows[first],
            "second": table.rows[second],
            "row": range(len(table.rows)),
        }
    ).dropna()
    if rows.empty:
        return None
    if picks:
        rows[picks] = rows["name"]
    moved = {
        str(thing): (old, new)
        for thing, old, new in zip(rows["name"], rows["first"], rows["second"], strict=True)
    }
    most = max(moved, key=lambda thing: abs(moved[thing][1] - moved[thing][0]))
    old, new = (language.percent(share, 1) for share in moved[most])
    if old == new:
        finding = _("Every share stays the same")
    else:
        finding = _("{name} moves most: {old} before, {new} now", name=most, old=old, new=new)
    note = _("A line joins where a row stood and where it stands now; the axis need not begin at 0")
    heads, sides = (labels[name], _("share")), (labels[first], labels[second])
    chart = dumbbells_chart(rows, sides, heads, finding, note)
    mine = {"name": name}
    drawn = [
        Drawn("first", first, mine, some=True),
        Drawn("second", second, mine, some=True),
        Drawn("share", first, mine, {"side": labels[first]}, some=True),
        Drawn("share", second, mine, {"side": labels[second]}, some=True),
    ]
    return Figure(id, finding, chart, table.id, picks, (first, second), drawn, ("row",))


def causes_figure(
    language: Language,
    id: str,
    table: Table,
    keys: tuple[str, str],
    ends: Sequence[tuple[str, float]],
    unit: tuple[str, int, int],
) -> Figure:
    """Draw a table of causes as a waterfall from one total to another.

    Parameters
    ----------
    language : Language
        The language of the words.
    id : str
        Of the figure.
    table : Table
        One row for each cause.
    keys : (str, str)
        Columns of the cause and of the money that it moved [currency].
    ends : sequence of (str, float)
        Name and money [currency] of the first and of the second allocation.
    unit : (str, int, int)
        Unit of money, currency units in it, and decimals shown.
    """
    _ = language.gettext
    name, money = keys
    words, scale, decimals = unit
    causes = [
        (str(cause), moved / scale, language.numerals.signed(moved / scale, decimals))
        for cause, moved in zip(table.rows[name], table.rows[money].astype(float), strict=True)
    ]
    totals = [(end, total / scale, language.number(total / scale, decimals)) for end, total in ends]
    if any(moved for _name, moved, _words in causes):
        most = max(causes, key=lambda cause: abs(cause[1]))
        finding = _("{cause} moves most: {moved} {unit}", cause=most[0], moved=most[2], unit=words)
    else:
        finding = _("No change of input moves any money")
    note = _("{unit}; the axis begins near the totals, not at zero", unit=words)
    label = next(column.label for column in table.columns if column.key == name)
    chart = causes_chart(totals, causes, (label, words), finding, note)
    drawn = [
        Drawn("amount", money, {"name": name}),
        Drawn("to", money, {"name": name}, less="from"),
        *(Drawn("right", only={"name": end}, exactly=total / scale) for end, total in ends),
    ]
    level = ends[0][1] / scale
    for cause, moved, _words in causes:
        drawn.append(Drawn("from", only={"name": cause}, exactly=level))
        level += moved
    return Figure(id, finding, chart, table.id, "", (money,), drawn)


def in_shown_unit(about: Subject, column: Column, value: Any) -> float | None:
    """A number as a chart draws it: money in the report's unit; None where there is none."""
    if value is None or value != value:
        return None
    return float(value) / about.scenario.money.scale if column.kind == "money" else float(value)


def written(about: Subject, column: Column, value: Any) -> str:
    """A number of a column in words of the language."""
    if column.kind == "share":
        return about.language.percent(float(value), column.decimals)
    if column.kind == "money":
        return about.bare(float(value))
    return about.language.number(float(value), column.decimals)


def _head(column: Column, unit: str) -> str:
    return f"{column.label} [{unit}]" if unit else column.label
