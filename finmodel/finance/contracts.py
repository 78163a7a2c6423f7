"""Cash flows of public-private contracts, seen from the public side.

Positive amounts are paid by the public side unless a docstring says otherwise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.annuities import capital_recovery_factor
from finmodel.finance.checks import Floats, not_negative, numbers, one, proportions, whole
from finmodel.finance.elementwise import elementwise


def availability_payments(
    capital: float,
    rate: float,
    years: int,
    capital_grant: float = 0.0,
    operation: ArrayLike = 0.0,
    index: ArrayLike = 1.0,
    deductions: ArrayLike = 0.0,
    years_before: int = 0,
) -> Floats:
    r"""Return the yearly payments for an asset that is kept available.

    .. math:: p_t = CRF(w, n) (K - V) + o_t \, I_t - d_t, \qquad p_t = 0 \text{ before completion}

    Parameters
    ----------
    capital : float
        Capital cost at completion :math:`K` [money].
    rate : float
        Cost of private capital :math:`w` [share a year].
    years : int
        Years of payment :math:`n`.
    capital_grant : float
        Public grant at completion :math:`V` [money].
    operation : array_like
        Operation and upkeep in each year of payment, or the same for all [money a year].
    index : array_like
        Price index of operation and upkeep in each year [1].
    deductions : array_like
        Taken off for times when the asset was not available [money a year].
    years_before : int
        Years from signing to completion, without payment.

    Returns
    -------
    ndarray
        Payment in each year from signing [money a year].

    Raises
    ------
    ValueError
        If an amount is negative, the grant is above the capital, deductions are above the
        payment, or lists do not have one number for each year of payment.

    Notes
    -----
    Interest during construction belongs in the capital at completion.

    Source: APMG PPP certification guide (payment mechanisms); the formula is [own].

    Examples
    --------
    >>> availability_payments(1000, 0.05, 2, operation=10, years_before=1).round(4).tolist()
    [0.0, 547.8049, 547.8049]
    """
    cost, grant = (
        one(not_negative, "capital", capital),
        one(not_negative, "capital_grant", capital_grant),
    )
    if grant > cost:
        raise ValueError("capital_grant must not be above capital")
    paid = whole("years", years, at_least=1)
    upkeep = _each_year("operation", operation, paid) * _each_year("index", index, paid)
    due = (cost - grant) * float(capital_recovery_factor(rate, paid)) + upkeep
    off = _each_year("deductions", deductions, paid)
    if np.any(off > due):
        raise ValueError("deductions must not be above the payment of their year")
    return np.concatenate((np.zeros(whole("years_before", years_before)), due - off))


def _each_year(name: str, value: ArrayLike, years: int) -> Floats:
    """Return one number a year, none negative."""
    array = not_negative(name, value)
    if array.shape not in ((), (years,)):
        raise ValueError(f"{name} must be one number, or {years}, one for each year")
    return np.broadcast_to(array, (years,))


@elementwise
def royalty(revenue: ArrayLike, share: ArrayLike) -> Floats:
    r"""Return what the public side pays in a user-fee concession: less than nothing.

    .. math:: f_t = -\rho R_t

    Parameters
    ----------
    revenue : array_like
        Revenue from users [money a year].
    share : array_like
        Royalty :math:`\rho` [share of revenue].

    Returns
    -------
    ndarray
        Public flow, negative because it comes in [money a year].

    Raises
    ------
    ValueError
        If revenue is negative or the share is outside 0 to 1.

    Notes
    -----
    Exposure at termination is apart: `finmodel.finance.termination`. Source: [own].

    Examples
    --------
    >>> royalty([100, 120], 0.05).tolist()
    [-5.0, -6.0]
    """
    return -np.multiply(proportions("share", share), not_negative("revenue", revenue))


@elementwise
def joint_venture_flows(
    capital: ArrayLike, dividends: ArrayLike, public_share: float
) -> tuple[Floats, Floats]:
    r"""Return the public flow and the private capital of a joint venture.

    .. math:: f_t = \sigma (K_t - D_t), \qquad (1 - \sigma) K_t

    Parameters
    ----------
    capital, dividends : array_like
        Capital paid in, and dividends paid out, in each year [money a year].
    public_share : float
        Public share of the venture :math:`\sigma` [share].

    Returns
    -------
    tuple of ndarray
        Net public payment, negative when dividends come in; and private capital [money a year].

    Raises
    ------
    ValueError
        If an amount is negative or the share is outside 0 to 1.

    Notes
    -----
    Source: [own].

    Examples
    --------
    >>> public, private = joint_venture_flows([100, 0], [0, 30], 0.4)
    >>> public.tolist(), private.tolist()
    ([40.0, -12.0], [60.0, 0.0])
    """
    paid_in = not_negative("capital", capital)
    net = np.subtract(paid_in, not_negative("dividends", dividends))
    share = one(proportions, "public_share", public_share)
    return np.multiply(share, net), np.multiply(1 - share, paid_in)


@elementwise
def management_fees(
    fee: ArrayLike, performance_fee: ArrayLike = 0.0, performance: ArrayLike = 1.0
) -> Floats:
    r"""Return the payments of an operating or management contract.

    .. math:: f_t = f + g \, s_t

    Parameters
    ----------
    fee : array_like
        Fixed fee :math:`f` [money a year].
    performance_fee : array_like
        Fee for full performance :math:`g` [money a year].
    performance : array_like
        Performance reached :math:`s_t` [share].

    Returns
    -------
    ndarray
        Payment [money a year].

    Raises
    ------
    ValueError
        If a fee is negative or performance is outside 0 to 1.

    Notes
    -----
    Source: [own].

    Examples
    --------
    >>> management_fees(100, 20, [0.5, 1]).tolist()
    [110.0, 120.0]
    """
    bonus = not_negative("performance_fee", performance_fee) * proportions(
        "performance", performance
    )
    return np.add(not_negative("fee", fee), bonus)


@elementwise
def outcome_payment(
    outcome: ArrayLike, price: ArrayLike, threshold: ArrayLike = 0.0, cap: ArrayLike | None = None
) -> Floats:
    r"""Return the payment for outcomes above a threshold, up to a cap.

    .. math:: p = \min(\text{cap}, \text{price} \cdot \max(0, \text{outcome} - \text{threshold}))

    Parameters
    ----------
    outcome : array_like
        Verified outcome [units].
    price : array_like
        Price of an outcome [money per unit].
    threshold : array_like
        Outcome that earns nothing yet [units].
    cap : array_like, optional
        Largest payment [money]; none where missing.

    Returns
    -------
    ndarray
        Payment [money].

    Raises
    ------
    ValueError
        If price or cap is negative, or something is not finite.

    Notes
    -----
    Source: [own]; social impact bonds and results-based financing pay in this form.

    Examples
    --------
    >>> outcome_payment([80, 120, 500], price=10, threshold=100, cap=1000).tolist()
    [0.0, 200.0, 1000.0]
    """
    above = np.maximum(0.0, numbers("outcome", outcome) - numbers("threshold", threshold))
    due = np.multiply(not_negative("price", price), above)
    return due if cap is None else np.minimum(not_negative("cap", cap), due)
