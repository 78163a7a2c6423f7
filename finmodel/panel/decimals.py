"""Rounding to 12 significant decimals: the decimals are the program."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIGNIFICANT = 12
_POWERS = 10.0 ** np.arange(-22, 23)
_EXACT_POWERS = 10.0 ** np.arange(23)


def exact(values: ArrayLike) -> NDArray[np.float64]:
    """Round to 12 significant decimals.

    Parameters
    ----------
    values : array_like of float
        Numbers in any unit; zero and infinity are kept.

    Returns
    -------
    ndarray of float
        For each number the double nearest to its decimal of 12 significant digits, so that
        ``Decimal(repr(x))`` has at most 12 digits.

    Notes
    -----
    Only multiplication, division and comparison are used, never a logarithm: processors differ in
    the last digit of a logarithm, and would then differ in the program.

    Examples
    --------
    >>> float(exact(1 / 3))
    0.333333333333
    >>> float(exact(123456789.123456789))
    123456789.123
    """
    given = np.asarray(values, dtype=np.float64)
    result = given.copy()
    size = np.abs(given)
    usual = (size >= 1e-10) & (size < 1e22)
    # Number of digits before the decimal point (zero or negative for numbers below 0.1).
    digits = np.searchsorted(_POWERS, size[usual], side="right") - 22
    places = SIGNIFICANT - digits
    up = np.clip(places, 0, 22)
    down = np.clip(-places, 0, 22)
    whole = np.rint(given[usual] * _EXACT_POWERS[up] / _EXACT_POWERS[down])
    result[usual] = whole * _EXACT_POWERS[down] / _EXACT_POWERS[up]
    odd = ~usual & (size > 0) & np.isfinite(given)
    if odd.any():
        result[odd] = [float(f"{value:.11e}") for value in given[odd]]
    return result
