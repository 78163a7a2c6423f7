"""How the money is spread: over years, from sources to programmes, over regions."""

from __future__ import annotations

from collections.abc import Mapping

from finmodel.report.document.chapters.places import reached_column
from finmodel.report.document.figures import map_figure, ribbons_figure, years_figure
from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Block, Chapter, Column, Table
from finmodel.report.document.subject import PAID, Subject, make_table, year_column

MOST_PLACES = 1500
"""Pairs of programme and region up to which ribbons and rows of regions can be read."""


def over_years(about: Subject) -> Chapter:
    """Money of each programme in each year."""
    _ = about.words
    view = about.view
    paid = about.paid_by("programme", "year")
    years = [str(year) for year in about.years]
    rows = [
        {
            "programme": name,
            "money": sum(paid.get((key, year), 0) for year in about.years),
            **{str(year): paid.get((key, year), 0) for year in about.years},
            "of": {"programme": key},
        }
        for key, name in view.programmes.items()
    ]
    columns = [
        Column("programme", _("Programme"), axis="programme"),
        *(year_column(year) for year in years),
        Column(
            "money",
            _("All years"),
            "money",
            total=True,
            sum_of=years,
            flow=PAID,
            origin=Sum("paid"),
        ),
    ]
    table = make_table(
        "money-by-year",
        _("Money by programme and year"),
        columns,
        rows,
        adds_up_to={"money": view.total},
    )
    figure = years_figure(about, "years", table, "programme")
    return Chapter("years", _("How is the money spread over the years?"), [figure, table])


def flows(about: Subject) -> Chapter:
    """Money from sources to programmes to regions."""
    _, view = about.words, about.view
    programmes = ("programme", _("Programme"), view.programmes)
    sources = ("source", _("Source"), view.sources)
    by_source = _by_pair(
        about, "source-programme", _("Money by source and programme"), sources, programmes
    )
    pairs = sum(1 for paid in about.paid_by("region", "programme").values() if paid)
    by_region_id = "region-programme" if pairs <= MOST_PLACES else ""
    figure = ribbons_figure(about, "flows", by_source, by_region_id)
    blocks: list[Block] = [by_source] if figure is None else [figure, by_source]
    if by_region_id:
        title, regions = _("Money by region and programme"), ("region", _("Region"), view.regions)
        blocks.append(_by_pair(about, by_region_id, title, regions, programmes))
    return Chapter("flows", _("Who pays for what, and where?"), blocks, "annex")


_Axis = tuple[str, str, Mapping[str, str]]
"""Axis of the allocation, its head, and names by id."""


def _by_pair(about: Subject, id: str, title: str, first: _Axis, second: _Axis) -> Table:
    """Money of each pair of things that is paid."""
    (one, one_head, ones), (other, other_head, others) = first, second
    paid_by = about.paid_by(one, other)
    return make_table(
        id,
        title,
        [
            Column(one, one_head, axis=one),
            Column(other, other_head, axis=other),
            Column(
                "money", about.words("Money"), "money", total=True, flow=PAID, origin=Sum("paid")
            ),
        ],
        [
            {one: ones[a], other: others[b], "money": paid, "of": {one: a, other: b}}
            for a in ones
            for b in others
            if (paid := paid_by.get((a, b), 0))
        ],
        adds_up_to={"money": about.view.total},
    )


def reached(about: Subject) -> Chapter:
    """How far each region comes."""
    _ = about.words
    first, last = about.years[0], about.years[-1]
    table = make_table(
        "reached",
        _("Reached in each region"),
        [
            Column("region", _("Region")),
            reached_column("first", _("Reached in {year}", year=first), first),
            reached_column("last", _("Reached in {year}", year=last), last),
        ],
        [
            {
                "region": row.name,
                "first": row.reached_first,
                "last": row.reached_last,
                "of": {"region": row.region},
            }
            for row in about.view.region_spending()
        ],
        _("Reached: share of the need that can be met which is met, weighed by cost."),
    )
    figure = map_figure(about, "reached-map", table, "last", table.note)
    blocks: list[Block] = [table] if figure is None else [figure, table]
    return Chapter("reached", _("How far does each region come?"), blocks)
