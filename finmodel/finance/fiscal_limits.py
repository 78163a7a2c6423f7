"""Room under limits on payments and on commitments to contracts.

Published limits change with time: a scenario holds them as dated data, and they are passed in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative
from finmodel.finance.elementwise import elementwise


@elementwise
def payment_room(
    payments: ArrayLike, base: ArrayLike, limit: ArrayLike, existing: ArrayLike = 0.0
) -> Floats:
    r"""Return what is left under a limit on yearly payments.

    .. math:: \lambda B_t - (p_t + e_t)

    Parameters
    ----------
    payments : array_like
        Payments of new contracts in each year :math:`p_t` [money a year].
    base : array_like
        What the limit is a share of: revenue, or the budget :math:`B_t` [money a year].
    limit : array_like
        Largest share of the base :math:`\lambda` [share].
    existing : array_like
        Payments of contracts signed before :math:`e_t` [money a year].

    Returns
    -------
    ndarray
        Room left, negative where the limit is passed [money a year].

    Raises
    ------
    ValueError
        If an amount or the limit is negative.

    Notes
    -----
    Holds in every year of the term, beyond a plan's horizon too. Source: [own] in this form;
    Hungary and Brazil limit payments to a share of revenue.

    Examples
    --------
    >>> payment_room([20, 40], [1000, 1100], 0.05, existing=10).round(6).tolist()
    [20.0, 5.0]
    """
    allowed = not_negative("limit", limit) * not_negative("base", base)
    used = not_negative("payments", payments) + not_negative("existing", existing)
    return np.subtract(allowed, used)


@elementwise
def commitment_room(
    direct: ArrayLike, contingent: ArrayLike, gdp: ArrayLike, limit: ArrayLike
) -> Floats:
    r"""Return what is left under a limit on the stock of commitments.

    .. math:: \Lambda \cdot GDP - \left(PV(\text{direct}) + PV(\text{contingent})\right)

    Parameters
    ----------
    direct : array_like
        Present value of payments that are certain [money].
    contingent : array_like
        Present value of expected contingent payments [money].
    gdp : array_like
        Gross domestic product [money].
    limit : array_like
        Largest share of it :math:`\Lambda` [share].

    Returns
    -------
    ndarray
        Room left, negative where the limit is passed [money].

    Raises
    ------
    ValueError
        If an amount or the limit is negative.

    Notes
    -----
    Source: [own] in this form; Peru limits the stock to a share of GDP.

    Examples
    --------
    >>> float(commitment_room(80, 15, 1000, 0.12).round(6))
    25.0
    """
    allowed = not_negative("limit", limit) * not_negative("gdp", gdp)
    return np.subtract(
        allowed, not_negative("direct", direct) + not_negative("contingent", contingent)
    )
