"""Price indices, and real and nominal amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, numbers, positive, rates, series
from finmodel.finance.elementwise import elementwise


def price_index(growth: Mapping[int, float], base_year: int, years: Sequence[int]) -> Floats:
    r"""Return a price index for `years`, equal to 1 in `base_year`.

    .. math::

        P_b = 1, \qquad P_t = P_{t-1} (1 + g_t) \; (t > b), \qquad
        P_{t-1} = P_t / (1 + g_t) \; (t \le b)

    Parameters
    ----------
    growth : mapping of int to float
        Growth of prices in a year over the year before [share a year].
    base_year : int
        The year whose index is 1.
    years : sequence of int
        The years wanted, in any order; gaps are allowed, and need growth rates all the same.

    Returns
    -------
    ndarray
        The index of each of `years` [1].

    Raises
    ------
    ValueError
        If a growth rate is missing for a year between the base year and a year wanted, or is
        -1 or below.

    Notes
    -----
    Growth of the base year itself is needed only for years before it. Without `years` the
    result is empty.

    Source: definition of a chain index.

    Examples
    --------
    >>> price_index({2027: 0.08, 2028: 0.05}, 2026, [2026, 2027, 2028]).round(6).tolist()
    [1.0, 1.08, 1.134]
    >>> price_index({2025: 0.10, 2026: 0.25}, 2026, [2024, 2025, 2026]).round(6).tolist()
    [0.727273, 0.8, 1.0]
    """
    wanted = [int(year) for year in years]
    if not wanted:
        return np.empty(0)
    first, last = min([*wanted, base_year]), max([*wanted, base_year])
    chain = range(first + 1, last + 1)
    missing = [year for year in chain if year not in growth]
    if missing:
        listed = ", ".join(str(year) for year in missing)
        raise ValueError(f"growth is missing for {listed}, between base year and years wanted")
    steps = 1 + rates("growth", [growth[year] for year in chain])
    index = {base_year: 1.0}
    for year in range(base_year + 1, last + 1):
        index[year] = index[year - 1] * float(steps[year - first - 1])
    for year in range(base_year, first, -1):
        index[year - 1] = index[year] / float(steps[year - first - 1])
    return np.array([index[year] for year in wanted])


@elementwise
def inflate(real: ArrayLike, index: ArrayLike, base: ArrayLike = 1.0) -> Floats:
    r"""Return nominal amounts: real amounts times a price index.

    .. math:: n_t = r_t P_t / P_b

    Parameters
    ----------
    real : array_like
        Amounts at the prices of the base year [money of the base year].
    index : array_like
        Price index of each amount :math:`P_t`, on any base [1].
    base : array_like
        Index of the year whose prices are meant :math:`P_b`: 1, or 100 in many tables [1].

    Returns
    -------
    ndarray
        Amounts at the prices of their own year [money].

    Raises
    ------
    ValueError
        If an index is 0 or below, or anything is not finite.

    Notes
    -----
    Arguments are broadcast against each other. Source: definition.

    Examples
    --------
    >>> inflate([100, 100], [1.0, 1.08]).round(6).tolist()
    [100.0, 108.0]
    """
    return np.multiply(numbers("real", real), positive("index", index) / positive("base", base))


@elementwise
def deflate(nominal: ArrayLike, index: ArrayLike, base: ArrayLike = 1.0) -> Floats:
    r"""Return real amounts: nominal amounts divided by a price index.

    .. math:: r_t = n_t P_b / P_t

    Parameters
    ----------
    nominal : array_like
        Amounts at the prices of their own year [money].
    index : array_like
        Price index of each amount :math:`P_t`, on any base [1].
    base : array_like
        Index of the year whose prices are meant :math:`P_b`: 1, or 100 in many tables [1].

    Returns
    -------
    ndarray
        Amounts at the prices of the base year [money of the base year].

    Raises
    ------
    ValueError
        If an index is 0 or below, or anything is not finite.

    Notes
    -----
    Arguments are broadcast against each other. Source: definition.

    Examples
    --------
    >>> deflate([100, 108], [1.0, 1.08]).round(6).tolist()
    [100.0, 100.0]
    >>> float(deflate(500, 125, base=100))
    400.0
    """
    return np.divide(numbers("nominal", nominal), positive("index", index) / positive("base", base))


def rebase(index: ArrayLike, position: int) -> Floats:
    """Return an index that is 1 at `position`.

    Parameters
    ----------
    index : array_like
        Price index by year, on any base (1, 100, …) [1].
    position : int
        Place of the new base year, from 0; negative counts from the end.

    Returns
    -------
    ndarray
        The index divided by its value at `position` [1].

    Raises
    ------
    ValueError
        If an index is 0 or below, or `position` lies outside it.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> rebase([80, 100, 120], 1).tolist()
    [0.8, 1.0, 1.2]
    """
    values = positive("index", series("index", index))
    if not -values.size <= position < values.size:
        raise ValueError(f"position {position} lies outside an index of {values.size} years")
    return np.divide(values, float(values[position]))


def index_growth(index: ArrayLike) -> Floats:
    r"""Return the growth of an index from each year to the next: inflation, for prices.

    .. math:: g_t = P_t / P_{t-1} - 1

    Parameters
    ----------
    index : array_like
        Price index by year, on any base [1].

    Returns
    -------
    ndarray
        Growth in each year but the first [share a year].

    Raises
    ------
    ValueError
        If an index is 0 or below.

    Notes
    -----
    Undoes `price_index`. Source: definition.

    Examples
    --------
    >>> index_growth([80, 100, 120]).round(6).tolist()
    [0.25, 0.2]
    """
    values = positive("index", series("index", index))
    return np.subtract(values[1:] / values[:-1], 1)


@elementwise
def mean_growth(first: ArrayLike, last: ArrayLike, years: ArrayLike) -> Floats:
    r"""Return the constant growth a year that leads from one amount to another.

    .. math:: g = (x_n / x_0)^{1/n} - 1

    Parameters
    ----------
    first, last : array_like
        Amounts at the start and at the end [any unit, the same for both].
    years : array_like
        Years between them [years].

    Returns
    -------
    ndarray
        Growth [share a year].

    Raises
    ------
    ValueError
        If an amount or the number of years is 0 or below.

    Notes
    -----
    Source: definition (compound annual growth rate).

    Examples
    --------
    >>> float(mean_growth(100, 121, 2).round(6))
    0.1
    """
    ratio = positive("last", last) / positive("first", first)
    return np.subtract(np.power(ratio, 1 / positive("years", years)), 1)
