"""Loans laid out: what may be drawn, what each draw costs to service, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from finmodel.finance.debt_service import debt_service_kernel, outstanding_kernel
from finmodel.finance.grant_element import loan_grant_element
from finmodel.finance.loans import GraceMeaning, Profile
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.loans import Loan, LoanTerms

DISCOUNT = 0.05
"""Rate at which a grant element is discounted, of the IMF and the World Bank [share a year]."""
PROFILES: dict[str, Profile] = {
    "equal principal": "equal principal",
    "annuity": "annuity",
    "irregular shares": "irregular",
}
MEANINGS: dict[str | None, GraceMeaning] = {
    None: "interest only",
    "interest only": "interest only",
    "first principal": "to first principal",
}


@dataclass(frozen=True)
class LaidOutLoan:
    """One loan over the years of the plan T and on to its last payment, H years in all.

    Money is in the scenario's currency; amounts in the loan's own are at the rate of their year.
    """

    source: int
    """Position of the loan among the sources."""
    servicer: int
    """Position of the source that services it."""
    external: bool
    most: Floats
    """Most that may be drawn in each year, shape (T,) [money unit]."""
    least: Floats
    """Least that is drawn in each year, shape (T,) [money unit]."""
    limit: float
    """Most that may be drawn in all [loan's currency]; infinite for none."""
    commitment: float
    """Amount on which fees are due [loan's currency]."""
    rate: Floats
    """Exchange rate of each year, shape (H,) [money unit per unit of the loan's currency]."""
    service: Floats
    """Debt service in each year of a unit drawn in a year of the plan, shape (T, H) [1]."""
    owed: Floats
    """Principal owed at the end of each year of a unit drawn, shape (T, H) [1]."""
    grant_element: float
    """At the discount rate of 5% [%]; fees on what is not drawn do not count."""
    commitment_fee: float
    upfront_fee: float

    @cached_property
    def open_years(self) -> range:
        """Positions of the years from the first in which money may be drawn to the last."""
        may = np.nonzero(self.most > 0)[0]
        return range(int(may[0]), int(may[-1]) + 1) if may.size else range(0)

    @property
    def addable(self) -> Floats:
        """Most that is drawn, the years sharing a limit in proportion, shape (T,) [money unit]."""
        wanted = float((self.most / self.rate[: self.most.size]).sum())
        return self.most * min(1.0, self.limit / wanted) if wanted > 0 else self.most

    def fees(self, draws: Floats) -> Floats:
        """Fees of each year for some draws, shape (H,) [money unit].

        Parameters
        ----------
        draws : ndarray, shape (T,)
            Drawn in each year [money unit].
        """
        total, drawn = np.zeros(self.rate.size), draws / self.rate[: draws.size]
        for year in self.open_years:
            undrawn = max(0.0, self.commitment - float(drawn[:year].sum()))
            total[year] = self.commitment_fee * undrawn * self.rate[year]
        if len(self.open_years):
            first = self.open_years[0]
            total[first] += self.upfront_fee * self.commitment * self.rate[first]
        return total


def lay_out_loans(scenario: Scenario, sources: tuple[str, ...]) -> dict[str, LaidOutLoan]:
    """Lay out all loans, by id.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    sources : tuple of str
        Ids on the axis of sources.
    """
    place = {key: position for position, key in enumerate(sources)}
    return {
        key: _lay_out(scenario, key, source, place)
        for key in sources
        if isinstance(source := scenario.sources[key], Loan)
    }


def _lay_out(scenario: Scenario, key: str, loan: Loan, place: dict[str, int]) -> LaidOutLoan:
    kernel = debt_service_kernel(**schedule_terms(loan.terms))
    owed = outstanding_kernel(**schedule_terms(loan.terms))
    years, envelope = scenario.years, scenario.count_on
    rate = exchange_rates(scenario, loan.currency, len(years) + kernel.size - 1)
    most, least = (
        np.array([find(year, envelope) for year in years])
        for find in (loan.most_drawn, loan.least_drawn)
    )
    limit = np.inf if loan.limit is None else loan.limit
    # Of a loan that may not come, as much is counted as of its largest draw.
    counted = max(loan.counted(year, envelope) for year in years)
    return LaidOutLoan(
        source=place[key],
        servicer=place[loan.terms.serviced_by],
        external=not loan.domestic,
        most=exact(most * rate[: most.size]),
        least=exact(least * rate[: most.size]),
        limit=float(limit * counted),
        commitment=float(min(limit * counted, most.sum())),
        rate=rate,
        service=exact(_by_draw(kernel, rate, len(years))),
        owed=exact(_by_draw(owed, rate, len(years))),
        grant_element=float(
            exact(
                loan_grant_element(
                    discount=DISCOUNT,
                    upfront_fee=loan.terms.upfront_fee,
                    **schedule_terms(loan.terms),
                )
            )
        ),
        commitment_fee=loan.terms.commitment_fee,
        upfront_fee=loan.terms.upfront_fee,
    )


def schedule_terms(terms: LoanTerms) -> dict[str, Any]:
    """Terms of a loan as the finance functions name them."""
    return {
        "interest": terms.interest,
        "maturity": terms.maturity,
        "grace": terms.grace,
        "payments_per_year": terms.payments_a_year,
        "profile": PROFILES[terms.profile],
        "grace_means": MEANINGS[terms.grace_means],
        "shares": terms.shares or None,
    }


def exchange_rates(scenario: Scenario, currency: str | None, years: int) -> Floats:
    """Rates from the plan's first year on, at the last rate given beyond it, shape (years,)."""
    if currency is None or currency == scenario.money.currency:
        return np.ones(years)
    given = scenario.prices.exchange_rate[currency]
    rates: list[float] = []
    for year in range(scenario.years[0], scenario.years[0] + years):
        rate = given.at(year) if year <= scenario.years[-1] or year in given.years() else None
        rates.append(rates[-1] if rate is None else rate)
    return exact(np.array(rates))


def _by_draw(kernel: Floats, rate: Floats, years: int) -> Floats:
    """What follows in each year from a unit of money drawn in each year of the plan, (T, H).

    A draw is owed in the loan's currency: it is worth rate of the year / rate when drawn.
    """
    result = np.zeros((years, rate.size))
    for drawn in range(years):
        later = slice(drawn, drawn + kernel.size)
        result[drawn, later] = kernel * rate[later] / rate[drawn]
    return result
