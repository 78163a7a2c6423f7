"""Grant element of loans: how much of a loan is a gift."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.annuities import capital_recovery_factor
from finmodel.finance.checks import not_negative, one, positive, proportions, whole
from finmodel.finance.discounting import present_value_at
from finmodel.finance.loans import GraceMeaning, Profile, loan_schedule
from finmodel.finance.rates import Compounding, rate_per_period

DISCOUNT_RATE = 0.05
"""Discount rate of the IMF and the World Bank since 2013 [share a year]."""


def grant_element_of_flows(
    service: ArrayLike,
    service_times: ArrayLike,
    disbursements: ArrayLike,
    disbursement_times: ArrayLike,
    discount: float = DISCOUNT_RATE,
) -> float:
    r"""Return the grant element of any schedule of disbursements and debt service.

    .. math::

        GE = 100 \left(1 - \frac{\sum_k DS_k (1 + d)^{-t_k}}{\sum_j L_j (1 + d)^{-t_j}}\right)

    Parameters
    ----------
    service : array_like
        Interest, principal and fees paid [money].
    service_times : array_like
        When they are paid [years from commitment].
    disbursements : array_like
        Amounts lent [money].
    disbursement_times : array_like
        When they are lent [years from commitment].
    discount : float
        Effective discount rate :math:`d` [share a year].

    Returns
    -------
    float
        Grant element [%].

    Raises
    ------
    ValueError
        If lengths differ, amounts are negative, or nothing is lent.

    Notes
    -----
    100 for a grant, 0 for a loan at the discount rate, negative for a dearer one. With all of
    the face lent at time 0 the denominator is the face.

    Source: IDA, Grant element calculations; DAC, Calculation of the grant element.

    Examples
    --------
    >>> round(grant_element_of_flows([110], [1], [100], [0], discount=0.10), 9)
    0.0
    >>> round(grant_element_of_flows([100], [10], [100], [0], discount=0.05), 4)
    38.6087
    """
    paid = present_value_at(not_negative("service", service), service_times, discount)
    lent = present_value_at(
        not_negative("disbursements", disbursements), disbursement_times, discount
    )
    if lent <= 0:
        raise ValueError("disbursements must hold some money")
    return 100 * (1 - paid / lent)


def loan_grant_element(
    interest: ArrayLike,
    maturity: float,
    grace: float,
    discount: float = DISCOUNT_RATE,
    payments_per_year: int = 2,
    profile: Profile = "equal principal",
    grace_means: GraceMeaning = "to first principal",
    compounding: Compounding = "nominal",
    shares: ArrayLike | None = None,
    upfront_fee: float = 0.0,
    discount_compounding: Compounding = "effective",
) -> float:
    r"""Return the grant element of a loan disbursed whole at time 0, from its cash flow.

    .. math::

        GE = 100 \left(1 - u - \sum_\tau \frac{DS_\tau / F}{(1 + D)^\tau}\right), \qquad
        D = (1 + d)^{1/A} - 1

    Parameters
    ----------
    interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
        Terms of the loan, as in `loan_schedule`; the conventions of the DAC by default.
    discount : float
        Discount rate :math:`d` [share a year].
    upfront_fee : float
        Fee :math:`u` on the face, paid at time 0 [share].
    discount_compounding : {"effective", "nominal"}
        Whether the period's discount rate is :math:`(1 + d)^{1/A} - 1` (the published
        convention) or :math:`d / A`.

    Returns
    -------
    float
        Grant element [%].

    Raises
    ------
    ValueError
        As in `loan_schedule`; if the discount rate is negative, or the fee outside 0 to 1.

    Notes
    -----
    Source: DAC, Calculation of the grant element: formula and examples; IDA, Grant element
    calculations. AidData's record of an interest-free loan to Mauritius (20 years, grace 10,
    10 %) prints 75.051, which fixes the effective period rate and principal from year 10 on.

    Examples
    --------
    >>> round(loan_grant_element(0.0, 20, 10, discount=0.10), 4)
    75.0516
    """
    rate = one(not_negative, "discount", discount)
    fee = one(proportions, "upfront_fee", upfront_fee)
    loan = loan_schedule(
        1.0, interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
    )
    step = float(rate_per_period(rate, payments_per_year, discount_compounding))
    periods = np.arange(1, loan.time.size + 1)
    return 100 * (1 - fee - present_value_at(loan.payment, periods, step))


def grant_element_closed_form(
    interest: float,
    maturity: float,
    grace: float,
    discount: float = DISCOUNT_RATE,
    payments_per_year: int = 2,
    profile: Literal[
        "equal principal", "annuity", "lump sum with simple interest"
    ] = "equal principal",
    grace_interest: float | None = None,
) -> float:
    r"""Return the grant element by the DAC's closed form.

    .. math::

        INT = G - 1/A, \quad NR = A (M - INT), \quad C_1 = (1 + d)^{INT}, \quad
        C_2 = (1 + d)^{M - INT}

        GE = 100 (1 - ZG - ZM - ZX), \qquad ZG = \frac{R_1 (1 - 1/C_1)}{A D}

    Equal principal:

    .. math::

        ZM = \frac{1 - 1/C_2}{NR \, C_1 D}, \qquad
        ZX = \frac{R_2 (1/C_2 - 1 + D \, NR)}{A \, NR \, C_1 D^2}

    Annuity, with :math:`q = (1 + R_2/A)^{NR}`: :math:`ZM` is left out of the sum and

    .. math:: ZX = \frac{R_2}{A} \, \frac{q}{q - 1} \, \frac{1 - 1/C_2}{C_1 D}

    Principal and simple interest in one sum: :math:`GE = 100 (1 - (1 + R_2 M) / (1 + d)^M)`.

    Parameters
    ----------
    interest : float
        Interest rate :math:`R_2` in the repayment period [share a year].
    maturity : float
        Time :math:`M` from commitment to the last payment [years].
    grace : float
        Time :math:`G` from commitment to the first payment of principal [years]; not used for a
        lump sum.
    discount : float
        Discount rate :math:`d` [share a year]; :math:`D = (1 + d)^{1/A} - 1`.
    payments_per_year : int
        Payments a year :math:`A`.
    profile : str
        "equal principal", "annuity" or "lump sum with simple interest".
    grace_interest : float, optional
        Interest rate :math:`R_1` before the repayment period [share a year]; `interest` if
        missing.

    Returns
    -------
    float
        Grant element [%].

    Raises
    ------
    ValueError
        If the discount rate is 0 or below (take `loan_grant_element`), interest is negative,
        grace is shorter than a period or above maturity, or the profile is another.

    Notes
    -----
    Equal to `loan_grant_element` with "to first principal". The published text writes the
    lump sum with G for M: for a single repayment the two are the same. An annuity without
    interest is equal principal.

    Source: DAC, Calculation of the grant element: formula and examples
    (https://paperzz.com/doc/8929037/grant-element).

    Examples
    --------
    >>> round(grant_element_closed_form(0.025, 10, 2.5, discount=0.10), 5)
    32.39094
    """
    a = whole("payments_per_year", payments_per_year, at_least=1)
    d, r2 = one(positive, "discount", discount), one(not_negative, "interest", interest)
    r1 = r2 if grace_interest is None else one(not_negative, "grace_interest", grace_interest)
    years = one(positive, "maturity", maturity)
    if profile == "lump sum with simple interest":
        return 100 * (1 - (1 + r2 * years) / math.pow(1 + d, years))
    waiting = one(positive, "grace", grace)
    if waiting > years:
        raise ValueError(f"maturity ({years:g} years) must not be below grace ({waiting:g} years)")
    if waiting * a < 1 - 1e-9:
        raise ValueError(f"grace must be at least one period: {1 / a:g} years")
    step = float(rate_per_period(d, a, "effective"))
    interval = waiting - 1 / a
    repayments = a * (years - interval)
    c1, c2 = math.pow(1 + d, interval), math.pow(1 + d, years - interval)
    zg = r1 * (1 - 1 / c1) / (a * step)
    level = (1 - 1 / c2) / (c1 * step)
    if profile == "equal principal":
        zm = level / repayments
        zx = r2 * (1 / c2 - 1 + step * repayments) / (a * repayments * c1 * step**2)
        return 100 * (1 - zg - zm - zx)
    if profile == "annuity":
        payment = float(capital_recovery_factor(r2 / a, repayments))
        return 100 * (1 - zg - payment * level)
    raise ValueError(
        'profile must be "equal principal", "annuity" or "lump sum with simple interest", '
        f'not "{profile}"; take loan_grant_element for others'
    )
