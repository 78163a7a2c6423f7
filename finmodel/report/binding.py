"""Rules that stand in the way: in how many places, and what one more of their limit would gain."""

from __future__ import annotations

from typing import Any

from finmodel.report.picture import NOTHING
from finmodel.report.views import View
from finmodel.scenario.names import capacity_names, in_words, policy_names

MONEY_THERE = ".available"
"""End of the name of rules that say what a source has; what one more buys is shown elsewhere."""


def binding_rules(view: View) -> list[dict[str, Any]]:
    """Rules whose limit, moved by one, would move the last stage of the objective.

    Returns
    -------
    list of dict
        One for each rule: its sentence, how many rows it has and how many of them bind; in the row
        where it costs most, what one unit less strict would gain, of what unit, for how much that
        holds at least, the place. Those that bind
        in most places first.
    """
    sense = 1 if view.allocation.scenario.objective[-1].goal.startswith("maximise") else -1
    found: dict[str, list[dict[str, Any]]] = {}
    for row in view.allocation.constraints.to_pylist():
        if not row["rule"].endswith(MONEY_THERE):
            found.setdefault(row["rule"], []).append(row | {"gain": _gain(row, sense)})
    rows = []
    for rule, places in found.items():
        binding = [row for row in places if row["gain"] > NOTHING]
        if binding:
            dearest = max(binding, key=lambda row: row["gain"])
            rows.append(
                {
                    "rule": rule,
                    "name": _name(view, rule),
                    "sentence": dearest["sentence"],
                    "places": len(places),
                    "binding": len(binding),
                    "gain": dearest["gain"],
                    "holds": max(dearest["more_holds"] or 0.0, dearest["less_holds"] or 0.0),
                    "unit": _unit(view, rule),
                    "where": _where(view, dearest),
                }
            )
    return sorted(rows, key=lambda row: (-row["binding"], -row["gain"], row["rule"]))


def _gain(row: dict[str, Any], sense: int) -> float:
    """What a limit of one unit less strict gains: more of a ceiling, less of a floor."""
    return max(0.0, sense * (row["one_more"] or 0.0), -sense * (row["one_less"] or 0.0))


def _where(view: View, row: dict[str, Any]) -> str:
    """Region and year of a row."""
    region = view.regions.get(row["region"], "the whole country")
    return f"{region}, {row['year']}" if row["year"] else region


def _name(view: View, rule: str) -> str:
    """A rule in few words."""
    family, key, *rest = rule.split(".")
    scenario = view.allocation.scenario
    if family == "policies":
        return policy_names(scenario, view.language)[key]
    names = {
        "programmes": view.programmes,
        "sources": view.sources,
        "capacities": capacity_names(scenario, view.language),
    }
    words = f": {in_words(rest[0]).lower()}" if rest else ""
    return names.get(family, {}).get(key, in_words(key)) + words


def _unit(view: View, rule: str) -> str:
    """What one unit of a rule's limit is."""
    family, key, *_ = rule.split(".")
    scenario = view.allocation.scenario
    if family == "programmes":
        return scenario.programmes[key].output
    if family == "policies":
        policy = scenario.policies[key]
        counted = "units of output" if policy.counts_output else str(scenario.money)
        return policy.unit or counted
    return "units" if family == "capacities" else str(scenario.money)
