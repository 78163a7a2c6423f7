"""Further published numbers, with the source beside each."""

import numpy as np
import pytest

from finmodel.finance.annuities import annuity_factor, number_of_payments
from finmodel.finance.discounting import (
    discount_factors,
    future_value,
    internal_rate_of_return,
    present_value,
)
from finmodel.finance.disparity import palma_ratio
from finmodel.finance.equity import gini
from finmodel.finance.grant_element import loan_grant_element
from finmodel.finance.value_for_money import public_sector_comparator
from finmodel.finance.varying_annuities import growing_annuity_factor


@pytest.mark.parametrize(
    ("transferable", "retained", "printed"),
    [(46.1, 2.3, 384), (116.0, 12.8, 464), (188.9, 27.0, 552)],
)
def test_risk_adjusted_comparator(transferable, retained, printed):
    # Risk-adjusted public sector comparator at the 5th percentile, the mean and the 95th:
    # https://ppponline.affinitext.com/public/book?id=3117&toc_id=317491 (printed in whole $m).
    computed = public_sector_comparator(320.6, 15.0, transferable, retained)
    assert float(computed) == pytest.approx(printed, abs=0.51)


def test_net_present_value():
    # numpy-financial, docstring of npv.
    flows = [-40_000, 5_000, 8_000, 12_000, 30_000]
    assert present_value(flows, 0.08) == pytest.approx(3065.22267, abs=5e-6)
    assert flows[0] + present_value(flows[1:], 0.08, 1) == pytest.approx(3065.22267, abs=5e-6)


def test_future_value_of_saving():
    # numpy-financial, docstring of fv: 100 now and 100 at the end of each of 120 months.
    rate = 0.05 / 12
    saved = future_value([100] * 120, rate, first_period=1) + 100 * (1 + rate) ** 120
    assert saved == pytest.approx(15692.928894335748, abs=1e-8)


@pytest.mark.parametrize(
    ("rate", "printed"), [(0.05, -100.00067132), (0.04, -649.26771385), (0.03, -1273.78633713)]
)
def test_present_value_of_saving(rate, printed):
    # numpy-financial, docstring of pv.
    step = rate / 12
    needed = 100 * annuity_factor(step, 120) - 15692.93 * (1 + step) ** -120
    assert float(needed) == pytest.approx(printed, abs=1e-7)


def test_number_of_payments():
    # numpy-financial, docstring of nper (the table for 7 and 8 %, 150 and 100, 8000 and 9000).
    printed = [
        [[64.07334877, 74.06368256], [108.07548412, 127.99022654]],
        [[66.12443902, 76.87897353], [114.70165583, 137.90124779]],
    ]
    rate = np.array([0.07, 0.08])[:, None, None] / 12
    payment = np.array([150, 100])[:, None]
    np.testing.assert_allclose(number_of_payments([8000, 9000], rate, payment), printed, atol=1e-7)


@pytest.mark.parametrize(
    ("flows", "printed"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-100, 100, 0, 7], 0.06206),
        ([-5, 10.5, 1, -8, 1], 0.0886),
        ([-250000, 100000, 150000, 200000, 250000, 300000], 0.5672303344358536),
    ],
)
def test_internal_rate_of_return(flows, printed):
    # numpy-financial, docstring of irr and front page.
    assert internal_rate_of_return(flows, "nearest to zero") == pytest.approx(printed, abs=5e-6)


def test_palma_ratio_of_market_shares():
    # R package concstats, https://docs.ropensci.org/concstats/reference/concstats_palma.html
    # counts the unit on the edge whole. Split in proportion, half of the largest share counts.
    shares = [0.4, 0.2, 0.25, 0.1, 0.05]
    assert palma_ratio(shares, boundary="whole") == pytest.approx(2.666667, abs=5e-7)
    assert palma_ratio(shares) == pytest.approx(0.2 / 0.15)


def test_gini_to_more_digits():
    # Test suite of R package ineq.
    x = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    assert gini(x) == pytest.approx(0.462091130267624, abs=1e-14)


def test_green_book_rates_that_fall():
    # The Green Book: 3.5 % for years 1 to 30, 3 % for years 31 to 75, 2.5 % after that.
    rates = np.repeat([0.035, 0.03, 0.025], [31, 45, 25])
    factors = discount_factors(rates, 101)
    assert factors[30] == pytest.approx(1.035**-30)
    assert factors[31] == pytest.approx(1.035**-30 / 1.03)
    assert factors[75] == pytest.approx(1.035**-30 * 1.03**-45)
    assert factors[100] == pytest.approx(1.035**-30 * 1.03**-45 * 1.025**-25)


def test_irregular_repayments_of_the_dac_example():
    # DAC, Calculation of the grant element, example 1: 1000 units at 2.5 %, ten years, sixteen
    # half-yearly repayments from year 2.5: eight of 75, six of 60, two of 20. The inputs are
    # published; the output is summed here payment by payment.
    repaid = [75] * 8 + [60] * 6 + [20] * 2
    computed = loan_grant_element(
        0.025, 10, 2.5, discount=0.10, profile="irregular", shares=np.array(repaid) / 1000
    )
    value, owed = 0.0, 1000.0
    for period in range(1, 21):
        principal = repaid[period - 5] if period >= 5 else 0
        value += (owed * 0.0125 + principal) / 1.1 ** (period / 2)
        owed -= principal
    assert owed == 0
    assert computed == pytest.approx(100 * (1 - value / 1000), abs=1e-9)
    assert 30 < computed < 32.39094  # sooner repaid than in equal instalments


@pytest.mark.parametrize(
    ("first", "rate", "growth", "periods", "printed"),
    [
        # https://justaaa.com/finance/1028326-your-grandfather-left-you-an-inheritance-that
        (2500, 0.006, 0.005, 240, 530847.02),
        # https://wizedu.com/questions/10510/assume-the-appropriate-discount-rate-is-4-you
        (2000, 0.04, 0.03, 17, 30294.45),
        # https://wizedu.com/questions/11172/consider-an-annuity-due-with-24-annual-payments
        # (growth above the rate)
        (800, 0.05, 0.07, 24, 22911.13),
    ],
)
def test_growing_annuity(first, rate, growth, periods, printed):
    computed = first * growing_annuity_factor(rate, growth, periods)
    assert float(computed) == pytest.approx(printed, abs=0.05)
