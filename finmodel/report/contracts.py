"""Contracts of an allocation: signed or not and why, what they bring, cost and risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from finmodel.panel.panel import Panel
from finmodel.program.policies.contracts import counted, years_left
from finmodel.report.money import decimals_for, number
from finmodel.report.views import View
from finmodel.scenario.names import contract_names, policy_names
from finmodel.scenario.policies.contracts import ContractCap


def contract_facts(view: View) -> list[dict[str, Any]]:
    """What became of each contract that the scenario offers, in its order.

    Returns
    -------
    list of dict
        Money in whole currency units. `within` is paid to the last year of the plan and `beyond`
        after it, both less what comes in; present values are those of the year of signing.
    """
    if not view.allocation.scenario.contracts:
        return []
    tables = view.allocation.tables
    yearly, values = tables["contracts"].to_pylist(), tables["values"].to_pylist()
    names = contract_names(view.allocation.scenario, view.language)
    found = []
    for key, contract in view.allocation.scenario.contracts.items():
        options = [row for row in values if row["contract"] == key]
        signed = [row for row in options if row["signed"] > 0]
        best = max(options, key=lambda row: (row["signed"], row["value_for_money"], -row["year"]))
        mine = [row for row in yearly if row["contract"] == key]
        programme = contract.delivers.programme
        shift = best["year"] - contract.sign.years[0]
        facts = {
            "contract": key,
            "name": names[key],
            "kind": contract.kind,
            "programme": programme,
            "programme_name": view.programmes[programme],
            "output": view.allocation.scenario.programmes[programme].output,
            "signed": sum(row["signed"] for row in signed),
            "signed_in": [row["year"] for row in signed],
            "operates": [contract.operates[0] + shift, contract.operates[-1] + shift],
            "valued_in": best["year"],
            "outputs": _outputs(view, key),
            **_money(view, mine),
            **{name: best[name] for name in _OF_VALUE},
        }
        found.append(facts | {"why": _why(view, key, facts)})
    return found


_OF_VALUE = (
    *("comparator", "partnership", "value_for_money", "value_for_money_pct"),
    *("transferable_risk", "break_even_risk_transfer"),
    *("leverage_over_all", "leverage_over_upfront"),
)


def _outputs(view: View, key: str) -> float:
    """What a contract provides within the plan [units of output]."""
    delivery = view.allocation.delivery
    pairs = zip(delivery["provider"].to_pylist(), delivery["output"].to_pylist(), strict=True)
    return float(sum(output for provider, output in pairs if provider == key))


def _money(view: View, mine: list[dict[str, Any]]) -> dict[str, int]:
    last = view.years[-1]
    return {
        "private_capital": sum(row["private_capital"] for row in mine),
        "upfront_support": sum(row["upfront_support"] for row in mine),
        "within": sum(row["public_payment"] for row in mine if row["year"] <= last),
        "beyond": sum(row["public_payment"] for row in mine if row["year"] > last),
        "expected_calls": sum(row["expected_calls"] for row in mine),
        "stressed_calls": max((row["stressed_calls"] for row in mine), default=0),
    }


def _why(view: View, key: str, facts: Mapping[str, Any]) -> str:
    """Say why a contract is signed or not, from what it costs and spares within the plan."""
    panel, scenario = view.allocation.panel, view.allocation.scenario
    paid, spared = _within(panel, key)
    unit, decimals = str(scenario.money), decimals_for(max(paid, spared, 1.0))
    costs, same = number(paid, decimals), number(spared, decimals)
    within = f"within the plan it costs {costs} {unit}, and the same outputs {same} conventionally"
    blocked = _blocked(view, key, facts["signed"])
    if facts["signed"] > 0:
        cheaper = "it leaves more for other things"
        reason = cheaper if paid < spared else "the objective gains by it all the same"
        return f"{within}: {reason}" + (f"; {blocked} leaves no room for more" if blocked else "")
    if blocked:
        return f"{blocked} leaves no room for it"
    if scenario.question == "gap":
        return f"{within}; the gap is that of conventional delivery, so none is signed"
    if paid > spared:
        return within
    if scenario.levers:
        return f"{within}; other levers serve the goals better"
    return f"{within}; the objective gains nothing by it where it is paid"


def _within(panel: Panel, key: str) -> tuple[float, float]:
    """What a contract costs within the plan, and what its outputs cost without it [money unit].

    Of the years in which it may be signed, the one that spares most.
    """
    signings = panel.signings
    position = signings.contracts.index(key)
    programme, years = int(signings.programme[position]), len(panel.years)
    cost = panel.unit_cost[programme].sum(axis=1)
    best = (0.0, 0.0)
    for place, option in enumerate(np.nonzero(signings.contract == position)[0]):
        paid = float((signings.charged[option] - signings.income[option])[:years].sum())
        usable = np.minimum(signings.output[option], panel.reachable[programme])
        spared = float((cost * usable).sum())
        if place == 0 or spared - paid > best[1] - best[0]:
            best = paid, spared
    return best


LITTLE = 1e-6
"""Part of a contract for which a cap must have room, if it may be signed in part."""


def _blocked(view: View, key: str, signed: float) -> str:
    """Name of a cap that leaves no room for a contract in whichever year it is signed.

    Of one that may be signed in part and is not signed in full, for any more of it.
    """
    panel = view.allocation.panel
    rules = view.allocation.constraints
    mine = np.nonzero(panel.signings.contract == panel.signings.contracts.index(key))[0]
    if signed > 1 - LITTLE:
        return ""
    part = 1.0 if view.allocation.scenario.contracts[key].sign.all_or_nothing else LITTLE
    for name, policy in view.allocation.scenario.policies.items():
        if not isinstance(policy, ContractCap):
            continue
        chosen = [rule == f"policies.{name}" for rule in rules["rule"].to_pylist()]
        room = {
            year: slack
            for year, slack, own in zip(
                rules["year"].to_pylist(), rules["slack"].to_pylist(), chosen, strict=True
            )
            if own
        }
        if policy.contracts is not None and key not in policy.contracts:
            continue
        tight = years_left(panel, part * counted(policy, panel)[mine], room)
        if tight.size and tight.all():
            own = policy_names(view.allocation.scenario, view.language)[name]
            return f"the cap “{own}”"
    return ""
