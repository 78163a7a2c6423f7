"""Plain disparities: Palma ratio, ratio of two groups, shares of the ends, variation."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import not_negative, one, proportions, same_length, series
from finmodel.finance.equity import lorenz_curve, relative_amounts

Boundary = Literal["split", "whole"]
"""Whether a unit on the edge of a group is counted in part, or whole."""


def end_share(
    amounts: ArrayLike,
    of_people: float,
    end: Literal["bottom", "top"] = "bottom",
    weights: ArrayLike | None = None,
    boundary: Boundary = "split",
) -> float:
    r"""Return the share of the total that the poorest or richest share of people has.

    Parameters
    ----------
    amounts, weights : array_like
        As in `finmodel.finance.equity.relative_amounts`.
    of_people : float
        Share of people (weights) in the group [share].
    end : {"bottom", "top"}
        The poorest, or the richest.
    boundary : {"split", "whole"}
        Count the unit on the edge in proportion (the Lorenz curve, joined by straight lines),
        or whole: the fewest units from the end that hold at least that share of people.

    Returns
    -------
    float
        Share of the total [share].

    Raises
    ------
    ValueError
        As in `relative_amounts`; if `of_people` is outside 0 to 1, or a word is another.

    Notes
    -----
    With `boundary` "whole" and `of_people` 0 the group is empty. Source: definition.

    Examples
    --------
    >>> round(end_share([1, 2, 3, 4], 0.25), 6), round(end_share([1, 2, 3, 4], 0.25, "top"), 6)
    (0.1, 0.4)
    """
    if end not in ("bottom", "top"):
        raise ValueError(f'end must be "bottom" or "top", not "{end}"')
    if boundary not in ("split", "whole"):
        raise ValueError(f'boundary must be "split" or "whole", not "{boundary}"')
    group = one(proportions, "of_people", of_people)
    people, money = lorenz_curve(amounts, weights)
    if end == "top":
        people, money = 1 - people[::-1], 1 - money[::-1]
    if boundary == "split":
        return float(np.interp(group, people, money))
    return float(money[int(np.searchsorted(people, group - 1e-12))])


def palma_ratio(
    amounts: ArrayLike,
    weights: ArrayLike | None = None,
    top: float = 0.10,
    bottom: float = 0.40,
    boundary: Boundary = "split",
) -> float:
    r"""Return the Palma ratio: what the richest 10 % have over what the poorest 40 % have.

    Parameters
    ----------
    amounts, weights : array_like
        As in `finmodel.finance.equity.relative_amounts`.
    top, bottom : float
        Shares of people in the two groups [share]; 0.2 and 0.2 give the 20:20 ratio.
    boundary : {"split", "whole"}
        As in `end_share`; software differs, and for few units it matters.

    Returns
    -------
    float
        Ratio of the two totals; 0.25 with equal amounts; infinite if the poorest have 0 [1].

    Raises
    ------
    ValueError
        As in `end_share`.

    Notes
    -----
    Source: Palma (2011); Cobham and Sumner (2013), "Putting the Gini back in the bottle?".

    Examples
    --------
    >>> round(palma_ratio(range(1, 11)), 6)
    1.0
    >>> round(palma_ratio([0.4, 0.2, 0.25, 0.1, 0.05], boundary="whole"), 6)
    2.666667
    """
    high = end_share(amounts, top, "top", weights, boundary)
    low = end_share(amounts, bottom, "bottom", weights, boundary)
    return high / low if low > 0 else math.inf


def group_ratio(
    amounts: ArrayLike,
    group: ArrayLike,
    other: ArrayLike,
    weights: ArrayLike | None = None,
) -> float:
    r"""Return the mean of one group over the mean of another.

    .. math:: \frac{\sum_{i \in g} w_i y_i / \sum_{i \in g} w_i}
              {\sum_{i \in o} w_i y_i / \sum_{i \in o} w_i}

    Parameters
    ----------
    amounts : array_like
        Amount of each unit [any unit].
    group, other : array_like of bool
        Which units belong to each; fixed beforehand, by poverty for instance.
    weights : array_like, optional
        Weight of each unit, people for instance; equal where missing.

    Returns
    -------
    float
        Ratio of the weighted means; infinite if the other group has 0 and the first has not [1].

    Raises
    ------
    ValueError
        If lengths differ, a group is empty or has no weight, amounts or weights are negative,
        or both groups have 0.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> group_ratio([10, 20, 40], [True, False, False], [False, True, True])
    0.3333333333333333
    """
    y = not_negative("amounts", series("amounts", amounts))
    w = np.ones(y.size) if weights is None else not_negative("weights", series("weights", weights))
    first, second = np.asarray(group, dtype=bool), np.asarray(other, dtype=bool)
    same_length(amounts=y, weights=w, group=first * 1.0, other=second * 1.0)
    for name, members in (("group", first), ("other", second)):
        if w[members].sum() <= 0:
            raise ValueError(f"{name} must hold at least one unit with a weight")
    high = float(np.average(y[first], weights=w[first]))
    low = float(np.average(y[second], weights=w[second]))
    if high == 0 and low == 0:
        raise ValueError("both groups have 0; their ratio is not defined")
    return high / low if low > 0 else math.inf


def coefficient_of_variation(amounts: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the standard deviation relative to the mean.

    .. math:: CV = \frac{1}{\mu} \sqrt{\sum_i \pi_i (y_i - \mu)^2}

    Parameters
    ----------
    amounts, weights : array_like
        As in `finmodel.finance.equity.relative_amounts`.

    Returns
    -------
    float
        Coefficient of variation, population form [1].

    Raises
    ------
    ValueError
        As in `relative_amounts`.

    Notes
    -----
    0 if all amounts are 0. Source: definition.

    Examples
    --------
    >>> coefficient_of_variation([1, 3])
    0.5
    """
    x, share = relative_amounts(amounts, weights)
    return math.sqrt(float(np.sum(share * (x - 1) ** 2)))
