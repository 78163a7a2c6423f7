"""Debt service of a plan: kernels per unit drawn, service of many drawings.

Kernels count years from the drawing; `finmodel.finance.kernels` lays them out on a plan's years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, one, proportions, series
from finmodel.finance.loans import GraceMeaning, Profile, loan_schedule
from finmodel.finance.rates import Compounding


def debt_service_kernel(
    interest: ArrayLike,
    maturity: float,
    grace: float = 0.0,
    payments_per_year: int = 1,
    profile: Profile = "equal principal",
    grace_means: GraceMeaning = "interest only",
    compounding: Compounding = "nominal",
    shares: ArrayLike | None = None,
    drawing_fee: float = 0.0,
) -> Floats:
    r"""Return the debt service of each year after a drawing, for one unit drawn.

    For yearly payments of equal principal after :math:`G` years of interest only,
    :math:`n = M - G`:

    .. math:: k_0 = u, \qquad k_j = i \, B_{j-1} + 1\{j > G\} / n

    Parameters
    ----------
    interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
        Terms of the loan, as in `loan_schedule`.
    drawing_fee : float
        Fee :math:`u` on what is drawn, paid when it is drawn [share].

    Returns
    -------
    ndarray
        :math:`k_0` to :math:`k_M` [1 a year]; a maturity of 10.5 years has 12 of them.

    Raises
    ------
    ValueError
        As in `loan_schedule`; if the fee is outside 0 to 1.

    Notes
    -----
    A yearly charge on what is owed is part of the interest; for fees on what is not drawn see
    `finmodel.finance.loan_fees`. Years count from the drawing; payments at times in (j - 1, j]
    belong to year j. The service of drawings :math:`L_v` is :math:`DS_t = \sum_v k_{t-v} L_v`,
    linear in the drawings.

    Source: [own] as a kernel; the schedule as in `loan_schedule`.

    Examples
    --------
    >>> debt_service_kernel(0.10, maturity=4, grace=2).round(6).tolist()
    [0.0, 0.1, 0.1, 0.6, 0.55]
    """
    loan = loan_schedule(
        1.0, interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
    )
    kernel = _by_year(loan.payment, payments_per_year)
    kernel[0] = one(proportions, "drawing_fee", drawing_fee)
    return kernel


def outstanding_kernel(
    interest: ArrayLike,
    maturity: float,
    grace: float = 0.0,
    payments_per_year: int = 1,
    profile: Profile = "equal principal",
    grace_means: GraceMeaning = "interest only",
    compounding: Compounding = "nominal",
    shares: ArrayLike | None = None,
) -> Floats:
    r"""Return the principal owed at the end of each year after a drawing, for one unit drawn.

    Parameters
    ----------
    interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
        Terms of the loan, as in `loan_schedule`.

    Returns
    -------
    ndarray
        Principal owed after 0, 1, …, M years [1]; the first is 1, the last 0.

    Raises
    ------
    ValueError
        As in `loan_schedule`.

    Notes
    -----
    Source: as `debt_service_kernel`.

    Examples
    --------
    >>> outstanding_kernel(0.10, maturity=4, grace=2).round(6).tolist()
    [1.0, 1.0, 1.0, 0.5, 0.0]
    """
    loan = loan_schedule(
        1.0, interest, maturity, grace, payments_per_year, profile, grace_means, compounding, shares
    )
    left = np.subtract(1.0, np.cumsum(_by_year(loan.principal, payments_per_year)))
    left[-1] = 0.0
    return left


def _by_year(amounts: Floats, payments_per_year: int) -> Floats:
    """Add up the payments of each year, with 0 in front for the year of drawing."""
    years = np.arange(payments_per_year, amounts.size + payments_per_year) // payments_per_year
    return np.asarray(np.bincount(years, weights=amounts), dtype=np.float64)


def debt_service(draws: ArrayLike, kernel: ArrayLike) -> Floats:
    r"""Return the debt service of a series of drawings.

    .. math:: DS_t = \sum_v k_{t-v} L_v

    Parameters
    ----------
    draws : array_like
        Drawing in each year :math:`L_v` [money].
    kernel : array_like
        Debt service per unit drawn, from the year of drawing on [1 a year].

    Returns
    -------
    ndarray
        Debt service from the first drawing to the last payment [money a year]: as many years as
        draws and kernel together, less one.

    Raises
    ------
    ValueError
        If a drawing is negative, or either is empty.

    Notes
    -----
    Source: [own]; a convolution.

    Examples
    --------
    >>> debt_service([100, 50], debt_service_kernel(0.10, 2)).round(6).tolist()
    [0.0, 60.0, 85.0, 27.5]
    """
    drawn = not_negative("draws", series("draws", draws))
    return np.convolve(drawn, series("kernel", kernel))
