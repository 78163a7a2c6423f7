"""Functions of scalars and arrays: a number for numbers, an array of the joint shape else."""

import numpy as np
import pytest

from finmodel.finance import (
    annuities,
    concessionality,
    contracts,
    costing,
    exchange_rates,
    fiscal_limits,
    gap,
    guarantees,
    indicators,
    indices,
    rates,
    risk,
    sources,
    value_for_money,
    varying_annuities,
)

CASES = [
    (annuities.annuity_factor, (0.05, 10)),
    (annuities.annuity_payment, (100, 0.05, 10)),
    (annuities.capital_recovery_factor, (0.05, 10)),
    (annuities.number_of_payments, (100, 0.05, 20)),
    (concessionality.concessional_margin, (40, 100)),
    (contracts.management_fees, (100, 20, 0.5)),
    (contracts.outcome_payment, (80, 3, 20, 100)),
    (contracts.royalty, (100, 0.05)),
    (costing.ingredients_cost, (10, 2, 1.1, 1.2)),
    (costing.whole_units, (61, 30)),
    (exchange_rates.to_domestic, (10, 3600)),
    (fiscal_limits.commitment_room, (10, 5, 1000, 0.12)),
    (fiscal_limits.payment_room, (10, 1000, 0.05, 2)),
    (gap.financing_gap, (100, 60)),
    (gap.match_ratio, (882, 226)),
    (gap.required_match, (226, 3)),
    (guarantees.claw_back, (140, 100, 1.2)),
    (guarantees.guarantee_payout, (60, 100, 0.8, 0.5)),
    (guarantees.value_share_pct, (3, 60)),
    (indicators.domestic_share_pct, (60, 40)),
    (indicators.share_pct, (30, 120)),
    (indices.deflate, (100, 125, 100)),
    (indices.inflate, (100, 125, 100)),
    (indices.mean_growth, (100, 121, 2)),
    (rates.nominal_to_real, (0.06, 0.02)),
    (rates.real_to_nominal, (0.04, 0.02)),
    (risk.expected_loss, (0.02, 0.45, 1000, 0.8)),
    (sources.fee_yield, (10, 500, 0.2, 0.9)),
    (sources.largest_fee, (8000, 0.05)),
    (sources.least_domestic, (100, 40, 0.5)),
    (sources.levy_yield, (20_000, 0.01, 0.8)),
    (value_for_money.break_even_risk_transfer, (400, 300, 15, 12)),
    (value_for_money.leverage, (100, 40)),
    (value_for_money.partnership_cost, (400, 12, 5)),
    (value_for_money.public_sector_comparator, (320, 15, 116, 12)),
    (value_for_money.value_for_money, (297, 269)),
    (value_for_money.value_for_money_pct, (400, 360)),
    (varying_annuities.growing_annuity_factor, (0.05, 0.02, 10)),
]


@pytest.mark.parametrize(("function", "numbers"), CASES, ids=[f.__name__ for f, _ in CASES])
def test_numbers_and_arrays(function, numbers):
    single = function(*numbers)
    assert isinstance(single, np.floating)
    assert f"{single:.3f}" == f"{float(single):.3f}"
    for place, number in enumerate(numbers):
        mixed = list(numbers)
        mixed[place] = [number, number]
        np.testing.assert_allclose(function(*mixed), [single, single], rtol=1e-15)
    row = function(
        *(np.full((1, 2), number) for number in numbers[:-1]), np.full((3, 1), numbers[-1])
    )
    np.testing.assert_allclose(row, np.full((3, 2), single), rtol=1e-15)
    for bad in (np.nan, np.inf):
        for place in range(len(numbers)):
            broken = list(numbers)
            broken[place] = bad
            with pytest.raises(ValueError, match="must be finite numbers, without NaN or infinity"):
                function(*broken)
    with pytest.raises(ValueError, match="lists of the same length, not of 2 and 3"):
        function(np.full(2, numbers[0]), np.full(3, numbers[1]), *numbers[2:])


def test_truths_and_means():
    assert isinstance(gap.match_is_met(882, 226, 3), np.bool_)
    assert isinstance(concessionality.is_concessional(40), np.bool_)
    assert f"{risk.expected_value([60, 80], [0.5, 0.5]):.1f}" == "70.0"
    assert f"{rates.rate_per_period(0.1, 2, 'nominal'):.2f}" == "0.05"
    assert f"{rates.effective_rate(0.1, 2):.4f}" == "0.1025"
    four = gap.envelopes(100, 20, [50], [0.5])
    assert f"{four.secured:.0f} {four.committed:.0f}" == "100 120"
    assert f"{four.expected:.0f} {four.pipeline:.0f}" == "145 170"
