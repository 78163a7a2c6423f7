"""Flows by years since signing or drawing, laid out on the years of a plan.

A kernel is what one unit (one loan drawn, one contract signed) brings in its own year and in
each year after. It is linear, so a linear program can hold it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, series, whole


def flows_by_start(kernel: ArrayLike, starts: Sequence[int], years: Sequence[int]) -> Floats:
    r"""Return what one unit begun in each year brings in each year.

    .. math:: M_{vt} = f_{t-v}, \qquad \text{flow}_t = \sum_v y_v M_{vt}

    Parameters
    ----------
    kernel : array_like
        Flow of one unit :math:`f_0, f_1, \ldots` by years since its start [money a year].
    starts : sequence of int
        Years :math:`v` in which it may start.
    years : sequence of int
        Years :math:`t` wanted; flows in other years are left out.

    Returns
    -------
    ndarray
        A row for each start, a column for each year [money a year].

    Raises
    ------
    ValueError
        If the kernel is empty, or a year is not whole.

    Notes
    -----
    `years_reached` gives the years up to the last flow, beyond a plan's horizon too.
    Source: [own]; a convolution written as a matrix.

    Examples
    --------
    >>> flows_by_start([-100, 60, 60], [2027, 2028], [2027, 2028, 2029, 2030]).tolist()
    [[-100.0, 60.0, 60.0, 0.0], [0.0, -100.0, 60.0, 60.0]]
    """
    flows = series("kernel", kernel)
    begun = [whole("starts", year, at_least=-9999) for year in starts]
    wanted = [whole("years", year, at_least=-9999) for year in years]
    table = np.zeros((len(begun), len(wanted)))
    for row, start in enumerate(begun):
        for column, year in enumerate(wanted):
            if 0 <= year - start < flows.size:
                table[row, column] = flows[year - start]
    return table


def years_reached(kernel: ArrayLike, starts: Sequence[int]) -> range:
    """Return the years from the first start to the last flow.

    Parameters
    ----------
    kernel : array_like
        Flow of one unit by years since its start [money a year].
    starts : sequence of int
        Years in which it may start.

    Returns
    -------
    range
        Years.

    Raises
    ------
    ValueError
        If the kernel or the starts are empty.

    Notes
    -----
    Source: [own].

    Examples
    --------
    >>> list(years_reached([-100, 60, 60], [2027, 2028]))
    [2027, 2028, 2029, 2030]
    """
    flows = series("kernel", kernel)
    if not len(starts):
        raise ValueError("starts must hold at least one year")
    return range(min(starts), max(starts) + flows.size)
