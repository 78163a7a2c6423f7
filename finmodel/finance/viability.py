"""Viability gap funding: the grant that makes a contract pay its way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import not_negative, one, proportions, series
from finmodel.finance.discounting import present_value

ROUNDING = 1e-12
"""How far a grant may pass its cap, as arithmetic rounds [share of the cap]."""


@dataclass(frozen=True, slots=True)
class ViabilityGap:
    """What makes a contract viable, and whether the rules allow it.

    Attributes
    ----------
    grant : float
        Grant that the contract needs [money].
    cap : float
        Largest grant allowed, of all payers together [money].
    possible : bool
        Whether the grant is within the cap and users pay enough of the operation; else there
        is no contract.
    private_capital : float
        Capital less grant; below 0 where even the whole capital would not be enough [money].
    cost_recovery : float
        Revenue over cost of operation, both in present value; infinite without cost [share].
    parts : tuple of float
        What each payer gives, in the order of the caps, each up to its cap [money].
    """

    grant: float
    cap: float
    possible: bool
    private_capital: float
    cost_recovery: float
    parts: tuple[float, ...]


def viability_gap(
    capital: float,
    revenue: ArrayLike,
    operation: ArrayLike,
    rate: float,
    cap: ArrayLike = 1.0,
    first_period: float = 1,
    least_cost_recovery: float = 0.0,
) -> ViabilityGap:
    r"""Return the capital grant that lets revenue pay for the rest.

    .. math:: V^* = \max\left(0, K - \sum_t \frac{R_t - O_t}{(1 + w)^t}\right)

    It is paid if :math:`V^* \le \sum_k c_k K` and revenue recovers enough of the operation:

    .. math:: \frac{\sum_t R_t / (1 + w)^t}{\sum_t O_t / (1 + w)^t} \ge \text{least}

    Parameters
    ----------
    capital : float
        Capital cost :math:`K` [money].
    revenue, operation : array_like
        Revenue from users, and cost of operation, in each year [money a year].
    rate : float
        Return that private capital asks :math:`w` [share a year].
    cap : float or array_like
        Largest grant :math:`c`, or that of each payer in the order in which they pay [share of
        the capital]. India since 2020, central government and sponsor: 0.2 and 0.2, in social
        sectors 0.3 and 0.3, for pilots in health and education 0.4 and 0.4.
    first_period : float
        Time of the first year's flow [years from the capital's].
    least_cost_recovery : float
        Revenue over cost of operation that the rules ask for; India since 2020: 1 in social
        sectors, 0.5 for pilots [share].

    Returns
    -------
    ViabilityGap
        Grant, cap, whether it is possible, private capital, cost recovery, and who pays.

    Raises
    ------
    ValueError
        If an amount is negative, a cap is outside 0 to 1 or the caps are more than 1 together,
        or lengths differ.

    Notes
    -----
    Where operation costs more than users pay, the grant exceeds the capital and is never
    possible. Grants for operation (India's pilots: up to 25 % and 25 % of it for five years)
    are to be added to revenue; cost recovery then counts them too.

    Source: India, Department of Economic Affairs, scheme for financial support to
    public-private partnerships in infrastructure (7 December 2020); the formula is [own].

    Examples
    --------
    >>> gap = viability_gap(1000, [300, 300, 300], [50, 50, 50], 0.10, cap=[0.2, 0.2])
    >>> round(gap.grant, 4), gap.possible, round(gap.private_capital, 4)
    (378.287, True, 621.713)
    >>> [round(part, 4) for part in gap.parts]
    [200.0, 178.287]
    """
    cost = one(not_negative, "capital", capital)
    income = not_negative("revenue", series("revenue", revenue))
    spent = not_negative("operation", operation)
    if spent.shape not in ((), income.shape):
        raise ValueError(f"operation must be one number, or {income.size}, one for each year")
    limits = cost * proportions("cap", np.atleast_1d(cap))
    if limits.ndim != 1 or limits.sum() > cost * (1 + ROUNDING):
        raise ValueError("cap must be one share, or one for each payer, at most 1 together")
    least = one(not_negative, "least_cost_recovery", least_cost_recovery)
    earned = present_value(income, rate, first_period)
    paid = present_value(np.broadcast_to(spent, income.shape), rate, first_period)
    recovery = earned / paid if paid > 0 else np.inf
    grant, limit = max(0.0, cost - (earned - paid)), float(limits.sum())
    before = np.concatenate(([0.0], np.cumsum(limits)[:-1]))
    parts = np.clip(grant - before, 0.0, limits)
    return ViabilityGap(
        grant=grant,
        cap=limit,
        possible=grant <= limit * (1 + ROUNDING) and recovery >= least * (1 - ROUNDING),
        private_capital=cost - grant,
        cost_recovery=recovery,
        parts=tuple(parts.tolist()),
    )
