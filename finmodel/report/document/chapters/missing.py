"""What is not funded: of which programme, in which region, and when."""

from __future__ import annotations

from typing import Any

import numpy as np

from finmodel.allocation.totals import total_by
from finmodel.panel.panel import Floats
from finmodel.report.document.ledger.origins import Highest, Sum
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Words
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.gap import SAID, gap_picture
from finmodel.report.languages.language import marked
from finmodel.scenario.sources.unfunded import UNFUNDED

SHOWN = 5
"""Regions that are shown."""
ENVELOPES = {
    "secured": marked("If only secured money comes"),
    "committed": marked("If committed money comes too"),
    "expected": marked("If pipeline money comes at its probability"),
    "everything": marked("If all pipeline money comes"),
}


def unfunded(about: Subject) -> Floats:
    """Cost of what is not funded by programme, region and year, shape (P, R, T) [currency].

    Where the scenario asks for the gap, what nobody pays of the targets; else what it would cost
    to reach all that can be reached.
    """
    panel = about.side.allocation.panel
    found = np.zeros(panel.need.shape)
    axes: list[dict[Any, int]] = [
        {key: at for at, key in enumerate(ids)}
        for ids in (panel.programmes, panel.regions, panel.years)
    ]
    keys = ["programme", "region", "year"]
    if about.scenario.has_targets:
        paid = about.paid_by("source", *keys)
        rows = {place[1:]: amount for place, amount in paid.items() if place[0] == UNFUNDED}
    else:
        rows = total_by(about.side.allocation.delivery, keys, "output")
    for place, amount in rows.items():
        found[tuple(axis[key] for axis, key in zip(axes, place, strict=True))] += amount
    if about.scenario.has_targets:
        return found
    cost = panel.unit_cost.sum(axis=2) * about.scenario.money.scale
    return np.asarray(np.rint(cost * (panel.reachable - found).clip(min=0.0)))


def missing(about: Subject) -> Chapter:
    """What is unfunded, where and when."""
    _ = about.words
    panel, view = about.side.allocation.panel, about.view
    gap = unfunded(about)
    total = float(gap.sum())
    title = _("What is not funded, where and when?")
    if total <= 0:
        nothing = Words(_("Nothing: all that can be reached is reached."))
        return Chapter("unfunded", title, [nothing], "findings")
    of = (
        _("of the cost of the targets")
        if about.scenario.has_targets
        else _("of what could be reached")
    )
    by_programme, by_region, by_year = gap.sum((1, 2)), gap.sum((0, 2)), gap.sum((0, 1))
    say, most = about.say, view.programmes[panel.programmes[int(by_programme.argmax())]]
    said = say.words(
        "{amount} {of} is not funded. Most of it is missing for {programme} ({share}); by region "
        "in {region}, by year in {year}.",
        amount=say.amount(total, about.unit, Cell("unfunded", "all")),
        of=of,
        programme=most,
        share=say.share(
            float(by_programme.max()) / total,
            Cell("unfunded", "all", [most]),
            Cell("unfunded", "all"),
        ),
        region=view.regions[panel.regions[int(by_region.argmax())]],
        year=say.year(panel.years[int(by_year.argmax())], Highest("unfunded", "year")),
    )
    years = [str(year) for year in panel.years]
    columns = [
        Column("name", _("Programme")),
        *(
            Column(
                year, year, "money", total=True, origin=Sum("unfunded", where={"year": int(year)})
            )
            for year in years
        ),
        Column("all", _("All years"), "money", total=True, sum_of=years, origin=Sum("unfunded")),
    ]
    order = [panel.positions["programme"][key] for key in about.scenario.programmes]
    table = make_table(
        "unfunded",
        _("Not funded, by programme and year"),
        columns,
        [
            {
                "name": view.programmes[panel.programmes[at]],
                **dict(zip(years, gap[at].sum(axis=0).tolist(), strict=True)),
                "all": float(by_programme[at]),
                "of": {"programme": panel.programmes[at]},
            }
            for at in order
        ],
        adds_up_to={"all": total},
    )
    rows = sorted(range(len(panel.regions)), key=lambda at: (-by_region[at], panel.regions[at]))
    regions = make_table(
        "unfunded-regions",
        _("Regions where most is not funded"),
        [
            Column("region", _("Region")),
            Column("amount", _("Not funded"), "money", origin=Sum("unfunded")),
        ],
        [
            {
                "region": view.regions[panel.regions[at]],
                "amount": float(by_region[at]),
                "of": {"region": panel.regions[at]},
            }
            for at in rows[:SHOWN]
        ],
    )
    blocks: list[Block] = [said, table, regions, *_envelopes(about)]
    return Chapter("unfunded", title, blocks, "findings")


def _envelopes(about: Subject) -> list[Block]:
    """What is missing under each envelope of money, where the scenario asks for it."""
    if about.scenario.question != "gap":
        return []
    _ = about.words
    facts = gap_picture(about.view)
    return [
        make_table(
            "envelopes",
            _("What is missing, by how much of the money comes"),
            [
                Column("envelope", _("Money")),
                Column("missing", _("Missing"), "money", origin=Sum("gap", "unfunded")),
            ],
            [
                {
                    "envelope": _(words),
                    "missing": facts["missing"][key],
                    "of": {"envelope": key},
                }
                for key, words in ENVELOPES.items()
                if key in SAID
            ],
        )
    ]
