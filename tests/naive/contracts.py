"""The contracts of the naive model: yearly money of each form, from its formula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import TYPE_CHECKING

from finmodel.scenario.contracts import (
    AvailabilityPayment,
    ContractBase,
    Indexed,
    JointVenture,
    MinimumRevenueGuarantee,
    OperatingContract,
    OutcomeContract,
    UserFeeConcession,
    ViabilityGap,
)
from finmodel.scenario.policies import CommitmentsCap, ContingentCap, PaymentsCap
from finmodel.scenario.policies.contracts import ContractCap
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import ByYear
from tests.naive.policies import add_rule
from tests.naive.terms import Terms

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel

Series = dict[int, float]
"""Amount by calendar year."""


@dataclass
class Money:
    """Yearly money of one contract, as written for the first year of signing [money unit]."""

    paid: Series = field(default_factory=lambda: defaultdict(float))
    """Grants, equity, fees and payments that are due for certain."""
    calls: Series = field(default_factory=lambda: defaultdict(float))
    """Contingent payments, expected."""
    stressed: Series = field(default_factory=lambda: defaultdict(float))
    """Contingent payments in each year's worst case."""
    income: Series = field(default_factory=lambda: defaultdict(float))
    private: Series = field(default_factory=lambda: defaultdict(float))


def price(scenario: Scenario, indexed: Indexed | None, year: int) -> float:
    """1 + share · (Π (1 + growth) − 1); the last growth given goes on."""
    if indexed is None:
        return 1.0
    growth, level, last = scenario.prices.growth[indexed.index], 1.0, 0.0
    for one in range(scenario.prices.base_year + 1, year + 1):
        known = growth.at(one)
        last = last if known is None else known
        level *= 1 + last
    return 1 + indexed.share * (level - 1)


def money_of(contract: ContractBase, scenario: Scenario, later: int) -> Money:
    """Money of a contract signed some years later than it first may be, by calendar year."""
    found = _money(contract, scenario, later)
    ends = contract.termination
    if ends is not None:
        for year in contract.operates:
            found.calls[year] += ends.probability * ends.exposure
            found.stressed[year] = max(found.stressed[year], ends.exposure)
    names = ("paid", "calls", "stressed", "income", "private")
    return Money(*({year + later: x for year, x in getattr(found, name).items()} for name in names))


@singledispatch
def _money(contract: ContractBase, scenario: Scenario, later: int) -> Money:
    raise NotImplementedError(type(contract).__name__)


@_money.register
def _availability(contract: AvailabilityPayment, scenario: Scenario, later: int) -> Money:
    money, capital = Money(), contract.cost_of_capital
    whole, n = sum(capital.values()), len(contract.operates)
    for year, amount in capital.items():
        money.private[year] += amount * (1 - contract.capital_grant / whole) if whole else 0.0
    if contract.capital_grant:
        money.paid[max(year for year, x in capital.items() if x)] += contract.capital_grant
    for year in contract.operates:
        index = price(scenario, contract.indexed, year + later)
        if contract.payment is not None:
            due = contract.payment * index
        else:
            w = contract.rate or 0.0
            crf = w / (1 - (1 + w) ** -n) if w else 1 / n
            due = crf * (whole - contract.capital_grant) + contract.operation * index
        money.paid[year] += due * (1 - contract.deductions)
    return money


@_money.register
def _viability(contract: ViabilityGap, scenario: Scenario, later: int) -> Money:
    money, capital = Money(), contract.cost_of_capital
    whole, grant = sum(capital.values()), contract.grant
    if grant is None:
        earned = [(contract.revenue.at(y) or 0.0) - contract.operation for y in contract.operates]
        worth = sum(x / (1 + contract.rate) ** (t + 1) for t, x in enumerate(earned))
        grant = max(0.0, whole - worth)
    for year, amount in capital.items():
        money.paid[year] += amount * grant / whole
        money.private[year] += amount * (1 - grant / whole)
    return money


@_money.register
def _concession(contract: UserFeeConcession, scenario: Scenario, later: int) -> Money:
    money = Money(private=dict(contract.cost_of_capital))
    for year in contract.operates:
        money.income[year] += contract.royalty * (contract.revenue.at(year) or 0.0)
    return money


@_money.register
def _guarantee(contract: MinimumRevenueGuarantee, scenario: Scenario, later: int) -> Money:
    money = Money(private=dict(contract.cost_of_capital))
    for year in contract.operates:
        forecast = contract.revenue.at(year) or 0.0
        floor = next((b.share for b in contract.guaranteed if year in b.years), None)
        above = next((b.share for b in contract.clawed_back_above if year in b.years), None)
        for case in contract.cases.values():
            revenue = forecast * (case.of_forecast.at(year) or 0.0)
            if floor is not None and revenue >= contract.nothing_below * forecast:
                payout = max(0.0, floor * forecast - revenue)
                money.calls[year] += case.probability * payout
                money.stressed[year] = max(money.stressed[year], payout)
            if above is not None:
                money.income[year] += case.probability * max(0.0, revenue - above * forecast)
    return money


@_money.register
def _venture(contract: JointVenture, scenario: Scenario, later: int) -> Money:
    money = Money()
    for year, amount in contract.cost_of_capital.items():
        money.paid[year] += contract.public_share * amount
        money.private[year] += (1 - contract.public_share) * amount
    for year in contract.operates:
        money.income[year] += contract.public_share * (contract.dividends.at(year) or 0.0)
    return money


@_money.register
def _operating(contract: OperatingContract, scenario: Scenario, later: int) -> Money:
    money = Money()
    fee = contract.fee + contract.performance * contract.performance_fee
    for year in contract.operates:
        money.paid[year] += fee * price(scenario, contract.indexed, year + later)
    return money


@_money.register
def _outcome(contract: OutcomeContract, scenario: Scenario, later: int) -> Money:
    money = Money(private=dict(contract.cost_of_capital))
    each = contract.price * scenario.costs_unit.scale / scenario.money.scale
    earned = each * max(0.0, contract.outcomes_a_year - contract.threshold)
    if contract.at_most is not None:
        earned = min(contract.at_most, earned)
    for year in contract.operates:
        money.paid[year + contract.paid_after] += earned
    return money


class NaiveContracts:
    """Variables and rows of all contracts."""

    def __init__(self, model: NaiveModel) -> None:
        self.model = model
        self.provided: dict[tuple[int, int, int], Terms] = defaultdict(list)
        """What contracts provide of a programme in a region and year."""
        self.signed: dict[str, list[tuple[int, Terms]]] = {}
        """Variable of each contract for each number of years after it first may be signed."""
        for key, contract in model.scenario.contracts.items():
            self._sign(key, contract)
        for place, terms in self.provided.items():
            less = [(variable, -1.0) for variable, _ in terms]
            model.at_least(model.amount(*place) + less, 0)

    def _sign(self, key: str, contract: ContractBase) -> None:
        model = self.model
        kind = "Integer" if contract.sign.all_or_nothing else "Continuous"
        # The gap asks what the targets cost as things are: nothing is signed in it.
        most = 0 if model.scenario.question == "gap" else 1
        first = contract.sign.years[0]
        options: list[tuple[int, Terms]] = [
            (year - first, [(model.problem.add_variable(f"sign_{key}_{year}", 0, most, kind), 1.0)])
            for year in contract.sign.years
        ]
        self.signed[key] = options
        model.at_most([term for _, terms in options for term in terms], 1)
        self._provide(key, contract, options)

    def _provide(self, key: str, contract: ContractBase, options: list[tuple[int, Terms]]) -> None:
        model, panel = self.model, self.model.panel
        p = panel.programmes.index(contract.delivers.programme)
        named = contract.delivers.regions or ("all",)
        served = [r for r in model.regions if any(panel.region_members(n)[r] for n in named)]
        all_need = sum(model.need[p][r][t] for r in served for t in model.times)
        for r in served:
            share = sum(model.need[p][r]) / all_need if all_need else 0.0
            for t, year in enumerate(panel.years):
                capacity: Terms = []
                for later, terms in options:
                    if year - later in contract.operates:
                        most = (contract.delivers.outputs_a_year.at(year - later) or 0.0) * share
                        capacity += [(variable, -most) for variable, _ in terms]
                if capacity and model.reachable[p][r][t] > 0:
                    given = model.problem.add_variable(f"provide_{key}_{r}_{t}", 0)
                    model.at_most([(given, 1.0), *capacity], 0)
                    self.provided[p, r, t].append((given, 1.0))

    def hold(self, signed: Mapping[tuple[str, int], float]) -> None:
        """Hold what is signed of each contract in each year; whole or not, it is given."""
        for key, options in self.signed.items():
            first = self.model.scenario.contracts[key].sign.years[0]
            for later, terms in options:
                for variable, _ in terms:
                    variable.cat = "Continuous"
                    variable.lowBound = variable.upBound = signed[key, first + later]

    def net(self, source: str, year: int) -> Terms:
        """What a source pays for all contracts in a year, less what comes in."""
        terms: Terms = []
        for key, contract in self.model.scenario.contracts.items():
            if contract.paid_by == source:
                for later, variables in self.signed[key]:
                    money = money_of(contract, self.model.scenario, later)
                    due = _at(money.paid, year) + _at(money.calls, year) - _at(money.income, year)
                    terms += [(variable, due) for variable, _ in variables]
        return terms


def _at(series: Series, year: int) -> float:
    return series.get(year, 0.0)


@add_rule.register(PaymentsCap)
def _payments_cap(policy: PaymentsCap, model: NaiveModel) -> None:
    def paid(money: Money, year: int, signed: int) -> float:
        return _at(money.paid, year) + _at(money.calls, year)

    _cap(policy, model, paid)


@add_rule.register(ContingentCap)
def _contingent_cap(policy: ContingentCap, model: NaiveModel) -> None:
    _cap(policy, model, lambda money, year, signed: _at(money.stressed, year))


@add_rule.register(CommitmentsCap)
def _commitments_cap(policy: CommitmentsCap, model: NaiveModel) -> None:
    rate = model.scenario.prices.discount_rate or 0.0

    def stock(money: Money, year: int, signed: int) -> float:
        if year < signed:
            return 0.0
        return sum(
            amount / (1 + rate) ** (one - year)
            for part in (money.paid, money.calls)
            for one, amount in part.items()
            if one >= year
        )

    _cap(policy, model, stock)


def _cap(
    policy: ContractCap, model: NaiveModel, counted: Callable[[Money, int, int], float]
) -> None:
    """Σ counted · signed ≤ limit − what counts already, in each year to the end of all terms."""
    scenario = model.scenario
    plan = scenario.years
    for year in range(plan[0], plan[-1] + 40):
        terms: Terms = []
        for key in policy.contracts or scenario.contracts:
            contract = scenario.contracts[key]
            for later, variables in model.contracts.signed[key]:
                money = money_of(contract, scenario, later)
                amount = counted(money, year, contract.sign.years[0] + later)
                terms += [(variable, amount) for variable, _ in variables]
        already = (policy.existing.at(year) or 0.0) if policy.existing else 0.0
        most = _lasting(policy.limit.at_most, year, plan[-1])
        if policy.limit.of is not None:
            money_there = sum(
                model.panel.pots.available[n, min(year, plan[-1]) - plan[0]]
                for n, owner in enumerate(model.panel.pots.source.tolist())
                if model.panel.sources[owner] in policy.limit.of
            )
            most = None if most is None else most * float(money_there)
        elif policy.limit.base is not None:
            base = _lasting(policy.limit.base, year, plan[-1])
            most = None if most is None or base is None else most * base
        if most is not None and (any(amount > 0 for _, amount in terms) or already > 0):
            model.at_most(terms, most - already)


def _lasting(series: ByYear[float], year: int, plan_ends: int) -> float | None:
    """Value of a year; after the last year given, or the plan, the one of then."""
    return series.at(min(year, max([plan_ends, *series.years()])))
