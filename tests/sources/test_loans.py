"""Loans: what is drawn, what it costs, and who pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.debt import loan_in_whole_units
from finmodel.allocation.rounding import round_allocation
from finmodel.finance.debt_service import debt_service, debt_service_kernel
from finmodel.finance.loan_fees import commitment_fees
from finmodel.panel.build import build_panel
from finmodel.panel.loans import schedule_terms
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import Loan
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.program.small import program, scenario
from tests.rounding.test_rounding import holds
from tests.synthetic.strategies import scenarios

DOLLARS = {"base_year": 2026, "exchange_rate": {"USD": {"2026": 3, "2027": 4}}}
LOAN: dict[str, Any] = {
    "kind": "concessional loan",
    "currency": "USD",
    "draw": {"2026": {"at_most": 10}, "2027": {"at_most": 5}},
    "terms": {
        "interest": "2%",
        "grace": "1 year",
        "grace_means": "interest only",
        "maturity": "3 years",
        "serviced_by": "state",
    },
    "only_for": {"category": "capital"},
}


def owed_in_own_currency(given: Scenario, loan: Loan, drawn: list[float]) -> list[float]:
    """Debt service and fees of each year, from the finance functions, in the loan's currency."""
    service = debt_service(drawn, debt_service_kernel(**schedule_terms(loan.terms)))
    most = [loan.most_drawn(year, given.count_on) for year in given.years]
    may = np.nonzero(most)[0]
    if not may.size:
        return [0.0] * len(service)
    first, last = int(may[0]), int(may[-1])
    counted = max(loan.counted(year, given.count_on) for year in given.years)
    limit = np.inf if loan.limit is None else loan.limit * counted
    fees = commitment_fees(
        max(min(sum(most), limit), sum(drawn)),
        drawn[first : last + 1],
        loan.terms.commitment_fee,
        loan.terms.upfront_fee,
    )
    service[first : last + 1] += fees
    return [float(amount) for amount in service]


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(["loan"]), st.sampled_from([1, 7]))
def test_debt_service_is_the_schedule_of_the_draws_made(given: Scenario, unit: int) -> None:
    panel = build_panel(given)
    built = build_program(panel)
    try:
        values = solve_program(built).values
    except Infeasible:
        return
    rounded = round_allocation(built, values, unit)
    holds(built, rounded)
    loan, laid_out = given.sources["loan"], panel.loans["loan"]
    assert isinstance(loan, Loan)
    drawn, service, owed = loan_in_whole_units(panel, rounded, "loan")
    rate = laid_out.rate
    own = [amount / rate[t] for t, amount in enumerate(drawn[: len(given.years)].tolist())]
    for t, due in enumerate(owed_in_own_currency(given, loan, own)):
        # Rounded up; what rounding alone puts beyond the money is not charged.
        assert service[t] == pytest.approx(due * rate[t], abs=unit * 1.001), t
    assert owed[-1] == 0
    pot = int(np.nonzero(panel.pots.source == laid_out.source)[0][0])
    payer = int(np.nonzero(panel.pots.source == laid_out.servicer)[0][0])
    assert (rounded.first_charges[payer] == service[: len(given.years)]).all()
    assert (rounded.used[pot] <= rounded.added[pot]).all()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(["loan"]))
def test_nothing_is_drawn_that_is_not_spent(given: Scenario) -> None:
    built = build_program(build_panel(given))
    try:
        values = solve_program(built).values
    except Infeasible:
        return
    paid = np.zeros(len(given.years))
    position = built.panel.positions["source"]["loan"]
    for family in built.families("fund."):
        mine = family.labels["source"] == position
        np.add.at(paid, family.labels["year"][mine], values[family.range][mine])
    drawn = np.zeros(len(given.years))
    for family in built.families("draw."):
        drawn[family.labels["year"]] = values[family.range]
    assert paid == pytest.approx(drawn, abs=1e-6)


def test_beyond_the_plan_the_last_rate_holds() -> None:
    loan = build_panel(scenario(prices=DOLLARS, sources={"loan": LOAN})).loans["loan"]
    assert loan.rate.tolist() == [3, 4, 4, 4, 4]
    # A unit drawn in 2026 is a third of a dollar: interest on it, then half of it with interest.
    third = 4 / 3
    assert loan.service[0] == pytest.approx([0, 0.02 * third, 0.52 * third, 0.51 * third, 0])
    assert loan.owed[0] == pytest.approx([1, third, third / 2, 0, 0])
    assert loan.service[1] == pytest.approx([0, 0, 0.02, 0.52, 0.51])


def test_what_a_later_rate_says_counts_beyond_the_plan() -> None:
    prices = {"base_year": 2026, "exchange_rate": {"USD": {"2026-2027": 3, "2028": 5}}}
    loan = build_panel(scenario(prices=prices, sources={"loan": LOAN})).loans["loan"]
    assert loan.rate.tolist() == [3, 3, 5, 5, 5]


def test_a_loan_without_interest_that_repays_at_once_has_the_grant_element_of_its_delay() -> None:
    terms = {"interest": 0, "maturity": 1, "serviced_by": "state"}
    given = scenario(sources={"loan": {**LOAN, "currency": None, "terms": terms}})
    assert build_panel(given).loans["loan"].grant_element == pytest.approx(100 * (1 - 1 / 1.05))


def test_a_limit_binds_in_the_currency_of_the_loan() -> None:
    built = program(prices=DOLLARS, sources={"loan": {**LOAN, "limit": 12}})
    rounded = round_allocation(built, solve_program(built).values)
    drawn = rounded.added[built.panel.positions["source"]["loan"]] / 1e6
    assert drawn[0] / 3 + drawn[1] / 4 <= 12 + 1e-9
    assert built.panel.pots.addable.sum() == pytest.approx(0.8 * (30 + 20))


def test_pipeline_counts_with_its_probability() -> None:
    loan = {**LOAN, "certainty": {"2026": "secured", "2027": {"pipeline": "60%"}}}
    given = scenario(prices=DOLLARS, sources={"loan": loan}, count_on="expected")
    assert build_panel(given).loans["loan"].most == pytest.approx([30, 12])
    secured = scenario(prices=DOLLARS, sources={"loan": loan}, count_on="secured")
    assert build_panel(secured).loans["loan"].most == pytest.approx([30, 0])
