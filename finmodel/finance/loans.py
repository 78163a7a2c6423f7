"""Loan schedules: what is owed, and what is paid when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import (
    Floats,
    not_negative,
    one,
    positive,
    series,
    shares_of_one,
    whole,
)
from finmodel.finance.rates import Compounding, rate_per_period
from finmodel.finance.varying_annuities import relevelled_shares

Profile = Literal[
    "equal principal",
    "annuity",
    "irregular",
    "lump sum",
    "lump sum with simple interest",
    "lump sum with compound interest",
]
"""How the principal is repaid. A lump sum (bullet) falls due at the end; the last two pay all
interest with it."""

GraceMeaning = Literal["interest only", "to first principal"]
"""Grace as years of interest only, or (DAC) as time to the first payment of principal."""

PROFILES: tuple[Profile, ...] = (
    "equal principal",
    "annuity",
    "irregular",
    "lump sum",
    "lump sum with simple interest",
    "lump sum with compound interest",
)

LUMP_SUMS = PROFILES[3:]
"""Profiles that repay all principal at maturity, whatever the grace."""


@dataclass(frozen=True, slots=True)
class LoanSchedule:
    """What a loan, drawn whole at time 0, pays at the end of each period.

    Attributes
    ----------
    time : ndarray
        When each payment falls due [years from drawing].
    opening : ndarray
        Principal owed in the period before it [money].
    interest : ndarray
        Interest paid [money].
    principal : ndarray
        Principal repaid [money].
    """

    time: Floats
    opening: Floats
    interest: Floats
    principal: Floats

    @property
    def payment(self) -> Floats:
        """Interest and principal together [money]."""
        return self.interest + self.principal

    @property
    def closing(self) -> Floats:
        """Principal owed after the payment [money]."""
        return self.opening - self.principal


def repayment_periods(
    maturity: float,
    grace: float = 0.0,
    payments_per_year: int = 1,
    grace_means: GraceMeaning = "interest only",
) -> tuple[int, int]:
    r"""Return the number of the first period that repays principal, and of the last.

    .. math::

        N = A M, \qquad \text{first} = A G + 1 \text{ (interest only)}, \qquad
        \text{first} = A G \text{ (to first principal)}

    Parameters
    ----------
    maturity : float
        Time :math:`M` to the last payment [years].
    grace : float
        Grace :math:`G` [years].
    payments_per_year : int
        Payments a year :math:`A`.
    grace_means : {"interest only", "to first principal"}
        What `grace` counts: years in which only interest is paid, or (DAC) the time to the
        first payment of principal.

    Returns
    -------
    tuple of int
        First and last period with principal; periods count from 1.

    Raises
    ------
    ValueError
        If grace is negative, maturity is not above it (for "to first principal": is below it),
        either does not fall on a payment date, or the time to first principal is shorter than
        a period.

    Notes
    -----
    Source: DAC, Calculation of the grant element ("INT = G - 1/A").

    Examples
    --------
    >>> repayment_periods(20, 10, 2, "to first principal")
    (20, 40)
    >>> repayment_periods(20, 10, 2, "interest only")
    (21, 40)
    """
    number = whole("payments_per_year", payments_per_year, at_least=1)
    years, waiting = one(positive, "maturity", maturity), one(not_negative, "grace", grace)
    last = whole("maturity times payments_per_year", years * number, at_least=1)
    periods = whole("grace times payments_per_year", waiting * number)
    if grace_means == "interest only":
        if periods >= last:
            raise ValueError(f"maturity ({years:g} years) must be above grace ({waiting:g} years)")
        return periods + 1, last
    if grace_means != "to first principal":
        raise ValueError(
            f'grace_means must be "interest only" or "to first principal", not "{grace_means}"'
        )
    if periods > last:
        raise ValueError(f"maturity ({years:g} years) must not be below grace ({waiting:g} years)")
    if periods < 1:
        raise ValueError(
            "grace, as time to the first principal, must be at least one period: "
            f"{1 / number:g} years"
        )
    return periods, last


def loan_schedule(
    face: float,
    interest: ArrayLike,
    maturity: float,
    grace: float = 0.0,
    payments_per_year: int = 1,
    profile: Profile = "equal principal",
    grace_means: GraceMeaning = "interest only",
    compounding: Compounding = "nominal",
    shares: ArrayLike | None = None,
) -> LoanSchedule:
    r"""Return the schedule of a loan drawn whole at time 0.

    With :math:`n` repayments after the grace, balance :math:`B_{k-1}` and period rate
    :math:`r_k`, interest is :math:`r_k B_{k-1}` and principal is

    .. math::

        \text{equal: } F / n, \qquad \text{irregular: } s_k F, \qquad
        \text{annuity: } B_{k-1} \, CRF(r_k, n - k + 1) - r_k B_{k-1}

    Parameters
    ----------
    face : float
        Amount lent :math:`F` [money].
    interest : float or array_like
        Interest rate, or one for each payment period [share a year].
    maturity, grace : float
        Time to the last payment, and grace [years].
    payments_per_year : int
        Payments a year.
    profile : str
        "equal principal", "annuity", "irregular" (with `shares`), "lump sum" (a bullet: principal
        at the end, interest as it falls due), "lump sum with simple interest" or "lump sum with
        compound interest" (all of it paid with the principal).
    grace_means : {"interest only", "to first principal"}
        As in `repayment_periods`.
    compounding : {"nominal", "effective"}
        Whether the period rate is rate / A (usual for loans), or (1 + rate)^(1/A) - 1.
    shares : array_like, optional
        Share of the face repaid in each period from the first repayment to the last [share].

    Returns
    -------
    LoanSchedule
        One entry for each payment period.

    Raises
    ------
    ValueError
        If interest is negative, shares are missing, not as many as the repayments, or do not
        add up to 1, or as in `repayment_periods`.

    Notes
    -----
    A lump sum falls due at maturity whatever the grace. Simple interest is :math:`F \sum r_k`
    and compound interest :math:`F (\prod (1 + r_k) - 1)`; `opening` stays the principal.

    Source: profiles as in the calculators of the IMF (concessionality calculator) and the DAC
    (Calculation of the grant element).

    Examples
    --------
    >>> schedule = loan_schedule(900, 0.10, maturity=4, grace=1)
    >>> schedule.principal.round(6).tolist(), schedule.interest.round(6).tolist()
    ([0.0, 300.0, 300.0, 300.0], [90.0, 90.0, 60.0, 30.0])
    >>> loan_schedule(900, 0.10, 3, profile="annuity").payment.round(4).tolist()
    [361.9033, 361.9033, 361.9033]
    """
    amount = one(positive, "face", face)
    if profile in LUMP_SUMS:
        one(not_negative, "grace", grace)
        grace, grace_means = maturity, "to first principal"
    first, last = repayment_periods(maturity, grace, payments_per_year, grace_means)
    yearly = not_negative("interest", interest)
    if yearly.shape not in ((), (last,)):
        raise ValueError(f"interest must be one rate, or {last}, one for each payment period")
    steps = np.broadcast_to(rate_per_period(yearly, payments_per_year, compounding), (last,))
    repaid = amount * _repaid_shares(profile, steps, first, shares)
    opening = amount - np.concatenate(([0.0], np.cumsum(repaid)[:-1]))
    paid = opening * steps
    if profile == "lump sum with simple interest":
        paid = np.append(np.zeros(last - 1), amount * steps.sum())
    elif profile == "lump sum with compound interest":
        paid = np.append(np.zeros(last - 1), amount * np.expm1(np.log1p(steps).sum()))
    time = np.arange(1, last + 1) / payments_per_year
    return LoanSchedule(time, opening, paid, repaid)


def _repaid_shares(profile: Profile, steps: Floats, first: int, shares: ArrayLike | None) -> Floats:
    """Return the share of the face repaid in each period."""
    if profile not in PROFILES:
        raise ValueError(f'profile must be one of {", ".join(PROFILES)}, not "{profile}"')
    if (shares is not None) != (profile == "irregular"):
        raise ValueError('shares are needed for the profile "irregular", and only for it')
    count = steps.size - first + 1
    repaid = np.zeros(steps.size)
    if shares is not None:
        given = shares_of_one("shares", series("shares", shares))
        if given.size != count:
            raise ValueError(f"shares must be {count}, one for each repayment, not {given.size}")
        repaid[first - 1 :] = given
    elif profile == "equal principal":
        repaid[first - 1 :] = 1 / count
    elif profile == "annuity":
        repaid[first - 1 :] = relevelled_shares(steps[first - 1 :])
    else:
        repaid[-1] = 1.0
    return repaid
