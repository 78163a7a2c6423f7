"""Money that outputs earn: payments for results, fees of users."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rounding import round_allocation
from finmodel.panel.build import build_panel
from finmodel.panel.earnings import Earnings
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.source_sentences import source_sentences
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.program.small import program, scenario
from tests.rounding.test_rounding import holds
from tests.synthetic.strategies import scenarios

RESULTS = {
    "kind": "results-based finance",
    "price": 200000,
    "results_of": "literacy",
    "verified_after": 1,
    "only_for": {"programme": "workshops"},
}
FEES = {"kind": "household fee", "fee": 10000, "exempt": "25%", "collection": "80%"}


def earnings(source: dict[str, Any], **change: Any) -> Earnings:
    return build_panel(scenario(sources={"it": source}, **change)).earnings["it"]


def rounded(source: dict[str, Any]) -> Rounded:
    built = program(sources={"it": source})
    return round_allocation(built, solve_program(built).values)


def test_results_are_paid_for_when_they_are_verified() -> None:
    # 150 million teach 300 people in 2026 at half a million each; 60 million come in 2027.
    found = rounded(RESULTS)
    assert found.added[0].tolist() == [0, 60_000_000]
    assert found.used[0].tolist() == [0, 60_000_000]


def test_results_of_years_before_the_plan_are_paid_for_where_they_are_stated() -> None:
    found = rounded(RESULTS | {"results_before": {"2025": 90}})
    assert found.used[0].tolist() == [18_000_000, 60_000_000]


def test_caps_of_a_year_and_of_the_plan_hold() -> None:
    stated = RESULTS | {"results_before": {"2025": 90}}
    assert rounded(stated | {"at_most": 10}).used[0].tolist() == [10_000_000, 10_000_000]
    assert int(rounded(stated | {"in_all_at_most": 50}).used[0].sum()) == 50_000_000


def test_a_price_in_foreign_currency_is_paid_at_the_rate_of_the_year() -> None:
    prices = {"base_year": 2026, "exchange_rate": {"USD": {"2026": 3000, "2027": 4000}}}
    paid = earnings(RESULTS | {"currency": "USD", "price": 50, "at_most": 0.01}, prices=prices)
    assert paid.rate[0].tolist() == [0.15, 0.2]
    assert paid.most.tolist() == [30, 40]


def test_expected_results_are_the_probability_weighted_ones() -> None:
    pipeline = {"certainty": {"2027": {"pipeline": "60%"}}, "at_most": 40, "in_all_at_most": 50}
    paid = earnings(RESULTS | pipeline, count_on="expected")
    assert paid.rate[0].tolist() == [0.2, 0.12]
    assert paid.most.tolist() == [40, 24]
    assert paid.addable(np.full((2, 2, 2), 1e6)).tolist() == [0, 24]


def test_fees_are_fee_times_users_who_pay_times_collection() -> None:
    panel = build_panel(scenario(sources={"it": FEES | {"users": {"2026": 1000, "2027": 2000}}}))
    assert panel.pots.available[0].tolist() == [6, 12]
    assert "it" not in panel.earnings


def test_fees_of_a_programme_s_users_follow_its_output() -> None:
    built = program(sources={"it": FEES | {"users_of": "literacy"}})
    found = round_allocation(built, solve_program(built).values)
    # 150 million and 0.006 million a learner, at half a million each.
    learners = 150 / (0.5 - 0.006)
    assert found.output[0].sum(axis=0) == pytest.approx([learners, learners], abs=1e-5)
    assert found.added[0].tolist() == [int(learners * 6000), int(learners * 6000)]
    assert (found.lapsed[0] <= 1).all()


def money_earned(built: Program, found: Rounded, key: str) -> np.ndarray:
    """What rounded outputs earn in each year [rounding units]."""
    terms, years = built.panel.earnings[key], len(built.panel.years)
    money = terms.before.copy()
    for year in range(terms.lag, years):
        money[year] += terms.rate[:, year] @ found.output.sum(axis=1)[:, year - terms.lag]
    return np.minimum(money, terms.most) * built.panel.scenario.money.scale / found.unit


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["results-based finance", "household fee"]).flatmap(
        lambda kind: scenarios([kind, "co-financing each programme"])
    ),
    st.sampled_from([1, 7]),
)
def test_nothing_is_paid_before_it_is_earned(drawn: Scenario, unit: int) -> None:
    built = build_program(build_panel(drawn))
    try:
        values = solve_program(built).values
    except Infeasible:
        return
    found = round_allocation(built, values, unit)
    holds(built, found)
    for key in built.panel.earnings:
        pot = int(np.nonzero(built.panel.pots.source == built.panel.positions["source"][key])[0][0])
        paid = found.added[pot] / unit
        assert (paid <= money_earned(built, found, key) + 1e-5).all()
        hoped = np.divide(paid, built.panel.earnings[key].counted, where=paid > 0, out=0.0 * paid)
        whole = built.panel.earnings[key].in_all * built.panel.scenario.money.scale / unit
        assert hoped.sum() <= whole + 1e-5


def test_the_terms_are_said() -> None:
    capped = RESULTS | {"at_most": 4, "in_all_at_most": 9}
    burden = {"income": 5_000_000, "at_most": "2%"}
    said = source_sentences(
        scenario(
            sources={
                "results": capped,
                "at_once": RESULTS | {"verified_after": 0},
                "fees": FEES | {"users_of": "literacy", "burden": burden},
                "others": FEES | {"users": 10},
            }
        )
    )
    assert said == {
        "results": "Pays for each verified result of Literacy, 1 year later; other sources pay for "
        "it before. It is capped in each year and over the plan.",
        "at_once": "Pays for each verified result of Literacy, in the same year; other sources pay "
        "for it before.",
        "fees": "A fee of users of Literacy, as many as are served; the exempt pay nothing, and "
        "what is collected counts. It is at most 2.0% of a household's income.",
        "others": "A fee of users; the exempt pay nothing, and what is collected counts.",
    }


def test_what_rounded_outputs_do_not_earn_is_not_paid() -> None:
    built = program(sources={"it": RESULTS, "state": {"ceiling": 150.3}})
    found = round_allocation(built, solve_program(built).values, grid=1.0)
    # 300.6 learners of 2026 are 300 on a grid of whole learners.
    assert float(found.output[0, :, 0].sum()) in (299, 300)
    assert found.added[0, 1] == 200_000 * found.output[0, :, 0].sum()
