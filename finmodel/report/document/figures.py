"""Figures of a report: each draws the rows of a table, so that chart and table tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import pandas as pd

from finmodel.report.charts.by_year import by_year_chart
from finmodel.report.charts.ribbons import ribbons_chart
from finmodel.report.charts.tiles import tile_places, tiles_chart
from finmodel.report.document.ledger.origins import Over, Sum
from finmodel.report.document.parts import (
    Cell,
    Column,
    Drawn,
    Figure,
    Printed,
    Table,
    Tally,
    Words,
)
from finmodel.report.document.subject import Subject
from finmodel.scenario.sources.unfunded import UNFUNDED

RIBBON_PLACES = ("path", "x", "y", "left", "right", "top", "bottom", "middle", "centre")
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
    finding = _from_low_to_high(about, table, column, unit)
    chart = tiles_chart(rows, _head(column, unit), form, tips, finding.text, note)
    drawn = Drawn("value", key, {"region": "region"}, words="shown")
    where = ("column", "row", "label")
    return Figure(id, finding.text, chart, table.id, "region", (key,), [drawn], where, finding)


def _from_low_to_high(about: Subject, table: Table, column: Column, unit: str) -> Words:
    """Say which regions have least and most."""
    names = [str(name) for name in table.rows["region"]]
    values = dict(zip(names, table.rows[column.key].astype(float), strict=True))
    ranked = sorted(values, key=lambda name: (values[name], name))
    low, high = (
        about.say.cell(column, values[name], Cell(table.id, column.key, [name]))
        for name in (ranked[0], ranked[-1])
    )
    said: dict[str, Any] = {"what": column.label, "unit": f" {unit}" if unit else ""}
    if low.text == high.text:
        return about.say.words("{what}: {value}{unit} in every region", value=low, **said)

    def who(number: Printed) -> Words:
        """The region that shows a number, or how many do."""
        mine = [n for n in names if written(about, column, values[n]) == number.text]
        if len(mine) == 1:
            return Words(mine[0])
        count = about.say.number(len(mine), Tally(table.id, column.key, number.text))
        return about.say.words("{n} regions", n=count)

    return about.say.words(
        "{what}: from {low}{unit} in {where} to {high}{unit} in {there}",
        low=low,
        where=who(low),
        high=high,
        there=who(high),
        **said,
    )


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
        begin, end = (str(year) for year in (about.years[0], about.years[-1]))
        finding = about.say.words(
            "{name} changes most: {first} {unit} in {begin}, {last} in {end}",
            name=name,
            first=about.say.money(first, Cell(table.id, begin, [name])),
            last=about.say.money(last, Cell(table.id, end, [name])),
            unit=about.unit,
            begin=about.first_year,
            end=about.last_year,
        )
    else:
        finding = Words(_("The money stays the same in every year"))
    note = _("{unit}, nominal; a panel for each year", unit=about.unit)
    chart = by_year_chart(rows, names, (label, _("Year"), about.unit), finding.text, note)
    years = tuple(str(year) for year in about.years)
    drawn = Drawn("amount", by={"name": key}, column_field="year")
    return Figure(id, finding.text, chart, table.id, "", years, [drawn], ("row",), finding)


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
    finding = _who_pays_most(about)
    heads = {"source": _("Source"), "programme": _("Programme"), "region": _("Region")}
    note = about.say.words(
        "{unit}, nominal, {span}; each ribbon is as wide as its money",
        unit=about.unit,
        span=about.span,
    )
    chart = ribbons_chart(rows, heads, about.unit, finding.text, note.text)
    drawn = [*_drawn_between("source", "programme", "")]
    if regions:
        drawn += _drawn_between("programme", "region", regions)
    picks = "region" if regions else ""
    return Figure(id, finding.text, chart, table.id, picks, (), drawn, RIBBON_PLACES, finding, note)


def _who_pays_most(about: Subject) -> Words:
    """Say which source pays most, or how much nobody pays where that is more."""
    paid = about.paid_by("source")
    (first,) = max(paid, key=lambda key: paid[key])
    share = about.say.share(
        paid[first,] / max(sum(paid.values()), 1),
        Over(Sum("paid", where={"source": first}), Sum("paid")),
    )
    total = about.say.amount(about.view.total, about.unit, Sum("paid"))
    if first == UNFUNDED:
        return about.say.words("{share} of the {total} is not funded", share=share, total=total)
    return about.say.words(
        "{source} pays {share} of the {total}",
        source=about.view.sources[first],
        share=share,
        total=total,
    )


def _drawn_between(before: str, after: str, table: str) -> Iterator[Drawn]:
    """What ribbons between two stages draw, and the nodes at their ends."""
    ends = {"ends": f"{before} {after}"}
    yield Drawn("amount", "money", {"from": before, "to": after}, ends, table=table)
    for stage in (before, after):
        yield Drawn("amount", "money", {"name": stage}, {"stage": stage}, table=table)


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
