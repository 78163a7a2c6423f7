"""Contracts: who pays them, whom they serve, and terms that no single field can tell."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.finance.viability import viability_gap
from finmodel.scenario.among_equals import CONVENTIONAL
from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.contracts import (
    AvailabilityPayment,
    ContractBase,
    MinimumRevenueGuarantee,
    OperatingContract,
    UserFeeConcession,
    ViabilityGap,
)
from finmodel.scenario.contracts.base import Indexed
from finmodel.scenario.policies.contracts import ContractCap
from finmodel.scenario.problems import listed, nearest
from finmodel.scenario.sources import ChargedSource


@check(
    "contract-payer-missing",
    "`{contract}` says no source that pays for it",
    "write `paid_by`, such as {example}",
)
def contracts_without_payer(context: Context) -> Iterator[Hit]:
    """Find contracts with public payments and no source of them."""
    able = [
        key for key, source in context.scenario.sources.items() if isinstance(source, ChargedSource)
    ]
    for key, contract in context.scenario.contracts.items():
        if contract.paid_by is None and _moves_money(contract):
            yield ("contracts", key), {"contract": key, "example": able[0] if able else "a source"}


def _moves_money(contract: ContractBase) -> bool:
    """Whether some source pays for a contract, or is paid."""
    if isinstance(contract, UserFeeConcession):
        return contract.royalty > 0 or contract.termination is not None
    return True


@check(
    "contract-payer-unable",
    "`{source}` cannot pay for `{contract}`: {why}",
    "name a public source with one purse for the country",
)
def payers_that_cannot(context: Context) -> Iterator[Hit]:
    """Find contracts whose payer has a purse in each region, or whose money is not public."""
    for key, contract in context.scenario.contracts.items():
        source = context.scenario.sources.get(contract.paid_by or "")
        if source is None:
            continue
        if not isinstance(source, ChargedSource):
            why = "it has a purse in each region"
        elif not (type(source).public and type(source).funding):
            why = "it is no public money that pays in the end"
        else:
            continue
        path = ("contracts", key, "paid_by")
        yield path, {"source": contract.paid_by, "contract": key, "why": why}


@check(
    "contract-sign-years",
    "`{contract}` may be signed in {years}, outside the plan, which runs {plan}",
    "write years of the plan",
)
def signed_outside(context: Context) -> Iterator[Hit]:
    """Find contracts that may be signed before or after the plan."""
    plan = context.scenario.years
    for key, contract in context.scenario.contracts.items():
        outside = set(contract.sign.years) - set(plan)
        if outside:
            words = {"contract": key, "years": spoken(outside), "plan": spoken(plan)}
            yield ("contracts", key, "sign"), words


@check(
    "contract-serves-nobody",
    "`{contract}` serves nobody: `{programme}` has no need in its regions",
    "correct `regions` or `programme`",
    needs="whole",
)
def idle_contracts(context: Context) -> Iterator[Hit]:
    """Find contracts for regions in which their programme has no need."""
    scenario = context.scenario
    for key, contract in scenario.contracts.items():
        need = scenario.programmes[contract.delivers.programme].need
        regions = {
            leaf
            for name in contract.delivers.regions or ("all",)
            for leaf in scenario.regions.members(name)
        }
        if need.amounts is not None:
            regions &= set(need.amounts)
        if need.of is not None:
            figures = {
                leaf: scenario.regions.list[leaf].attributes.get(need.of) for leaf in regions
            }
            regions = {leaf for leaf in regions if figures[leaf] not in (0, "none recorded", None)}
        if not regions:
            words = {"contract": key, "programme": contract.delivers.programme}
            yield ("contracts", key, "delivers"), words


@check(
    "viability-gap-above-cap",
    "`{contract}` needs a grant of {grant:,.6g}, above its cap of {cap:,.6g} ({share:.4g}% of the "
    "capital)",
    "the contract is impossible under the cap: raise revenue or `at_most`, or lower the cost",
)
def gaps_above_caps(context: Context) -> Iterator[Hit]:
    """Find viability gaps above the largest grant that the rules allow."""
    for key, contract in context.scenario.contracts.items():
        if not isinstance(contract, ViabilityGap):
            continue
        grant, cap = grant_of(contract)
        if grant > cap * (1 + 1e-12):
            words = {"contract": key, "grant": grant, "cap": cap, "share": contract.at_most * 100}
            yield ("contracts", key, "at_most"), words


def grant_of(contract: ViabilityGap) -> tuple[float, float]:
    """Grant of a contract and the largest that its rules allow [money unit]."""
    capital = sum(contract.cost_of_capital.values())
    if contract.grant is not None:
        return contract.grant, contract.at_most * capital
    revenue = [contract.revenue.at(year) or 0.0 for year in contract.operates]
    gap = viability_gap(capital, revenue, contract.operation, contract.rate, contract.at_most)
    return gap.grant, gap.cap


@check(
    "contract-years-without-value",
    "{what} of `{contract}` has no value for {years}",
    "write one for every year of operation, or `always` beside the years",
)
def series_of_contracts(context: Context) -> Iterator[Hit]:
    """Find yearly figures of contracts that miss a year of operation."""
    for key, contract in context.scenario.contracts.items():
        series = {"delivers.outputs_a_year": contract.delivers.outputs_a_year}
        for name in ("revenue", "dividends"):
            if name in type(contract).model_fields:
                series[name] = getattr(contract, name)
        for case, terms in getattr(contract, "cases", {}).items():
            series[f"cases.{case}.of_forecast"] = terms.of_forecast
        for name, one in series.items():
            missing = [year for year in contract.operates if one.at(year) is None]
            if missing:
                path = ("contracts", key, *name.split("."))
                yield path, {"what": name, "contract": key, "years": spoken(missing)}


@check(
    "contract-bands-outside",
    "`{contract}` has a band in {years}, outside its term {term}",
    "write years of operation",
)
def bands_outside(context: Context) -> Iterator[Hit]:
    """Find bands of guarantees outside the term."""
    for key, contract in context.scenario.contracts.items():
        if not isinstance(contract, MinimumRevenueGuarantee):
            continue
        for name in ("guaranteed", "clawed_back_above"):
            for place, band in enumerate(getattr(contract, name)):
                outside = set(band.years) - set(contract.operates)
                if outside:
                    path = ("contracts", key, name, place, "years")
                    words = {"years": spoken(outside), "term": spoken(contract.operates)}
                    yield path, {"contract": key, **words}


@check(
    "contract-index",
    "the price index `{index}` has no growth for {years}, which `{contract}` needs",
    "write it under `prices.growth.{index}`, over the year before",
)
def missing_growth_of_contracts(context: Context) -> Iterator[Hit]:
    """Find indices of payments that do not reach over the plan; later years take the last one."""
    scenario = context.scenario
    for key, contract in scenario.contracts.items():
        for indexed in _indexed(contract):
            series = scenario.prices.growth.get(indexed.index)
            if series is None:
                continue
            span = range(scenario.base_year + 1, scenario.years[-1] + 1)
            missing = [year for year in span if series.at(year) is None]
            if missing:
                words = {"index": indexed.index, "years": spoken(missing), "contract": key}
                yield ("contracts", key), words


@check(
    "contract-index-unknown",
    "`{index}` is not a price index of `prices.growth`",
    "{remedy}",
)
def unknown_indices_of_contracts(context: Context) -> Iterator[Hit]:
    """Find payments that follow an index that nothing has."""
    known = tuple(context.scenario.prices.growth)
    for key, contract in context.scenario.contracts.items():
        for indexed in _indexed(contract):
            if indexed.index not in known:
                near = nearest(indexed.index, known)
                remedy = f"did you mean `{near}`?" if near else f"write one of {listed(known)}"
                words = {"index": indexed.index, "remedy": remedy}
                yield ("contracts", key), words


def _indexed(contract: ContractBase) -> Iterator[Indexed]:
    own = (
        contract.indexed if isinstance(contract, AvailabilityPayment | OperatingContract) else None
    )
    for indexed in (own, contract.comparator.indexed if contract.comparator else None):
        if indexed is not None:
            yield indexed


@check(
    "discount-rate-missing",
    "contracts are compared at present value, and the scenario has no discount rate",
    "write it under `prices.discount_rate`, such as 5%",
)
def contracts_without_rate(context: Context) -> Iterator[Hit]:
    """Find scenarios with contracts and no rate to discount them with."""
    if context.scenario.contracts and context.scenario.prices.discount_rate is None:
        yield ("contracts",), {}


@check("order-name", "`{name}` is no contract", "{remedy}")
def odd_orders(context: Context) -> Iterator[Hit]:
    """Find words in the stated order that are neither contracts nor `conventional`."""
    known = (*context.scenario.contracts, CONVENTIONAL)
    for place, name in enumerate(context.scenario.among_equals.order):
        if name not in known:
            near = nearest(name, known)
            remedy = f"did you mean `{near}`?" if near else f"write a contract or `{CONVENTIONAL}`"
            yield ("among_equals", "order", place), {"name": name, "remedy": remedy}


@check(
    "cap-base-years",
    "the base of `{policy}` has no value for {years}",
    "write one for every year of the plan; after the last it stays as it is then",
)
def bases_without_value(context: Context) -> Iterator[Hit]:
    """Find caps on contracts whose base misses a year of the plan."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, ContractCap) and policy.limit.base is not None:
            base = policy.limit.base
            missing = [year for year in context.scenario.years if base.at(year) is None]
            if missing:
                path = ("policies", key, policy.measures[0], "base")
                yield path, {"policy": key, "years": spoken(missing)}
