"""What a scenario says, as plain data: one set of facts for the screen and for machines."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from finmodel.panel.costs import index_path
from finmodel.panel.panel import Floats, Panel
from finmodel.report.headings import headings_given
from finmodel.report.heads import heads_attribute
from finmodel.report.sourcing import provenance_facts
from finmodel.scenario.contract_sentences import contract_sentences
from finmodel.scenario.load import Loaded
from finmodel.scenario.names import (
    attribute_names,
    capacity_names,
    id_words,
    programme_names,
    region_names,
    source_names,
)
from finmodel.scenario.programmes import Programme
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sentences import capacity_sentences, policy_sentences
from finmodel.scenario.source_sentences import source_sentences
from finmodel.scenario.sources import EarmarkedTransfer

APPROVED = ("approved", "amended", "executed")
PROPOSED = "proposed, not an appropriation"


def scenario_facts(loaded: Loaded, panel: Panel, language: str = "en") -> dict[str, Any]:
    """Facts of a scenario that need no solver.

    Parameters
    ----------
    loaded : Loaded
        The scenario and where each of its figures stands.
    panel : Panel
        The same as arrays.
    language : str
        Language of names.

    Returns
    -------
    dict
        Plain data. Money is nominal and in the scenario's unit, except where a key says
        `unit_cost`, which is in the unit of unit costs.
    """
    scenario = panel.scenario
    return {
        "scenario": scenario.scenario,
        "title": scenario.title.read(language),
        "question": scenario.question,
        "stage": scenario.stage,
        "standing": standing(scenario),
        "years": list(scenario.years),
        "years_status": dict(scenario.years_status),
        "money_unit": str(scenario.money),
        "unit_costs_in": str(scenario.costs_unit),
        "prices_of": scenario.base_year,
        "sizes": {
            "regions": len(panel.regions),
            "programmes": len(panel.programmes),
            "sources": len(panel.sources),
            "years": len(panel.years),
            "policies": len(scenario.policies),
        },
        "objective": [stage.goal for stage in scenario.objective],
        "envelopes": _envelopes(panel, language),
        "terms": [
            {
                "source": key,
                "name": source_names(scenario, language)[key],
                "sentence": sentence + _grant_element(panel, key),
            }
            for key, sentence in source_sentences(scenario, language).items()
        ],
        "shared": _shared(panel, language),
        "costs": _costs(panel),
        "programmes": _programmes(panel, language),
        **headings_given(panel, language),
        "capacities": [
            {
                "capacity": key,
                "name": capacity_names(scenario, language)[key],
                "sentence": sentence,
            }
            for key, sentence in capacity_sentences(scenario, language).items()
        ],
        "contracts": [
            {"contract": key, "sentence": sentence}
            for key, sentence in contract_sentences(scenario, language).items()
        ],
        "policies": [
            {"policy": key, "sentence": sentence, "negotiable": scenario.policies[key].negotiable}
            for key, sentence in policy_sentences(scenario, language).items()
        ],
        "provenance": provenance_facts(loaded, panel),
        "attributes": _attributes(panel, language),
        "heads": heads_attribute(scenario),
    }


def _grant_element(panel: Panel, source: str) -> str:
    """Grant element of a loan, as a sentence; nothing for other sources."""
    if source not in panel.loans:
        return ""
    share = panel.loans[source].grant_element
    return f" Grant element at a discount rate of 5%: {share:.0f}%."


def standing(scenario: Scenario) -> str:
    """Say what may be read into the numbers, by the stage of the budget."""
    return scenario.stage if scenario.stage in APPROVED else PROPOSED


def by_year(years: tuple[int, ...], amounts: Floats) -> dict[str, float]:
    """Amounts by year, as keys that JSON keeps."""
    return {str(year): round(float(amount), 6) for year, amount in zip(years, amounts, strict=True)}


def _envelopes(panel: Panel, language: str) -> list[dict[str, Any]]:
    names = source_names(panel.scenario, language)
    rows = []
    for key in panel.scenario.sources:
        source = panel.scenario.sources[key]
        if not source.pays:
            continue
        mine = panel.pots.source == panel.positions["source"][key]
        amounts = panel.pots.most[mine].sum(axis=0)
        rows.append(
            {
                "source": key,
                "name": names[key],
                "kind": source.kind,
                "funding": source.funding,
                "domestic": source.domestic,
                "cash": source.cash,
                "public": source.public,
                "by_year": by_year(panel.years, amounts),
                "total": round(float(amounts.sum()), 6),
            }
        )
    return rows


def _shared(panel: Panel, language: str) -> list[dict[str, Any]]:
    """What each region gets of amounts that are shared by formula."""
    names, regions = source_names(panel.scenario, language), region_names(panel.scenario, language)
    pots = panel.pots
    rows = []
    for key, source in panel.scenario.sources.items():
        if not isinstance(source, EarmarkedTransfer) or not source.shared:
            continue
        mine = np.nonzero(pots.source == panel.positions["source"][key])[0]
        total = pots.available[mine].sum()
        places = [
            {
                "region": pots.region[pot],
                "name": regions[pots.region[pot]],
                "share": float(pots.available[pot].sum() / total) if total else 0.0,
                "by_year": by_year(panel.years, pots.available[pot]),
            }
            for pot in mine
        ]
        rows.append({"source": key, "name": names[key], "regions": places})
    return rows


def _costs(panel: Panel) -> dict[str, Any]:
    """Cost of the floor, the ceiling and the whole need, and baseline money apart."""
    runs = panel.months[:, None, :] > 0
    charged = panel.unit_cost.sum(axis=2)
    baseline = panel.baseline_cost.sum(axis=2)

    def cost(unit: Floats, output: Floats) -> dict[str, float]:
        return by_year(panel.years, np.einsum("prt,prt->t", unit, output))

    return {
        "at_floor": cost(charged, panel.need * panel.floor),
        "at_ceiling": cost(charged, panel.reachable),
        "full_need": cost(charged, panel.need * runs),
        "baseline_at_floor": cost(baseline, panel.need * panel.floor),
        "baseline_at_ceiling": cost(baseline, panel.reachable),
    }


def _programmes(panel: Panel, language: str) -> list[dict[str, Any]]:
    names = programme_names(panel.scenario, language)
    scenario = panel.scenario
    rows = []
    for key, programme in scenario.programmes.items():
        at = panel.positions["programme"][key]
        need = panel.need[at].sum(axis=0)
        today = panel.today[at]
        rows.append(
            {
                "programme": key,
                "name": names[key],
                "output": programme.output,
                "theme": programme.theme,
                "new_policy": programme.new_policy,
                "lumps": programme.lumps.size if programme.lumps else None,
                "lumps_stay": bool(programme.lumps and programme.lumps.stay),
                "learning_city_area": programme.learning_city_area,
                "markers": dict(programme.markers),
                "reaches": dict(programme.reaches),
                "unit_cost": _unit_cost(scenario, programme, already_paid=False),
                "unit_cost_already_paid": _unit_cost(scenario, programme, already_paid=True),
                "need": {str(panel.years[i]): round(float(need[i]), 6) for i in (0, -1)},
                "coverage_today": None
                if np.isnan(today).any()
                else _share(today, panel.need[at, :, 0]),
                "floor": _share(
                    panel.need[at, :, -1] * panel.floor[at, :, -1], panel.need[at, :, -1]
                ),
                "ceiling": _share(panel.reachable[at, :, -1], panel.need[at, :, -1]),
            }
        )
    return rows


def _unit_cost(scenario: Scenario, programme: Programme, *, already_paid: bool) -> float:
    """Cost of one unit over a full year, at the national price level of the base year."""
    base = scenario.base_year
    lines = [line for line in programme.unit_cost.values() if line.already_paid == already_paid]
    return round(
        sum(
            line.amount
            * float(index_path(scenario.prices, line.growth, (base,), line.price_year or base)[0])
            for line in lines
        ),
        6,
    )


def _share(part: Floats, whole: Floats) -> float:
    return round(float(part.sum() / whole.sum()), 9) if whole.sum() > 0 else 0.0


def _attributes(panel: Panel, language: str) -> list[dict[str, Any]]:
    """Each attribute: how old, whether scaled, and how its blanks are treated."""
    regions = panel.scenario.regions
    names = region_names(panel.scenario, language)
    titles = attribute_names(panel.scenario, language)
    rows = []
    for key in panel.attributes:
        column = regions.columns.get(key)
        cells = {leaf: regions.list[leaf].attributes.get(key) for leaf in panel.regions}
        counts = Counter(cell for cell in cells.values() if isinstance(cell, str))
        scale = column.scale_to if column else None
        year = column.year if column else None
        rows.append(
            {
                "attribute": key,
                "title": titles.get(key) or id_words(panel.scenario, key, language),
                "unit": column.unit if column else None,
                "year": year,
                "older_than_plan": _older(year, panel.years[0]),
                "scaled_to": scale.total if scale else None,
                "scaled_to_year": scale.year if scale else None,
                "none_recorded": counts["none recorded"],
                "unknown": counts["unknown"],
                "unknown_regions": [
                    names[leaf] for leaf, cell in cells.items() if cell == "unknown"
                ],
                "unknown_treated_as": column.unknown.use if column and column.unknown else None,
            }
        )
    return rows


def _older(year: int | str | None, first: int) -> bool | None:
    """Whether a figure describes a time before the plan; None where it carries no year."""
    digits = "".join(filter(str.isdigit, str(year or "")))[:4]
    return int(digits) < first if len(digits) == 4 else None
