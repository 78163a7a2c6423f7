import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.finance.distributions import amount_met_with, quantile, total_distribution
from finmodel.finance.risk import (
    expected_loss,
    expected_value,
    most_likely,
    present_value_of_risk,
)


@st.composite
def source(draw, most=3):
    """Draw outcomes and probabilities of one source."""
    n = draw(st.integers(1, most))
    outcomes = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
    raw = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    return [float(x) for x in outcomes], [x / sum(raw) for x in raw]


def test_mean_by_hand():
    assert float(expected_value([0, 100], [0.9, 0.1])) == pytest.approx(10)
    np.testing.assert_allclose(expected_value([[0, 0], [100, 50]], [0.8, 0.2]), [20, 10])


def test_first_of_equally_likely():
    assert most_likely([3, 1, 2], [0.4, 0.4, 0.2]) == 3


def test_present_value_of_a_risk():
    # Expected 20 now and 10 a year later at 25 %.
    cases = [[0, 0], [100, 50]]
    assert present_value_of_risk(cases, [0.8, 0.2], 0.25) == pytest.approx(28)
    assert present_value_of_risk(cases, [0.8, 0.2], 0.25, 1) == pytest.approx(22.4)


def test_expected_calls():
    calls = expected_loss([0.1, 0], 0.5, [100, 1000], coverage=0.8)
    np.testing.assert_allclose(calls, [4, 0])


class TestQuantiles:
    def test_steps(self):
        outcomes, chances = [10, 30, 20], [0.5, 0.2, 0.3]
        assert quantile(outcomes, chances, 0) == 10
        assert quantile(outcomes, chances, 0.5) == 10
        assert quantile(outcomes, chances, 0.51) == 20
        assert quantile(outcomes, chances, 0.8) == 20
        assert quantile(outcomes, chances, 1) == 30

    def test_impossible_outcomes_are_left_out(self):
        assert quantile([-5, 10], [0, 1], 0) == 10
        assert amount_met_with([10, 99], [1, 0], 0) == 10

    @given(source(most=5), st.floats(0.01, 1))
    def test_definitions(self, one, level):
        x, p = np.array(one[0]), np.array(one[1])
        q = quantile(x, p, level)
        assert p[x <= q].sum() >= level - 1e-9
        assert p[x < q].sum() < level
        a = amount_met_with(x, p, level)
        assert p[x >= a].sum() >= level - 1e-9
        assert p[x > a].sum() < level


class TestSums:
    @given(st.lists(source(), max_size=4))
    def test_equals_every_combination(self, sources):
        totals, chances = total_distribution(sources)
        wanted: dict[float, float] = {}
        for combination in itertools.product(*(zip(*one, strict=True) for one in sources)):
            total = sum(outcome for outcome, _ in combination)
            chance = float(np.prod([p for _, p in combination]))
            wanted[total] = wanted.get(total, 0) + chance
        assert totals.tolist() == sorted(wanted)
        np.testing.assert_allclose(chances, [wanted[total] for total in totals])

    @given(st.lists(source(), min_size=1, max_size=5))
    def test_means_add_up(self, sources):
        totals, chances = total_distribution(sources)
        assert chances.sum() == pytest.approx(1)
        separate = sum(float(expected_value(*one)) for one in sources)
        assert float(expected_value(totals, chances)) == pytest.approx(separate)

    def test_money_there_in_eight_cases_of_ten(self):
        # Three grants of 10, each with 0.5: none 1/8, one 3/8, two 3/8, three 1/8.
        totals, chances = total_distribution([([0, 10], [0.5, 0.5])] * 3)
        np.testing.assert_allclose(chances, [0.125, 0.375, 0.375, 0.125])
        assert amount_met_with(totals, chances, 0.8) == 10
        assert quantile(totals, chances, 0.8) == 20
        # The mean hides it.
        assert float(expected_value(totals, chances)) == 15

    def test_no_sources(self):
        totals, chances = total_distribution([])
        assert totals.tolist() == [0]
        assert chances.tolist() == [1]

    def test_sums_that_differ_by_rounding_are_merged(self):
        totals, _ = total_distribution([([0, 0.1], [0.5, 0.5]), ([0, 0.2, 0.3], [0.2, 0.3, 0.5])])
        np.testing.assert_allclose(totals, [0, 0.1, 0.2, 0.3, 0.4])
