"""What each region gets for each head, and who is furthest behind."""

from __future__ import annotations

from statistics import median

from finmodel.allocation.compare.sides import same_currency
from finmodel.allocation.totals import total_by
from finmodel.report.behind import (
    DEARER,
    Behind,
    at_floor,
    dearer,
    equally_far,
    furthest_behind,
)
from finmodel.report.document.figures import map_figure
from finmodel.report.document.ledger.origins import Origin, Over, Sum, times
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Printed, Words
from finmodel.report.document.subject import PAID, Subject, make_table
from finmodel.report.money import decimals_for, fitting_unit
from finmodel.report.screen import lower_first
from finmodel.report.views import View

SHOWN = 5
"""Regions that are shown as furthest behind."""


def per_head(about: Subject) -> Chapter:
    """What each region gets for each head, against the mean and against another time."""
    _ = about.words
    view = about.view
    rows = view.region_spending()
    heads = sum(row.heads or 0.0 for row in rows)
    mean = view.total / len(about.years) / heads if heads else None
    known = {row.region: row.per_head_a_year for row in rows if row.per_head_a_year is not None}
    unit = fitting_unit(median(known.values()) if known else 0, about.scenario.money.currency)
    decimals = decimals_for(median(known.values()) / unit.scale) if known else 0
    in_unit = _("{unit} a year", unit=about.language.unit(unit))
    by_year = total_by(about.side.allocation.money, ["region", "year"], "amount")
    before = _before(about)

    def of_year(region: str, people: float | None, year: int) -> float | None:
        return by_year.get((region, year), 0) / people / unit.scale if people else None

    begin, end = about.years[0], about.years[-1]

    def for_each_head(key: str, label: str, origin: Origin) -> Column:
        return Column(key, label, "number", in_unit, decimals, origin=origin)

    columns = [
        Column("region", _("Region"), axis="region"),
        Column("money", _("Money"), "money", total=True, flow=PAID, origin=Sum("paid")),
        for_each_head("per_head", _("For each head"), yearly(unit.scale)),
        Column("of_mean", _("Of the mean"), "share", origin=Over(yearly(1), yearly(1, by=()))),
        for_each_head("first", _("In {year}", year=begin), in_year(begin, unit.scale)),
        for_each_head("last", _("In {year}", year=end), in_year(end, unit.scale)),
    ]
    if before is not None:
        former = yearly(unit.scale, side=0)
        columns.append(for_each_head("before", _("Version before"), former))
    table = make_table(
        "regions",
        _("Money by region, and for each head"),
        columns,
        [
            {
                "region": row.name,
                "money": row.spending,
                "per_head": None
                if row.per_head_a_year is None
                else row.per_head_a_year / unit.scale,
                "of_mean": row.per_head_a_year / mean
                if mean and row.per_head_a_year is not None
                else None,
                "first": of_year(row.region, row.heads, about.years[0]),
                "last": of_year(row.region, row.heads, about.years[-1]),
                "before": None
                if before is None or before.get(row.region) is None
                else (before[row.region] or 0.0) / unit.scale,
                "of": {"region": row.region},
            }
            for row in rows
        ],
        _("Heads: {heads}.", heads=lower_first(view.heads_title)) if known else "",
        {"money": view.total},
    )
    say = about.say

    def per_head_of(region: str) -> Printed:
        cell = Cell("regions", "per_head", [view.regions[region]])
        return say.number(known[region] / unit.scale, cell, decimals)

    if mean is None or len(rows) < 2:
        said = say.words(
            "All of {total} goes to one place, or heads are not counted.",
            total=say.amount(view.total, about.unit, Cell("regions", "money")),
        )
    else:
        highest = max(known, key=lambda key: known[key])
        lowest = min(known, key=lambda key: known[key])
        said = say.words(
            "Regions get {mean} {unit} for each head on average: from {low} in {lowest} to {high} "
            "in {highest}.",
            mean=say.number(mean / unit.scale, yearly(unit.scale, by=()), decimals),
            unit=in_unit,
            low=per_head_of(lowest),
            lowest=view.regions[lowest],
            high=per_head_of(highest),
            highest=view.regions[highest],
        )
    said += about.counted_unfunded
    title = _("What does each region get for each head?")
    drawn = map_figure(about, "regions-map", table, "per_head", table.note)
    blocks: list[Block] = [said, table] if drawn is None else [said, drawn, table]
    return Chapter("regions", title, blocks, "findings")


def yearly(scale: int, side: int = -1, by: tuple[str, ...] | None = None) -> Origin:
    """Money for each head and year, in a unit of so much currency; `by` nothing: on average."""
    money, heads = Sum("paid", by=by, side=side), Sum("regions", "heads", by=by, side=side)
    return Over(Over(money, heads), times(scale, Sum("years", "one", side=side)))


def in_year(year: int, scale: int) -> Origin:
    """Money for each head in one year."""
    return Over(Sum("paid", where={"year": year}), times(scale, Sum("regions", "heads")))


def _before(about: Subject) -> dict[str, float | None] | None:
    """Money per head and year of the allocation before, where it can be compared [currency]."""
    if about.since is None or not same_currency(about.since.before, about.side):
        return None
    view = View(about.since.before.allocation, about.code)
    return {row.region: row.per_head_a_year for row in view.region_spending()}


def _why(about: Subject, row: Behind) -> Words:
    """What holds a region back, with the numbers in it."""
    say, mine = about.say, {"region": row.region}
    more = dearer(about.view, row.region)
    floors, open_ = at_floor(about.view, row.region)
    numbers = [say.share(more, Sum("behind", "dearer", mine))] if more >= DEARER else []
    if floors:
        numbers.append(say.number(len(floors), Sum("behind", "at_floor", mine)))
        numbers.append(say.number(open_, Sum("behind", "open", mine)))
    return Words("; ".join(row.reasons), numbers=numbers)


def reached_column(key: str, label: str, year: int) -> Column:
    """A column of how much is reached in a year of what can be."""
    return Column(key, label, "share", decimals=1, origin=Sum("reach", "share", {"year": year}))


def behind(about: Subject) -> Chapter:
    """Who is furthest behind, and why."""
    _ = about.words
    view, say = about.view, about.say
    rows = furthest_behind(view, SHOWN)
    count = equally_far(view)
    lowest = Cell("furthest-behind", "last", [rows[0].name])
    said = say.plural(
        "{name} is furthest behind: {share} of what can be reached is reached in {year}.",
        "{n} regions stand equally low: {share} of what can be reached is reached in {year}.",
        count,
        Sum("reach", "low"),
        name=rows[0].name,
        share=say.share(rows[0].reached_last, lowest),
        year=about.last_year,
    )
    why = _why(about, rows[0])
    if count == len(view.region_spending()) > 1:
        said = say.words(
            "No region is behind the others: {share} of what can be reached is reached in {year}.",
            share=say.share(rows[0].reached_last, lowest),
            year=about.last_year,
        )
    elif why.text:
        said += say.words("{name}: {why}.", name=rows[0].name, why=why)
    columns = [
        Column("region", _("Region")),
        reached_column("first", _("Reached in {year}", year=about.years[0]), about.years[0]),
        reached_column("last", _("Reached in {year}", year=about.years[-1]), about.years[-1]),
        Column("why", _("Why")),
    ]
    table = make_table(
        "furthest-behind",
        _("Furthest behind"),
        columns,
        [
            {
                "region": row.name,
                "first": row.reached_first,
                "last": row.reached_last,
                "why": _why(about, row),
                "of": {"region": row.region},
            }
            for row in rows
        ],
        _("Reached: share of the need that can be met which is met, weighed by cost."),
    )
    title = _("Who is furthest behind, and why?")
    return Chapter("behind", title, [said, table], "findings")
