import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.finance.costing import ingredients_cost, upkeep_of_capital, whole_units
from finmodel.finance.indicators import EDUCATION_2030, domestic_share_pct, share_pct
from finmodel.finance.sources import (
    fee_yield,
    grant_disbursements,
    largest_fee,
    least_domestic,
    levy_yield,
    results_payments,
)

money = st.floats(0, 1e6)


class TestGrants:
    @given(
        st.lists(money, min_size=1, max_size=8),
        st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any),
        st.floats(0, 1),
    )
    def test_all_that_is_committed_is_paid_once(self, commitments, parts, probability):
        profile = np.array(parts) / sum(parts)
        paid = grant_disbursements(commitments, profile, probability)
        assert paid.size == len(commitments) + len(parts) - 1
        assert paid.sum() == pytest.approx(probability * sum(commitments))
        # Nothing is paid before it is committed.
        for year in range(len(commitments)):
            assert paid[: year + 1].sum() <= sum(commitments[: year + 1]) * (1 + 1e-9)

    def test_in_foreign_money(self):
        paid = grant_disbursements([10], [0.5, 0.5], exchange_rate=[3600, 3700])
        assert paid.tolist() == [18000, 18500]

    def test_what_is_never_paid(self):
        assert grant_disbursements([10], [0.5, 0.25]).sum() == 7.5


class TestLeviesAndFees:
    def test_levy(self):
        np.testing.assert_allclose(levy_yield([1000, 2000], 0.01, [0.5, 0.8]), [5, 16])
        assert f"{levy_yield(1000, 0.02):.2f}" == "20.00"

    def test_fee_and_its_burden(self):
        assert float(fee_yield(10, 100, 0.25, 0.8)) == pytest.approx(600)
        assert float(largest_fee(1000, 0.03)) == pytest.approx(30)

    def test_displaced_money_is_never_below_nothing(self):
        assert least_domestic(100, [0, 80, 200], 1).tolist() == [100, 20, 0]


class TestResults:
    @given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.integers(0, 4), money)
    def test_paid_late_and_within_the_cap(self, results, lag, cap):
        paid = results_payments(results, 3, cap, lag)
        assert paid[:lag].tolist() == [0] * lag
        np.testing.assert_allclose(paid[lag:], np.minimum(3 * np.array(results), cap))

    def test_without_a_cap(self):
        assert results_payments([1, 2], [3, 4]).tolist() == [3, 8]


class TestCosts:
    def test_ingredients(self):
        cost = ingredients_cost([[10], [20]], 2, [1, 1.5], 1.1)
        np.testing.assert_allclose(cost, [[22, 33], [44, 66]])

    @given(st.integers(0, 10_000), st.integers(1, 400))
    def test_least_number_of_units(self, quantity, capacity):
        number = float(whole_units(quantity, capacity))
        assert number == -(-quantity // capacity)

    def test_units_of_decimals(self):
        assert float(whole_units(0.3, 0.1)) == 3
        assert float(whole_units(3e9 + 1, 3)) == 1e9 + 1

    def test_upkeep_follows_capital_for_good(self):
        assert upkeep_of_capital([100, 0, 0, 100], 0.25).tolist() == [0, 25, 25, 25, 50]


class TestIndicators:
    @given(st.floats(0.01, 1e6), money)
    def test_domestic_and_external_are_the_whole(self, own, aid):
        together = domestic_share_pct(own, aid) + share_pct(aid, own + aid)
        assert float(together) == pytest.approx(100)

    def test_more_than_the_whole(self):
        assert share_pct([50, 300], 200).tolist() == [25, 150]

    def test_benchmarks_are_ranges(self):
        assert all(0 < mark.low_pct < mark.high_pct < 100 for mark in EDUCATION_2030.values())
