"""What the public side would owe if a contract ended early."""

from __future__ import annotations

import numpy as np

from finmodel.finance.annuities import annuity_factor, capital_recovery_factor
from finmodel.finance.checks import Floats, not_negative, one, proportions, whole


def termination_exposure(
    capital: float, rate: float, years: int, covered: float = 1.0, years_before: int = 0
) -> Floats:
    r"""Return what the public side would owe if a contract ended early, year by year.

    .. math:: E_t = c \, K \, \frac{a(w, n - t)}{a(w, n)}, \qquad E_t = c \, K \text{ before}

    Parameters
    ----------
    capital : float
        Private capital at completion :math:`K` [money].
    rate : float
        Cost of private capital :math:`w` [share a year].
    years : int
        Years of operation in which it is recovered :math:`n`.
    covered : float
        Share :math:`c` of the capital not yet recovered that is paid at termination [share].
    years_before : int
        Years from signing to completion; all of the capital counts in them.

    Returns
    -------
    ndarray
        Exposure at the start of each year from signing [money].

    Raises
    ------
    ValueError
        If capital is negative, the share is outside 0 to 1, or a number of years is not whole.

    Notes
    -----
    Capital is recovered as an annuity. Times the probability of an end in each year it is an
    expected payment: `finmodel.finance.risk.expected_loss`. Source: [own]; compensation of
    lenders' outstanding debt at termination is usual (APMG PPP certification guide).

    Examples
    --------
    >>> termination_exposure(1000, 0.05, 2, covered=0.8, years_before=1).round(4).tolist()
    [800.0, 800.0, 409.7561]
    """
    paid = whole("years", years, at_least=1)
    owed = one(not_negative, "capital", capital) * one(proportions, "covered", covered)
    left = annuity_factor(rate, np.arange(paid, 0, -1)) * capital_recovery_factor(rate, paid)
    before = np.ones(whole("years_before", years_before))
    return np.asarray(owed * np.concatenate((before, left)), dtype=np.float64)
