"""Public finance as pure functions: numpy in, numpy out.

Rates, shares and probabilities are plain numbers (0.05 is 5 %), except where a name ends in
``_pct``. Money is in whatever unit the caller uses, the same throughout a call. Functions that
work element by element take scalars or arrays; a scalar result is a numpy float. What cannot be
computed is refused with a ``ValueError`` that names the argument.

A docstring marks a construction of this package, for which no published source is known, with
[own].

Time and prices
---------------
rates
    real_to_nominal, nominal_to_real, rate_per_period, effective_rate
discounting
    discount_factors, present_value, present_value_at, future_value, internal_rate_of_return
annuities
    annuity_factor, capital_recovery_factor, annuity_payment, number_of_payments
varying_annuities
    growing_annuity_factor, growing_payments, changing_annuity_factor, relevelled_payments,
    relevelled_shares
indices
    price_index, inflate, deflate, rebase, index_growth, mean_growth
exchange_rates
    exchange_rate_path (by purchasing power), to_domestic

Loans
-----
loans
    loan_schedule (equal principal, annuity, irregular, lump sum), repayment_periods (grace)
debt_service
    debt_service_kernel and outstanding_kernel per unit drawn, debt_service
loan_fees
    commitment_fees, commitment_fee_kernel
grant_element
    loan_grant_element, grant_element_closed_form (DAC), grant_element_of_flows
concessionality
    blended_grant_element, is_concessional, concessional_margin; DAC terms
debt_limits
    debt_thresholds (debt sustainability framework for low-income countries)

Public-private contracts
------------------------
contracts
    availability_payments, royalty, joint_venture_flows, management_fees, outcome_payment
viability
    viability_gap
guarantees
    revenue_guarantee_flows, guarantee_payout, claw_back, banded, value_share_pct
termination
    termination_exposure
value_for_money
    public_sector_comparator, partnership_cost, value_for_money, value_for_money_pct,
    break_even_risk_transfer, leverage, leverage_both_ways
fiscal_limits
    payment_room, commitment_room
kernels
    flows_by_start, years_reached: flows per unit signed or drawn, on the years of a plan

Risk
----
risk
    expected_value, most_likely, expected_loss (guarantees), present_value_of_risk
distributions
    quantile (P80), amount_met_with, total_distribution

Money, cost and gap
-------------------
sources
    grant_disbursements, levy_yield, fee_yield, largest_fee, results_payments, least_domestic
costing
    ingredients_cost, whole_units, upkeep_of_capital
gap
    financing_gap, gap_totals, envelopes, required_match, match_ratio, match_is_met
indicators
    share_pct, domestic_share_pct; benchmarks

Equity
------
equity
    gini, theil_t, theil_l, atkinson, lorenz_curve, relative_amounts
disparity
    palma_ratio, end_share, group_ratio, coefficient_of_variation
formula_shares
    weighted_shares, component_amounts, formula_allocation, weighted_population, hold_harmless

Inside
------
checks
    Checks of arguments.
elementwise
    Functions of scalars and arrays.

Examples
--------
>>> from finmodel.finance.grant_element import loan_grant_element
>>> f"{loan_grant_element(0.0075, maturity=40, grace=10):.1f} %"
'57.4 %'
"""
