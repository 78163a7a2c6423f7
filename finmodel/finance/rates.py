"""Interest and discount rates: real and nominal, a year and a period."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, rates, whole
from finmodel.finance.elementwise import elementwise, unboxed

Compounding = Literal["nominal", "effective"]
"""How a rate a year becomes a rate a period: divided by the periods, or by their root."""


@elementwise
def real_to_nominal(real: ArrayLike, inflation: ArrayLike) -> Floats:
    r"""Return the nominal rate that goes with a real rate and inflation.

    .. math:: 1 + n = (1 + r)(1 + \pi)

    Parameters
    ----------
    real : array_like
        Real rate [share a year].
    inflation : array_like
        Inflation [share a year].

    Returns
    -------
    ndarray
        Nominal rate [share a year].

    Raises
    ------
    ValueError
        If a rate is -1 or below.

    Notes
    -----
    The product, not the sum: 3.5 % and 2.5 % make 6.0875 %, not 6 %.

    Source: Fisher, The Theory of Interest (1930); HM Treasury, quantitative value-for-money
    guide, paragraph 1.50.

    Examples
    --------
    >>> float(real_to_nominal(0.035, 0.025).round(6))
    0.060875
    """
    return np.subtract((1 + rates("real", real)) * (1 + rates("inflation", inflation)), 1)


@elementwise
def nominal_to_real(nominal: ArrayLike, inflation: ArrayLike) -> Floats:
    r"""Return the real rate that goes with a nominal rate and inflation.

    .. math:: 1 + r = (1 + n) / (1 + \pi)

    Parameters
    ----------
    nominal : array_like
        Nominal rate [share a year].
    inflation : array_like
        Inflation [share a year].

    Returns
    -------
    ndarray
        Real rate [share a year].

    Raises
    ------
    ValueError
        If a rate is -1 or below.

    Notes
    -----
    Source: as `real_to_nominal`.

    Examples
    --------
    >>> float(nominal_to_real(0.060875, 0.025).round(6))
    0.035
    """
    return np.subtract((1 + rates("nominal", nominal)) / (1 + rates("inflation", inflation)), 1)


def rate_per_period(rate: ArrayLike, periods_per_year: int, compounding: Compounding) -> Floats:
    r"""Return the rate of one period from a rate a year.

    .. math::

        \text{effective: } (1 + r)^{1/A} - 1, \qquad \text{nominal: } r / A

    Parameters
    ----------
    rate : array_like
        Rate [share a year].
    periods_per_year : int
        Periods a year, A.
    compounding : {"effective", "nominal"}
        Effective: A periods together make the rate (discount rates of grant elements).
        Nominal: the rate is divided, so A periods make more than it (interest of loans).

    Returns
    -------
    ndarray
        Rate [share a period].

    Raises
    ------
    ValueError
        If the rate is -1 or below, A is not a whole number of at least 1, or `compounding` is
        another word.

    Notes
    -----
    With one period a year both are the rate itself.

    Source: DAC, Calculation of the grant element, defines D the effective way.

    Examples
    --------
    >>> float(rate_per_period(0.10, 2, "effective").round(6))
    0.048809
    >>> float(rate_per_period(0.10, 2, "nominal"))
    0.05
    """
    number = whole("periods_per_year", periods_per_year, at_least=1)
    yearly = rates("rate", rate)
    if compounding == "effective":
        return np.expm1(np.log1p(yearly) / number)
    if compounding == "nominal":
        return unboxed(rates("rate divided by periods_per_year", yearly / number))
    raise ValueError(f'compounding must be "effective" or "nominal", not "{compounding}"')


def effective_rate(nominal: ArrayLike, periods_per_year: int) -> Floats:
    r"""Return the effective rate a year of a rate that is paid several times a year.

    .. math:: r = (1 + i / A)^A - 1

    Parameters
    ----------
    nominal : array_like
        Rate as quoted :math:`i` [share a year].
    periods_per_year : int
        Payments of interest a year, A.

    Returns
    -------
    ndarray
        Effective rate [share a year].

    Raises
    ------
    ValueError
        As in `rate_per_period`.

    Notes
    -----
    A loan is worth its face at this rate. Source: textbook (effective annual rate).

    Examples
    --------
    >>> float(effective_rate(0.12, 12).round(6))
    0.126825
    """
    step = rate_per_period(nominal, periods_per_year, "nominal")
    return unboxed(np.asarray(np.expm1(periods_per_year * np.log1p(step)), dtype=np.float64))
