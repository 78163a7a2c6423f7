"""Exchange rates by purchasing power, and money converted with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, numbers, one, positive, rates, same_length
from finmodel.finance.elementwise import elementwise


def exchange_rate_path(
    rate_now: float, domestic_inflation: ArrayLike, foreign_inflation: ArrayLike
) -> Floats:
    r"""Return the exchange rate that keeps purchasing power in step (relative parity).

    .. math:: E_t = E_0 \prod_{s=1}^{t} \frac{1 + \pi^{dom}_s}{1 + \pi^{for}_s}

    Parameters
    ----------
    rate_now : float
        Exchange rate :math:`E_0` [domestic money per unit of foreign money].
    domestic_inflation, foreign_inflation : array_like
        Inflation in years 1 to T [share a year].

    Returns
    -------
    ndarray
        T + 1 rates, the first of them `rate_now` [domestic per foreign].

    Raises
    ------
    ValueError
        If the rate is 0 or below, an inflation is -1 or below, or the lengths differ.

    Notes
    -----
    With equal inflation the rate stays. Empty inflation gives the rate of today alone.

    Source: relative purchasing power parity; a default for want of a forecast, not a forecast.

    Examples
    --------
    >>> exchange_rate_path(3600, [0.08, 0.07], [0.02, 0.02]).round(2).tolist()
    [3600.0, 3811.76, 3998.62]
    """
    now = one(positive, "rate_now", rate_now)
    home = np.atleast_1d(rates("domestic_inflation", domestic_inflation))
    abroad = np.atleast_1d(rates("foreign_inflation", foreign_inflation))
    same_length(domestic_inflation=home, foreign_inflation=abroad)
    steps = np.divide(1 + home, 1 + abroad)
    return np.multiply(now, np.concatenate(([1.0], np.cumprod(steps))))


@elementwise
def to_domestic(foreign: ArrayLike, exchange_rate: ArrayLike) -> Floats:
    r"""Return foreign money in domestic money.

    .. math:: A_t = A^{for}_t E_t

    Parameters
    ----------
    foreign : array_like
        Amounts [foreign money].
    exchange_rate : array_like
        Exchange rate of each [domestic money per unit of foreign money].

    Returns
    -------
    ndarray
        Amounts [domestic money].

    Raises
    ------
    ValueError
        If a rate is 0 or below.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> to_domestic([10, 10], exchange_rate_path(3600, [0.08], [0.02])).round(2).tolist()
    [36000.0, 38117.65]
    """
    rate = positive("exchange_rate", exchange_rate)
    return np.asarray(numbers("foreign", foreign) * rate, dtype=np.float64)
