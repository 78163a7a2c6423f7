import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.finance.contracts import (
    availability_payments,
    joint_venture_flows,
    management_fees,
    outcome_payment,
    royalty,
)
from finmodel.finance.debt_service import outstanding_kernel
from finmodel.finance.discounting import present_value
from finmodel.finance.fiscal_limits import commitment_room, payment_room
from finmodel.finance.gap import envelopes, financing_gap, gap_totals, match_is_met
from finmodel.finance.guarantees import banded, claw_back, guarantee_payout, revenue_guarantee_flows
from finmodel.finance.termination import termination_exposure
from finmodel.finance.value_for_money import (
    break_even_risk_transfer,
    leverage,
    leverage_both_ways,
    partnership_cost,
    public_sector_comparator,
    value_for_money,
    value_for_money_pct,
)
from finmodel.finance.viability import viability_gap

money = st.floats(0, 1e6)


class TestAvailability:
    @given(money, st.floats(0, 1), st.floats(0, 0.3), st.integers(1, 30))
    def test_payments_repay_the_private_capital(self, capital, granted, w, years):
        grant = capital * granted
        paid = availability_payments(capital, w, years, grant)
        assert present_value(paid, w, 1) == pytest.approx(capital - grant, rel=1e-7, abs=1e-6)

    def test_by_hand(self):
        # 144 at 25 % over two years is 100 a year.
        paid = availability_payments(
            200,
            0.25,
            2,
            capital_grant=56,
            operation=[10, 10],
            index=[1, 1.1],
            deductions=[0, 5],
            years_before=2,
        )
        np.testing.assert_allclose(paid, [0, 0, 110, 106])


class TestViability:
    def test_by_hand(self):
        # Net revenue 100 a year for two years at 25 % is worth 144.
        gap = viability_gap(200, [130, 130], [30, 30], 0.25, cap=0.3)
        assert gap.grant == pytest.approx(56)
        assert gap.cap == pytest.approx(60)
        assert gap.possible
        assert gap.private_capital == pytest.approx(144)
        assert not viability_gap(200, [130, 130], 30, 0.25, cap=0.2).possible

    def test_viable_without_a_grant(self):
        gap = viability_gap(100, [500], 0, 0.10, cap=0)
        assert gap.grant == 0
        assert gap.possible

    def test_operation_dearer_than_revenue_is_never_possible(self):
        gap = viability_gap(100, [10, 10], 20, 0.10)
        assert gap.grant > 100
        assert not gap.possible

    @given(money, st.lists(money, min_size=1, max_size=10), st.floats(0, 0.3))
    def test_grant_closes_the_gap(self, capital, revenue, w):
        gap = viability_gap(capital, revenue, 0, w)
        worth = present_value(revenue, w, 1)
        assert gap.grant >= 0
        if gap.grant > 0:
            assert gap.private_capital == pytest.approx(worth, rel=1e-9, abs=1e-6)
        else:
            assert worth >= capital - 1e-6

    def test_india_caps_by_payer_and_recovery(self):
        # Net revenue 100 a year for two years at 25 % is worth 144: 256 of 400 are missing, 64 %.
        flows = (400, [130, 130], 30, 0.25)
        economic, social, pilot = (viability_gap(*flows, cap=[c, c]) for c in (0.2, 0.3, 0.4))
        assert [gap.possible for gap in (economic, social, pilot)] == [False, False, True]
        assert pilot.parts == pytest.approx((160, 96))
        assert economic.parts == pytest.approx((80, 80))
        assert pilot.cost_recovery == pytest.approx(130 / 30)
        assert sum(pilot.parts) == pytest.approx(pilot.grant)

    def test_users_must_recover_enough_of_the_operation(self):
        # Revenue of 50 recovers 1.25 times the operation's 40.
        pilot = viability_gap(100, [50, 50], 40, 0.25, 0.9, least_cost_recovery=1.3)
        assert pilot.grant == pytest.approx(100 - 14.4)
        assert not pilot.possible
        assert viability_gap(100, [50, 50], 40, 0.25, 0.9, least_cost_recovery=1.25).possible
        assert viability_gap(100, [50], 0, 0.25, 0.9).cost_recovery == math.inf

    @given(money, st.lists(st.floats(0, 0.25), min_size=1, max_size=4), st.floats(0, 1))
    def test_payers_pay_in_order_up_to_their_caps(self, capital, caps, earned):
        gap = viability_gap(capital, [earned * capital], 0, 0.0, cap=caps)
        assert sum(gap.parts) == pytest.approx(min(gap.grant, gap.cap), abs=1e-6)
        for part, after, cap in zip(gap.parts, gap.parts[1:], caps, strict=False):
            assert after == 0 or part == pytest.approx(cap * capital, rel=1e-9, abs=1e-6)


class TestTermination:
    @given(money, st.floats(0, 0.3), st.integers(1, 30), st.floats(0, 1), st.integers(0, 5))
    def test_is_what_a_loan_still_owes(self, capital, w, years, covered, before):
        exposure = termination_exposure(capital, w, years, covered, before)
        owed = outstanding_kernel(w, years, profile="annuity")[:-1]
        np.testing.assert_allclose(
            exposure, covered * capital * np.append(np.ones(before), owed), rtol=1e-6, atol=1e-6
        )


class TestFiscalLimits:
    def test_room(self):
        # 5 % of 1000 and of 400, with 15 signed before.
        assert payment_room([35, 20], [1000, 400], 0.05, 15).tolist() == [0, -15]
        assert float(commitment_room(70, 20, 1000, 0.10)) == pytest.approx(10)


class TestGuarantees:
    @given(money, money, st.floats(0, 1), st.floats(0, 1), st.floats(1, 3))
    def test_never_negative_and_never_both(self, revenue, forecast, level, floor, above):
        paid = float(guarantee_payout(revenue, forecast, level, floor))
        back = float(claw_back(revenue, forecast, above))
        assert paid >= 0
        assert back >= 0
        assert paid == 0 or back == 0
        assert paid <= float(guarantee_payout(revenue, forecast, level)) <= level * forecast
        if revenue < floor * forecast:
            assert paid == 0

    def test_scenarios_by_year(self):
        revenue = [[60, 60, 60], [49, 50, 200]]
        paid, back = revenue_guarantee_flows(
            revenue, [100, 100, 100], [(1, 2, 0.8), (3, 3, 0.7)], [(2, 3, 1.3)], 0.5
        )
        np.testing.assert_allclose(paid, [[20, 20, 10], [0, 30, 0]])
        np.testing.assert_allclose(back, [[0, 0, 0], [0, 0, 70]])

    def test_bands_beyond_the_last_year(self):
        share, covered = banded([(2, 9, 0.7)], 3)
        assert share.tolist() == [0, 0.7, 0.7]
        assert covered.tolist() == [False, True, True]

    def test_no_claw_back_without_bands(self):
        _, back = revenue_guarantee_flows([500.0], 100, [(1, 1, 0.8)])
        assert back.tolist() == [0]


class TestOtherForms:
    def test_royalty_comes_in(self):
        assert royalty([200, 0], 0.1).tolist() == [-20, 0]

    def test_joint_venture(self):
        public, private = joint_venture_flows([100, 50, 0], [0, 0, 40], 0.25)
        assert public.tolist() == [25, 12.5, -10]
        assert private.tolist() == [75, 37.5, 0]

    def test_management(self):
        assert management_fees([100, 110], 20, 0.5).tolist() == [110, 120]
        assert float(management_fees(100)) == 100

    def test_outcomes(self):
        assert outcome_payment([-5, 10, 15], 3, threshold=10).tolist() == [0, 0, 15]
        assert outcome_payment([1000], 3, cap=50).tolist() == [50]


class TestValueForMoney:
    @given(money, money, money, money, money)
    def test_break_even_transfer_makes_them_equal(self, raw, neutral, retained, paid, managed):
        cost = partnership_cost(paid, retained, managed)
        transfer = break_even_risk_transfer(cost, raw, neutral, retained)
        comparator = public_sector_comparator(raw, neutral, transfer, retained)
        assert float(value_for_money(comparator, cost)) == pytest.approx(0, abs=1e-6)
        # Retained risk stands on both sides.
        assert float(transfer) == pytest.approx(paid + managed - raw - neutral, abs=1e-6)

    def test_per_cent(self):
        np.testing.assert_allclose(value_for_money_pct(200, [150, 200, 250]), [25, 0, -25])

    def test_leverage(self):
        assert leverage([100, 0, 100], [50, 50, 0]).tolist() == [2, 0, math.inf]
        over_all, over_upfront = leverage_both_ways(144, 0, 144)
        assert float(over_all) == 1
        assert float(over_upfront) == math.inf


class TestGap:
    def test_no_filling_across_groups(self):
        assert financing_gap([10, 10], [0, 30]).tolist() == [10, 0]

    def test_totals(self):
        totals = gap_totals([10, 30], [0.5, 0.3])
        assert (totals.gap, totals.cost) == (40, pytest.approx(120))
        assert totals.share_pct == pytest.approx(100 / 3)
        assert gap_totals([0, 0], [0.5, 0.3]).share_pct == 0

    def test_envelopes_by_year(self):
        four = envelopes([100, 90], [10, 0], [[40, 0], [20, 20]], [0.5, 0.25])
        assert four.secured.tolist() == [100, 90]
        assert four.committed.tolist() == [110, 90]
        assert four.expected.tolist() == [135, 95]
        assert four.pipeline.tolist() == [170, 110]

    def test_no_pipeline(self):
        assert financing_gap(100, envelopes(60, 10, [50], [0.0]).expected) == 30

    def test_match(self):
        assert match_is_met([299, 300, 0], [100, 100, 0], 3).tolist() == [False, True, True]
