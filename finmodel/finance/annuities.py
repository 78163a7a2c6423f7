"""Level payments: annuity factor, capital recovery factor, payment, number of payments.

For payments that grow, and for rates that change, see `finmodel.finance.varying_annuities`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, numbers, positive, rates
from finmodel.finance.elementwise import elementwise

When = Literal["arrears", "advance"]
"""Payments at the end of each period (in arrears), or at its start (in advance)."""


@elementwise
def annuity_factor(rate: ArrayLike, periods: ArrayLike, when: When = "arrears") -> Floats:
    r"""Return the present value of one unit a period.

    .. math:: a(w, n) = \frac{1 - (1 + w)^{-n}}{w}, \qquad a(0, n) = n

    In advance it is :math:`(1 + w)` times that.

    Parameters
    ----------
    rate : array_like
        Rate :math:`w` [share a period].
    periods : array_like
        Number of payments :math:`n`; need not be whole.
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    ndarray
        Annuity factor [1].

    Raises
    ------
    ValueError
        If the rate is -1 or below, `periods` is 0 or below, or `when` is another word.

    Notes
    -----
    Computed with ``expm1`` and ``log1p``, so small rates lose no digits.

    Source: textbook; ``pv`` of numpy-financial.

    Examples
    --------
    >>> float(annuity_factor(0.05, 10).round(6))
    7.721735
    >>> annuity_factor([0, 0.05], 10, when="advance").round(6).tolist()
    [10.0, 8.107822]
    """
    if when not in ("arrears", "advance"):
        raise ValueError(f'when must be "arrears" or "advance", not "{when}"')
    w, n = np.broadcast_arrays(rates("rate", rate), positive("periods", periods))
    level = w == 0
    safe = np.where(level, 1.0, w)
    factor = np.where(level, n, -np.expm1(-n * np.log1p(safe)) / safe)
    return np.multiply(factor, 1 + w if when == "advance" else 1.0)


@elementwise
def capital_recovery_factor(rate: ArrayLike, periods: ArrayLike, when: When = "arrears") -> Floats:
    r"""Return the level payment that repays one unit with interest.

    .. math:: CRF(w, n) = \frac{w}{1 - (1 + w)^{-n}}, \qquad CRF(0, n) = 1/n

    Parameters
    ----------
    rate : array_like
        Rate :math:`w` [share a period].
    periods : array_like
        Number of payments :math:`n`; need not be whole.
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    ndarray
        Payment a period for each unit of capital [1 a period].

    Raises
    ------
    ValueError
        As in `annuity_factor`.

    Notes
    -----
    The inverse of `annuity_factor`. Source: textbook (engineering economics).

    Examples
    --------
    >>> float(capital_recovery_factor(0.035, 30).round(8))
    0.05437133
    >>> float(capital_recovery_factor(0, 4))
    0.25
    """
    return np.asarray(1.0 / annuity_factor(rate, periods, when), dtype=np.float64)


@elementwise
def annuity_payment(
    principal: ArrayLike,
    rate: ArrayLike,
    periods: ArrayLike,
    when: When = "arrears",
    balloon: ArrayLike = 0.0,
) -> Floats:
    r"""Return the level payment that repays a principal, less a balloon paid at the end.

    .. math:: p = \left(P - B (1 + w)^{-n}\right) CRF(w, n)

    Parameters
    ----------
    principal : array_like
        Amount owed now :math:`P` [money].
    rate : array_like
        Rate :math:`w` [share a period].
    periods : array_like
        Number of payments :math:`n`.
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.
    balloon : array_like
        Amount :math:`B` still owed after the last payment [money].

    Returns
    -------
    ndarray
        Payment each period, positive [money a period].

    Raises
    ------
    ValueError
        As in `annuity_factor`.

    Notes
    -----
    numpy-financial's ``pmt`` has the opposite sign, and its ``fv`` is the balloon's.

    Source: textbook.

    Examples
    --------
    >>> float(annuity_payment(200000, 0.075 / 12, 180).round(6))
    1854.02472
    """
    w, n = rates("rate", rate), positive("periods", periods)
    owed = numbers("principal", principal) - numbers("balloon", balloon) * np.power(1 + w, -n)
    return np.asarray(owed * capital_recovery_factor(w, n, when), dtype=np.float64)


@elementwise
def number_of_payments(principal: ArrayLike, rate: ArrayLike, payment: ArrayLike) -> Floats:
    r"""Return how many level payments in arrears repay a principal.

    .. math:: n = -\frac{\ln(1 - P w / p)}{\ln(1 + w)}, \qquad n = P / p \text{ if } w = 0

    Parameters
    ----------
    principal : array_like
        Amount owed now :math:`P` [money].
    rate : array_like
        Rate :math:`w` [share a period].
    payment : array_like
        Payment each period :math:`p` [money a period].

    Returns
    -------
    ndarray
        Number of payments, with a fraction for a smaller last one.

    Raises
    ------
    ValueError
        If principal or payment is 0 or below, or the payment does not cover the interest.

    Notes
    -----
    Source: textbook; ``nper`` of numpy-financial.

    Examples
    --------
    >>> float(number_of_payments(8000, 0.07 / 12, 150).round(5))
    64.07335
    """
    owed, w, paid = np.broadcast_arrays(
        positive("principal", principal), rates("rate", rate), positive("payment", payment)
    )
    if np.any(paid <= owed * w):
        raise ValueError("payment must be more than the first period's interest")
    level = w == 0
    safe = np.where(level, 1.0, w)
    logs = np.log1p(np.where(level, 0.0, -owed * w / paid))
    return np.where(level, owed / paid, -logs / np.log1p(safe))
