"""Public sector comparator, cost of a partnership, value for money, leverage."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, numbers, positive
from finmodel.finance.elementwise import elementwise


@elementwise
def public_sector_comparator(
    raw: ArrayLike,
    competitive_neutrality: ArrayLike = 0.0,
    transferable_risk: ArrayLike = 0.0,
    retained_risk: ArrayLike = 0.0,
) -> Floats:
    r"""Return what the public sector would pay if it did the work itself.

    .. math:: PSC = \text{raw} + \text{competitive neutrality} + \text{transferable risk}
              + \text{retained risk}

    Parameters
    ----------
    raw : array_like
        Present value of capital and operating cost, less revenue [money].
    competitive_neutrality : array_like
        Present value of taxes and charges that only a private party would pay, less costs that
        only a public one has; may be negative [money].
    transferable_risk, retained_risk : array_like
        Present value of the mean of risks that a contract passes on, or leaves [money].

    Returns
    -------
    ndarray
        Comparator [money].

    Raises
    ------
    ValueError
        If something is not a finite number.

    Notes
    -----
    Source: Partnerships Victoria, Public Sector Comparator technical note.

    Examples
    --------
    >>> float(public_sector_comparator(320.6, 15.0, 116.0, 12.8).round(6))
    464.4
    """
    base = numbers("raw", raw) + numbers("competitive_neutrality", competitive_neutrality)
    risks = numbers("transferable_risk", transferable_risk) + numbers(
        "retained_risk", retained_risk
    )
    return np.add(base, risks)


@elementwise
def partnership_cost(
    payments: ArrayLike, retained_risk: ArrayLike = 0.0, contract_management: ArrayLike = 0.0
) -> Floats:
    r"""Return what the public sector pays under a partnership.

    .. math:: PPP = PV(\text{payments}) + \text{retained risk} + \text{contract management}

    Parameters
    ----------
    payments : array_like
        Present value of payments to the private party, less revenue shared [money].
    retained_risk : array_like
        Present value of the mean of risks that stay public [money].
    contract_management : array_like
        Present value of tendering and of managing the contract [money].

    Returns
    -------
    ndarray
        Cost of the partnership [money].

    Raises
    ------
    ValueError
        If something is not a finite number.

    Notes
    -----
    Source: Partnerships Victoria, Public Sector Comparator technical note; HM Treasury,
    quantitative value-for-money guide.

    Examples
    --------
    >>> float(partnership_cost(400, 12.8, 5).round(6))
    417.8
    """
    retained = numbers("retained_risk", retained_risk)
    managed = numbers("contract_management", contract_management)
    return np.add(numbers("payments", payments), retained + managed)


@elementwise
def value_for_money(comparator: ArrayLike, partnership: ArrayLike) -> Floats:
    r"""Return what a partnership saves.

    .. math:: VfM = PSC - PPP

    Parameters
    ----------
    comparator, partnership : array_like
        Present values of the two [money].

    Returns
    -------
    ndarray
        Saving, negative if the partnership costs more [money].

    Raises
    ------
    ValueError
        If something is not a finite number.

    Notes
    -----
    Source: as `public_sector_comparator`.

    Examples
    --------
    >>> float(value_for_money(297, 269))
    28.0
    """
    return np.subtract(numbers("comparator", comparator), numbers("partnership", partnership))


@elementwise
def value_for_money_pct(comparator: ArrayLike, partnership: ArrayLike) -> Floats:
    r"""Return what a partnership saves, as a percentage of the comparator.

    .. math:: VfM = 100 (1 - PPP / PSC)

    Parameters
    ----------
    comparator : array_like
        Comparator, above 0 [money].
    partnership : array_like
        Cost of the partnership [money].

    Returns
    -------
    ndarray
        Saving [% of the comparator].

    Raises
    ------
    ValueError
        If the comparator is 0 or below.

    Notes
    -----
    Source: HM Treasury, quantitative value-for-money guide.

    Examples
    --------
    >>> float(value_for_money_pct(400, 360).round(6))
    10.0
    """
    base = positive("comparator", comparator)
    return np.multiply(100.0, 1 - numbers("partnership", partnership) / base)


@elementwise
def break_even_risk_transfer(
    partnership: ArrayLike,
    raw: ArrayLike,
    competitive_neutrality: ArrayLike = 0.0,
    retained_risk: ArrayLike = 0.0,
) -> Floats:
    r"""Return the transferable risk at which partnership and comparator cost the same.

    .. math:: T^* = PPP - \text{raw} - \text{competitive neutrality} - \text{retained risk}

    Parameters
    ----------
    partnership : array_like
        Cost of the partnership [money].
    raw, competitive_neutrality, retained_risk : array_like
        Parts of the comparator other than transferable risk [money].

    Returns
    -------
    ndarray
        Break-even risk transfer [money]; negative if the partnership is cheaper even without.

    Raises
    ------
    ValueError
        If something is not a finite number.

    Notes
    -----
    Set it against the value put on transferable risk: the claim of value for money fails if
    that value is overstated by more than the difference. Source: [own]; solves
    `value_for_money` for 0.

    Examples
    --------
    >>> float(break_even_risk_transfer(417.8, 320.6, 15.0, 12.8).round(6))
    69.4
    """
    others = public_sector_comparator(raw, competitive_neutrality, 0.0, retained_risk)
    return np.asarray(numbers("partnership", partnership) - others, dtype=np.float64)


@elementwise
def leverage(private_capital: ArrayLike, public_support: ArrayLike) -> Floats:
    r"""Return private capital for each unit of public support.

    .. math:: \ell = K^{private} / S

    Parameters
    ----------
    private_capital : array_like
        Private capital mobilised [money].
    public_support : array_like
        Present value of public support [money].

    Returns
    -------
    ndarray
        Leverage; infinite without support, 0 without private capital [1].

    Raises
    ------
    ValueError
        If an amount is negative.

    Notes
    -----
    Source: definition; see `leverage_both_ways` for what counts as support.

    Examples
    --------
    >>> leverage([100, 50, 0], [25, 0, 0]).tolist()
    [4.0, inf, 0.0]
    """
    private, public = np.broadcast_arrays(
        not_negative("private_capital", private_capital),
        not_negative("public_support", public_support),
    )
    without = np.where(private > 0, np.inf, 0.0)
    return np.where(public > 0, private / np.where(public > 0, public, 1.0), without)


@elementwise
def leverage_both_ways(
    private_capital: ArrayLike, upfront_support: ArrayLike, later_support: ArrayLike
) -> tuple[Floats, Floats]:
    r"""Return leverage over all public support, and over upfront support only.

    .. math:: \ell^{all} = \frac{K^{private}}{S^{upfront} + S^{later}}, \qquad
              \ell^{upfront} = \frac{K^{private}}{S^{upfront}}

    Parameters
    ----------
    private_capital : array_like
        Private capital mobilised [money].
    upfront_support : array_like
        Capital grants and equity [money].
    later_support : array_like
        Present value of availability payments, subsidies and expected calls [money].

    Returns
    -------
    tuple of ndarray
        Leverage over all support, and over upfront support [1].

    Raises
    ------
    ValueError
        If an amount is negative.

    Notes
    -----
    The first shows that availability payments repay all of the private capital; the second
    alone makes a loan look like a gift. Source: [own].

    Examples
    --------
    >>> over_all, over_upfront = leverage_both_ways(900, 100, 1100)
    >>> float(over_all), float(over_upfront)
    (0.75, 9.0)
    """
    upfront = not_negative("upfront_support", upfront_support)
    later = not_negative("later_support", later_support)
    return leverage(private_capital, upfront + later), leverage(private_capital, upfront)
