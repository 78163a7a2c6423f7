"""Published worked examples, each with its source in worked_examples.json.

The note of an example says where what is published and what is computed differ, and why.
Examples whose `published_output` is false have published inputs only.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from finmodel.finance.annuities import annuity_payment, capital_recovery_factor
from finmodel.finance.contracts import availability_payments
from finmodel.finance.debt_limits import debt_thresholds
from finmodel.finance.discounting import discount_factors, present_value
from finmodel.finance.disparity import end_share
from finmodel.finance.equity import atkinson, gini, theil_t
from finmodel.finance.formula_shares import component_amounts
from finmodel.finance.gap import gap_totals, match_is_met, match_ratio, required_match
from finmodel.finance.grant_element import grant_element_closed_form, loan_grant_element
from finmodel.finance.guarantees import revenue_guarantee_flows, value_share_pct
from finmodel.finance.indices import price_index
from finmodel.finance.loans import loan_schedule
from finmodel.finance.rates import real_to_nominal
from finmodel.finance.risk import expected_value, most_likely
from finmodel.finance.value_for_money import leverage, value_for_money, value_for_money_pct

EXAMPLES = {
    example["id"]: example
    for example in json.loads((Path(__file__).parent / "worked_examples.json").read_text("utf-8"))
}


def example(key):
    """Return inputs, expected values, and a function that asserts one of them."""
    case = EXAMPLES[key]

    def check(name, computed):
        tolerance = case["tolerance"]
        allowed = tolerance[name] if isinstance(tolerance, dict) else tolerance
        np.testing.assert_allclose(computed, case["expected"][name], rtol=0, atol=allowed)

    return case["inputs"], check


def test_ge01_interest_free_loan_to_mauritius():
    i, check = example("GE01")
    terms = {
        "interest": i["interest"],
        "maturity": i["maturity_years"],
        "grace": i["grace_years"],
        "discount": i["discount"],
    }
    check("grant_element_pct", loan_grant_element(**terms, payments_per_year=2))
    check("grant_element_pct", grant_element_closed_form(**terms, payments_per_year=2))
    # The conventions that the published figure rules out.
    yearly = loan_grant_element(**terms, payments_per_year=1)
    assert yearly == pytest.approx(74.959, abs=0.001)
    nominal = loan_grant_element(**terms, payments_per_year=2, discount_compounding="nominal")
    assert nominal == pytest.approx(75.839, abs=0.001)
    later = loan_grant_element(**terms, payments_per_year=2, grace_means="interest only")
    assert later == pytest.approx(75.732, abs=0.001)


def test_ge04_closed_form_equals_cash_flow():
    i, check = example("GE04")
    terms = (i["interest"], i["maturity_years"], i["grace_years"], i["discount"])
    closed, flow = grant_element_closed_form(*terms), loan_grant_element(*terms)
    check("closed_form", closed)
    check("cash_flow", flow)
    assert closed == pytest.approx(flow, abs=1e-9)


def test_npv01_factors_and_net_present_value():
    i, check = example("NPV01")
    flows = i["cashflows"]
    check("factors", discount_factors(i["rate"], len(flows), i["first_period"]))
    check("npv", present_value(flows, i["rate"], i["first_period"]))


def test_npv02_nominal_rate_is_the_product():
    i, check = example("NPV02")
    check("nominal", real_to_nominal(i["real"], i["deflator"]))
    assert float(real_to_nominal(i["real"], i["deflator"])) != pytest.approx(0.06, abs=5e-5)


def test_vfm01_comparator_and_bid():
    i, check = example("VFM01")
    comparator = present_value(i["psc_cashflows_m"], i["rate"], i["first_period"])
    bid = present_value(i["bid_cashflows_m"], i["rate"], i["first_period"])
    check("psc", comparator)
    check("bid", bid)
    check("vfm", value_for_money(comparator, bid))
    assert float(value_for_money_pct(comparator, bid)) == pytest.approx(9.34, abs=0.005)


def test_vfm05_a_risk_is_worth_its_mean():
    i, check = example("VFM05")
    check("expected", expected_value(i["overrun_000"], i["prob"]))
    check("mode", most_likely(i["overrun_000"], i["prob"]))


def test_vfm08_difference_of_two_options():
    i, check = example("VFM08")
    years = range(i["years"])
    index = price_index(dict.fromkeys(years, i["inflation"]), 0, years)
    preferred, minimum = i["preferred_y1"] * index, i["do_minimum_y1"] * index
    factors = discount_factors(i["rate"], i["years"], i["first_period"])
    check("factors", factors)
    check("pv", (preferred - minimum) * factors)
    check("npv", present_value(preferred - minimum, i["rate"], i["first_period"]))
    check("preferred_total", preferred.sum())
    check("do_min_total", minimum.sum())


def test_ap01_availability_payment_repays_the_creditor():
    i, check = example("AP01")
    owed, rate, years = i["creditor_000"], i["rate"], i["years"]
    check("capital_element", owed * capital_recovery_factor(rate, years))
    check("capital_element", availability_payments(owed, rate, years)[0])
    loan = loan_schedule(owed, rate, years, profile="annuity")
    rows = np.column_stack((loan.opening, loan.interest, loan.principal))[:5]
    check("first5_open_interest_principal", rows)


def test_ds01_level_schedule():
    i, check = example("DS01")
    years = i["payments"] / i["per_year"]
    loan = loan_schedule(
        i["principal"], i["annual_rate"], years, 0, i["per_year"], profile="annuity"
    )
    rows = np.column_stack((loan.principal, loan.interest, loan.closing))
    check("rows_principal_interest_balance", rows)
    check("total_interest", loan.interest.sum())


def test_ds02_level_payment():
    i, check = example("DS02")
    rate = i["annual_rate"] / i["per_year"]
    check("payment", annuity_payment(i["principal"], rate, i["payments"]))


def test_eq01_inequality_of_ten_incomes():
    i, check = example("EQ01")
    x = i["x"]
    check("gini", gini(x))
    check("gini_corrected", gini(x, corrected=True))
    check("theil_T", theil_t(x))
    check("atkinson_0_5", atkinson(x, 0.5))
    check("atkinson_1", atkinson(x, 1))
    check("atkinson_2", atkinson(x, 2))
    assert end_share(x, 0.1, "top") == pytest.approx(22261 / sum(x))


def test_ff04_education_component():
    i, check = example("FF04")
    weights = list(i["weights"].values())
    amounts = dict(zip(i["weights"], component_amounts(i["pool_bn"], weights), strict=True))
    check("education_bn", amounts["education"])
    check("weight_sum", sum(weights))
    # The institutional component is split equally between nine provinces: 0.5556 % each.
    assert amounts["institutional"] / 9 / i["pool_bn"] == pytest.approx(0.005556, abs=5e-7)


def test_gap01_gap_of_two_income_groups():
    i, check = example("GAP01")
    totals = gap_totals(
        [i["gap_lic_bn"], i["gap_lmic_bn"]], [i["gap_lic_share"], i["gap_lmic_share"]]
    )
    check("gap_total_bn", totals.gap)
    check("gap_share_pct", totals.share_pct)
    assert totals.cost == pytest.approx(469.6, abs=0.05)


def test_mob01_multiplier():
    i, check = example("MOB01")
    money, ratio, found = i["multiplier_m"], i["min_ratio"], i["reported_cofinancing_m"]
    check("required_m", required_match(money, ratio))
    check("ratio", match_ratio(found, money))
    check("eligible", match_is_met(found, money, ratio))


def test_mob03_leverage_of_viability_gap_funding():
    i, check = example("MOB03")
    cost, grant = i["project_cost_cr"], i["vgf_cr"]
    check("vgf_share_pct", value_share_pct(grant, cost))
    check("leverage_non_vgf_per_vgf", leverage(cost - grant, grant))


def test_mrg01_korean_guarantee():
    i, check = example("MRG01")
    check("value_share_pct", value_share_pct(i["mrg_value_bn"], i["investment_bn"]))
    revenue = np.full(10, 60.0)
    revenue[[1, 6]] = 49.0
    revenue[[2, 7]] = 140.0
    payout, back = revenue_guarantee_flows(
        revenue, 100, i["guarantee_level"], i["clawback_above"], i["exercise_floor"]
    )
    np.testing.assert_allclose(payout, [20, 0, 0, 20, 20, 10, 0, 0, 10, 10])
    np.testing.assert_allclose(back, [0, 0, 20, 0, 0, 0, 0, 10, 0, 0])


def test_sus01_debt_thresholds():
    i, check = example("SUS01")
    rows = [debt_thresholds(capacity) for capacity in i["capacity"]]
    check("pv_ext_gdp", [row.pv_external_to_gdp for row in rows])
    check("pv_ext_exports", [row.pv_external_to_exports for row in rows])
    check("ds_exports", [row.service_to_exports for row in rows])
    check("ds_revenue", [row.service_to_revenue for row in rows])
    check("pv_public_gdp", [row.pv_public_to_gdp for row in rows])


def test_every_example_is_checked_and_has_a_source():
    named = {name.split("_")[1].upper() for name in globals() if name.startswith("test_")}
    assert set(EXAMPLES) <= named
    assert all(case["source"] and case["note"] for case in EXAMPLES.values())
