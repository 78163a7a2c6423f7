from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finmodel.finance.concessionality import (
    DAC_2018,
    DAC_BEFORE_2018,
    blended_grant_element,
    concessional_margin,
    is_concessional,
)
from finmodel.finance.debt_service import (
    debt_service,
    debt_service_kernel,
    outstanding_kernel,
)
from finmodel.finance.discounting import present_value_at
from finmodel.finance.grant_element import (
    grant_element_closed_form,
    grant_element_of_flows,
    loan_grant_element,
)
from finmodel.finance.kernels import flows_by_start, years_reached
from finmodel.finance.loan_fees import commitment_fee_kernel, commitment_fees
from finmodel.finance.loans import LUMP_SUMS, PROFILES, loan_schedule, repayment_periods


@st.composite
def terms(draw):
    """Draw terms of a loan on any payment dates, under either meaning of grace."""
    per_year = draw(st.sampled_from([1, 2, 4, 12]))
    last = draw(st.integers(1, 60))
    means = draw(st.sampled_from(["interest only", "to first principal"]))
    low, high = (0, last - 1) if means == "interest only" else (1, last)
    grace = draw(st.integers(low, high))
    profile = draw(st.sampled_from(PROFILES))
    loan = {
        "interest": draw(st.floats(0, 0.2)),
        "maturity": last / per_year,
        "grace": grace / per_year,
        "payments_per_year": per_year,
        "profile": profile,
        "grace_means": means,
        "compounding": draw(st.sampled_from(["nominal", "effective"])),
    }
    if profile == "irregular":
        count = last - grace + (means == "to first principal")
        raw = draw(st.lists(st.integers(0, 100), min_size=count, max_size=count))
        assume(sum(raw) > 0)
        loan["shares"] = np.array(raw) / sum(raw)
    return loan


class TestSchedule:
    @given(terms(), st.floats(1, 1e9))
    def test_principal_sums_to_face_and_balance_ends_at_zero(self, loan, face):
        schedule = loan_schedule(face, **loan)
        periods = round(loan["maturity"] * loan["payments_per_year"])
        assert schedule.time.size == periods
        assert schedule.time[-1] == pytest.approx(loan["maturity"])
        assert schedule.principal.sum() == pytest.approx(face, rel=1e-9)
        assert schedule.closing[-1] == pytest.approx(0, abs=1e-8 * face)
        assert schedule.opening[0] == face
        np.testing.assert_allclose(schedule.closing[:-1], schedule.opening[1:], atol=1e-9 * face)
        np.testing.assert_allclose(
            schedule.payment, schedule.interest + schedule.principal, rtol=1e-12
        )

    @given(terms(), st.floats(1, 1e9))
    def test_worth_its_face_at_its_own_rate(self, loan, face):
        assume(loan["profile"] != "lump sum with simple interest")
        schedule = loan_schedule(face, **loan)
        per_year, i = loan["payments_per_year"], loan["interest"]
        yearly = i if loan["compounding"] == "effective" else (1 + i / per_year) ** per_year - 1
        value = present_value_at(schedule.payment, schedule.time, yearly)
        assert value == pytest.approx(face, rel=1e-8)

    def test_equal_principal_by_hand(self):
        loan = loan_schedule(120, 0.10, maturity=2, grace=0.5, payments_per_year=2)
        np.testing.assert_allclose(loan.time, [0.5, 1, 1.5, 2])
        np.testing.assert_allclose(loan.opening, [120, 120, 80, 40])
        np.testing.assert_allclose(loan.interest, [6, 6, 4, 2])
        np.testing.assert_allclose(loan.payment, [6, 46, 44, 42])

    def test_grace_to_the_first_principal_repays_one_period_sooner(self):
        loan = loan_schedule(
            120, 0.10, maturity=2, grace=1, payments_per_year=2, grace_means="to first principal"
        )
        np.testing.assert_allclose(loan.principal, [0, 40, 40, 40])

    def test_effective_period_rate(self):
        loan = loan_schedule(100, 0.21, 1, payments_per_year=2, compounding="effective")
        np.testing.assert_allclose(loan.interest, [10, 5])

    def test_irregular(self):
        loan = loan_schedule(100, 0.10, 3, 1, profile="irregular", shares=[0.7, 0.3])
        np.testing.assert_allclose(loan.principal, [0, 70, 30])
        np.testing.assert_allclose(loan.interest, [10, 10, 3])

    def test_lump_sums(self):
        paid = loan_schedule(100, 0.10, 2, profile="lump sum").payment
        np.testing.assert_allclose(paid, [10, 110])
        paid = loan_schedule(100, 0.10, 2, profile="lump sum with simple interest").payment
        np.testing.assert_allclose(paid, [0, 120])
        paid = loan_schedule(100, 0.10, 2, profile="lump sum with compound interest").payment
        np.testing.assert_allclose(paid, [0, 121])

    @pytest.mark.parametrize("profile", LUMP_SUMS)
    @pytest.mark.parametrize("means", ["interest only", "to first principal"])
    def test_a_lump_sum_does_not_ask_for_grace(self, profile, means):
        for grace in (0, 0.3, 5, 7):
            loan = loan_schedule(100, 0.10, 5, grace, 2, profile=profile, grace_means=means)
            assert loan.principal.tolist() == [0] * 9 + [100]
        closed = [
            grant_element_closed_form(0.02, 5, grace, profile="lump sum with simple interest")
            for grace in (0, 5)
        ]
        flow = loan_grant_element(0.02, 5, 0, profile="lump sum with simple interest")
        assert closed == pytest.approx([flow, flow])

    @given(st.floats(0.01, 0.5), st.integers(1, 60))
    def test_annuity_to_the_last_digit(self, rate, n):
        # In exact fractions: the balance of a long loan at a high rate falls to almost nothing.
        w, balance = Fraction(rate), Fraction(1)
        payment = w * (1 + w) ** n / ((1 + w) ** n - 1)
        loan = loan_schedule(1, rate, n, profile="annuity")
        for principal in loan.principal:
            repaid = payment - balance * w
            assert principal == pytest.approx(float(repaid), rel=1e-9)
            balance -= repaid

    def test_interest_that_changes(self):
        loan = loan_schedule(100, [0.10, 0.20], 2)
        np.testing.assert_allclose(loan.interest, [10, 10])
        # An annuity is levelled anew: 100 x 1.1 / 2.1 = 52.38, then the rest with its interest.
        loan = loan_schedule(100, [0.10, 0.20], 2, profile="annuity")
        np.testing.assert_allclose(loan.payment, [121 / 2.1, (110 - 121 / 2.1) * 1.2])

    def test_first_and_last_repayment(self):
        assert repayment_periods(2.5, 2.5, 2, "to first principal") == (5, 5)
        assert repayment_periods(10, 0, 4) == (1, 40)


class TestKernel:
    @given(st.floats(0, 0.2), st.integers(1, 40), st.data())
    def test_yearly_kernel_is_the_formula(self, interest, maturity, data):
        grace = data.draw(st.integers(0, maturity - 1))
        kernel = debt_service_kernel(interest, maturity, grace)
        balance, n = 1.0, maturity - grace
        assert kernel[0] == 0
        for j in range(1, maturity + 1):
            repaid = (j > grace) / n
            assert kernel[j] == pytest.approx(interest * balance + repaid)
            balance -= repaid
        assert kernel.size == maturity + 1

    @given(terms())
    def test_kernel_adds_up_the_schedule(self, loan):
        schedule = loan_schedule(1.0, **loan)
        kernel, left = debt_service_kernel(**loan), outstanding_kernel(**loan)
        assert kernel.sum() == pytest.approx(schedule.payment.sum())
        assert kernel.size == left.size == int(np.ceil(loan["maturity"] - 1e-9)) + 1
        for year in range(1, kernel.size):
            due = (schedule.time > year - 1 + 1e-9) & (schedule.time <= year + 1e-9)
            assert kernel[year] == pytest.approx(schedule.payment[due].sum(), abs=1e-12)
            paid = schedule.principal[schedule.time <= year + 1e-9].sum()
            assert left[year] == pytest.approx(1 - paid, abs=1e-9)

    def test_part_of_a_year(self):
        kernel = debt_service_kernel(0, 1.5, payments_per_year=2)
        np.testing.assert_allclose(kernel, [0, 2 / 3, 1 / 3])

    def test_service_of_two_drawings(self):
        kernel = debt_service_kernel(0.10, 2, 1)
        np.testing.assert_allclose(kernel, [0, 0.1, 1.1])
        np.testing.assert_allclose(debt_service([100, 50], kernel), [0, 10, 115, 55])

    def test_commitment_fees_at_either_end_of_the_period(self):
        fees = commitment_fees(100, [40, 60, 0], 0.01)
        np.testing.assert_allclose(fees, [1, 0.6, 0])
        fees = commitment_fees(100, [40, 60, 0], 0.01, draws_at="start")
        np.testing.assert_allclose(fees, [0.6, 0, 0])
        fees = commitment_fees(100, [40, 0], 0.01, upfront_fee=0.005)
        np.testing.assert_allclose(fees, [1.5, 0.6])

    def test_fee_on_what_is_drawn(self):
        kernel = debt_service_kernel(0.10, 2, 1, drawing_fee=0.02)
        np.testing.assert_allclose(debt_service([100, 50], kernel), [2, 11, 115, 55])

    @given(terms(), st.lists(st.floats(0, 1e6), min_size=1, max_size=6))
    def test_matrix_of_drawings_is_the_service(self, loan, draws):
        kernel = debt_service_kernel(**loan)
        starts = range(2027, 2027 + len(draws))
        years = years_reached(kernel, starts)
        service = np.array(draws) @ flows_by_start(kernel, starts, years)
        np.testing.assert_allclose(service, debt_service(draws, kernel), rtol=1e-9, atol=1e-6)
        # A plan that ends sooner sees the same years.
        short = np.array(draws) @ flows_by_start(kernel, starts, years[:2])
        np.testing.assert_allclose(short, service[:2], rtol=1e-9, atol=1e-6)

    @given(
        st.lists(st.floats(0, 100), min_size=1, max_size=6),
        st.floats(0, 0.05),
        st.floats(0, 0.05),
        st.sampled_from(["start", "end"]),
    )
    def test_fees_are_linear_in_commitment_and_drawings(self, draws, fee, upfront, draws_at):
        commitment, n = sum(draws) + 10, len(draws)
        fees = commitment_fees(commitment, draws, fee, upfront, draws_at)
        committed, drawn = commitment_fee_kernel(n, fee, upfront, draws_at)
        linear = commitment * committed + np.array(draws) @ flows_by_start(
            drawn, range(n), range(n)
        )
        np.testing.assert_allclose(linear, fees, atol=1e-9)


def test_flows_of_years_that_are_not_asked_for():
    table = flows_by_start([1, 2, 3], [2030, 2026], [2031, 2027])
    assert table.tolist() == [[2, 0], [0, 2]]
    assert flows_by_start([1], [], [2027]).shape == (0, 1)


class TestGrantElement:
    @given(
        st.sampled_from([1, 2, 4]),
        st.integers(1, 80),
        st.data(),
        st.floats(0, 0.15),
        st.floats(0.005, 0.15),
        st.sampled_from(["equal principal", "annuity"]),
    )
    def test_closed_form_equals_cash_flow(self, per_year, last, data, interest, discount, profile):
        first = data.draw(st.integers(1, last))
        before = data.draw(st.floats(0, 0.15))
        maturity, grace = last / per_year, first / per_year
        closed = grant_element_closed_form(
            interest, maturity, grace, discount, per_year, profile, grace_interest=before
        )
        path = [before] * (first - 1) + [interest] * (last - first + 1)
        flow = loan_grant_element(
            path, maturity, grace, discount, payments_per_year=per_year, profile=profile
        )
        assert closed == pytest.approx(flow, abs=1e-6)

    @given(st.floats(0, 0.1), st.integers(1, 40), st.floats(0.01, 0.1))
    def test_one_sum_at_the_end(self, interest, years, discount):
        profile = "lump sum with simple interest"
        closed = grant_element_closed_form(interest, years, years, discount, 1, profile)
        flow = loan_grant_element(
            interest, years, years, discount, payments_per_year=1, profile=profile
        )
        assert closed == pytest.approx(flow, abs=1e-9)

    @given(terms(), st.floats(0, 0.15))
    def test_flows_give_the_same(self, loan, discount):
        schedule = loan_schedule(1.0, **loan)
        flow = grant_element_of_flows(schedule.payment, schedule.time, [1], [0], discount)
        assert loan_grant_element(**loan, discount=discount) == pytest.approx(flow, abs=1e-8)

    @given(st.floats(0, 0.1), st.floats(0.001, 0.1), st.integers(2, 40))
    def test_softer_terms_give_more(self, interest, extra, years):
        soft = loan_grant_element(interest, years, 1)
        assert soft > loan_grant_element(interest + extra, years, 1)
        assert loan_grant_element(0, years, years) >= loan_grant_element(0, years, 1)

    def test_by_hand(self):
        # 100 back after two years at 25 %: 64 today.
        assert loan_grant_element(0, 2, 2, 0.25, payments_per_year=1) == pytest.approx(36)
        # 50 after each of two years: 40 + 32 = 72 today.
        assert loan_grant_element(0, 2, 1, 0.25, payments_per_year=1) == pytest.approx(28)
        # An upfront fee of 2 % is paid at once.
        assert loan_grant_element(
            0, 2, 1, 0.25, payments_per_year=1, upfront_fee=0.02
        ) == pytest.approx(26)
        # Nothing is discounted at 0 %.
        assert loan_grant_element(0, 2, 1, 0.0) == pytest.approx(0)

    def test_loan_at_the_discount_rate_gives_nothing(self):
        at_rate = loan_grant_element(0.05, 10, 2, 0.05, compounding="effective")
        assert at_rate == pytest.approx(0, abs=1e-9)

    def test_disbursed_in_steps(self):
        # Lent 50 now and 50 after a year, all back after two years: 64 of 90.
        computed = grant_element_of_flows([100], [2], [50, 50], [0, 1], 0.25)
        assert computed == pytest.approx(100 * (1 - 64 / 90))

    def test_package(self):
        assert blended_grant_element([100, 20], [1, 4]) == pytest.approx(36)
        assert bool(is_concessional(blended_grant_element([100, 20], [1, 4])))
        assert concessional_margin([100, 20], [1, 4]).sum() == pytest.approx(0.05)
        assert concessional_margin([20], [100], at_least_pct=25).tolist() == [-5]
        assert bool(is_concessional(25, at_least_pct=25))

    def test_terms_of_the_dac(self):
        # Softer reporting for poorer borrowers: a higher rate, and more asked at that rate.
        rates = [terms.discount for terms in DAC_2018.values()]
        asked = [terms.at_least_pct for terms in DAC_2018.values()]
        assert rates == [0.09, 0.07, 0.06]
        assert asked == [45, 15, 10]
        before = DAC_BEFORE_2018
        element = loan_grant_element(0.025, 10, 2.5, before.discount)
        assert bool(is_concessional(element, before.at_least_pct))
        poorest = DAC_2018["least developed and other low income"]
        element = loan_grant_element(0.025, 10, 2.5, poorest.discount)
        assert not is_concessional(element, poorest.at_least_pct)

    @given(st.integers(1, 5), st.floats(0, 0.05), st.floats(0, 0.02))
    def test_fees_on_what_is_not_drawn_make_a_loan_dearer(self, years, interest, fee):
        # Drawn in equal parts at the start of each year; each part is repaid five years later.
        draws = np.full(years, 1 / years)
        service = debt_service(draws, debt_service_kernel(interest, 5, profile="lump sum"))
        fees = commitment_fees(1.0, draws, fee, draws_at="start")
        times = np.arange(service.size)
        free = grant_element_of_flows(service, times, draws, np.arange(years))
        service[:years] += fees
        charged = grant_element_of_flows(service, times, draws, np.arange(years))
        worth = present_value_at(fees, np.arange(years), 0.05)
        lent = present_value_at(draws, np.arange(years), 0.05)
        assert charged == pytest.approx(free - 100 * worth / lent)
