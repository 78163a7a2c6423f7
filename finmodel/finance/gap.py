"""Financing gaps, envelopes by how certain the money is, and matching money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from finmodel.finance.checks import Floats, not_negative, positive, proportions, same_length, series
from finmodel.finance.elementwise import elementwise, unboxed


@elementwise
def financing_gap(cost: ArrayLike, available: ArrayLike) -> Floats:
    r"""Return cost less what is available, and not less than 0.

    .. math:: u = \max(0, C - A)

    Parameters
    ----------
    cost, available : array_like
        Cost, and money available for it [money].

    Returns
    -------
    ndarray
        Gap [money].

    Raises
    ------
    ValueError
        If an amount is negative.

    Notes
    -----
    Money left over in one group does not fill the gap of another. Source: definition.

    Examples
    --------
    >>> financing_gap([100, 50], [60, 80]).tolist()
    [40.0, 0.0]
    """
    return np.maximum(0.0, not_negative("cost", cost) - not_negative("available", available))


@dataclass(frozen=True, slots=True)
class GapTotals:
    """Gap of all groups together.

    Attributes
    ----------
    gap : float
        Sum of the gaps [money].
    cost : float
        Sum of the costs [money].
    share_pct : float
        Gap [% of cost].
    """

    gap: float
    cost: float
    share_pct: float


def gap_totals(gaps: ArrayLike, shares: ArrayLike) -> GapTotals:
    r"""Return the total of gaps that are known with their shares of cost.

    .. math:: U = \sum_g u_g, \qquad C = \sum_g u_g / s_g, \qquad 100 \, U / C

    Parameters
    ----------
    gaps : array_like
        Gap of each group :math:`u_g` [money].
    shares : array_like
        Gap as a share of the group's cost :math:`s_g` [share].

    Returns
    -------
    GapTotals
        Total gap, the cost implied, and the gap's share of it.

    Raises
    ------
    ValueError
        If a gap is negative, a share is 0 or outside 0 to 1, or lengths differ.

    Notes
    -----
    Shares that are printed rounded make the implied cost uncertain: 17 % may be 16.5 %.

    Source: UNESCO GEM Report, policy paper 49 (2023), states gaps in this way.

    Examples
    --------
    >>> totals = gap_totals([26, 71], [0.50, 0.17])
    >>> totals.gap, round(totals.cost, 1), round(totals.share_pct, 1)
    (97.0, 469.6, 20.7)
    """
    missing = not_negative("gaps", series("gaps", gaps))
    share = proportions("shares", positive("shares", series("shares", shares)))
    same_length(gaps=missing, shares=share)
    gap, cost = float(missing.sum()), float((missing / share).sum())
    return GapTotals(gap, cost, 100 * gap / cost if cost > 0 else 0.0)


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Money available under four readings, each at least as large as the one before.

    Attributes
    ----------
    secured : ndarray
        Money that is secured [money].
    committed : ndarray
        With what is committed [money].
    expected : ndarray
        With pipeline money at its probability: a mean [money].
    pipeline : ndarray
        With all of the pipeline [money].
    """

    secured: Floats
    committed: Floats
    expected: Floats
    pipeline: Floats


def envelopes(
    secured: ArrayLike, committed: ArrayLike, pipeline: ArrayLike, probability: ArrayLike
) -> Envelopes:
    r"""Return the money available under four readings of certainty.

    .. math:: S, \qquad S + M, \qquad S + M + \sum_s \pi_s P_s, \qquad S + M + \sum_s P_s

    Parameters
    ----------
    secured, committed : array_like
        Money that is secured, and that is committed, by year or in all [money].
    pipeline : array_like
        Pipeline money, a row for each source, in the shape of `secured` beyond that [money].
    probability : array_like
        Probability of each pipeline source [share].

    Returns
    -------
    Envelopes
        The four totals.

    Raises
    ------
    ValueError
        If an amount is negative, a probability outside 0 to 1, or lengths differ.

    Notes
    -----
    The mean hides that a grant comes or does not: give an amount met with 80 % confidence
    beside it (`finmodel.finance.distributions.amount_met_with`). Source: [own].

    Examples
    --------
    >>> both = envelopes(100, 20, pipeline=[50, 30], probability=[0.6, 0.5])
    >>> [float(v) for v in (both.secured, both.committed, both.expected, both.pipeline)]
    [100.0, 120.0, 165.0, 200.0]
    """
    sure, likely = not_negative("secured", secured), not_negative("committed", committed)
    hoped = not_negative("pipeline", pipeline)
    chance = proportions("probability", series("probability", probability))
    if hoped.ndim == 0 or hoped.shape[0] != chance.size:
        raise ValueError(f"pipeline must have {chance.size} rows, one for each probability")
    together = np.add(sure, likely)
    mean = np.tensordot(chance, hoped, axes=1)
    every = np.add(together, hoped.sum(axis=0))
    return Envelopes(unboxed(sure), together, np.add(together, mean), every)


@elementwise
def required_match(matching_money: ArrayLike, ratio: ArrayLike) -> Floats:
    r"""Return the co-financing that matching money asks for.

    .. math:: R = m \, X

    Parameters
    ----------
    matching_money : array_like
        Money that must be matched :math:`X` [money].
    ratio : array_like
        Co-financing for each unit of it :math:`m`; the GPE Multiplier asks 3, and 1 from
        private partners [1].

    Returns
    -------
    ndarray
        Co-financing required [money].

    Raises
    ------
    ValueError
        If an amount or the ratio is negative.

    Notes
    -----
    Source: Global Partnership for Education, GPE Multiplier.

    Examples
    --------
    >>> float(required_match(226, 3))
    678.0
    """
    return np.multiply(not_negative("matching_money", matching_money), not_negative("ratio", ratio))


@elementwise
def match_ratio(co_financing: ArrayLike, matching_money: ArrayLike) -> Floats:
    r"""Return co-financing for each unit of matching money.

    .. math:: m = R / X

    Parameters
    ----------
    co_financing, matching_money : array_like
        Co-financing found, and money that must be matched [money].

    Returns
    -------
    ndarray
        Ratio [1].

    Raises
    ------
    ValueError
        If co-financing is negative or matching money is 0 or below.

    Notes
    -----
    Source: as `required_match`.

    Examples
    --------
    >>> float(match_ratio(882, 226).round(4))
    3.9027
    """
    found = not_negative("co_financing", co_financing)
    return np.divide(found, positive("matching_money", matching_money))


@elementwise
def match_is_met(
    co_financing: ArrayLike, matching_money: ArrayLike, ratio: ArrayLike
) -> NDArray[np.bool_]:
    r"""Return whether co-financing is enough for the matching money.

    .. math:: R \ge m \, X

    Parameters
    ----------
    co_financing, matching_money : array_like
        Co-financing found, and money that must be matched [money].
    ratio : array_like
        Co-financing asked for each unit [1].

    Returns
    -------
    ndarray of bool
        Whether it is; without matching money it always is.

    Raises
    ------
    ValueError
        If an amount or the ratio is negative.

    Notes
    -----
    Source: as `required_match`.

    Examples
    --------
    >>> bool(match_is_met(882, 226, 3))
    True
    """
    needed = required_match(matching_money, ratio)
    return np.asarray(not_negative("co_financing", co_financing) >= needed, dtype=np.bool_)
