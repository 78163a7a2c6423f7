"""Sharing a pool by formula: weighted shares, needs, hold harmless."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import (
    Floats,
    not_negative,
    numbers,
    one,
    proportions,
    same_length,
    series,
    shares_of_one,
)


def component_amounts(pool: float, weights: ArrayLike) -> Floats:
    r"""Return the amount that each component of a formula shares out.

    .. math:: A_k = w_k A

    Parameters
    ----------
    pool : float
        Amount to share :math:`A` [money].
    weights : array_like
        Weight of each component :math:`w_k` [share].

    Returns
    -------
    ndarray
        Amount of each component [money].

    Raises
    ------
    ValueError
        If the pool is negative, a weight outside 0 to 1, or the weights do not add up to 1.

    Notes
    -----
    Source: South Africa's provincial equitable share (education 48, health 27, basic 16,
    institutional 5, poverty 3, economic 1 %), GroundUp, 29 July 2016.

    Examples
    --------
    >>> component_amounts(411, [0.48, 0.27, 0.16, 0.05, 0.03, 0.01]).round(2).tolist()
    [197.28, 110.97, 65.76, 20.55, 12.33, 4.11]
    """
    parts = shares_of_one("weights", weights)
    return np.multiply(one(not_negative, "pool", pool), parts)


def weighted_shares(weights: ArrayLike, indicators: ArrayLike) -> Floats:
    r"""Return each region's share of a pool under a formula of weighted shares.

    .. math:: a_p = \sum_k w_k \frac{x_{kp}}{\sum_q x_{kq}}

    Parameters
    ----------
    weights : array_like
        Weight of each component :math:`w_k` [share].
    indicators : array_like
        A row for each component, a column for each region :math:`x_{kp}`, in any unit: numbers
        of pupils, of poor people; ones for a component shared equally.

    Returns
    -------
    ndarray
        Share of each region; they add up to 1 [share].

    Raises
    ------
    ValueError
        If the weights do not add up to 1, rows and weights differ in number, an indicator is
        negative, or a whole row is 0.

    Notes
    -----
    Source: as `component_amounts`.

    Examples
    --------
    >>> weighted_shares([0.8, 0.2], [[30, 10], [1, 1]]).round(6).tolist()
    [0.7, 0.3]
    """
    parts = shares_of_one("weights", weights)
    table = not_negative("indicators", indicators)
    if table.ndim != 2 or table.shape[0] != parts.size or table.shape[1] == 0:
        raise ValueError(f"indicators must have {parts.size} rows, one for each weight")
    totals = table.sum(axis=1)
    if np.any(totals <= 0):
        raise ValueError(f"indicators in row {int(np.argmin(totals)) + 1} are all 0")
    return np.asarray(parts @ (table / totals[:, None]), dtype=np.float64)


def formula_allocation(pool: float, weights: ArrayLike, indicators: ArrayLike) -> Floats:
    r"""Return what each region gets of a pool under a formula of weighted shares.

    .. math:: X_p = A \, a_p

    Parameters
    ----------
    pool : float
        Amount to share :math:`A` [money].
    weights, indicators : array_like
        As in `weighted_shares`.

    Returns
    -------
    ndarray
        Amount of each region; they add up to the pool [money].

    Raises
    ------
    ValueError
        If the pool is negative, or as in `weighted_shares`.

    Notes
    -----
    Source: as `component_amounts`.

    Examples
    --------
    >>> formula_allocation(1000, [0.8, 0.2], [[30, 10], [1, 1]]).round(6).tolist()
    [700.0, 300.0]
    """
    return np.multiply(one(not_negative, "pool", pool), weighted_shares(weights, indicators))


def weighted_population(
    population: ArrayLike, coefficients: ArrayLike, attributes: ArrayLike
) -> Floats:
    r"""Return each region's need as a population weighted for what makes provision dear.

    .. math:: N_p = \text{Pop}_p \left(1 + \sum_k \beta_k z_{kp}\right)

    Parameters
    ----------
    population : array_like
        People in each region [people].
    coefficients : array_like
        Extra need :math:`\beta_k` of a person with the attribute [1].
    attributes : array_like
        A row for each attribute, a column for each region: poverty rate, remoteness, share of
        nomadic people :math:`z_{kp}` [1].

    Returns
    -------
    ndarray
        Need of each region [weighted people].

    Raises
    ------
    ValueError
        If shapes do not fit, the population is negative, or a need would be negative.

    Notes
    -----
    Without coefficients need is the population. Source: [own] in this form; weighted pupil
    funding is common.

    Examples
    --------
    >>> weighted_population([100, 200], [0.5, 0.2], [[0.4, 0.2], [1, 0]]).round(6).tolist()
    [140.0, 220.0]
    """
    people = not_negative("population", series("population", population))
    beta = numbers("coefficients", coefficients)
    table = numbers("attributes", attributes)
    if beta.size == 0:
        return people.copy()
    if table.shape != (beta.size, people.size):
        raise ValueError(
            f"attributes must have {beta.size} rows, one for each coefficient, "
            f"and {people.size} columns, one for each region"
        )
    factor = 1 + beta @ table
    if np.any(factor < 0):
        raise ValueError("coefficients and attributes make a need negative")
    return np.multiply(people, factor)


def hold_harmless(targets: ArrayLike, previous: ArrayLike, largest_cut: float = 0.0) -> Floats:
    r"""Return amounts that share the same total, none far below last year's.

    .. math::

        X_p = \max(\lambda T_p, (1 - h) X^{before}_p), \qquad
        \lambda \text{ such that } \sum_p X_p = \sum_p T_p

    Parameters
    ----------
    targets : array_like
        What the formula gives each region :math:`T_p` [money].
    previous : array_like
        What each region had the year before [money].
    largest_cut : float
        Largest fall allowed :math:`h` [share].

    Returns
    -------
    ndarray
        Amount of each region; they add up to the targets' sum [money].

    Raises
    ------
    ValueError
        If amounts are negative, lengths differ, the cut is outside 0 to 1, or the floors add up
        to more than there is.

    Notes
    -----
    Regions above their floor give up the same share of their target. Found exactly, by fixing
    regions at their floor in the order of floor over target.

    Source: [own] in this form; hold-harmless clauses are common in transfer formulas.

    Examples
    --------
    >>> hold_harmless([50, 100, 50], [80, 60, 40]).round(4).tolist()
    [80.0, 80.0, 40.0]
    """
    wanted = not_negative("targets", series("targets", targets))
    before = not_negative("previous", series("previous", previous))
    same_length(targets=wanted, previous=before)
    floors = np.multiply(before, 1 - one(proportions, "largest_cut", largest_cut))
    total = float(wanted.sum())
    if floors.sum() > total * (1 + 1e-12):
        raise ValueError(f"floors add up to {floors.sum():g}, more than the total of {total:g}")
    free = wanted > 0
    while np.any(free):
        scale = (total - float(floors[~free].sum())) / float(wanted[free].sum())
        below = free & (scale * wanted < floors)
        if not np.any(below):
            return np.where(free, scale * wanted, floors)
        free &= ~below
    return floors
