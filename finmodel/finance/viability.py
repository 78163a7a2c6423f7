"""Viability gap funding: the grant that makes a contract pay its way."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from finmodel.finance.checks import not_negative, proportions, series
from finmodel.finance.discounting import present_value


@dataclass(frozen=True, slots=True)
class ViabilityGap:
    """What makes a contract viable, and whether the cap allows it.

    Attributes
    ----------
    grant : float
        Grant that the contract needs [money].
    cap : float
        Largest grant allowed [money].
    possible : bool
        Whether the grant is within the cap; else there is no contract.
    private_capital : float
        Capital less grant [money].
    """

    grant: float
    cap: float
    possible: bool
    private_capital: float


def viability_gap(
    capital: float,
    revenue: ArrayLike,
    operation: ArrayLike,
    rate: float,
    cap: float = 1.0,
    first_period: float = 1,
) -> ViabilityGap:
    r"""Return the capital grant that lets revenue pay for the rest.

    .. math:: V^* = \max\left(0, K - \sum_t \frac{R_t - O_t}{(1 + w)^t}\right)

    Parameters
    ----------
    capital : float
        Capital cost :math:`K` [money].
    revenue, operation : array_like
        Revenue from users, and cost of operation, in each year [money a year].
    rate : float
        Return that private capital asks :math:`w` [share a year].
    cap : float
        Largest grant [share of the capital]; India: 0.2 + 0.2 economic, 0.3 + 0.3 social,
        0.4 + 0.4 pilots.
    first_period : float
        Time of the first year's flow [years from the capital's].

    Returns
    -------
    ViabilityGap
        Grant, cap, whether it is possible, and private capital.

    Raises
    ------
    ValueError
        If an amount is negative, the cap is outside 0 to 1, or lengths differ.

    Notes
    -----
    Where operation costs more than users pay, the grant exceeds the capital and is never
    possible.

    Source: India, Department of Economic Affairs, viability gap funding scheme (2020);
    the formula is [own].

    Examples
    --------
    >>> gap = viability_gap(1000, [300, 300, 300], [50, 50, 50], 0.10, cap=0.4)
    >>> round(gap.grant, 4), gap.possible, round(gap.private_capital, 4)
    (378.287, True, 621.713)
    """
    cost, share = float(not_negative("capital", capital)), float(proportions("cap", cap))
    income = not_negative("revenue", series("revenue", revenue))
    spent = not_negative("operation", operation)
    if spent.shape not in ((), income.shape):
        raise ValueError(f"operation must be one number, or {income.size}, one for each year")
    grant = max(0.0, cost - present_value(income - spent, rate, first_period))
    limit = share * cost
    return ViabilityGap(grant, limit, grant <= limit * (1 + 1e-12), cost - grant)
