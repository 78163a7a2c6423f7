"""What sources bring in a year: grants paid out, levies, fees, results, additionality."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, one, positive, proportions, series, whole
from finmodel.finance.elementwise import elementwise


def grant_disbursements(
    commitments: ArrayLike,
    profile: ArrayLike,
    probability: float = 1.0,
    exchange_rate: ArrayLike = 1.0,
) -> Floats:
    r"""Return what commitments of grants pay out in each year.

    .. math:: A_t = E_t \, \pi \sum_v c_v \, \delta_{t-v}

    Parameters
    ----------
    commitments : array_like
        Commitment of each year :math:`c_v` [money of the grant].
    profile : array_like
        Share of a commitment paid out in its own year and in each year after
        :math:`\delta_k`; may add up to less than 1, where some is never paid [share].
    probability : float
        Probability that the grant comes :math:`\pi` [share].
    exchange_rate : array_like
        One exchange rate, or one for each year of the result :math:`E_t` [money per money of the
        grant].

    Returns
    -------
    ndarray
        Money paid out from the first commitment to the last payment [money a year]: as many
        years as commitments and profile together, less one.

    Raises
    ------
    ValueError
        If an amount is negative, a share or the probability is outside 0 to 1, the shares add
        up to more than 1, or exchange rates are not as many as the years.

    Notes
    -----
    With a probability below 1 the result is a mean: the grant comes or does not.
    Source: [own] in this form; disbursement profiles are usual in programmes of donors.

    Examples
    --------
    >>> grant_disbursements([100, 50], [0.2, 0.5, 0.3], probability=0.8).round(6).tolist()
    [16.0, 48.0, 44.0, 12.0]
    """
    committed = not_negative("commitments", series("commitments", commitments))
    shares = proportions("profile", series("profile", profile))
    if shares.sum() > 1 + 1e-9:
        raise ValueError(f"profile must add up to at most 1, not {shares.sum():.10g}")
    paid = one(proportions, "probability", probability) * np.convolve(committed, shares)
    rate = positive("exchange_rate", exchange_rate)
    if rate.shape not in ((), paid.shape):
        raise ValueError(f"exchange_rate must be one number, or {paid.size}, one for each year")
    return np.asarray(rate * paid, dtype=np.float64)


@elementwise
def levy_yield(payroll: ArrayLike, rate: ArrayLike, compliance: ArrayLike = 1.0) -> Floats:
    r"""Return what a levy on payroll brings.

    .. math:: A = \tau \cdot \text{payroll} \cdot \text{compliance}

    Parameters
    ----------
    payroll : array_like
        Payroll that the levy is on [money a year].
    rate : array_like
        Levy :math:`\tau` [share of payroll].
    compliance : array_like
        Share of what is due that is paid [share].

    Returns
    -------
    ndarray
        Yield [money a year].

    Raises
    ------
    ValueError
        If payroll is negative, or a share is outside 0 to 1.

    Notes
    -----
    Source: definition; training levies are of this form.

    Examples
    --------
    >>> float(levy_yield(20_000, 0.01, compliance=0.8))
    160.0
    """
    due = proportions("rate", rate) * not_negative("payroll", payroll)
    return np.multiply(due, proportions("compliance", compliance))


@elementwise
def fee_yield(
    fee: ArrayLike, users: ArrayLike, exempt: ArrayLike = 0.0, collection: ArrayLike = 1.0
) -> Floats:
    r"""Return what fees of households bring.

    .. math:: A = f \, n \, (1 - \text{exempt}) \cdot \text{collection}

    Parameters
    ----------
    fee : array_like
        Fee :math:`f` [money per user].
    users : array_like
        Users :math:`n` [users].
    exempt : array_like
        Share of users who need not pay [share].
    collection : array_like
        Share of what is due that is collected [share].

    Returns
    -------
    ndarray
        Yield [money].

    Raises
    ------
    ValueError
        If fee or users are negative, or a share is outside 0 to 1.

    Notes
    -----
    Households pay it: it stands apart from public funds. Source: definition.

    Examples
    --------
    >>> float(fee_yield(10, 500, exempt=0.2, collection=0.9))
    3600.0
    """
    paying = not_negative("users", users) * (1 - proportions("exempt", exempt))
    due = not_negative("fee", fee) * paying
    return np.multiply(due, proportions("collection", collection))


@elementwise
def largest_fee(income: ArrayLike, burden: ArrayLike) -> Floats:
    r"""Return the largest fee that stays within a share of income.

    .. math:: f \le \psi \cdot \text{income}

    Parameters
    ----------
    income : array_like
        Income of a household [money].
    burden : array_like
        Largest share of it that the fee may take :math:`\psi` [share].

    Returns
    -------
    ndarray
        Fee [money].

    Raises
    ------
    ValueError
        If income is negative, or the burden is outside 0 to 1.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> float(largest_fee(8000, 0.05))
    400.0
    """
    return np.multiply(proportions("burden", burden), not_negative("income", income))


def results_payments(
    results: ArrayLike, price: ArrayLike, cap: ArrayLike | None = None, lag: int = 0
) -> Floats:
    r"""Return what is paid for results, once they are verified.

    .. math:: A_t = \min(\text{cap}_t, \text{price} \cdot \text{result}_{t - \text{lag}})

    Parameters
    ----------
    results : array_like
        Verified results of each year [units].
    price : array_like
        Price of a result [money per unit].
    cap : array_like, optional
        Largest payment in a year of the result of this function [money a year].
    lag : int
        Years from a result to its payment.

    Returns
    -------
    ndarray
        Payment from the first year of results to the last payment [money a year]; `lag` years
        longer than `results`.

    Raises
    ------
    ValueError
        If results, price, cap or lag are negative, or lengths do not fit.

    Notes
    -----
    Another source must pay until then. Source: [own] in this form; results-based financing.

    Examples
    --------
    >>> results_payments([100, 200], price=3, cap=500, lag=1).tolist()
    [0.0, 300.0, 500.0]
    """
    units = not_negative("results", series("results", results))
    each = not_negative("price", price)
    if each.shape not in ((), units.shape):
        raise ValueError(f"price must be one number, or {units.size}, one for each result")
    due = np.concatenate((np.zeros(whole("lag", lag)), each * units))
    if cap is None:
        return np.asarray(due, dtype=np.float64)
    limit = not_negative("cap", cap)
    if limit.shape not in ((), due.shape):
        raise ValueError(f"cap must be one number, or {due.size}, one for each year")
    return np.minimum(due, limit)


@elementwise
def least_domestic(baseline: ArrayLike, external: ArrayLike, fungibility: ArrayLike) -> Floats:
    r"""Return what domestic money is spent at least, where external money displaces some.

    .. math:: D \ge \max(0, B - \varphi X)

    Parameters
    ----------
    baseline : array_like
        Domestic spending without external money :math:`B` [money].
    external : array_like
        External money :math:`X` [money].
    fungibility : array_like
        Share of it that displaces domestic money :math:`\varphi`: 0 for money that comes on
        top, 1 for money that replaces [share].

    Returns
    -------
    ndarray
        Least domestic spending [money].

    Raises
    ------
    ValueError
        If an amount is negative, or fungibility is outside 0 to 1.

    Notes
    -----
    Source: [own] in this form; the literature on fungibility of aid.

    Examples
    --------
    >>> least_domestic(100, 40, [0, 0.5, 1]).tolist()
    [100.0, 80.0, 60.0]
    """
    displaced = proportions("fungibility", fungibility) * not_negative("external", external)
    return np.maximum(0.0, not_negative("baseline", baseline) - displaced)
