"""Fees on what a lender has committed: on the undrawn amount, and once at the start."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, one, proportions, series, whole

DrawsAt = Literal["start", "end"]
"""Whether a period's drawing comes at its start or at its end."""


def commitment_fees(
    commitment: float,
    draws: ArrayLike,
    fee: float,
    upfront_fee: float = 0.0,
    draws_at: DrawsAt = "end",
) -> Floats:
    r"""Return the fees on what is committed and not yet drawn, with the upfront fee.

    .. math:: f_t = \varphi \, (C - \sum_{v < t} L_v) + 1\{t = 0\} \, u \, C

    Parameters
    ----------
    commitment : float
        Amount committed :math:`C` [money].
    draws : array_like
        Drawing in each period :math:`L_v` [money].
    fee : float
        Fee on the undrawn amount :math:`\varphi` [share a period].
    upfront_fee : float
        Fee on the commitment :math:`u`, paid in the first period [share].
    draws_at : {"start", "end"}
        Whether a period's drawing comes at its end (the fee falls from the next period on), or
        at its start (it falls at once: the sum runs to v = t).

    Returns
    -------
    ndarray
        Fee in each period of `draws` [money].

    Raises
    ------
    ValueError
        If amounts are negative, drawings exceed the commitment, a fee is outside 0 to 1, or
        `draws_at` is another word.

    Notes
    -----
    Source: [own] in this form; fees on undrawn balances as in IDA and ADB loan terms.

    Examples
    --------
    >>> commitment_fees(100, [40, 60, 0], 0.01, upfront_fee=0.02).round(6).tolist()
    [3.0, 0.6, 0.0]
    """
    amount = one(not_negative, "commitment", commitment)
    drawn = not_negative("draws", series("draws", draws))
    share, upfront = one(proportions, "fee", fee), one(proportions, "upfront_fee", upfront_fee)
    total = np.cumsum(drawn)
    if total[-1] > amount * (1 + 1e-12):
        raise ValueError(f"draws ({total[-1]:g}) must not exceed the commitment ({amount:g})")
    _known(draws_at)
    before = total if draws_at == "start" else total - drawn
    fees = share * np.maximum(amount - before, 0.0)
    fees[0] += upfront * amount
    return fees


def commitment_fee_kernel(
    commitment_periods: int,
    fee: float,
    upfront_fee: float = 0.0,
    draws_at: DrawsAt = "end",
) -> tuple[Floats, Floats]:
    r"""Return the fees of one unit committed, and what one unit drawn takes off them.

    .. math::

        f_t = C g_t + \sum_v h_{t-v} L_v \; (t < n), \qquad
        g_t = \varphi + 1\{t = 0\} \, u, \qquad h_j = -\varphi \; (j \ge 1), \qquad
        h_0 = 0 \text{ or } -\varphi

    Parameters
    ----------
    commitment_periods : int
        Periods :math:`n` in which the loan may be drawn, and the fee is due.
    fee : float
        Fee on the undrawn amount :math:`\varphi` [share a period].
    upfront_fee : float
        Fee on the commitment :math:`u`, paid in the first period [share].
    draws_at : {"start", "end"}
        As in `commitment_fees`.

    Returns
    -------
    tuple of ndarray
        Fee per unit committed by period from the first, and change of the fee per unit drawn
        by periods since the drawing [1 a period]; both have n entries. Beyond the n-th period
        no fee is due, whenever the drawing was.

    Raises
    ------
    ValueError
        If there is no period, a fee is outside 0 to 1, or `draws_at` is another word.

    Notes
    -----
    Linear in commitment and drawings, so a linear program can hold it; gives what
    `commitment_fees` gives. Source: as `commitment_fees`.

    Examples
    --------
    >>> committed, drawn = commitment_fee_kernel(3, 0.01, upfront_fee=0.02)
    >>> committed.round(6).tolist(), drawn.tolist()
    ([0.03, 0.01, 0.01], [0.0, -0.01, -0.01])
    """
    periods = whole("commitment_periods", commitment_periods, at_least=1)
    share = one(proportions, "fee", fee)
    _known(draws_at)
    committed, drawn = np.full(periods, share), np.full(periods, -share)
    committed[0] += one(proportions, "upfront_fee", upfront_fee)
    if draws_at == "end":
        drawn[0] = 0.0
    return committed, drawn


def _known(draws_at: str) -> None:
    if draws_at not in ("start", "end"):
        raise ValueError(f'draws_at must be "start" or "end", not "{draws_at}"')
