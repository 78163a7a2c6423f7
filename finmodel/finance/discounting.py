"""Present values: discount factors, present and future value, internal rate of return."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, numbers, one, rates, series, whole


def discount_factors(rate: ArrayLike, periods: int, first_period: float = 0) -> Floats:
    r"""Return what one unit in each period is worth today.

    .. math::

        v_0 = (1 + r_0)^{-f}, \qquad v_k = v_{k-1} / (1 + r_k)

    With one rate this is :math:`v_k = (1 + r)^{-(f + k)}`.

    Parameters
    ----------
    rate : float or array_like
        One discount rate, or one for each period [share a period]. The rate of a period
        discounts the step that ends in it.
    periods : int
        How many periods.
    first_period : float
        Time :math:`f` of the first flow [periods from now]: 0 if it is paid now, 1 at the end
        of the first period, 0.5 in its middle (mid-period flows).

    Returns
    -------
    ndarray
        Discount factors [1].

    Raises
    ------
    ValueError
        If a rate is -1 or below, the rates are neither one nor as many as the periods,
        `periods` is not a whole number of 0 or more, or `first_period` is negative.

    Notes
    -----
    With `first_period` 0 the first of several rates is not used. A rate of 0 gives factors of
    1. Rates that fall with time are those of the Green Book: 3.5 % for years 1 to 30, 3 % for
    years 31 to 75, and so on.

    Source: HM Treasury, The Green Book, annex on discounting.

    Examples
    --------
    >>> discount_factors(0.035, 4).round(4).tolist()
    [1.0, 0.9662, 0.9335, 0.9019]
    >>> discount_factors(0.05, 2, first_period=1).round(4).tolist()
    [0.9524, 0.907]
    >>> discount_factors(0.10, 2, first_period=0.5).round(4).tolist()
    [0.9535, 0.8668]
    >>> discount_factors([0.04, 0.04, 0.02], 3).round(4).tolist()
    [1.0, 0.9615, 0.9427]
    """
    count = whole("periods", periods)
    start = one(not_negative, "first_period", first_period)
    steps = 1 + rates("rate", rate)
    if steps.ndim == 0:
        return np.asarray(steps ** -(start + np.arange(count)), dtype=np.float64)
    if steps.shape != (count,):
        raise ValueError(f"rate must be one number, or {count}, one for each period")
    if count == 0:
        return np.empty(0)
    later = np.concatenate(([1.0], np.cumprod(steps[1:])))
    return np.divide(float(steps[0] ** -start), later)


def present_value(flows: ArrayLike, rate: ArrayLike, first_period: float = 0) -> float:
    r"""Return the present value of a series of flows.

    .. math:: PV = \sum_k v_k c_k

    Parameters
    ----------
    flows : array_like
        Money in each period; signs are kept [money].
    rate : float or array_like
        Discount rate, or one for each period [share a period].
    first_period : float
        Time of the first flow, as in `discount_factors` [periods from now].

    Returns
    -------
    float
        Present value [money of today].

    Raises
    ------
    ValueError
        If the flows are empty or not a list, or as in `discount_factors`.

    Notes
    -----
    Real flows need a real rate and nominal flows a nominal one; see `finmodel.finance.rates`.

    Source: HM Treasury, The Green Book. With `first_period` 0 this is ``npv`` of
    numpy-financial, with 1 the NPV of spreadsheets.

    Examples
    --------
    >>> round(present_value([1000] * 10 + [-500], 0.035), 2)
    8253.23
    """
    money = series("flows", flows)
    return float(discount_factors(rate, money.size, first_period) @ money)


def present_value_at(flows: ArrayLike, times: ArrayLike, rate: float) -> float:
    r"""Return the present value of flows at given times.

    .. math:: PV = \sum_k c_k (1 + r)^{-t_k}

    Parameters
    ----------
    flows : array_like
        Money at each time [money].
    times : array_like
        When each flow is paid [years from now]; fractions are allowed.
    rate : float
        Effective discount rate [share a year].

    Returns
    -------
    float
        Present value [money of today].

    Raises
    ------
    ValueError
        If lengths differ or the rate is -1 or below.

    Notes
    -----
    Empty flows are worth 0. Source: definition.

    Examples
    --------
    >>> round(present_value_at([100, 100], [0.5, 2], 0.10), 4)
    177.9909
    """
    money, when = numbers("flows", flows), numbers("times", times)
    if money.shape != when.shape or money.ndim != 1:
        raise ValueError("flows and times must be two lists of the same length")
    return float(np.sum(money * np.power(1 + one(rates, "rate", rate), -when)))


def future_value(flows: ArrayLike, rate: float, first_period: float = 0) -> float:
    r"""Return the value of a series of flows at the end of its last period.

    .. math:: FV = \sum_k c_k (1 + r)^{n - f - k}

    Parameters
    ----------
    flows : array_like
        Money in each of n periods [money].
    rate : float
        Rate of return [share a period].
    first_period : float
        Time of the first flow: 0 for flows at the start of each period, 1 at its end.

    Returns
    -------
    float
        Value after n periods [money].

    Raises
    ------
    ValueError
        As in `present_value`.

    Notes
    -----
    Source: definition; ``fv`` of numpy-financial for equal payments.

    Examples
    --------
    >>> round(future_value([100, 100], 0.10), 2), round(future_value([100, 100], 0.10, 1), 2)
    (231.0, 210.0)
    """
    periods = series("flows", flows).size
    return present_value(flows, rate, first_period) * (1 + one(rates, "rate", rate)) ** periods


def internal_rate_of_return(
    flows: ArrayLike, several: Literal["refuse", "nearest to zero"] = "refuse"
) -> float:
    r"""Return the rate at which a series of flows has a present value of 0.

    .. math:: \sum_k c_k (1 + r)^{-k} = 0

    Parameters
    ----------
    flows : array_like
        Money in periods 0, 1, 2, … [money].
    several : {"refuse", "nearest to zero"}
        What to do with flows that change sign more than once, whose rate may not be unique.

    Returns
    -------
    float
        Rate [share a period], above -1.

    Raises
    ------
    ValueError
        If the flows never change sign or no rate exists; if they change sign more than once
        and `several` is "refuse".

    Notes
    -----
    With one change of sign the rate is unique (Descartes' rule of signs). There is no closed
    form: the interval is halved until it is as narrow as floating point allows. With more
    changes all roots of the polynomial in 1 / (1 + r) are found, and the rate nearest to 0 is
    taken, as ``irr`` of numpy-financial does.

    Source: definition.

    Examples
    --------
    >>> round(internal_rate_of_return([-100, 39, 59, 55, 20]), 5)
    0.28095
    >>> round(internal_rate_of_return([-100, 100, 0, -7], several="nearest to zero"), 5)
    -0.0833
    """
    if several not in ("refuse", "nearest to zero"):
        raise ValueError(f'several must be "refuse" or "nearest to zero", not "{several}"')
    money = series("flows", flows)
    money = np.trim_zeros(money, "f")
    signs = np.sign(money[money != 0])
    changes = int(np.count_nonzero(np.diff(signs)))
    if changes == 0:
        raise ValueError("flows must change sign; without a change there is no rate of return")
    if changes == 1:
        return _only_rate(money[::-1] * float(signs[0]))
    if several == "refuse":
        raise ValueError("flows change sign more than once; the rate of return may not be unique")
    roots = np.roots(money[::-1])
    factors = roots.real[(abs(roots.imag) < 1e-7 * abs(roots)) & (roots.real > 0)]
    if factors.size == 0:
        raise ValueError("flows have no rate of return")
    found = 1 / factors - 1
    return float(found[int(np.argmin(np.abs(found)))])


def _only_rate(coefficients: Floats) -> float:
    """Return the rate for a polynomial in 1 / (1 + r) that falls through 0 once."""
    low, high = 0.0, 1.0
    with np.errstate(over="ignore"):
        while np.polyval(coefficients, high) > 0:
            high *= 2
        while low < (middle := (low + high) / 2) < high:
            falling = np.polyval(coefficients, middle) > 0
            low, high = (middle, high) if falling else (low, middle)
    return 1 / high - 1
