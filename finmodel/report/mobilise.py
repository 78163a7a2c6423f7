"""What a scenario that asks for new finance comes to: the waterfall, the levers, their price."""

from __future__ import annotations

from typing import Any

import numpy as np

from finmodel.allocation.totals import total_by
from finmodel.report.choice import choice_facts
from finmodel.report.classes import CLASSES, class_of
from finmodel.report.contracts import contract_facts
from finmodel.report.facts import standing
from finmodel.report.indicators import indicators
from finmodel.report.views import View
from finmodel.scenario.names import lever_names
from finmodel.scenario.sources.unfunded import UNFUNDED


def mobilise_picture(view: View) -> dict[str, Any]:
    """Facts that `finmodel solve` shows of a scenario with levers.

    Parameters
    ----------
    view : View
        An allocation of a scenario that asks for new finance.

    Returns
    -------
    dict
        Plain data; amounts in whole currency units. `waterfall` goes from the need to what is not
        funded, each step what one class of money pays; `later` is what falls due for it after the
        plan.
    """
    allocation = view.allocation
    scenario = allocation.scenario
    provided = provided_by_contracts(view)
    cost = view.total
    missing = _by_source(view).get(UNFUNDED, 0)
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
        "need": cost + provided,
        "missing": missing,
        "waterfall": _waterfall(view, provided),
        "later": _later(view),
        "mobilised": _both_ways(view),
        "levers": lever_rows(view),
        "missing_by_year": _missing_by_year(view),
        "goals": [stage.goal for stage in scenario.objective],
        "closing": allocation.tables["closing"].to_pylist(),
        "contracts": contract_facts(view),
        "indicators": indicators(view),
        "choice": choice_facts(view),
    }


def _by_source(view: View) -> dict[str, int]:
    totals = total_by(view.allocation.money, ["source"], "amount")
    return {key: int(amount) for (key,), amount in totals.items()}


def provided_by_contracts(view: View) -> int:
    """What outputs of contracts would have cost at conventional unit costs [currency]."""
    panel, total = view.allocation.panel, 0.0
    positions = panel.positions
    cost = panel.unit_cost.sum(axis=2)
    for row in view.allocation.delivery.to_pylist():
        if row["provider"] == "public":
            continue
        place = (
            positions["programme"][row["programme"]],
            positions["region"][row["region"]],
            panel.years.index(row["year"]),
        )
        total += row["output"] * float(cost[place])
    return int(np.rint(total * view.allocation.scenario.money.scale))


def _waterfall(view: View, provided: int) -> list[dict[str, Any]]:
    """Each class of money and what it pays, in the order of the waterfall; the last is missing."""
    paid = dict.fromkeys(CLASSES, 0)
    for key, amount in _by_source(view).items():
        if key != UNFUNDED:
            paid[class_of(view.allocation.scenario.sources[key])] += amount
    paid["contracts"] += provided
    rows = [{"class": key, "name": name, "amount": paid[key]} for key, name in CLASSES.items()]
    missing = _by_source(view).get(UNFUNDED, 0)
    rows.append({"class": UNFUNDED, "name": "Not funded", "amount": missing})
    return rows


def _later(view: View) -> list[dict[str, Any]]:
    """Debt service and payments for contracts, within the plan and after it [currency]."""
    last, tables = view.years[-1], view.allocation.tables
    parts = []
    for table, column, name in (
        ("loans", "debt_service", "Debt service"),
        ("contracts", "public_payment", "Payments for contracts"),
    ):
        rows = tables[table].to_pylist() if table in tables else []
        within = sum(row[column] for row in rows if row["year"] <= last)
        after = sum(row[column] for row in rows if row["year"] > last)
        parts.append({"name": name, "within": int(within), "after": int(after)})
    return parts


def _both_ways(view: View) -> dict[str, int]:
    """New money of the levers as funding, which pays in the end, and as financing [currency]."""
    scenario = view.allocation.scenario
    found = {"funding": 0, "financing": 0}
    for row in view.allocation.tables["levers"].to_pylist():
        source = scenario.sources.get(row["moves"])
        pays = source is not None and type(source).funding
        found["funding" if pays else "financing"] += row["raised"]
    return found


def lever_rows(view: View) -> list[dict[str, Any]]:
    """The levers as a plan: which, how much of what it could bring, from when, at what cost.

    Returns
    -------
    list of dict
        Those that are used first, in the order in which they begin; amounts [currency].
    """
    scenario, names = view.allocation.scenario, lever_names(view.allocation.scenario, view.language)
    rows: dict[str, dict[str, Any]] = {}
    for each in view.allocation.tables["levers"].to_pylist():
        key = each["lever"]
        lever = scenario.levers[key]
        if key not in rows:
            rows[key] = {
                "lever": key,
                "name": names[key],
                "kind": "contract" if lever.signs else scenario.sources[each["moves"]].kind,
                "from": None,
                "raised": 0,
                "most": 0,
                "cost": 0,
                "risk": 0,
                "effort": 0.0,
                "by_year": {},
            }
        row = rows[key]
        if each["raised"] > 0 and row["from"] is None:
            row["from"] = each["year"]
        row["by_year"][each["year"]] = each["raised"]
        for name, column in (
            ("raised", "raised"),
            ("most", "most"),
            ("cost", "cost_of_raising"),
            ("risk", "cost_of_risk"),
            ("effort", "effort"),
        ):
            row[name] += each[column]
    return sorted(
        rows.values(), key=lambda row: (row["from"] is None, row["from"] or 0, -row["raised"])
    )


def _missing_by_year(view: View) -> dict[int, int]:
    totals = total_by(view.allocation.money, ["source", "year"], "amount")
    return {year: int(totals.get((UNFUNDED, year), 0)) for year in view.years}
