"""Concessionality: whether a loan, or a package of loans and grants, is soft enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from finmodel.finance.checks import Floats, not_negative, numbers, same_length, series
from finmodel.finance.elementwise import elementwise

CONCESSIONAL_FROM_PCT = 35.0
"""Least grant element of a concessional loan, IMF and World Bank [%]."""


@dataclass(frozen=True, slots=True)
class ReportingTerms:
    """Terms by which donors report loans as official development assistance.

    Attributes
    ----------
    discount : float
        Discount rate [share a year].
    at_least_pct : float
        Least grant element at that rate [%].
    """

    discount: float
    at_least_pct: float


DAC_2018: Mapping[str, ReportingTerms] = MappingProxyType(
    {
        "least developed and other low income": ReportingTerms(0.09, 45.0),
        "lower middle income": ReportingTerms(0.07, 15.0),
        "upper middle income": ReportingTerms(0.06, 10.0),
    }
)
"""DAC terms for loans to the official sector since 2018, by the borrower's income (DAC
High-Level Meeting, communique of 16 December 2014)."""

DAC_BEFORE_2018 = ReportingTerms(0.10, 25.0)
"""DAC terms before 2018, the same for all borrowers."""


def blended_grant_element(grant_elements_pct: ArrayLike, faces: ArrayLike) -> float:
    r"""Return the grant element of several loans taken together.

    .. math:: GE = \sum_s GE_s F_s / \sum_s F_s

    Parameters
    ----------
    grant_elements_pct : array_like
        Grant element of each loan; 100 for a grant [%].
    faces : array_like
        Face of each [money].

    Returns
    -------
    float
        Grant element of the package [%].

    Raises
    ------
    ValueError
        If lengths differ, a face is negative, or all are 0.

    Notes
    -----
    The package is concessional when :math:`\sum_s (GE_s - 35) F_s \ge 0`, linear in the faces.

    Source: IMF, concessionality of financing packages.

    Examples
    --------
    >>> blended_grant_element([100, 20], [10, 30])
    40.0
    """
    elements = series("grant_elements_pct", grant_elements_pct)
    amounts = not_negative("faces", series("faces", faces))
    same_length(grant_elements_pct=elements, faces=amounts)
    if amounts.sum() <= 0:
        raise ValueError("faces must hold some money")
    return float(elements @ amounts / amounts.sum())


@elementwise
def is_concessional(
    grant_element_pct: ArrayLike, at_least_pct: float = CONCESSIONAL_FROM_PCT
) -> NDArray[np.bool_]:
    """Return whether a grant element makes a loan concessional.

    Parameters
    ----------
    grant_element_pct : array_like
        Grant element [%].
    at_least_pct : float
        Least grant element [%]: 35 for the IMF and the World Bank; 25 at a discount rate of
        10 % in the DAC's rule before 2018.

    Returns
    -------
    ndarray of bool
        Whether it is at least that much; equality counts.

    Raises
    ------
    ValueError
        If something is not a finite number.

    Notes
    -----
    Source: IMF, Reform of the Policy on Public Debt Limits; DAC reporting directives.

    Examples
    --------
    >>> is_concessional([34.999, 35, 60]).tolist()
    [False, True, True]
    """
    least = numbers("at_least_pct", at_least_pct)
    return np.greater_equal(numbers("grant_element_pct", grant_element_pct), least)


@elementwise
def concessional_margin(
    grant_elements_pct: ArrayLike,
    faces: ArrayLike,
    at_least_pct: float = CONCESSIONAL_FROM_PCT,
) -> Floats:
    r"""Return what each loan adds to a package's margin over the concessional threshold.

    .. math:: m_s = (GE_s - \theta) F_s / 100

    Parameters
    ----------
    grant_elements_pct : array_like
        Grant element of each loan [%].
    faces : array_like
        Face of each [money].
    at_least_pct : float
        Threshold :math:`\theta` [%].

    Returns
    -------
    ndarray
        Margin of each loan [money]; the package is concessional if they add up to 0 or more.

    Raises
    ------
    ValueError
        If a face is negative.

    Notes
    -----
    Source: as `blended_grant_element`; linear, so a linear program can hold it.

    Examples
    --------
    >>> concessional_margin([100, 20], [10, 30]).tolist()
    [6.5, -4.5]
    """
    above = numbers("grant_elements_pct", grant_elements_pct) - numbers(
        "at_least_pct", at_least_pct
    )
    return np.multiply(above, not_negative("faces", faces)) / 100
