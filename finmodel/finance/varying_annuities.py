"""Annuities that vary: payments that grow, rates that change."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.annuities import When
from finmodel.finance.checks import Floats, numbers, one, positive, rates, series, whole
from finmodel.finance.elementwise import elementwise


@elementwise
def growing_annuity_factor(
    rate: ArrayLike, growth: ArrayLike, periods: ArrayLike, when: When = "arrears"
) -> Floats:
    r"""Return the present value of payments that begin at one unit and grow.

    .. math::

        a(w, g, n) = \frac{1 - \left(\frac{1 + g}{1 + w}\right)^n}{w - g}, \qquad
        a(w, w, n) = \frac{n}{1 + w}

    In advance it is :math:`(1 + w)` times that.

    Parameters
    ----------
    rate : array_like
        Rate :math:`w` [share a period].
    growth : array_like
        Growth of payments :math:`g`, from each to the next; 0 for level payments [share a period].
    periods : array_like
        Number of payments :math:`n`.
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    ndarray
        Present value for a first payment of 1 [1].

    Raises
    ------
    ValueError
        If the rate or the growth is -1 or below, `periods` is 0 or below, or `when` is another
        word.

    Notes
    -----
    Growth may be above the rate. The first payment is not grown.

    Source: textbook (growing annuity; geometric gradient in engineering economics).

    Examples
    --------
    >>> float(growing_annuity_factor(0.10, 0.05, 3).round(6))
    2.605184
    >>> growing_annuity_factor(0.05, [0.05, 0], 3, when="advance").round(6).tolist()
    [3.0, 2.85941]
    """
    _known(when)
    w, g = rates("rate", rate), rates("growth", growth)
    w, g, n = np.broadcast_arrays(w, g, positive("periods", periods))
    level = w == g
    spread = np.where(level, 1.0, w - g)
    steps = np.where(level, 0.0, (g - w) / (1 + w))
    factor = np.where(level, n / (1 + w), -np.expm1(n * np.log1p(steps)) / spread)
    return np.multiply(factor, 1 + w if when == "advance" else 1.0)


def growing_payments(
    principal: float, rate: float, growth: float, periods: int, when: When = "arrears"
) -> Floats:
    r"""Return payments that grow at a constant rate and repay a principal.

    .. math:: p_k = \frac{P}{a(w, g, n)} (1 + g)^{k-1}

    Parameters
    ----------
    principal : float
        Amount owed now :math:`P` [money].
    rate, growth : float
        Rate, and growth of payments [share a period].
    periods : int
        Number of payments :math:`n`.
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    ndarray
        Payment of each period [money].

    Raises
    ------
    ValueError
        As in `growing_annuity_factor`; if `periods` is not whole.

    Notes
    -----
    Availability payments that follow a price index as a whole are of this form. Source: as
    `growing_annuity_factor`.

    Examples
    --------
    >>> growing_payments(1000, 0.10, 0.05, 3).round(4).tolist()
    [383.85, 403.0425, 423.1947]
    """
    count = whole("periods", periods, at_least=1)
    g = one(rates, "growth", growth)
    factor = one(numbers, "factor", growing_annuity_factor(rate, g, count, when))
    first = one(numbers, "principal", principal) / factor
    return np.asarray(first * (1 + g) ** np.arange(count), dtype=np.float64)


def changing_annuity_factor(period_rates: ArrayLike, when: When = "arrears") -> float:
    r"""Return the present value of one unit a period when the rate changes.

    .. math::

        \text{arrears: } \sum_{k=1}^{n} \prod_{j=1}^{k} \frac{1}{1 + w_j}, \qquad
        \text{advance: } \sum_{k=1}^{n} \prod_{j=1}^{k-1} \frac{1}{1 + w_j}

    Parameters
    ----------
    period_rates : array_like
        Rate of each of the n periods :math:`w_k` [share a period].
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    float
        Annuity factor [1]. A principal over it is the level payment that repays it.

    Raises
    ------
    ValueError
        If a rate is -1 or below, there are none, or `when` is another word.

    Notes
    -----
    In advance the rate of the last period does not matter. For payments that are set anew
    with the rate see `relevelled_payments`. Source: definition of present value.

    Examples
    --------
    >>> round(changing_annuity_factor([0.05, 0.05, 0.08]), 6)
    2.699253
    >>> round(changing_annuity_factor([0.25, 0.60], when="advance"), 6)
    1.8
    """
    _known(when)
    worth = np.cumprod(1 / (1 + rates("period_rates", series("period_rates", period_rates))))
    return float(worth.sum()) if when == "arrears" else float(1 + worth[:-1].sum())


def relevelled_payments(
    principal: float, period_rates: ArrayLike, when: When = "arrears"
) -> Floats:
    r"""Return the payments of an annuity that is levelled anew when its rate changes.

    At each period the balance is spread anew over the periods left, at that period's rate:

    .. math::

        p_k = B_{k-1} \, CRF(w_k, n - k + 1), \qquad B_k = B_{k-1} (1 + w_k) - p_k

    In advance :math:`B_k = (B_{k-1} - p_k)(1 + w_k)`.

    Parameters
    ----------
    principal : float
        Amount owed at the start [money].
    period_rates : array_like
        Rate of each of the n periods [share a period].
    when : {"arrears", "advance"}
        Payments at the end of each period, or at its start.

    Returns
    -------
    ndarray
        Payment of each period [money].

    Raises
    ------
    ValueError
        If a rate is -1 or below, there are none, or `when` is another word.

    Notes
    -----
    Payments stay level while the rate stays. The balance after the last payment is 0.

    Source: how variable-rate annuity loans are serviced; [own] in this form.

    Examples
    --------
    >>> relevelled_payments(1000, [0.05, 0.05, 0.08]).round(4).tolist()
    [367.2086, 367.2086, 377.7002]
    """
    _known(when)
    owed = one(numbers, "principal", principal)
    steps = rates("period_rates", series("period_rates", period_rates))
    repaid = relevelled_shares(steps)
    # What is still to be repaid, added up from the end so that small balances lose no digits.
    balance = np.cumsum(repaid[::-1])[::-1]
    payments = owed * (balance * steps + repaid)
    return np.asarray(payments / (1 + steps) if when == "advance" else payments, dtype=np.float64)


def relevelled_shares(period_rates: ArrayLike) -> Floats:
    r"""Return what share of the principal each payment of `relevelled_payments` repays.

    .. math::

        s_k = b_{k-1} \, \frac{w_k}{(1 + w_k)^{n-k+1} - 1}, \qquad b_k = b_{k-1} - s_k, \qquad
        b_0 = 1

    Parameters
    ----------
    period_rates : array_like
        Rate of each of the n periods [share a period].

    Returns
    -------
    ndarray
        Shares of the principal; they add up to 1 [share].

    Raises
    ------
    ValueError
        If a rate is -1 or below, or there are none.

    Notes
    -----
    Where the rate is 0 the fraction is 1 / (n - k + 1). In advance the shares are the same,
    counted at the end of each period. Source: as `relevelled_payments`.

    Examples
    --------
    >>> relevelled_shares([0.05, 0.05, 0.08]).round(6).tolist()
    [0.317209, 0.333069, 0.349722]
    """
    steps = rates("period_rates", series("period_rates", period_rates))
    left = np.arange(steps.size, 0, -1)
    level = steps == 0
    growth = np.expm1(left * np.log1p(steps))
    part = np.where(level, 1 / left, steps / np.where(level, 1.0, growth))
    before = np.concatenate(([1.0], np.cumprod(1 - part[:-1])))
    return np.asarray(before * part, dtype=np.float64)


def _known(when: str) -> None:
    if when not in ("arrears", "advance"):
        raise ValueError(f'when must be "arrears" or "advance", not "{when}"')
