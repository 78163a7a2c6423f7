"""How the money is spread: over years, from sources to programmes, over regions."""

from __future__ import annotations

from finmodel.report.document.chapters.places import reached_column
from finmodel.report.document.figures import map_figure, ribbons_figure, years_figure
from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Block, Chapter, Column
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
    _ = about.words
    view = about.view
    paid_by = about.paid_by("source", "programme")
    by_source = make_table(
        "source-programme",
        _("Money by source and programme"),
        [
            Column("source", _("Source"), axis="source"),
            Column("programme", _("Programme"), axis="programme"),
            Column("money", _("Money"), "money", total=True, flow=PAID, origin=Sum("paid")),
        ],
        [
            {
                "source": view.sources[source],
                "programme": view.programmes[programme],
                "money": paid,
                "of": {"source": source, "programme": programme},
            }
            for source in view.sources
            for programme in view.programmes
            if (paid := paid_by.get((source, programme), 0))
        ],
        adds_up_to={"money": view.total},
    )
    places = {key: paid for key, paid in about.paid_by("programme", "region").items() if paid}
    with_regions = len(places) <= MOST_PLACES
    by_region_id = "region-programme" if with_regions else ""
    figure = ribbons_figure(about, "flows", by_source, by_region_id)
    blocks: list[Block] = [by_source] if figure is None else [figure, by_source]
    if with_regions:
        by_region = make_table(
            by_region_id,
            _("Money by region and programme"),
            [
                Column("region", _("Region"), axis="region"),
                Column("programme", _("Programme"), axis="programme"),
                Column("money", _("Money"), "money", total=True, flow=PAID, origin=Sum("paid")),
            ],
            [
                {
                    "region": view.regions[region],
                    "programme": view.programmes[programme],
                    "money": paid,
                    "of": {"region": region, "programme": programme},
                }
                for region in view.regions
                for programme in view.programmes
                if (paid := places.get((programme, region), 0))
            ],
            adds_up_to={"money": view.total},
        )
        blocks.append(by_region)
    return Chapter("flows", _("Who pays for what, and where?"), blocks, "annex")


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
