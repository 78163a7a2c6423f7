"""The same scenario written differently: what follows from it must not change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from finmodel.program.program import Program
from finmodel.scenario.policies import (
    BetweenGroups,
    OutputBounds,
    PolicyBase,
    Prerequisite,
    SpendingBounds,
    Stability,
)
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sharing import shared_amounts
from finmodel.scenario.sources import EarmarkedTransfer
from finmodel.scenario.sources.transfers import EQUAL

Tree = dict[str, Any]


MONEY = (
    *("amount", "amounts", "ceiling", "commitments", "first_charges", "payroll"),
    *("at_most", "in_all_at_most", "draw", "limit", "exposure"),
)
"""Fields of sources that hold amounts of money."""
PER_UNIT = ("price", "fee", "valued_at")
"""Fields of sources that hold amounts in the unit of unit costs."""
SCALED = ("always", "values", "at_least", "at_most")
OF_CONTRACTS = (
    *("capital", "capital_grant", "operation", "payment", "grant", "revenue", "dividends"),
    *("fee", "performance_fee", "contract_management", "exposure", "competitive_neutrality"),
)
"""Fields of contracts and their parts that hold amounts of money."""


def tree_of(scenario: Scenario) -> Tree:
    """Plain data of a scenario."""
    return scenario.model_dump(mode="json")


def renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    """Give ids other names, so that they sort differently, and turn the order of entries."""

    def change(node: Any) -> Any:
        if isinstance(node, dict):
            # Keys of a source or a contract are words of the language, though an id may be one too.
            own = {} if "kind" in node else names
            return {
                own.get(key, key): node[key] if key in ("kind", "type") else change(node[key])
                for key in reversed(node)
            }
        if isinstance(node, list):
            return [change(part) for part in node]
        return names.get(node, node) if isinstance(node, str) else node

    return Scenario.model_validate(change(tree_of(scenario)))


def backwards(scenario: Scenario) -> dict[str, str]:
    """New names for regions, programmes and sources that sort the other way round."""
    names: dict[str, str] = {}
    for ids in (scenario.regions.list, scenario.programmes, scenario.sources):
        ordered = sorted(ids)
        names |= {key: f"z{len(ordered) - at}_{key}" for at, key in enumerate(ordered)}
    return names


def in_thousands(scenario: Scenario) -> Scenario:
    """Write amounts of money in thousands."""
    tree = tree_of(scenario)
    tree["unit_costs_in"] = dict(tree["money"])
    tree["money"]["scale"] *= 1000
    for source in tree["sources"].values():
        source.update(_amounts_times(source, 0.001))
    _contracts_times(tree, 0.001, per_unit=1.0)
    _policies_times(tree, 0.001, per_head=1.0)
    return Scenario.model_validate(tree)


def in_another_currency(scenario: Scenario, rate: float = 4.0) -> Scenario:
    """Write every amount in a currency of which so much is one unit of the scenario's own."""
    tree = tree_of(scenario)
    own = scenario.money.currency
    tree["money"]["currency"] = "CHF"
    if tree.get("unit_costs_in"):
        tree["unit_costs_in"]["currency"] = "CHF"
    for code, series in tree["prices"]["exchange_rate"].items():
        tree["prices"]["exchange_rate"][code] = _times(series, rate)
    for programme in tree["programmes"].values():
        for line in programme["unit_cost"].values():
            line["amount"] = _times(line["amount"], rate)
    for source in tree["sources"].values():
        if source.get("currency") in (None, own):
            source.update(_amounts_times(source, rate, (*MONEY, *PER_UNIT)))
    _contracts_times(tree, rate, per_unit=rate)
    _policies_times(tree, rate, per_head=rate)
    return Scenario.model_validate(tree)


def with_whole_purses(scenario: Scenario) -> Scenario:
    """The same in a thousand times as much money, so that half a purse is whole units too.

    Amounts that are shared by formula are written out for each region, whole as well.
    """
    money = {"scale": 1000 * scenario.money.scale, "currency": scenario.money.currency}
    tree = {**tree_of(scenario), "money": money, "unit_costs_in": money}
    _policies_times(tree, 1.0, per_head=1000.0)
    for key, source in scenario.sources.items():
        if isinstance(source, EarmarkedTransfer) and source.shared:
            tree["sources"][key] |= _written_out(source, scenario)
    return Scenario.model_validate(tree)


def _written_out(source: EarmarkedTransfer, scenario: Scenario) -> Tree:
    """Fields of a transfer that gives each region what it gets by formula, in tenths."""
    gets = shared_amounts(source, scenario)
    years = scenario.years
    amounts = {
        home: {"values": {str(y): round(float(m), 1) for y, m in zip(years, money, strict=True)}}
        for home, money in gets.items()
    }
    shared = ("amount", "formula", "by_need", "shared_among", "hold_harmless")
    return {**dict.fromkeys(shared), "paid_to": "region", "amounts": amounts}


def _policies_times(tree: Tree, factor: float, per_head: float) -> None:
    """Scale the amounts of money that policies name, in the money unit and per head."""
    for policy in tree["policies"].values():
        bounds = policy.get("spending") or {}
        for side, amount in bounds.items():
            bounds[side] = _times(amount, per_head if policy["per"] else factor)
        for name in ("new_external_debt", "external_debt", "guaranteed"):
            if policy.get(name):
                policy[name]["at_most"] = _times(policy[name]["at_most"], factor)
        owed = policy.get("external_debt") or policy.get("guaranteed")
        if owed and policy.get("existing"):
            policy["existing"] = _times(policy["existing"], factor)
        if policy.get("debt_service") and not policy.get("of"):
            policy["debt_service"]["at_most"] = _times(policy["debt_service"]["at_most"], factor)
        if policy.get("fungibility"):
            _scale(policy["fungibility"], "baseline", factor)
        if (policy.get("rise") or {}).get("plus"):
            _scale(policy["rise"], "plus", factor)
        if policy.get("amounts"):
            policy["amounts"] = _all_times(policy["amounts"], factor)
        kept = policy.get("reserve") or {}
        if kept.get("amount") is not None:
            kept["amount"] = _times(kept["amount"], factor)
        _cap_times(policy, factor)


def _cap_times(policy: Tree, factor: float) -> None:
    """Scale the amounts of a cap on contracts."""
    for measure in ("ppp_payments", "commitments", "contingent"):
        limit = policy.get(measure)
        if not isinstance(limit, dict):
            continue
        if limit["of"] is None and limit["base"] is None:
            limit["at_most"] = _times(limit["at_most"], factor)
        limit["base"] = _times(limit["base"], factor)
        policy["existing"] = _times(policy["existing"], factor)


def _contracts_times(tree: Tree, factor: float, per_unit: float) -> None:
    """Scale the amounts of money of contracts, and their prices in the unit of unit costs."""
    for contract in tree["contracts"].values():
        for part in (contract, contract["termination"] or {}, contract["comparator"] or {}):
            part.update(_amounts_times(part, factor, OF_CONTRACTS))
        if contract["kind"] == "outcome contract":
            contract["price"] = _times(contract["price"], per_unit)
            contract["at_most"] = _times(contract["at_most"], factor)


def _amounts_times(source: Tree, factor: float, names: tuple[str, ...] = MONEY) -> Tree:
    """What a source has, scaled."""
    partners = source.get("partners") or {}
    for partner in partners.values():
        partner["deposits"] = _times(partner["deposits"], factor)
    return {key: _all_times(source[key], factor) for key in names if source.get(key) is not None}


def _scale(node: Tree, key: str, factor: float) -> None:
    """Scale an amount where it stands."""
    node[key] = _times(node[key], factor)


def _all_times(money: Any, factor: float) -> Any:
    """Scale an amount by year, or each of some by name."""
    if isinstance(money, dict) and not {"always", "values"} & {*money}:
        return {key: _all_times(part, factor) for key, part in money.items()}
    return _times(money, factor)


def _times(amount: Any, factor: float) -> Any:
    """Scale an amount by year."""
    if isinstance(amount, dict):
        return {
            key: _times(value, factor) if key in SCALED or key.isdigit() else value
            for key, value in amount.items()
        }
    return None if amount is None else round(amount * factor, 9)


def splittable(scenario: Scenario, leaf: str) -> Scenario:
    """The same without rules that mean something else where a region is cut in two.

    An amount for each region, a part of a transfer that is shared equally, or a region that another
    one is compared with.
    """

    def stays(policy: PolicyBase) -> bool:
        if isinstance(policy, SpendingBounds | OutputBounds):
            return (
                policy.each in ("together", "programme") or getattr(policy, "per", None) is not None
            )
        if isinstance(policy, Stability) and policy.rise is not None and policy.rise.plus:
            return policy.each == "programme"
        if isinstance(policy, Prerequisite):
            return policy.each == "together" or policy.already == 0
        return not isinstance(policy, BetweenGroups) or leaf not in (policy.ahead, policy.behind)

    kept = {key: policy for key, policy in scenario.policies.items() if stays(policy)}
    sources = {
        key: source.model_copy(update={"formula": {"adults": 1.0}})
        if EQUAL in (getattr(source, "formula", None) or {})
        else source
        for key, source in scenario.sources.items()
    }
    return scenario.model_copy(update={"policies": kept, "sources": sources})


def split(scenario: Scenario, leaf: str) -> Scenario:
    """Cut a leaf region into two equal halves, `leaf` and `leaf`_2."""
    other = f"{leaf}_2"
    tree = tree_of(scenario)
    leaves = sorted(scenario.regions.leaves())
    for programme in tree["programmes"].values():
        need = programme["need"]
        if need.get("each_region") is not None:
            need["amounts"] = dict.fromkeys(leaves, need["each_region"])
            need["each_region"] = None
    _halve(tree, leaf, other)
    for regions in (tree["among_equals"].get("coverage") or {}).values():
        if leaf in regions:
            regions[other] = regions[leaf]
    region = tree["regions"]["list"][leaf]
    for key in region["attributes"]:
        if key != "cost_index":
            region["attributes"][key] /= 2
    tree["regions"]["list"][other] = {**region, "attributes": dict(region["attributes"])}
    return Scenario.model_validate(tree)


def _halve(node: Any, leaf: str, other: str) -> None:
    """Halve amounts of a region and name its other half wherever it is named."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "regions" and isinstance(value, list) and leaf in value:
                node[key] = [*value, other]
            elif key == "amounts" and isinstance(value, dict) and leaf in value:
                value[leaf] = _times(value[leaf], 0.5)
                value[other] = value[leaf]
            elif key == "by_region" and leaf in value:
                value[other] = value[leaf]
            else:
                _halve(value, leaf, other)
    elif isinstance(node, list):
        for part in node:
            _halve(part, leaf, other)


def kinds_of_pools(program: Program) -> list[tuple[tuple[int, ...], bool]]:
    """Sources of each pool and whether they pay the finest blocks.

    How sources are pooled decides how money is mixed among sources that could pay for the same.
    """
    return [(pool.sources, pool.direct) for pool in program.blocks.pools]


def together(
    amounts: Mapping[tuple[Any, ...], float], name: Callable[[Any], Any]
) -> dict[Any, float]:
    """Add up amounts whose keys get the same names."""
    total: dict[Any, float] = {}
    for key, amount in amounts.items():
        new = tuple(name(part) for part in key)
        total[new] = total.get(new, 0.0) + amount
    return total
