"""A program with more columns and rows: the sum of its lowest coverages, and who stands how low.

The sum of the k lowest of some numbers cᵢ is

    max  k·t − Σ dᵢ,   dᵢ ≥ t − cᵢ,   dᵢ ≥ 0,

linear in them, and needs no whole numbers of its own. Ogryczak and Tamir, "Minimizing the sum of
the k largest functions in linear time", Information Processing Letters 85 (2003), pages 117-122.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from finmodel.panel.panel import Floats, Integers
from finmodel.program.objectives import Places
from finmodel.program.program import Program

MOST = 2.0
"""Bound on a coverage and on what it is short of another."""


@dataclass(frozen=True)
class LowestSum:
    """The sum of so many of the lowest coverages, and what it must be at least."""

    count: int
    least: float


def with_lowest_sums(
    program: Program, places: Places, chosen: Integers, kept: Sequence[LowestSum], count: int
) -> tuple[Program, Floats]:
    """Keep sums of the lowest coverages of some places, and make another one the objective.

    Parameters
    ----------
    program : Program
        The program.
    places : Places
        Its places.
    chosen : ndarray of int
        Those of them that are sorted.
    kept : sequence of LowestSum
        Sums that are kept.
    count : int
        How many of the lowest the objective adds up.

    Returns
    -------
    program : Program
        With a column t and columns dᵢ for each sum at the end, and their rows.
    costs : ndarray
        Objective whose highest value is the sum.
    """
    sums = [*kept, LowestSum(count, -np.inf)]
    size, width = chosen.size, program.lower.size
    reach, met = places.reach[chosen], places.columns[chosen]
    entries = _Entries()
    upper: list[Floats] = []
    low: list[Floats] = []
    costs = np.empty(0)
    for number, each in enumerate(sums):
        t, d = width + number * (size + 1), width + number * (size + 1) + 1 + np.arange(size)
        row = number * (size + 1) + np.arange(size + 1)
        # In money instead of shares, as everywhere: met + reach · d − reach · t ≥ 0.
        entries.add(row[:size], met, np.ones(size))
        entries.add(row[:size], d, reach)
        entries.add(row[:size], np.full(size, t), -reach)
        entries.add(np.full(size + 1, row[size]), np.append(d, t), _sum_of(each.count, size))
        # The lowest one is short of none.
        upper.append(np.append(MOST, np.full(size, MOST if each.count > 1 else 0.0)))
        low.append(np.append(np.zeros(size), each.least))
    more = len(sums) * (size + 1)
    costs = np.zeros(width + more)
    costs[d], costs[t] = -1.0, float(count)
    return _wider(
        program,
        entries.matrix(more, width + more),
        upper=np.concatenate(upper),
        whole=np.zeros(more, dtype=bool),
        row_lower=np.concatenate(low),
        row_upper=np.full(more, np.inf),
    ), costs


def _sum_of(count: int, size: int) -> Floats:
    """Coefficients of −dᵢ and t."""
    return np.append(np.full(size, -1.0), float(count))


def with_positions(
    program: Program, places: Places, chosen: Integers, floors: Sequence[tuple[float, int]]
) -> Program:
    """Let some places stand at floors in any order: so many of them at each.

    Parameters
    ----------
    program : Program
        The program.
    places : Places
        Its places.
    chosen : ndarray of int
        Those of them that stand in any order.
    floors : sequence of tuple of float and int
        Coverage, and how many places stand at it at least; they add up to the places.

    Returns
    -------
    Program
        With a column for each place and floor at the end, one where it stands there.
    """
    size, several, width = chosen.size, len(floors), program.lower.size
    level, many = (np.array(each) for each in zip(*floors, strict=True))
    place, floor = (axis.ravel() for axis in np.indices((size, several)))
    stands = width + np.arange(size * several)
    entries = _Entries()
    entries.add(place, stands, np.ones(stands.size))
    entries.add(size + floor, stands, np.ones(stands.size))
    entries.add(size + several + place, stands, -(places.reach[chosen][place] * level[floor]))
    rows = size + several + np.arange(size)
    entries.add(rows, places.columns[chosen], np.ones(size))
    right = np.concatenate([np.ones(size), many.astype(np.float64), np.zeros(size)])
    return _wider(
        program,
        entries.matrix(right.size, width + stands.size),
        upper=np.ones(stands.size),
        whole=np.ones(stands.size, dtype=bool),
        row_lower=right,
        row_upper=np.append(right[: size + several], np.full(size, np.inf)),
    )


class _Entries:
    """Coefficients by row and column."""

    def __init__(self) -> None:
        self._parts: list[tuple[Integers, Integers, Floats]] = []

    def add(self, rows: Integers, columns: Integers, values: Floats) -> None:
        """Add some."""
        self._parts.append((rows, columns, values))

    def matrix(self, rows: int, columns: int) -> csr_array:
        """All of them."""
        row, column, value = (np.concatenate(axis) for axis in zip(*self._parts, strict=True))
        return csr_array(coo_array((value, (row, column)), shape=(rows, columns)))


def _wider(
    program: Program,
    below: csr_array,
    *,
    upper: Floats,
    whole: Floats,
    row_lower: Floats,
    row_upper: Floats,
) -> Program:
    """The program with columns from zero on and rows at the end."""
    beside = coo_array((program.matrix.shape[0], upper.size))
    return replace(
        program,
        matrix=csr_array(vstack([hstack([program.matrix, beside]), below])),
        lower=np.append(program.lower, np.zeros(upper.size)),
        upper=np.append(program.upper, upper),
        whole=np.append(program.whole, whole),
        row_lower=np.append(program.row_lower, row_lower),
        row_upper=np.append(program.row_upper, row_upper),
    )
