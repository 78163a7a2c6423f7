"""Numbers held as pairs of doubles, so that a sum of money is exact far below one currency unit.

A double has 16 digits. A budget of a trillion needs 12 of them before the decimal point, and a sum
of ten thousand amounts loses more. Amounts that decide on the last unit are therefore held as
``high + low``, with about 32 digits, and sums are taken without rounding error, so that they do not
depend on the order of the terms.

The building blocks are the error-free transformations of Knuth and Dekker and the splitting of
Rump, Ogita and Oishi, "Accurate floating-point summation" (SIAM J. Sci. Comput. 31, 2008). Only
addition and multiplication are used, which every platform rounds alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csc_array, csr_array

from finmodel.panel.panel import Floats, Integers

_POWERS = 10.0 ** np.arange(-10, 13)
_EXACT_POWERS = 10.0 ** np.arange(23)
_SPLITTER = 134217729.0
"""2²⁷ + 1, which cuts a double into two halves."""


@dataclass(frozen=True)
class Pair:
    """An array of numbers, each the exact sum of two doubles."""

    high: Floats
    low: Floats

    @classmethod
    def of(cls, values: ArrayLike) -> Pair:
        """Take doubles as they are."""
        high = np.array(values, dtype=np.float64)
        return cls(high, np.zeros_like(high))

    @classmethod
    def decimal(cls, values: ArrayLike) -> Pair:
        """Take doubles for the decimals of at most 12 digits that they stand for.

        A number that stands for no such decimal, and infinity, are taken as they are.
        """
        high = np.array(values, dtype=np.float64)
        size = np.abs(high)
        low = np.zeros_like(high)
        usual = (size >= _POWERS[0]) & (size < 1e12)
        given = high[usual]
        places = 22 - np.searchsorted(_POWERS, size[usual], side="right")
        power = Pair.of(_EXACT_POWERS[np.clip(places, 0, 22)])
        whole = np.rint(given * power.high)
        stood_for = Pair.of(whole) / power
        same = stood_for.high == given
        low[usual] = np.where(same, stood_for.low, 0.0)
        return cls(high, low)

    @property
    def size(self) -> int:
        """Number of numbers."""
        return int(self.high.size)

    def __getitem__(self, place: Integers | slice | np.ndarray) -> Pair:
        return Pair(self.high[place], self.low[place])

    def put(self, place: Integers | slice | np.ndarray, values: Pair) -> Pair:
        """Copy with some numbers replaced."""
        high, low = self.high.copy(), self.low.copy()
        high[place], low[place] = values.high, values.low
        return Pair(high, low)

    def __neg__(self) -> Pair:
        return Pair(-self.high, -self.low)

    def __add__(self, other: Pair) -> Pair:
        total, error = _two_sum(self.high, other.high)
        return normal(total, error + (self.low + other.low))

    def __sub__(self, other: Pair) -> Pair:
        return self + (-other)

    def __mul__(self, other: Pair) -> Pair:
        product, error = _two_product(self.high, other.high)
        return normal(product, error + (self.high * other.low + self.low * other.high))

    def __truediv__(self, other: Pair) -> Pair:
        first = self.high / other.high
        rest = self - Pair.of(first) * other
        return normal(first, (rest.high + rest.low) / other.high)

    def rounded(self) -> Floats:
        """The nearest doubles."""
        return self.high + self.low


def normal(high: Floats, low: Floats) -> Pair:
    """Renormalise, so that `high` is the nearest double."""
    total = high + low
    return Pair(total, low - (total - high))


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _halves(a: Floats) -> tuple[Floats, Floats]:
    big = _SPLITTER * a
    high = big - (big - a)
    return high, a - high


def _two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    product = a * b
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


@dataclass(frozen=True)
class PairMatrix:
    """A sparse matrix by rows whose products with pairs are summed without rounding error."""

    matrix: csr_array
    low: Floats | None = None
    """Lower halves of the coefficients; None where they are doubles."""

    @classmethod
    def decimal(cls, matrix: csr_array) -> PairMatrix:
        """Take coefficients for the decimals that they stand for."""
        return cls(matrix, Pair.decimal(matrix.data).low)

    def part(self, rows: Integers | None = None, columns: Integers | None = None) -> PairMatrix:
        """Some rows and some columns, in the order given."""
        whole = self.matrix
        low = self.low if self.low is not None else np.zeros(whole.data.size)
        places = np.arange(whole.data.size, dtype=np.int64)
        taken = csr_array((places, whole.indices, whole.indptr), shape=whole.shape)
        if rows is not None:
            taken = csr_array(taken[rows])
        if columns is not None:
            taken = csr_array(csc_array(taken)[:, columns])
        at = taken.data
        return PairMatrix(
            csr_array((whole.data[at], taken.indices, taken.indptr), shape=taken.shape), low[at]
        )

    @property
    def transposed(self) -> PairMatrix:
        """Rows and columns exchanged."""
        whole = self.matrix
        low = self.low if self.low is not None else np.zeros(whole.data.size)
        places = np.arange(whole.data.size, dtype=np.int64)
        turned = csr_array(csr_array((places, whole.indices, whole.indptr), shape=whole.shape).T)
        at = turned.data
        return PairMatrix(
            csr_array((whole.data[at], turned.indices, turned.indptr), shape=turned.shape), low[at]
        )

    def __matmul__(self, vector: Pair) -> Pair:
        matrix = self.matrix
        start, column, value = matrix.indptr, matrix.indices, matrix.data
        high, low = vector.high[column], vector.low[column]
        product, error = _two_product(value, high)
        error = error + value * low
        if self.low is not None:
            error = error + self.low * high
        return _row_sums(start.astype(np.int64), product, error)


def _row_sums(start: Integers, terms: Floats, small: Floats) -> Pair:
    """Sums of stretches of terms, exact but for about the 32nd digit, in any order of the terms."""
    rows = start.size - 1
    total = Pair.of(np.zeros(rows))
    some = np.nonzero(np.diff(start) > 0)[0]
    if not some.size:
        return total
    first = start[some]
    repeat = np.diff(start)[some]
    # A power of two above the largest term times the number of terms: adding and taking it away
    # leaves the upper digits of each term, whose sum needs no rounding.
    room = np.ldexp(1.0, np.frexp(repeat + 2.0)[1])
    pieces = []
    for _ in range(2):
        largest = np.maximum.reduceat(np.abs(terms), first)
        above = room * np.ldexp(1.0, np.frexp(largest)[1])
        level = np.repeat(above, repeat)
        upper = (level + terms) - level
        pieces.append(np.add.reduceat(upper, first))
        terms = terms - upper
    rest = np.add.reduceat(terms, first) + np.add.reduceat(small, first)
    summed, error = _two_sum(pieces[0], pieces[1])
    result = normal(summed, error + rest)
    return total.put(some, result)


def distance(high: Pair, low: Pair) -> Floats:
    """The first less the second, rounded once; infinite where one of them is.

    Examples
    --------
    >>> distance(Pair.of([3.0, np.inf]), Pair.of([1.0, 1.0])).tolist()
    [2.0, inf]
    """
    finite = np.isfinite(high.high) & np.isfinite(low.high)
    far = np.full(high.high.size, np.inf)
    far[finite] = (high[finite] - low[finite]).rounded()
    return far


def largest_terms(matrix: csr_array, size: Floats) -> Floats:
    """Largest |coefficient| × size in each row; 1 for rows without any."""
    terms = np.abs(matrix.data) * size[matrix.indices]
    largest = np.zeros(matrix.shape[0])
    some = np.nonzero(np.diff(matrix.indptr) > 0)[0]
    if some.size:
        largest[some] = np.maximum.reduceat(terms, matrix.indptr[some])
    return np.where(largest > 0, largest, 1.0)
