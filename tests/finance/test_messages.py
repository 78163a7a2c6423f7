"""Every refusal, with what it says."""

import re

import pytest

from finmodel.finance import (
    annuities,
    checks,
    concessionality,
    contracts,
    costing,
    debt_limits,
    debt_service,
    discounting,
    disparity,
    distributions,
    equity,
    exchange_rates,
    fiscal_limits,
    formula_shares,
    gap,
    grant_element,
    guarantees,
    indicators,
    indices,
    kernels,
    loan_fees,
    loans,
    rates,
    risk,
    sources,
    termination,
    value_for_money,
    varying_annuities,
    viability,
)

INF, NAN = float("inf"), float("nan")

REFUSALS = [
    # shared checks
    (lambda: checks.numbers("rate", "five"), "rate must be numbers"),
    (lambda: checks.numbers("rate", [[1], [1, 2]]), "rate must be numbers"),
    (lambda: checks.numbers("rate", [1, NAN]), "rate must be finite numbers"),
    (lambda: checks.numbers("rate", INF), "rate must be finite numbers"),
    (lambda: checks.whole("years", 2.5), "years must be a whole number, not 2.5"),
    (lambda: checks.whole("years", -1), "years must be at least 0, not -1"),
    (lambda: checks.one(checks.numbers, "face", [1, 2]), "face must be one number, not a list"),
    (lambda: loans.loan_schedule([1, 2], 0.1, 2), "face must be one number, not a list"),
    (lambda: checks.whole("years", [2, 3]), "years must be one number, not a list"),
    # sizes that do not fit each other
    (
        lambda: rates.real_to_nominal([0.1, 0.2, 0.3], [0.1, 0.2]),
        "real, inflation must be single numbers or lists of the same length, not of 3 and 2",
    ),
    (
        lambda: value_for_money.public_sector_comparator([1, 2], 0, retained_risk=[1, 2, 3]),
        "raw, retained_risk must be single numbers or lists of the same length, not of 2 and 3",
    ),
    (lambda: gap.financing_gap([[1], [1, 2]], 1), "cost must be numbers"),
    # indices
    (
        lambda: indices.price_index({2027: 0.1}, 2026, [2029]),
        "growth is missing for 2028, 2029, between base year and years wanted",
    ),
    (lambda: indices.price_index({2027: -1}, 2026, [2027]), "growth must be above -1 (-100 %)"),
    (lambda: indices.inflate([1], [0]), "index must be above 0"),
    (lambda: indices.deflate([1], [-1]), "index must be above 0"),
    (lambda: indices.deflate([NAN], [1]), "nominal must be finite numbers"),
    (lambda: indices.rebase([1, 2], 2), "position 2 lies outside an index of 2 years"),
    (lambda: indices.rebase([], 0), "index must hold at least one number"),
    (lambda: indices.mean_growth(0, 1, 1), "first must be above 0"),
    (lambda: indices.mean_growth(1, 1, 0), "years must be above 0"),
    (
        lambda: exchange_rates.exchange_rate_path(1, [0.1], [0.1, 0.1]),
        "domestic_inflation, foreign_inflation must have the same length, not 1, 2",
    ),
    (lambda: exchange_rates.exchange_rate_path(0, [], []), "rate_now must be above 0"),
    # discounting
    (lambda: discounting.discount_factors(-1, 3), "rate must be above -1 (-100 %)"),
    (lambda: discounting.discount_factors(0.1, -3), "periods must be at least 0, not -3"),
    (lambda: discounting.discount_factors(0.1, 3, -1), "first_period must not be negative"),
    (
        lambda: discounting.discount_factors([0.1, 0.1], 3),
        "rate must be one number, or 3, one for each period",
    ),
    (lambda: discounting.present_value([], 0.1), "flows must hold at least one number"),
    (
        lambda: discounting.present_value([[1]], 0.1),
        "flows must be a list of numbers, in one dimension",
    ),
    (
        lambda: discounting.present_value_at([1, 2], [1], 0.1),
        "flows and times must be two lists of the same length",
    ),
    (
        lambda: discounting.internal_rate_of_return([1, 2]),
        "flows must change sign; without a change there is no rate of return",
    ),
    (
        lambda: discounting.internal_rate_of_return([-1, 3, -1]),
        "flows change sign more than once; the rate of return may not be unique",
    ),
    (
        lambda: discounting.internal_rate_of_return([1, -1, 1], "nearest to zero"),
        "flows have no rate of return",
    ),
    (
        lambda: discounting.internal_rate_of_return([-1, 2], "any"),
        'several must be "refuse" or "nearest to zero", not "any"',
    ),
    (lambda: rates.real_to_nominal(0.1, -1), "inflation must be above -1 (-100 %)"),
    (lambda: rates.nominal_to_real(-2, 0.1), "nominal must be above -1 (-100 %)"),
    (
        lambda: rates.rate_per_period(0.1, 2, "daily"),
        'compounding must be "effective" or "nominal", not "daily"',
    ),
    (
        lambda: rates.rate_per_period(0.1, 0, "nominal"),
        "periods_per_year must be at least 1, not 0",
    ),
    # annuities
    (lambda: annuities.annuity_factor(0.1, 0), "periods must be above 0"),
    (
        lambda: annuities.capital_recovery_factor(0.1, 3, "late"),
        'when must be "arrears" or "advance", not "late"',
    ),
    (
        lambda: annuities.number_of_payments(100, 0.1, 10),
        "payment must be more than the first period's interest",
    ),
    (
        lambda: varying_annuities.relevelled_payments(100, []),
        "period_rates must hold at least one number",
    ),
    (
        lambda: varying_annuities.growing_annuity_factor(0.1, -1, 3),
        "growth must be above -1 (-100 %)",
    ),
    (lambda: varying_annuities.growing_annuity_factor(0.1, 0, 0), "periods must be above 0"),
    (
        lambda: varying_annuities.changing_annuity_factor([0.1], "late"),
        'when must be "arrears" or "advance", not "late"',
    ),
    (
        lambda: varying_annuities.growing_payments(1, 0.1, 0, 2.5),
        "periods must be a whole number, not 2.5",
    ),
    (lambda: indices.deflate(1, 1, base=0), "base must be above 0"),
    (lambda: indices.index_growth([1, 0]), "index must be above 0"),
    (lambda: exchange_rates.to_domestic(1, 0), "exchange_rate must be above 0"),
    # loans
    (lambda: loans.loan_schedule(0, 0.1, 2), "face must be above 0"),
    (lambda: loans.loan_schedule(1, -0.1, 2), "interest must not be negative"),
    (lambda: loans.loan_schedule(1, 0.1, 2, -1), "grace must not be negative"),
    (lambda: loans.loan_schedule(1, 0.1, 0), "maturity must be above 0"),
    (
        lambda: loans.loan_schedule(1, 0.1, 5, 5),
        "maturity (5 years) must be above grace (5 years)",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 5, 6, grace_means="to first principal"),
        "maturity (5 years) must not be below grace (6 years)",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 5, 0, 2, grace_means="to first principal"),
        "grace, as time to the first principal, must be at least one period: 0.5 years",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 5, 1, grace_means="none"),
        'grace_means must be "interest only" or "to first principal", not "none"',
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 2.3, payments_per_year=2),
        "maturity times payments_per_year must be a whole number, not 4.6",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 3, 0.5),
        "grace times payments_per_year must be a whole number, not 0.5",
    ),
    (
        lambda: loans.loan_schedule(1, [0.1, 0.2], 3),
        "interest must be one rate, or 3, one for each payment period",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 3, profile="balloon"),
        "profile must be one of equal principal, annuity, irregular",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 3, profile="irregular"),
        'shares are needed for the profile "irregular", and only for it',
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 3, shares=[1]),
        'shares are needed for the profile "irregular", and only for it',
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 3, profile="irregular", shares=[0.5, 0.5]),
        "shares must be 3, one for each repayment, not 2",
    ),
    (
        lambda: loans.loan_schedule(1, 0.1, 2, profile="irregular", shares=[0.5, 0.4]),
        "shares must add up to 1, not 0.9",
    ),
    # debt service
    (lambda: debt_service.debt_service([-1], [1]), "draws must not be negative"),
    (
        lambda: loan_fees.commitment_fees(100, [60, 60], 0.01),
        "draws (120) must not exceed the commitment (100)",
    ),
    (lambda: loan_fees.commitment_fees(100, [60], 2), "fee must lie from 0 to 1"),
    (
        lambda: loan_fees.commitment_fees(100, [60], 0.1, draws_at="middle"),
        'draws_at must be "start" or "end", not "middle"',
    ),
    (
        lambda: loan_fees.commitment_fee_kernel(2, 0.1, draws_at="middle"),
        'draws_at must be "start" or "end", not "middle"',
    ),
    (
        lambda: loan_fees.commitment_fee_kernel(0, 0.1),
        "commitment_periods must be at least 1, not 0",
    ),
    (
        lambda: debt_service.debt_service_kernel(0.1, 2, drawing_fee=1.5),
        "drawing_fee must lie from 0 to 1",
    ),
    (
        lambda: kernels.flows_by_start([1], [2027.5], [2027]),
        "starts must be a whole number, not 2027.5",
    ),
    (lambda: kernels.flows_by_start([], [2027], [2027]), "kernel must hold at least one number"),
    (lambda: kernels.years_reached([1], []), "starts must hold at least one year"),
    # grant element
    (
        lambda: grant_element.grant_element_of_flows([1], [1], [0], [0]),
        "disbursements must hold some money",
    ),
    (lambda: grant_element.loan_grant_element(0, 2, 1, -0.1), "discount must not be negative"),
    (
        lambda: grant_element.loan_grant_element(0, 2, 1, upfront_fee=1.5),
        "upfront_fee must lie from 0 to 1",
    ),
    (
        lambda: grant_element.grant_element_closed_form(0, 2, 1, discount=0),
        "discount must be above 0",
    ),
    (
        lambda: grant_element.grant_element_closed_form(0, 2, 3),
        "maturity (2 years) must not be below grace (3 years)",
    ),
    (
        lambda: grant_element.grant_element_closed_form(0, 2, 0.25),
        "grace must be at least one period: 0.5 years",
    ),
    (
        lambda: grant_element.grant_element_closed_form(0, 2, 1, profile="irregular"),
        "take loan_grant_element for others",
    ),
    (
        lambda: concessionality.blended_grant_element([50], [1, 2]),
        "grant_elements_pct, faces must have the same length, not 1, 2",
    ),
    (
        lambda: concessionality.blended_grant_element([50], [0]),
        "faces must hold some money",
    ),
    (lambda: concessionality.concessional_margin([50], [-1]), "faces must not be negative"),
    (lambda: concessionality.is_concessional(NAN), "grant_element_pct must be finite numbers"),
    # equity
    (lambda: equity.gini([1, -1]), "amounts must not be negative"),
    (lambda: equity.gini([1, 2], [1, -1]), "weights must not be negative"),
    (lambda: equity.gini([1, 2], [1]), "amounts, weights must have the same length, not 2, 1"),
    (lambda: equity.theil_t([1, 2], [0, 0]), "weights must not all be 0"),
    (
        lambda: equity.gini([1, 2], [1, 0], corrected=True),
        "a corrected Gini index needs at least two units with a weight",
    ),
    (lambda: equity.atkinson([1, 2], -1), "epsilon must not be negative"),
    (
        lambda: disparity.end_share([1, 2], 0.5, "middle"),
        'end must be "bottom" or "top", not "middle"',
    ),
    (
        lambda: disparity.palma_ratio([1, 2], boundary="part"),
        'boundary must be "split" or "whole", not "part"',
    ),
    (lambda: disparity.palma_ratio([1, 2], top=1.1), "of_people must lie from 0 to 1"),
    (
        lambda: disparity.group_ratio([1, 2], [True, False], [False, False]),
        "other must hold at least one unit with a weight",
    ),
    (
        lambda: disparity.group_ratio([1, 2], [True, False], [True]),
        "amounts, weights, group, other must have the same length, not 2, 2, 2, 1",
    ),
    (
        lambda: disparity.group_ratio([0, 0], [True, False], [False, True]),
        "both groups have 0; their ratio is not defined",
    ),
    # formulas
    (
        lambda: formula_shares.component_amounts(100, [0.5, 0.4]),
        "weights must add up to 1, not 0.9",
    ),
    (lambda: formula_shares.component_amounts(-1, [1]), "pool must not be negative"),
    (
        lambda: formula_shares.weighted_shares([1], [[1, 2], [3, 4]]),
        "indicators must have 1 rows, one for each weight",
    ),
    (
        lambda: formula_shares.weighted_shares([0.5, 0.5], [[1, 2], [0, 0]]),
        "indicators in row 2 are all 0",
    ),
    (
        lambda: formula_shares.weighted_population([1, 2], [0.5], [[1]]),
        "attributes must have 1 rows, one for each coefficient, and 2 columns",
    ),
    (
        lambda: formula_shares.weighted_population([1], [-2], [[1]]),
        "coefficients and attributes make a need negative",
    ),
    (
        lambda: formula_shares.hold_harmless([50, 50], [80, 80], 0.1),
        "floors add up to 144, more than the total of 100",
    ),
    # risk
    (
        lambda: risk.expected_value([1, 2], [0.5, 0.4]),
        "probabilities must add up to 1, not 0.9",
    ),
    (lambda: risk.expected_value([1, 2], [1.5, -0.5]), "probabilities must lie from 0 to 1"),
    (
        lambda: risk.expected_value([1], [0.5, 0.5]),
        "outcomes must be 2, one for each probability",
    ),
    (
        lambda: risk.most_likely([1], [0.5, 0.5]),
        "outcomes, probabilities must have the same length, not 1, 2",
    ),
    (
        lambda: risk.present_value_of_risk([1, 2], [0.5, 0.5], 0.1),
        "outcomes must have a row for each case and a column for each period",
    ),
    (lambda: risk.expected_loss(1.1, 1, 1), "probability must lie from 0 to 1"),
    (lambda: risk.expected_loss(0.1, 1, -1), "exposure must not be negative"),
    (lambda: distributions.quantile([1], [1], 80), "level must lie from 0 to 1"),
    (
        lambda: distributions.total_distribution([([0, 1], [0.5, 0.5])] * 3, most_outcomes=4),
        "sources have more than 4 possible totals; join small ones, or simulate",
    ),
    # contracts
    (
        lambda: contracts.availability_payments(100, 0.1, 2, capital_grant=101),
        "capital_grant must not be above capital",
    ),
    (
        lambda: contracts.availability_payments(100, 0.1, 2, deductions=1000),
        "deductions must not be above the payment of their year",
    ),
    (
        lambda: contracts.availability_payments(100, 0.1, 2, operation=[1, 2, 3]),
        "operation must be one number, or 2, one for each year",
    ),
    (lambda: contracts.availability_payments(100, 0.1, 0), "years must be at least 1, not 0"),
    (lambda: contracts.royalty([100], 2), "share must lie from 0 to 1"),
    (lambda: contracts.joint_venture_flows([1], [1], -1), "public_share must lie from 0 to 1"),
    (lambda: contracts.management_fees(1, 1, 1.1), "performance must lie from 0 to 1"),
    (lambda: contracts.outcome_payment(1, -1), "price must not be negative"),
    (lambda: contracts.outcome_payment(1, 1, cap=-1), "cap must not be negative"),
    (lambda: viability.viability_gap(100, [1], 0, 0.1, cap=2), "cap must lie from 0 to 1"),
    (
        lambda: viability.viability_gap(100, [1, 2], [1], 0.1),
        "operation must be one number, or 2, one for each year",
    ),
    (
        lambda: viability.viability_gap(100, [1], 0, 0.1, cap=[0.6, 0.6]),
        "cap must be one share, or one for each payer, at most 1 together",
    ),
    (
        lambda: viability.viability_gap(100, [1], 0, 0.1, least_cost_recovery=-1),
        "least_cost_recovery must not be negative",
    ),
    (lambda: termination.termination_exposure(1, 0.1, 2, 1.5), "covered must lie from 0 to 1"),
    (lambda: fiscal_limits.payment_room(-1, 1, 1), "payments must not be negative"),
    (lambda: fiscal_limits.commitment_room(1, 1, 1, -1), "limit must not be negative"),
    (lambda: guarantees.guarantee_payout(1, 1, 1.2), "level must lie from 0 to 1"),
    (
        lambda: guarantees.claw_back(1, 1, 0.9),
        "above must be 1 or more: claw-back starts above the forecast",
    ),
    (
        lambda: guarantees.banded([(5, 1, 0.8)], 9),
        "bands: the band from year 5 ends before it begins (1)",
    ),
    (
        lambda: guarantees.banded([(1, 5, 0.8), (5, 9, 0.7)], 9, "guaranteed"),
        "guaranteed: two bands hold in the same year, from 5 to 9",
    ),
    (lambda: guarantees.banded([(0, 5, 0.8)], 9), "bands must be at least 1, not 0"),
    (
        lambda: guarantees.revenue_guarantee_flows(1.0, 1, []),
        "revenue must have years on its last axis",
    ),
    (lambda: guarantees.value_share_pct(1, 0), "investment must be above 0"),
    # value for money, gap, limits
    (lambda: value_for_money.value_for_money_pct(0, 1), "comparator must be above 0"),
    (lambda: value_for_money.public_sector_comparator(NAN), "raw must be finite numbers"),
    (lambda: value_for_money.leverage(-1, 1), "private_capital must not be negative"),
    (lambda: gap.financing_gap(-1, 1), "cost must not be negative"),
    (lambda: gap.gap_totals([1], [0]), "shares must be above 0"),
    (lambda: gap.gap_totals([1], [1.5]), "shares must lie from 0 to 1"),
    (
        lambda: gap.envelopes(1, 1, [1, 2], [0.5]),
        "pipeline must have 1 rows, one for each probability",
    ),
    (lambda: gap.match_ratio(1, 0), "matching_money must be above 0"),
    # sources, costs, indicators
    (
        lambda: sources.grant_disbursements([1], [0.8, 0.4]),
        "profile must add up to at most 1, not 1.2",
    ),
    (lambda: sources.grant_disbursements([1], [1], 1.2), "probability must lie from 0 to 1"),
    (
        lambda: sources.grant_disbursements([1, 1], [1], exchange_rate=[1, 2, 3]),
        "exchange_rate must be one number, or 2, one for each year",
    ),
    (lambda: sources.levy_yield(-1, 0.1), "payroll must not be negative"),
    (lambda: sources.levy_yield(1, 0.1, 1.1), "compliance must lie from 0 to 1"),
    (lambda: sources.fee_yield(1, 1, exempt=2), "exempt must lie from 0 to 1"),
    (lambda: sources.largest_fee(1, 2), "burden must lie from 0 to 1"),
    (lambda: sources.results_payments([1], 1, lag=-1), "lag must be at least 0, not -1"),
    (
        lambda: sources.results_payments([1], 1, cap=[1, 1], lag=2),
        "cap must be one number, or 3, one for each year",
    ),
    (
        lambda: sources.results_payments([1, 2], [1, 2, 3]),
        "price must be one number, or 2, one for each result",
    ),
    (lambda: sources.least_domestic(1, 1, 2), "fungibility must lie from 0 to 1"),
    (lambda: costing.ingredients_cost(1, 1, 0), "regional_index must be above 0"),
    (lambda: costing.whole_units(1, 0), "capacity must be above 0"),
    (lambda: costing.upkeep_of_capital([1], -1), "coefficient must not be negative"),
    (lambda: indicators.share_pct(1, 0), "whole must be above 0"),
    (
        lambda: indicators.domestic_share_pct(0, 0),
        "domestic and external together must be above 0",
    ),
    (
        lambda: debt_limits.debt_thresholds("good"),
        'capacity must be "weak", "medium" or "strong", not "good"',
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSALS, ids=[text for _, text in REFUSALS])
def test_refusal(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
