import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.finance.annuities import (
    annuity_factor,
    annuity_payment,
    capital_recovery_factor,
    number_of_payments,
)
from finmodel.finance.discounting import (
    discount_factors,
    future_value,
    internal_rate_of_return,
    present_value,
    present_value_at,
)
from finmodel.finance.exchange_rates import exchange_rate_path, to_domestic
from finmodel.finance.indices import (
    deflate,
    index_growth,
    inflate,
    mean_growth,
    price_index,
    rebase,
)
from finmodel.finance.rates import (
    effective_rate,
    nominal_to_real,
    rate_per_period,
    real_to_nominal,
)
from finmodel.finance.varying_annuities import (
    changing_annuity_factor,
    growing_annuity_factor,
    growing_payments,
    relevelled_payments,
)

rate = st.floats(-0.5, 2)
small_rate = st.floats(0, 0.5)
amount = st.floats(-1e6, 1e6)


class TestPriceIndex:
    def test_both_directions_and_gaps(self):
        growth = {2024: 1.0, 2025: 0.25, 2026: 0.5, 2027: 0.1, 2028: 0.2}
        index = price_index(growth, 2026, [2028, 2023, 2026])
        # 2028: 1.1 x 1.2; 2023: 1 / (1.5 x 1.25 x 2)
        np.testing.assert_allclose(index, [1.32, 1 / 3.75, 1])

    def test_base_year_outside_the_years(self):
        np.testing.assert_allclose(price_index({2026: 0.1, 2027: 0.1}, 2025, [2027]), [1.21])
        np.testing.assert_allclose(price_index({2026: 0.1, 2027: 0.1}, 2027, [2025]), [1 / 1.21])

    def test_growth_of_the_base_year_is_not_needed_forwards(self):
        assert price_index({}, 2026, [2026]).tolist() == [1.0]

    def test_no_years(self):
        assert price_index({}, 2026, []).size == 0

    @given(st.dictionaries(st.integers(2021, 2030), rate, min_size=10), st.integers(2020, 2030))
    def test_rebasing_is_the_same_as_another_base_year(self, growth, base):
        years = list(range(2020, 2031))
        first = price_index(growth, 2020, years)
        np.testing.assert_allclose(price_index(growth, base, years), rebase(first, base - 2020))


def test_deflating_undoes_inflating():
    index = price_index({2027: 0.08, 2028: 0.07}, 2026, [2026, 2027, 2028])
    real = np.array([[100.0, 100, 100], [1, 2, 3]])
    nominal = inflate(real, index)
    np.testing.assert_allclose(nominal[0], [100, 108, 115.56])
    np.testing.assert_allclose(deflate(nominal, index), real)


def test_mean_growth_reaches_the_last_amount():
    assert 200 * (1 + float(mean_growth(200, 150, 7))) ** 7 == pytest.approx(150)


def test_exchange_rate_follows_the_ratio_of_price_indices():
    home, abroad = [0.10, 0.08, 0.06], [0.02, 0.02, 0.03]
    path = exchange_rate_path(3600, home, abroad)
    years = [2026, 2027, 2028, 2029]
    ratio = price_index(dict(zip(years[1:], home, strict=True)), 2026, years) / price_index(
        dict(zip(years[1:], abroad, strict=True)), 2026, years
    )
    np.testing.assert_allclose(path, 3600 * ratio)
    assert path[1] == pytest.approx(3600 * 1.10 / 1.02)


def test_exchange_rate_of_today_alone():
    assert exchange_rate_path(3600, [], []).tolist() == [3600]


class TestDiscounting:
    def test_first_period(self):
        np.testing.assert_allclose(discount_factors(0.25, 3), [1, 0.8, 0.64])
        np.testing.assert_allclose(discount_factors(0.25, 3, 1), [0.8, 0.64, 0.512])
        np.testing.assert_allclose(discount_factors(0.21, 2, 0.5), [1 / 1.1, 1 / 1.331])

    def test_rates_by_period(self):
        np.testing.assert_allclose(discount_factors([0.25, 0.6], 2), [1, 1 / 1.6])
        np.testing.assert_allclose(discount_factors([0.25, 0.6], 2, 1), [0.8, 0.5])

    def test_no_periods(self):
        assert discount_factors(0.05, 0).size == 0
        assert discount_factors([], 0).size == 0

    @given(rate, st.integers(1, 30), st.sampled_from([0, 0.5, 1, 3]))
    def test_one_rate_is_the_same_as_equal_rates(self, r, periods, first):
        np.testing.assert_allclose(
            discount_factors(r, periods, first), discount_factors([r] * periods, periods, first)
        )

    @given(st.lists(amount, min_size=1, max_size=20), small_rate)
    def test_shifting_and_future_value(self, flows, r):
        today = present_value(flows, r)
        tolerance = 1e-9 * (1 + sum(map(abs, flows)))
        assert present_value(flows, r, 1) == pytest.approx(today / (1 + r), abs=tolerance)
        assert present_value_at(flows, np.arange(len(flows)), r) == pytest.approx(
            today, abs=tolerance
        )
        grown = today * (1 + r) ** len(flows)
        assert future_value(flows, r) == pytest.approx(grown, rel=1e-9, abs=1e-9)

    def test_flows_at_no_times_are_worth_nothing(self):
        assert present_value_at([], [], 0.05) == 0


class TestInternalRateOfReturn:
    @given(st.floats(-0.5, 2), st.lists(st.floats(0.1, 100), min_size=1, max_size=10))
    def test_present_value_at_the_rate_is_zero(self, r, income):
        price = present_value(income, r, 1)
        assert internal_rate_of_return([-price, *income]) == pytest.approx(r, abs=1e-9)

    def test_sign_and_leading_zeros_do_not_matter(self):
        assert internal_rate_of_return([0, 100, -121, 0]) == pytest.approx(0.21)

    def test_near_total_loss(self):
        assert internal_rate_of_return([-1000, 0, 0.001]) == pytest.approx(-0.999)

    def test_both_methods_agree_on_one_change_of_sign(self):
        # -100 + 230 x - 132 x^2 is 0 at x = 1/1.1 and x = 1/1.2
        found = internal_rate_of_return([-100, 230, -132], several="nearest to zero")
        assert found == pytest.approx(0.10)


@given(rate, rate)
def test_real_and_nominal_undo_each_other(real, inflation):
    nominal = real_to_nominal(real, inflation)
    assert float(nominal_to_real(nominal, inflation)) == pytest.approx(real, abs=1e-12)


@given(rate, st.integers(1, 12))
def test_effective_period_rates_make_the_year(r, periods):
    step = float(rate_per_period(r, periods, "effective"))
    assert (1 + step) ** periods - 1 == pytest.approx(r, abs=1e-9)
    if r > -0.9:
        assert float(rate_per_period(r, periods, "nominal")) * periods == pytest.approx(r)


class TestAnnuities:
    def test_by_hand(self):
        # 1/1.25 + 1/1.5625 = 1.44; in advance 1 + 1/1.25 = 1.8
        assert float(annuity_factor(0.25, 2)) == pytest.approx(1.44)
        assert float(annuity_factor(0.25, 2, "advance")) == pytest.approx(1.8)
        assert float(annuity_payment(144, 0.25, 2)) == pytest.approx(100)
        assert float(annuity_payment(244, 0.25, 2, balloon=156.25)) == pytest.approx(100)

    @given(small_rate, st.integers(1, 60), st.sampled_from(["arrears", "advance"]))
    def test_capital_recovery_is_the_inverse_of_present_value(self, w, n, when):
        payment = float(capital_recovery_factor(w, n, when))
        first = 1 if when == "arrears" else 0
        assert present_value([payment] * n, w, first) == pytest.approx(1, rel=1e-9)
        assert float(annuity_factor(w, n, when)) * payment == pytest.approx(1, rel=1e-12)

    def test_rate_zero_is_the_limit(self):
        assert float(capital_recovery_factor(0, 8)) == 0.125
        assert float(capital_recovery_factor(1e-12, 8)) == pytest.approx(0.125, rel=1e-10)

    def test_arrays(self):
        np.testing.assert_allclose(annuity_factor([[0], [0.25]], [1, 2]), [[1, 2], [0.8, 1.44]])

    @given(st.floats(1, 1e6), st.floats(0.0001, 0.5), st.integers(1, 40))
    def test_number_of_payments_undoes_the_payment(self, owed, w, n):
        assert float(number_of_payments(owed, w, annuity_payment(owed, w, n))) == pytest.approx(
            n, rel=1e-6
        )

    def test_number_of_payments_without_interest(self):
        assert float(number_of_payments(1000, 0, 300)) == pytest.approx(10 / 3)

    @given(st.floats(1, 1e6), st.lists(st.floats(0, 0.3), min_size=1, max_size=30))
    def test_changing_rates_repay_the_principal(self, owed, steps):
        balance = owed
        for step, payment in zip(steps, relevelled_payments(owed, steps), strict=True):
            balance = balance * (1 + step) - payment
        assert balance == pytest.approx(0, abs=1e-7 * owed)

    @given(st.floats(1, 1e6), st.floats(0, 0.3), st.integers(1, 30))
    def test_payments_are_level_while_the_rate_stays(self, owed, w, n):
        level = float(annuity_payment(owed, w, n))
        np.testing.assert_allclose(relevelled_payments(owed, [w] * n), level, rtol=1e-7)


class TestVaryingAnnuities:
    """Growing payments and changing rates, against flows discounted one by one."""

    when = st.sampled_from(["arrears", "advance"])

    @given(st.floats(-0.3, 0.5), st.floats(-0.3, 0.5), st.integers(1, 40), when)
    def test_growing_factor_is_the_present_value(self, w, g, n, when):
        flows = [(1 + g) ** k for k in range(n)]
        worth = present_value(flows, w, 1 if when == "arrears" else 0)
        assert float(growing_annuity_factor(w, g, n, when)) == pytest.approx(worth, rel=1e-9)

    @given(st.floats(-0.2, 0.5), st.floats(-1e-9, 1e-9), st.integers(1, 40))
    def test_growth_near_the_rate_loses_no_digits(self, w, apart, n):
        near = float(growing_annuity_factor(w, w + apart, n))
        assert near == pytest.approx(n / (1 + w), rel=1e-6)

    @given(small_rate, st.integers(1, 40), when)
    def test_without_growth_it_is_level(self, w, n, when):
        level = float(annuity_factor(w, n, when))
        assert float(growing_annuity_factor(w, 0, n, when)) == pytest.approx(level, rel=1e-12)
        assert changing_annuity_factor([w] * n, when) == pytest.approx(level, rel=1e-9)

    @given(st.floats(1, 1e6), small_rate, st.floats(-0.2, 0.3), st.integers(1, 40), when)
    def test_growing_payments_repay_the_principal(self, owed, w, g, n, when):
        paid = growing_payments(owed, w, g, n, when)
        assert present_value(paid, w, 1 if when == "arrears" else 0) == pytest.approx(owed)
        np.testing.assert_allclose(paid[1:], paid[:-1] * (1 + g), rtol=1e-9)

    @given(st.lists(rate, min_size=1, max_size=20), when)
    def test_changing_rates_discount_step_by_step(self, steps, when):
        worth, factor = 0.0, 1.0
        for step in steps:
            worth += factor / (1 + step) if when == "arrears" else factor
            factor /= 1 + step
        assert changing_annuity_factor(steps, when) == pytest.approx(worth)

    @given(st.floats(1, 1e6), st.lists(st.floats(0, 0.3), min_size=1, max_size=20))
    def test_relevelled_in_advance(self, owed, steps):
        balance = owed
        for step, paid in zip(steps, relevelled_payments(owed, steps, "advance"), strict=True):
            balance = (balance - paid) * (1 + step)
        assert balance == pytest.approx(0, abs=1e-7 * owed)


@given(st.floats(0, 1), st.integers(1, 365))
def test_effective_rate_is_the_growth_over_the_year(nominal, periods):
    grown = (1 + nominal / periods) ** periods - 1
    assert float(effective_rate(nominal, periods)) == pytest.approx(grown, rel=1e-9, abs=1e-12)


@given(st.lists(st.floats(-0.5, 1), min_size=1, max_size=15))
def test_growth_of_an_index_undoes_it(growth):
    years = range(2026, 2027 + len(growth))
    index = price_index(dict(zip(years[1:], growth, strict=True)), 2026, years)
    np.testing.assert_allclose(index_growth(100 * index), growth, atol=1e-9)


def test_amounts_at_the_prices_of_any_year():
    index = [80, 100, 120]
    np.testing.assert_allclose(deflate([40, 50, 60], index, base=100), 50)
    np.testing.assert_allclose(deflate([40, 50, 60], index, base=120), 60)
    np.testing.assert_allclose(inflate(50, index, base=100), [40, 50, 60])
    # Rebasing first is the same.
    np.testing.assert_allclose(deflate([40, 50, 60], rebase(index, 1)), 50)


def test_foreign_money():
    assert to_domestic([1, 2], [3600, 3700]).tolist() == [3600, 7400]
    assert exchange_rate_path(3600, 0.08, 0.02).tolist() == pytest.approx(
        [3600, 3600 * 1.08 / 1.02]
    )


def test_a_rate_that_two_roots_share():
    # -(1 - 1.1 x)^2: its two rates are one.
    assert internal_rate_of_return([-1, 2.2, -1.21], "nearest to zero") == pytest.approx(
        0.1, abs=1e-6
    )
