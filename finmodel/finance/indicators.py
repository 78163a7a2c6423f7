"""Indicators of how a plan is financed, and published benchmarks for them, dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, positive
from finmodel.finance.elementwise import elementwise


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published range for an indicator.

    Attributes
    ----------
    low_pct : float
        Lower end [%].
    high_pct : float
        Upper end [%].
    """

    low_pct: float
    high_pct: float


EDUCATION_2030: Mapping[str, Benchmark] = MappingProxyType(
    {
        "public spending on education to GDP": Benchmark(4.0, 6.0),
        "education in public spending": Benchmark(15.0, 20.0),
    }
)
"""Benchmarks of the Education 2030 Framework for Action (Incheon, 2015); countries meet at least
one of the two."""


@elementwise
def share_pct(part: ArrayLike, whole: ArrayLike) -> Floats:
    r"""Return one amount as a percentage of another.

    .. math:: 100 \, a / b

    Parameters
    ----------
    part : array_like
        External money, say; or debt service, payments to contracts [money].
    whole : array_like
        All spending, say; or revenue, the budget [money].

    Returns
    -------
    ndarray
        Ratio [%]; may be above 100 where the one is no part of the other.

    Raises
    ------
    ValueError
        If the first is negative, or the second is 0 or below.

    Notes
    -----
    Debt service to revenue, contract payments to the budget, and recurrent cost after the plan
    to domestic revenue are of this form. Source: GPE, domestic financing brief; IMF and World
    Bank, debt sustainability framework.

    Examples
    --------
    >>> float(share_pct(30, 120))
    25.0
    """
    return np.divide(100.0 * not_negative("part", part), positive("whole", whole))


@elementwise
def domestic_share_pct(domestic: ArrayLike, external: ArrayLike) -> Floats:
    r"""Return the share of spending that domestic money pays.

    .. math:: 100 \, \frac{D}{D + X}

    Parameters
    ----------
    domestic, external : array_like
        Spending out of domestic and of external money [money].

    Returns
    -------
    ndarray
        Domestic share [%]; 100 less it is the dependency on aid.

    Raises
    ------
    ValueError
        If an amount is negative, or both are 0.

    Notes
    -----
    Of recurrent spending alone it tells whether the plan can go on without donors.
    Source: GPE, domestic financing brief; INFF assessment and diagnostics.

    Examples
    --------
    >>> domestic_share_pct([90, 60], [10, 60]).tolist()
    [90.0, 50.0]
    """
    own = not_negative("domestic", domestic)
    total = positive("domestic and external together", own + not_negative("external", external))
    return np.divide(100.0 * own, total)
