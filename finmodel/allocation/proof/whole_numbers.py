"""Decimals as whole numbers of one small unit, so that sums and products have no rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finmodel.panel.panel import Floats, Integers
from finmodel.solve.pairs import Pair

Whole = NDArray[np.object_]
"""Whole numbers of any length, as Python has them."""

SIGNIFICANT = 12
STRETCH = 1_000_000
"""Terms that are added up at a time: each takes as much memory as five doubles."""
_LEAST = 22
_POWERS = 10.0 ** np.arange(-_LEAST, 23)
_EXACT_POWERS = 10.0 ** np.arange(23)


def none(count: int) -> Whole:
    """Zeros, shape (count,)."""
    zeros: Whole = np.zeros(count, dtype=object)
    return zeros


def _own_places(values: Floats) -> tuple[Integers, Floats, NDArray[np.bool_]]:
    """Places after the point of decimals of 12 digits, their digits, and which numbers are such."""
    size = np.abs(values)
    usual = (size >= 1e-10) & (size < 1e12)
    safe = np.where(usual, values, 0.0)
    digits = np.searchsorted(_POWERS, np.abs(safe), side="right") - _LEAST
    places = np.clip(SIGNIFICANT - digits, 0, _LEAST).astype(np.int64)
    places[values == 0] = 0
    mantissa = np.rint(safe * _EXACT_POWERS[places])
    return places, mantissa, (usual & (mantissa / _EXACT_POWERS[places] == values)) | (values == 0)


def places_of(*arrays: Floats) -> int:
    """Places after the point that all finite numbers of some arrays need."""
    most = 0
    for array in arrays:
        finite = array[np.isfinite(array)]
        places, _, usual = _own_places(finite)
        most = max(most, int(places[usual].max(initial=0)))
        # A number of more digits stands for the shortest decimal that is read as it.
        for value in finite[~usual].tolist():
            exponent = Decimal(repr(value)).as_tuple().exponent
            most = max(most, -int(exponent))
    return most


def as_whole(values: Floats, places: int) -> Whole:
    """Decimals that doubles stand for, in units of 10⁻ᵖ; what is endless becomes zero.

    Parameters
    ----------
    values : ndarray of float
        Numbers, each of 12 significant decimals or the shortest decimal that is read as it.
    places : int
        At least as many places as `places_of` says.

    Examples
    --------
    >>> as_whole(np.array([0.1, -2.5, 3.0]), 2).tolist()
    [10, -250, 300]
    """
    own, mantissa, usual = _own_places(values)
    powers = powers_of_ten(places)
    result = none(values.size)
    result[usual] = mantissa[usual].astype(np.int64).astype(object) * powers[places - own[usual]]
    for place in np.nonzero(~usual & np.isfinite(values))[0].tolist():
        result[place] = int(Decimal(repr(float(values[place]))).scaleb(places))
    return result


def powers_of_ten(most: int) -> Whole:
    """10⁰ to 10ᵐ as whole numbers."""
    powers: Whole = np.array([10**power for power in range(most + 1)], dtype=object)
    return powers


def rounded_down(values: Floats, places: int) -> Whole:
    """Doubles themselves, rounded down to units of 10⁻ᵖ.

    Examples
    --------
    >>> rounded_down(np.array([0.5, -0.26, 1e-9]), 1).tolist()
    [5, -3, 0]
    """
    digits, power = _binary(values)
    return _times_two_to(digits * 10**places, power)


def nearest(values: Pair, places: int) -> Whole:
    """Pairs of doubles, rounded to the nearest unit of 10⁻ᵖ."""
    result = none(values.size)
    some = np.nonzero((values.high != 0) | (values.low != 0))[0]
    digits, power = _binary(values.high[some])
    more = np.nonzero(values.low[some])[0]
    if more.size:
        # Both halves in units of the finer one.
        further, finer = _binary(values.low[some[more]])
        unit = np.minimum(power[more], finer)
        digits[more] = _times_two_to(digits[more], power[more] - unit) + _times_two_to(
            further, finer - unit
        )
        power[more] = unit
    result[some] = (_times_two_to(digits * (2 * 10**places), power) + 1) // 2
    return result


def _binary(values: Floats) -> tuple[Whole, Integers]:
    """Whole numbers and powers of two whose products are doubles."""
    part, power = np.frexp(values)
    return np.ldexp(part, 53).astype(np.int64).astype(object), power.astype(np.int64) - 53


def _times_two_to(values: Whole, power: Integers) -> Whole:
    """Whole numbers times powers of two, rounded down."""
    up = power >= 0
    result = none(values.size)
    result[up] = values[up] << power[up].astype(object)
    result[~up] = values[~up] >> (-power[~up]).astype(object)
    return result


def as_doubles(values: Whole, places: int) -> Floats:
    """The doubles nearest to numbers in units of 10⁻ᵖ."""
    unit = 10**places
    return np.array([value / unit for value in values.tolist()], dtype=np.float64)


def as_pair(values: Whole, places: int) -> Pair:
    """Pairs of doubles nearest to numbers in units of 10⁻ᵖ."""
    unit = 10**places
    high, low = np.zeros(values.size), np.zeros(values.size)
    for place, value in enumerate(values.tolist()):
        if value:
            high[place] = value / unit
            top, bottom = float(high[place]).as_integer_ratio()
            low[place] = (value * bottom - top * unit) / (unit * bottom)
    return Pair(high, low)


def stretches(count: int) -> Iterator[slice]:
    """Yield slices of so many numbers, one after the other, each of `STRETCH` at the most."""
    for first in range(0, count, STRETCH):
        yield slice(first, min(first + STRETCH, count))


def sums_of(start: Integers, terms: Callable[[slice], Whole]) -> Whole:
    """Sums of stretches of terms, of which only a part exists at a time.

    Parameters
    ----------
    start : ndarray of int, shape (count + 1,)
        Where each stretch begins, and where the last one ends.
    terms : callable
        Gives the terms of a slice.
    """
    total = none(start.size - 1)
    first = 0
    while first < total.size:
        far = int(np.searchsorted(start, start[first] + STRETCH, side="right")) - 1
        last = max(first + 1, far)
        places = start[first : last + 1]
        part = terms(slice(places[0], places[-1]))
        some = first + np.nonzero(np.diff(places) > 0)[0]
        if some.size:
            total[some] = np.add.reduceat(part, start[some] - places[0])
        first = last
    return total


def add_up(terms: Iterable[Any]) -> int:
    """Sum of whole numbers."""
    return int(sum(terms, 0))
