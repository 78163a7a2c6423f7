"""Inequality of amounts per head between regions: Lorenz curve, Gini, Theil, Atkinson.

All take the amount of each unit (per head, say) and weights (heads). Weights are made shares
that add up to 1; without weights each unit counts the same. Where all amounts are 0 they are
equal, and every measure of inequality is 0.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, one, same_length, series


def relative_amounts(amounts: ArrayLike, weights: ArrayLike | None = None) -> tuple[Floats, Floats]:
    r"""Return amounts relative to their weighted mean, in rising order, and weight shares.

    .. math:: x_i = y_i / \mu, \qquad \pi_i = w_i / \sum_j w_j, \qquad \mu = \sum_i \pi_i y_i

    Parameters
    ----------
    amounts : array_like
        Amount of each unit :math:`y_i` [any unit].
    weights : array_like, optional
        Weight of each unit :math:`w_i`, people for instance; equal where missing.

    Returns
    -------
    tuple of ndarray
        Relative amounts and weight shares of the units with a weight above 0 [1].

    Raises
    ------
    ValueError
        If an amount or a weight is negative, the lengths differ, or all weights are 0.

    Notes
    -----
    If all amounts are 0 each relative amount is 1. Source: definition.

    Examples
    --------
    >>> x, share = relative_amounts([30, 10], [1, 3])
    >>> x.round(6).tolist(), share.tolist()
    ([0.666667, 2.0], [0.75, 0.25])
    """
    y = not_negative("amounts", series("amounts", amounts))
    given = np.ones(y.size) if weights is None else series("weights", weights)
    w = not_negative("weights", given)
    same_length(amounts=y, weights=w)
    if w.sum() <= 0:
        raise ValueError("weights must not all be 0")
    order = np.argsort(y[w > 0], kind="stable")
    share, y = (w[w > 0] / w.sum())[order], y[w > 0][order]
    mean = float(share @ y)
    return (np.divide(y, mean) if mean > 0 else np.ones(y.size)), share


def lorenz_curve(amounts: ArrayLike, weights: ArrayLike | None = None) -> tuple[Floats, Floats]:
    r"""Return the Lorenz curve: what share of all the poorest share of people has.

    Parameters
    ----------
    amounts, weights : array_like
        As in `relative_amounts`.

    Returns
    -------
    tuple of ndarray
        Cumulative share of weights, and of the total amount, from (0, 0) to (1, 1) [share].

    Raises
    ------
    ValueError
        As in `relative_amounts`.

    Notes
    -----
    Straight lines join the points. Source: Lorenz (1905).

    Examples
    --------
    >>> people, money = lorenz_curve([1, 3])
    >>> people.tolist(), money.tolist()
    ([0.0, 0.5, 1.0], [0.0, 0.25, 1.0])
    """
    x, share = relative_amounts(amounts, weights)
    people = np.concatenate(([0.0], np.cumsum(share)))
    money = np.concatenate(([0.0], np.cumsum(share * x)))
    return np.divide(people, float(people[-1])), np.divide(money, float(money[-1]))


def gini(amounts: ArrayLike, weights: ArrayLike | None = None, corrected: bool = False) -> float:
    r"""Return the Gini index.

    .. math:: G = \frac{1}{\mu} \sum_{i<j} \pi_i \pi_j |y_i - y_j|

    Parameters
    ----------
    amounts, weights : array_like
        As in `relative_amounts`.
    corrected : bool
        Divide by :math:`1 - \sum_i \pi_i^2`, so that pairs of a unit with itself do not count;
        with equal weights this is :math:`n G / (n - 1)`.

    Returns
    -------
    float
        Gini index, from 0 (equal) to :math:`1 - 1/n`, or to 1 if corrected [1].

    Raises
    ------
    ValueError
        As in `relative_amounts`; if it is corrected and only one unit has weight.

    Notes
    -----
    The plain form is the population form, with :math:`2 n^2 \mu` below the sum over all pairs.
    The correction counts units, provinces for instance, each with its weight. Where weights are
    numbers of cases (a sample with repeats), repeat the amounts instead: the correction is then
    by the number of cases.

    Source: Gini (1912); Cowell, Measuring Inequality; R package ineq for the corrected form.

    Examples
    --------
    >>> round(gini([1, 3]), 6), round(gini([1, 3], corrected=True), 6)
    (0.25, 0.5)
    >>> round(gini([1, 3], weights=[3, 1]), 6)
    0.25
    """
    x, share = relative_amounts(amounts, weights)
    middle = np.cumsum(share) - share / 2
    index = max(0.0, float(np.sum(share * (x - 1) * (2 * middle - 1))))
    if not corrected:
        return index
    if share.size == 1:
        raise ValueError("a corrected Gini index needs at least two units with a weight")
    return index / (1 - float(share @ share))


def theil_t(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return Theil's T index.

    .. math:: T = \sum_i \pi_i \frac{y_i}{\mu} \ln \frac{y_i}{\mu}

    Parameters
    ----------
    amounts, weights : array_like
        As in `relative_amounts`.

    Returns
    -------
    float
        Theil's T, from 0 (equal) to :math:`\ln n` [1].

    Raises
    ------
    ValueError
        As in `relative_amounts`.

    Notes
    -----
    A unit with 0 adds 0 (the limit) and still counts in the mean; the R package ineq drops it
    from both.

    Source: Theil, Economics and Information Theory (1967).

    Examples
    --------
    >>> round(theil_t([1, 3]), 6), round(theil_t([0, 1]), 6)
    (0.130812, 0.693147)
    """
    x, share = relative_amounts(amounts, weights)
    logs = np.log(np.where(x > 0, x, 1.0))
    return max(0.0, float(np.sum(share * x * logs)))


def theil_l(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return Theil's L index, the mean log deviation.

    .. math:: L = -\sum_i \pi_i \ln \frac{y_i}{\mu}

    Parameters
    ----------
    amounts, weights : array_like
        As in `relative_amounts`.

    Returns
    -------
    float
        Theil's L from 0 (equal); infinite if some units have 0 and others do not [1].

    Raises
    ------
    ValueError
        As in `relative_amounts`.

    Notes
    -----
    Source: Theil, Economics and Information Theory (1967).

    Examples
    --------
    >>> round(theil_l([1, 3]), 6), theil_l([0, 1])
    (0.143841, inf)
    """
    x, share = relative_amounts(amounts, weights)
    if np.any(x == 0):
        return math.inf
    return max(0.0, -float(np.sum(share * np.log(x))))


def atkinson(amounts: ArrayLike, epsilon: float, weights: ArrayLike | None = None) -> float:
    r"""Return Atkinson's index.

    .. math::

        A_\varepsilon = 1 - \left(\sum_i \pi_i (y_i/\mu)^{1-\varepsilon}\right)^{1/(1-\varepsilon)},
        \qquad A_1 = 1 - \prod_i (y_i/\mu)^{\pi_i}

    Parameters
    ----------
    amounts, weights : array_like
        As in `relative_amounts`.
    epsilon : float
        Aversion to inequality :math:`\varepsilon`, 0 or more; 0.5, 1 and 2 are usual [1].

    Returns
    -------
    float
        Share of the total that could be given up if the rest were shared equally, 0 to 1 [1].

    Raises
    ------
    ValueError
        As in `relative_amounts`; if epsilon is negative.

    Notes
    -----
    With epsilon 0 the index is 0. With epsilon of 1 or more, one unit with 0 (and others above)
    makes it 1, the limit.

    Source: Atkinson, On the measurement of inequality (Journal of Economic Theory, 1970).

    Examples
    --------
    >>> round(atkinson([1, 3], 1), 6), round(atkinson([1, 3], 2), 6), atkinson([0, 3], 2)
    (0.133975, 0.25, 1.0)
    """
    aversion = one(not_negative, "epsilon", epsilon)
    x, share = relative_amounts(amounts, weights)
    if np.any(x == 0) and aversion >= 1:
        return 1.0
    if aversion == 1:
        return max(0.0, 1 - math.exp(float(np.sum(share * np.log(x)))))
    some, power = x > 0, 1 - aversion
    # Powers are scaled by the largest of them, so that a large epsilon does not overflow.
    logs = power * np.log(x[some])
    top = float(logs.max())
    total = top + math.log(float(np.sum(share[some] * np.exp(logs - top))))
    return min(1.0, max(0.0, 1 - math.exp(total / power)))
