"""Minimum revenue guarantees: payouts, claw-back, bands that change with time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from finmodel.finance.checks import Floats, not_negative, numbers, one, positive, proportions, whole
from finmodel.finance.elementwise import elementwise

Band = tuple[int, int, float]
"""First year, last year (both counted), and the share of forecast revenue in them."""


@elementwise
def guarantee_payout(
    revenue: ArrayLike, forecast: ArrayLike, level: ArrayLike, exercise_floor: ArrayLike = 0.0
) -> Floats:
    r"""Return what a minimum revenue guarantee pays.

    .. math::

        p = \max(0, k R^* - R) \text{ if } R \ge e R^*, \text{ else } 0

    Parameters
    ----------
    revenue : array_like
        Revenue :math:`R` [money a year].
    forecast : array_like
        Revenue forecast in the contract :math:`R^*` [money a year].
    level : array_like
        Guaranteed share of the forecast :math:`k` [share].
    exercise_floor : array_like
        Share of the forecast :math:`e` below which nothing is paid, as in Korea (0.5); 0 for a
        guarantee without floor [share].

    Returns
    -------
    ndarray
        Payout [money a year].

    Raises
    ------
    ValueError
        If an amount is negative, or a share is outside 0 to 1.

    Notes
    -----
    With a floor the payout is not convex in revenue: compute it in each scenario first, and
    take the mean (`finmodel.finance.risk.expected_value`) into a linear program.

    Source: KDI Policy Study 2013-06 on Korea's guarantees.

    Examples
    --------
    >>> guarantee_payout([90, 70, 50, 49], 100, 0.8, exercise_floor=0.5).tolist()
    [0.0, 10.0, 30.0, 0.0]
    """
    earned, planned = not_negative("revenue", revenue), not_negative("forecast", forecast)
    short = proportions("level", level) * planned - earned
    exercised = earned >= proportions("exercise_floor", exercise_floor) * planned
    return np.where(exercised, np.maximum(0.0, short), 0.0)


@elementwise
def claw_back(revenue: ArrayLike, forecast: ArrayLike, above: ArrayLike) -> Floats:
    r"""Return what the public side takes back when revenue is high.

    .. math:: c = \max(0, R - k' R^*)

    Parameters
    ----------
    revenue, forecast : array_like
        Revenue, and revenue forecast in the contract [money a year].
    above : array_like
        Share of the forecast :math:`k'` that the operator keeps, 1 or more [share].

    Returns
    -------
    ndarray
        Claw-back [money a year].

    Raises
    ------
    ValueError
        If an amount is negative, or the share is below 1.

    Notes
    -----
    Source: as `guarantee_payout`.

    Examples
    --------
    >>> claw_back([100, 150], 100, 1.2).tolist()
    [0.0, 30.0]
    """
    kept = numbers("above", above)
    if np.any(kept < 1):
        raise ValueError("above must be 1 or more: claw-back starts above the forecast")
    planned = not_negative("forecast", forecast)
    return np.maximum(0.0, not_negative("revenue", revenue) - kept * planned)


def banded(
    bands: Sequence[Band], years: int, name: str = "bands"
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the share in force in each year, and whether a band covers the year.

    Parameters
    ----------
    bands : sequence of (int, int, float)
        First year, last year, share; years count from 1.
    years : int
        How many years.
    name : str
        What to call the bands in messages.

    Returns
    -------
    tuple of ndarray
        Share in each year (0 where no band holds) [share], and where one holds.

    Raises
    ------
    ValueError
        If bands overlap, begin before year 1, or end before they begin.

    Notes
    -----
    Parts of bands after the last year are left out. Source: definition.

    Examples
    --------
    >>> banded([(1, 2, 0.8), (3, 3, 0.7)], 4)[0].tolist()
    [0.8, 0.8, 0.7, 0.0]
    """
    share, covered = np.zeros(years), np.zeros(years, dtype=bool)
    for first, last, value in bands:
        start, end = whole(name, first, at_least=1), whole(name, last, at_least=1)
        if end < start:
            raise ValueError(f"{name}: the band from year {start} ends before it begins ({end})")
        if np.any(covered[start - 1 : end]):
            raise ValueError(f"{name}: two bands hold in the same year, from {start} to {end}")
        share[start - 1 : end] = one(numbers, name, value)
        covered[start - 1 : end] = True
    return share, covered


def revenue_guarantee_flows(
    revenue: ArrayLike,
    forecast: ArrayLike,
    guaranteed: Sequence[Band],
    clawed_back: Sequence[Band] = (),
    exercise_floor: float = 0.0,
) -> tuple[Floats, Floats]:
    r"""Return payouts and claw-backs of a guarantee whose bands change with time.

    Parameters
    ----------
    revenue : array_like
        Revenue, years on the last axis; a row for each scenario if there are several
        [money a year].
    forecast : array_like
        Revenue forecast in the contract, for each year or the same for all [money a year].
    guaranteed : sequence of (int, int, float)
        First year, last year, guaranteed share of the forecast; years count from 1.
    clawed_back : sequence of (int, int, float)
        First year, last year, share of the forecast above which revenue is taken back.
    exercise_floor : float
        As in `guarantee_payout` [share].

    Returns
    -------
    tuple of ndarray
        Payouts and claw-backs, in the shape of `revenue` [money a year]; 0 in years without a
        band.

    Raises
    ------
    ValueError
        As in `guarantee_payout`, `claw_back` and `banded`; if revenue has no years.

    Notes
    -----
    Korea: 80 % in years 1 to 5 and 70 % in years 6 to 10, nothing below 50 %, claw-back above
    120 % and 130 %.

    Source: KDI Policy Study 2013-06.

    Examples
    --------
    >>> payout, back = revenue_guarantee_flows(
    ...     [60, 60, 140, 60], 100, [(1, 1, 0.8), (2, 3, 0.7)], [(3, 4, 1.3)], 0.5
    ... )
    >>> payout.round(6).tolist(), back.round(6).tolist()
    ([20.0, 10.0, 0.0, 0.0], [0.0, 0.0, 10.0, 0.0])
    """
    earned = not_negative("revenue", revenue)
    if earned.ndim == 0:
        raise ValueError("revenue must have years on its last axis")
    level, _ = banded(guaranteed, earned.shape[-1], "guaranteed")
    above, covered = banded(clawed_back, earned.shape[-1], "clawed_back")
    payout = guarantee_payout(earned, forecast, level, exercise_floor)
    back = claw_back(earned, forecast, np.where(covered, above, 1.0))
    return payout, np.where(covered, back, 0.0)


@elementwise
def value_share_pct(value: ArrayLike, investment: ArrayLike) -> Floats:
    r"""Return the value of a guarantee as a percentage of the investment it supports.

    .. math:: 100 \, V / K

    Parameters
    ----------
    value : array_like
        Present value of expected payouts [money].
    investment : array_like
        Investment [money].

    Returns
    -------
    ndarray
        Value [% of the investment].

    Raises
    ------
    ValueError
        If the value is negative or the investment is 0 or below.

    Notes
    -----
    Source: KDI Policy Study 2013-06 states values of guarantees so.

    Examples
    --------
    >>> float(value_share_pct(3, 60))
    5.0
    """
    return np.divide(100 * not_negative("value", value), positive("investment", investment))
