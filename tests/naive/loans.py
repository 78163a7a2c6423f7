"""Loans of the naive model: draws, and what is paid for them, payment by payment."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import pulp

from finmodel.finance.loans import GraceMeaning, Profile, loan_schedule
from finmodel.scenario.sources import Guarantee, Loan
from finmodel.scenario.sources.loans import LoanTerms

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel, Terms

Drawn = dict[int, tuple[pulp.LpVariable, float]]
"""Draw of each year in the scenario's money, and what a unit of it is in the loan's currency."""


def profile(terms: LoanTerms) -> Profile:
    """Profile as the finance functions name it; the random loans have no irregular shares."""
    return "annuity" if terms.profile == "annuity" else "equal principal"


def meaning(terms: LoanTerms) -> GraceMeaning:
    """Meaning of grace as the finance functions name it."""
    return "to first principal" if terms.grace_means == "first principal" else "interest only"


def left(terms: LoanTerms, years: int) -> float:
    """What is owed of one unit so many years after it was drawn."""
    schedule = loan_schedule(
        1.0,
        terms.interest,
        terms.maturity,
        terms.grace,
        terms.payments_a_year,
        profile(terms),
        meaning(terms),
    )
    paid = zip(schedule.time.tolist(), schedule.principal.tolist(), strict=True)
    return 1.0 - math.fsum(principal for time, principal in paid if time <= years + 1e-9)


class NaiveLoans:
    """What loans add to purses and charge to them, by purse and year."""

    def __init__(self, model: NaiveModel) -> None:
        self.model = model
        self.net: dict[tuple[int, int], Terms] = defaultdict(list)
        """Money that comes in less what is paid first."""
        self.fixed: dict[tuple[int, int], float] = defaultdict(float)
        """Fees that no draw changes."""
        self.drawn: dict[str, Drawn] = {}
        self.rate: dict[str, list[float]] = {}
        self.due: dict[int, Terms] = defaultdict(list)
        """Debt service of all loans by year."""
        self.due_fixed: dict[int, float] = defaultdict(float)
        panel, scenario = model.panel, model.scenario
        self.purse = {panel.sources[s]: n for n, s in enumerate(panel.pots.source.tolist())}
        for name in panel.sources:
            source = scenario.sources[name]
            if isinstance(source, Loan):
                self._loan(name, source)
        for name in panel.sources:
            source = scenario.sources[name]
            if isinstance(source, Guarantee):
                self._guarantee(source)

    def _guarantee(self, given: Guarantee) -> None:
        """What is expected to be called: probability · loss · coverage · exposure of the year."""
        payer, years = self.purse[given.called_on], self.model.scenario.years
        expected = given.default_probability * given.loss_given_default * given.coverage
        for t, year in enumerate(years):
            if given.exposure is not None:
                self.fixed[payer, t] += expected * (given.exposure.at(year) or 0.0)
                continue
            row = self.at_start(given, t)
            self.net[payer, t] += [(variable, -expected * owed) for variable, owed in row]
            if given.limit is not None:
                covered = [(variable, given.coverage * owed) for variable, owed in row]
                self.model.at_most(covered, given.limit)

    def at_start(self, given: Guarantee, t: int) -> Terms:
        """What is owed at the start of a year of the loan that a guarantee backs."""
        loan = self.model.scenario.sources[str(given.backs)]
        assert isinstance(loan, Loan)
        rate = self.rate[str(given.backs)]
        return [
            (variable, left(loan.terms, t - 1 - v) * rate[t] / rate[v])
            for v, (variable, _) in self.drawn[str(given.backs)].items()
            if v < t
        ]

    def _loan(self, name: str, loan: Loan) -> None:
        model, scenario = self.model, self.model.scenario
        counted = [loan.counted(year, scenario.count_on) for year in scenario.years]
        rate = [1.0] * len(counted)
        if loan.currency not in (None, scenario.money.currency):
            series = scenario.prices.exchange_rate[str(loan.currency)]
            rate = [series.at(year) or 0.0 for year in scenario.years]
        self.rate[name] = rate
        own, payer = self.purse[name], self.purse[loan.terms.serviced_by]
        limit = math.inf if loan.limit is None else loan.limit
        drawn: Drawn = {}
        together = 0.0
        for v, year in enumerate(scenario.years):
            least, most = 0.0, limit
            if loan.draw is not None:
                bounds = loan.draw.at(year)
                least, most = (bounds.at_least, bounds.at_most) if bounds else (0.0, 0.0)
            most = min(most, limit) * counted[v]
            if most == 0:
                continue
            together += most
            low = least * counted[v] * rate[v]
            variable = model.problem.add_variable(f"l_{own}_{v}", low, most * rate[v])
            drawn[v] = variable, 1.0 / rate[v]
            self.net[own, v].append((variable, 1.0))
            self._service(loan.terms, payer, v, variable, rate)
        self.drawn[name] = drawn
        if not drawn:
            return
        limit *= max(counted)
        if loan.limit is not None:
            model.at_most(list(drawn.values()), limit)
        self._fees(loan.terms, payer, min(together, limit), drawn, rate)

    def _service(
        self, terms: LoanTerms, payer: int, v: int, variable: pulp.LpVariable, rate: list[float]
    ) -> None:
        schedule = loan_schedule(
            1.0,
            terms.interest,
            terms.maturity,
            terms.grace,
            terms.payments_a_year,
            profile(terms),
            meaning(terms),
        )
        for time, payment in zip(schedule.time.tolist(), schedule.payment.tolist(), strict=True):
            t = v + math.ceil(time - 1e-9)
            if t < len(rate):
                self.net[payer, t].append((variable, -payment * rate[t] / rate[v]))
                self.due[t].append((variable, payment * rate[t] / rate[v]))

    def _fees(
        self, terms: LoanTerms, payer: int, commitment: float, drawn: Drawn, rate: list[float]
    ) -> None:
        first, last = min(drawn), max(drawn)
        self.fixed[payer, first] += terms.upfront_fee * commitment * rate[first]
        self.due_fixed[first] += terms.upfront_fee * commitment * rate[first]
        for t in range(first, last + 1):
            self.fixed[payer, t] += terms.commitment_fee * commitment * rate[t]
            self.due_fixed[t] += terms.commitment_fee * commitment * rate[t]
            for v, (variable, share) in drawn.items():
                if v < t:
                    saved = terms.commitment_fee * rate[t] * share
                    self.net[payer, t].append((variable, saved))
                    self.due[t].append((variable, -saved))
