"""Yearly flows of one contract, signed in one year, from the formulas of each form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatch

import numpy as np

from finmodel.finance.contracts import (
    availability_payments,
    joint_venture_flows,
    management_fees,
    outcome_payment,
    royalty,
)
from finmodel.finance.guarantees import revenue_guarantee_flows
from finmodel.finance.risk import expected_loss, expected_value
from finmodel.finance.viability import ViabilityGap as Gap
from finmodel.finance.viability import viability_gap
from finmodel.panel.costs import index_path, through
from finmodel.panel.panel import Floats
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
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import ByYear

SERIES = ("upfront", "payments", "calls", "income", "private", "stressed")
"""Names of the yearly series of a contract."""


@dataclass(frozen=True)
class Flows:
    """Yearly flows of a contract [money unit], each of shape (years,)."""

    years: tuple[int, ...]
    """Calendar years, from signing to the last payment."""
    upfront: Floats
    """Public grants and equity while it is built."""
    payments: Floats
    """Public payments for service and outcomes."""
    calls: Floats
    """Contingent payments expected: the mean over all cases."""
    income: Floats
    """What comes to the public side: royalties, claw-back, dividends."""
    private: Floats
    """Private capital."""
    stressed: Floats
    """Contingent payments in the worst case of each year."""


@dataclass(frozen=True)
class _Timing:
    """Years of a contract signed a number of years after the first in which it may be."""

    contract: ContractBase
    scenario: Scenario
    shift: int
    years: tuple[int, ...]

    @property
    def operating(self) -> np.ndarray:
        """Whether the contract operates in each year, (years,)."""
        return np.array([year - self.shift in self.contract.operates for year in self.years])

    def capital(self) -> Floats:
        """Capital cost, (years,) [money unit]."""
        spent = self.contract.cost_of_capital
        return np.array([spent.get(year - self.shift, 0.0) for year in self.years])

    def series(self, amounts: ByYear[float]) -> Floats:
        """Amounts of the years of operation, written for the first year of signing, (n,)."""
        return np.array([amounts.at(year) or 0.0 for year in self.contract.operates])

    def index(self, indexed: Indexed | None) -> Floats:
        """Price index of a payment in each year of operation, 1 in the base year, (n,)."""
        years = tuple(year + self.shift for year in self.contract.operates)
        return index_of(self.scenario, indexed, years)

    def spread(self, amounts: Floats) -> Floats:
        """Amounts of the years of operation on all years, (years,)."""
        result = np.zeros(len(self.years))
        result[self.operating] = amounts
        return result

    def flows(self, **series: Floats) -> Flows:
        """Flows with some series, the others zero; what termination adds is added."""
        nothing = np.zeros(len(self.years))
        flows = Flows(self.years, *(series.get(name, nothing) for name in SERIES))
        ends = self.contract.termination
        if ends is None:
            return flows
        exposed = np.where(self.operating, ends.exposure, 0.0)
        return replace(
            flows,
            calls=flows.calls + expected_loss(ends.probability, 1.0, exposed),
            stressed=np.maximum(flows.stressed, exposed),
        )


def index_of(scenario: Scenario, indexed: Indexed | None, years: tuple[int, ...]) -> Floats:
    """Index of a payment of which a share follows prices, 1 in the base year, shape (years,).

    Years after the last that has a growth take the last growth.
    """
    if indexed is None:
        return np.ones(len(years))
    prices = through(scenario.prices, years[-1])
    path = index_path(prices, indexed.index, years, scenario.base_year)
    return 1.0 + indexed.share * (path - 1.0)


def flows_of(contract: ContractBase, scenario: Scenario, shift: int) -> Flows:
    """Yearly flows of a contract.

    Parameters
    ----------
    contract : ContractBase
        The contract.
    scenario : Scenario
        Its scenario, for prices.
    shift : int
        Years between the first in which it may be signed and the one in which it is.

    Returns
    -------
    Flows
        From the year of signing to the last payment [money unit].
    """
    last = contract.operates[-1] + (
        contract.paid_after if isinstance(contract, OutcomeContract) else 0
    )
    years = tuple(range(contract.sign.years[0] + shift, last + shift + 1))
    return _flows(contract, _Timing(contract, scenario, shift, years))


@singledispatch
def _flows(contract: ContractBase, timing: _Timing) -> Flows:
    """Flows of one form of contract.

    Raises
    ------
    NotImplementedError
        If the form has none yet: each class registers its own function here.
    """
    raise NotImplementedError(type(contract).__name__)


@_flows.register
def _availability(contract: AvailabilityPayment, timing: _Timing) -> Flows:
    """CRF(w, n)·(K − V) + operation·index − deductions, or the payment as agreed·index."""
    capital, years, index = timing.capital(), len(contract.operates), timing.index(contract.indexed)
    if contract.payment is not None:
        due = contract.payment * index
    else:
        due = availability_payments(
            float(capital.sum()),
            contract.rate or 0.0,
            years,
            contract.capital_grant,
            contract.operation,
            index,
        )
    grant = np.zeros_like(capital)
    if capital.any():
        grant[np.nonzero(capital)[0][-1]] = contract.capital_grant
    return timing.flows(
        upfront=grant,
        payments=timing.spread(due * (1.0 - contract.deductions)),
        private=_less(capital, contract.capital_grant),
    )


def _less(capital: Floats, grant: float) -> Floats:
    """Capital that a partner raises: less a grant, in proportion year by year."""
    total = float(capital.sum())
    return capital * (1.0 - grant / total) if total > 0 else capital


def viability_of(contract: ViabilityGap) -> Gap:
    """Grant that makes a contract pay its way, and whether the rules allow it."""
    revenue = [contract.revenue.at(year) or 0.0 for year in contract.operates]
    capital = sum(contract.cost_of_capital.values())
    return viability_gap(capital, revenue, contract.operation, contract.rate, contract.at_most)


@_flows.register
def _viability(contract: ViabilityGap, timing: _Timing) -> Flows:
    """V* = max(0, K − Σ (R − O)/(1 + w)^t), paid as the capital is spent."""
    capital = timing.capital()
    grant = viability_of(contract).grant if contract.grant is None else contract.grant
    private = _less(capital, grant)
    return timing.flows(upfront=capital - private, private=private)


@_flows.register
def _concession(contract: UserFeeConcession, timing: _Timing) -> Flows:
    """Royalty ρ·R comes in; the partner raises all the capital."""
    income = -royalty(timing.series(contract.revenue), contract.royalty)
    return timing.flows(income=timing.spread(income), private=timing.capital())


@_flows.register
def _guarantee(contract: MinimumRevenueGuarantee, timing: _Timing) -> Flows:
    """Payouts and claw-backs in each case first, then their mean and their worst."""
    forecast = timing.series(contract.revenue)
    cases = [contract.cases[name] for name in sorted(contract.cases)]
    first = contract.operates[0]
    revenue = np.array([forecast * timing.series(case.of_forecast) for case in cases])
    guaranteed, clawed_back = (
        [(y - first + 1, y - first + 1, band.share) for band in part for y in band.years]
        for part in (contract.guaranteed, contract.clawed_back_above)
    )
    payout, back = revenue_guarantee_flows(
        revenue, forecast, guaranteed, clawed_back, contract.nothing_below
    )
    chances = np.array([case.probability for case in cases])
    return timing.flows(
        calls=timing.spread(expected_value(payout, chances)),
        income=timing.spread(expected_value(back, chances)),
        stressed=timing.spread(payout.max(axis=0)),
        private=timing.capital(),
    )


@_flows.register
def _venture(contract: JointVenture, timing: _Timing) -> Flows:
    """σ·K goes in and σ·dividends come back; the partner pays (1 − σ)·K."""
    dividends = timing.spread(timing.series(contract.dividends))
    nothing = np.zeros_like(dividends)
    equity, private = joint_venture_flows(timing.capital(), nothing, contract.public_share)
    income = -joint_venture_flows(nothing, dividends, contract.public_share)[0]
    return timing.flows(upfront=equity, income=income, private=private)


@_flows.register
def _operating(contract: OperatingContract, timing: _Timing) -> Flows:
    """Fee and performance fee, both on their index."""
    fees = management_fees(contract.fee, contract.performance_fee, contract.performance)
    return timing.flows(payments=timing.spread(fees * timing.index(contract.indexed)))


@_flows.register
def _outcome(contract: OutcomeContract, timing: _Timing) -> Flows:
    """min(cap, price·max(0, outcomes − threshold)), paid when the outcomes are verified."""
    scenario = timing.scenario
    price = contract.price * scenario.costs_unit.scale / scenario.money.scale
    each = outcome_payment(contract.outcomes_a_year, price, contract.threshold, contract.at_most)
    after = contract.paid_after
    earned = np.where(timing.operating, float(each), 0.0)
    paid = np.concatenate([np.zeros(after), earned[: earned.size - after]])
    return timing.flows(payments=paid, private=timing.capital())
