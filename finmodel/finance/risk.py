"""Value of risks: means and present values."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import (
    Floats,
    not_negative,
    numbers,
    proportions,
    same_length,
    series,
    shares_of_one,
)
from finmodel.finance.discounting import discount_factors
from finmodel.finance.elementwise import elementwise, unboxed


def expected_value(outcomes: ArrayLike, probabilities: ArrayLike) -> Floats:
    r"""Return the mean of outcomes.

    .. math:: E = \sum_i p_i c_i

    Parameters
    ----------
    outcomes : array_like
        Outcome in each case along the first axis; a further axis (years) is kept [any unit].
    probabilities : array_like
        Probability of each case [share].

    Returns
    -------
    ndarray
        Mean [unit of the outcomes].

    Raises
    ------
    ValueError
        If a probability is outside 0 to 1, they do not add up to 1, or lengths differ.

    Notes
    -----
    The value of a risk is this mean, not the most likely outcome.

    Source: Partnerships Victoria, Public Sector Comparator, on valuing risk.

    Examples
    --------
    >>> float(expected_value([60, 80, 120, 170, 190], [0.05, 0.2, 0.4, 0.2, 0.15]).round(6))
    129.5
    """
    chances = shares_of_one("probabilities", probabilities)
    cases = numbers("outcomes", outcomes)
    if cases.ndim == 0 or cases.shape[0] != chances.size:
        raise ValueError(f"outcomes must be {chances.size}, one for each probability")
    return unboxed(np.asarray(np.tensordot(chances, cases, axes=1), dtype=np.float64))


def most_likely(outcomes: ArrayLike, probabilities: ArrayLike) -> float:
    """Return the outcome with the largest probability (the mode).

    Parameters
    ----------
    outcomes, probabilities : array_like
        Outcome of each case, and its probability [any unit; share].

    Returns
    -------
    float
        Mode; the first of equally likely ones [unit of the outcomes].

    Raises
    ------
    ValueError
        As in `expected_value`.

    Notes
    -----
    For comparison with the mean only. Source: definition.

    Examples
    --------
    >>> most_likely([60, 80, 120, 170, 190], [0.05, 0.2, 0.4, 0.2, 0.15])
    120.0
    """
    chances = shares_of_one("probabilities", probabilities)
    cases = series("outcomes", outcomes)
    same_length(outcomes=cases, probabilities=chances)
    return float(cases[int(np.argmax(chances))])


@elementwise
def expected_loss(
    probability: ArrayLike, loss: ArrayLike, exposure: ArrayLike, coverage: ArrayLike = 1.0
) -> Floats:
    r"""Return the expected loss from events that happen or do not, calls on guarantees say.

    .. math:: EL = PD \cdot LGD \cdot EAD \cdot c

    Parameters
    ----------
    probability : array_like
        Probability of the event (default) [share].
    loss : array_like
        Loss given the event [share of the exposure].
    exposure : array_like
        Exposure at the event [money].
    coverage : array_like
        Share of the exposure that is guaranteed [share].

    Returns
    -------
    ndarray
        Expected loss of each event [money]. They add up over events, independent or not.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1, or the exposure is negative.

    Notes
    -----
    Source: Basel framework (expected loss).

    Examples
    --------
    >>> float(expected_loss(0.02, 0.45, 1000, coverage=0.8).round(6))
    7.2
    """
    chance = proportions("probability", probability) * proportions("loss", loss)
    return np.multiply(
        chance * proportions("coverage", coverage), not_negative("exposure", exposure)
    )


def present_value_of_risk(
    outcomes: ArrayLike, probabilities: ArrayLike, rate: ArrayLike, first_period: float = 0
) -> float:
    r"""Return the present value of a risk whose outcomes are spread over time.

    .. math:: PV = \sum_t v_t \sum_i p_i c_{it}

    Parameters
    ----------
    outcomes : array_like
        A row for each case, a column for each period [money].
    probabilities : array_like
        Probability of each case [share].
    rate : float or array_like
        Discount rate, or one for each period [share a period].
    first_period : float
        As in `finmodel.finance.discounting.discount_factors`.

    Returns
    -------
    float
        Present value of the expected outcome [money of today].

    Raises
    ------
    ValueError
        As in `expected_value` and `discount_factors`; if outcomes have no periods.

    Notes
    -----
    Source: Partnerships Victoria, Public Sector Comparator, on valuing risk.

    Examples
    --------
    >>> round(present_value_of_risk([[0, 0], [100, 200]], [0.9, 0.1], 0.05), 4)
    29.0476
    """
    mean = expected_value(outcomes, probabilities)
    if mean.ndim != 1:
        raise ValueError("outcomes must have a row for each case and a column for each period")
    return float(discount_factors(rate, mean.size, first_period) @ mean)
