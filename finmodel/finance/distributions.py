"""Discrete distributions: quantiles, amounts met with a stated confidence, exact sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import (
    Floats,
    one,
    proportions,
    same_length,
    series,
    shares_of_one,
    whole,
)


def quantile(outcomes: ArrayLike, probabilities: ArrayLike, level: float) -> float:
    r"""Return the least outcome that is not exceeded with at least a given probability.

    .. math:: q = \min \{x : P(X \le x) \ge \alpha\}

    Parameters
    ----------
    outcomes, probabilities : array_like
        Outcome of each case, and its probability [any unit; share].
    level : float
        Probability :math:`\alpha`; 0.8 gives the P80 of a cost [share].

    Returns
    -------
    float
        An outcome, never a value between two; the smallest possible one for level 0.

    Raises
    ------
    ValueError
        As in `finmodel.finance.risk.expected_value`; if the level is outside 0 to 1.

    Notes
    -----
    Probabilities are compared within 1e-12. Source: definition (lower quantile).

    Examples
    --------
    >>> quantile([100, 150, 200], [0.5, 0.3, 0.2], 0.8)
    150.0
    """
    chances = shares_of_one("probabilities", probabilities)
    cases = series("outcomes", outcomes)
    same_length(outcomes=cases, probabilities=chances)
    wanted = one(proportions, "level", level)
    possible = chances > 0
    cases, chances = cases[possible], chances[possible]
    order = np.argsort(cases, kind="stable")
    place = int(np.searchsorted(np.cumsum(chances[order]), wanted - 1e-12))
    return float(cases[order][min(place, cases.size - 1)])


def amount_met_with(outcomes: ArrayLike, probabilities: ArrayLike, confidence: float) -> float:
    r"""Return the largest amount that is reached with at least a given confidence.

    .. math:: a = \max \{x : P(X \ge x) \ge \alpha\}

    Parameters
    ----------
    outcomes, probabilities : array_like
        Amount in each case, and its probability [money; share].
    confidence : float
        Confidence :math:`\alpha`; 0.8 gives the money that is there in eight cases of ten
        [share].

    Returns
    -------
    float
        Amount [money]. Cost less this amount is the P80 of the gap.

    Raises
    ------
    ValueError
        As in `quantile`.

    Notes
    -----
    The upper counterpart of `quantile`: ``-quantile(-x, p, confidence)``. Source: definition.

    Examples
    --------
    >>> amount_met_with([0, 50, 100], [0.1, 0.3, 0.6], 0.8)
    50.0
    """
    return -quantile(-series("outcomes", outcomes), probabilities, confidence)


def total_distribution(
    sources: Sequence[tuple[ArrayLike, ArrayLike]], most_outcomes: int = 1_000_000
) -> tuple[Floats, Floats]:
    r"""Return the distribution of a sum of independent sources.

    Method: exact convolution. Sources are added one at a time; outcomes of the sum that agree
    to 12 significant digits of the largest possible total are merged.

    Parameters
    ----------
    sources : sequence of pairs of array_like
        Outcomes and probabilities of each source [money; share].
    most_outcomes : int
        Bound on the number of outcomes kept at a step.

    Returns
    -------
    tuple of ndarray
        Possible totals in rising order, and their probabilities [money; share].

    Raises
    ------
    ValueError
        If sources have more possible totals than `most_outcomes`, or as in `expected_value`.

    Notes
    -----
    Without sources the total is 0 for certain. Independence is an assumption: donors that
    decide together need one source with joint outcomes. Source: definition.

    Examples
    --------
    >>> totals, chances = total_distribution([([0, 10], [0.4, 0.6]), ([0, 20], [0.5, 0.5])])
    >>> totals.tolist(), chances.round(6).tolist()
    ([0.0, 10.0, 20.0, 30.0], [0.2, 0.3, 0.2, 0.3])
    >>> amount_met_with(totals, chances, 0.8)
    10.0
    """
    bound = whole("most_outcomes", most_outcomes, at_least=1)
    pairs = []
    for outcomes, probabilities in sources:
        cases = series("outcomes", outcomes)
        chances = shares_of_one("probabilities", probabilities)
        same_length(outcomes=cases, probabilities=chances)
        pairs.append((cases[chances > 0], chances[chances > 0]))
    largest = sum(float(np.abs(cases).max()) for cases, _ in pairs)
    grain = largest * 1e-12 if largest > 0 else 1.0
    totals, weights = np.zeros(1), np.ones(1)
    for cases, chances in pairs:
        if totals.size * cases.size > bound:
            raise ValueError(
                f"sources have more than {bound} possible totals; join small ones, or simulate"
            )
        sums = np.add.outer(totals, cases).ravel()
        joint = np.multiply.outer(weights, chances).ravel()
        _, first, merged = np.unique(np.rint(sums / grain), return_index=True, return_inverse=True)
        totals = sums[first]
        weights = np.asarray(np.bincount(merged.ravel(), weights=joint), dtype=np.float64)
    return totals, weights
