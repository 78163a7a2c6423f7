"""What a gap scenario comes to, as plain data: cost, who pays, what is missing, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from finmodel.allocation.totals import total_by
from finmodel.report.choice import choice_facts
from finmodel.report.contracts import contract_facts
from finmodel.report.facts import standing
from finmodel.report.headings import money_under_headings
from finmodel.report.indicators import indicators
from finmodel.report.views import View
from finmodel.scenario.sources.certainty import ENVELOPES
from finmodel.scenario.sources.unfunded import UNFUNDED

SAID = {
    "secured": "Secured",
    "committed": "with committed",
    "expected": "with expected",
    "everything": "with all pipeline",
}
"""Heading of each envelope."""


def gap_picture(view: View) -> dict[str, Any]:
    """Facts that `finmodel solve` shows of a gap scenario.

    Parameters
    ----------
    view : View
        An allocation of a scenario that asks for the gap.

    Returns
    -------
    dict
        Plain data; amounts in whole currency units. `years`, `sources`, `regions` and `programmes`
        hold cost and the gap under each envelope.
    """
    scenario, gap = view.allocation.scenario, view.allocation.tables["gap"]
    return {
        "scenario": scenario.scenario,
        "question": scenario.question,
        "title": scenario.title.read(view.language),
        "stage": scenario.stage,
        "standing": standing(scenario),
        "years": list(view.years),
        "currency": scenario.money.currency,
        "money_unit": str(scenario.money),
        "money_scale": scenario.money.scale,
        "envelopes": list(ENVELOPES),
        "count_on": scenario.count_on,
        "cost": total_by(gap, ["envelope"], "cost")[(scenario.count_on,)],
        "missing": _missing(view, "envelope"),
        "by_year": _by(view, "year", ((year, str(year)) for year in view.years)),
        "by_source": _who_pays(view),
        "by_region": gap_by_region(view),
        "by_programme": _by(view, "programme", view.programmes.items()),
        **money_under_headings(view),
        "chances": view.allocation.manifest["gap"],
        "indicators": indicators(view),
        "contracts": contract_facts(view),
        "choice": choice_facts(view),
    }


def _missing(view: View, *keys: str) -> dict[str, int]:
    totals = total_by(view.allocation.tables["gap"], list(keys), "unfunded")
    return {key: int(totals[(key,)]) for key in ENVELOPES}


def _by(view: View, key: str, names: Iterable[tuple[Any, str]]) -> list[dict[str, Any]]:
    """Cost and gap under each envelope, by a column of the gap."""
    gap = view.allocation.tables["gap"]
    cost, missing = (total_by(gap, ["envelope", key], column) for column in ("cost", "unfunded"))
    count_on = view.allocation.scenario.count_on
    return [
        {
            key: place,
            "name": name,
            "cost": int(cost.get((count_on, place), 0)),
            "missing": {e: int(missing.get((e, place), 0)) for e in ENVELOPES},
        }
        for place, name in names
    ]


def gap_by_region(view: View) -> list[dict[str, Any]]:
    """Cost, gap and its share of each region under the envelope that is counted on."""
    places = {row.region: row for row in view.region_spending()}
    rows = _by(view, "region", ((key, row.name) for key, row in places.items()))
    for row in rows:
        place = places[row["region"]]
        share = row["missing"][view.allocation.scenario.count_on] / row["cost"]
        row |= {"label": place.label, "tile": place.tile, "share": share if row["cost"] else 0.0}
    return rows


def _who_pays(view: View) -> list[dict[str, Any]]:
    """What each source has and pays under each envelope, over the plan; help in kind last."""
    table, sources = view.allocation.tables["envelopes"], view.allocation.scenario.sources
    available, used = (
        total_by(table, ["envelope", "source"], column) for column in ("available", "used")
    )
    rows = [
        {
            "source": key,
            "name": name,
            "public": key == UNFUNDED or sources[key].public,
            "cash": key == UNFUNDED or sources[key].cash,
            "available": {e: int(available.get((e, key), 0)) for e in ENVELOPES},
            "used": {e: int(used.get((e, key), 0)) for e in ENVELOPES},
        }
        for key, name in view.sources.items()
        if key == UNFUNDED or sources[key].pays
    ]
    return sorted(rows, key=lambda row: (row["source"] == UNFUNDED, not row["cash"]))
