"""A smallest conflict: rules and bounds that contradict each other, none of them too many.

The elastic program lets every row be broken at a price. Where its least total is not zero, the
rows and bounds with a marginal value contradict each other (Farkas). From these, one after another
is let go: what still contradicts itself without it, does not need it (the deletion filter of
Chinneck, *Feasibility and Infeasibility in Optimization*, 2008, chapter 6).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from finmodel.panel.panel import Bools, Floats
from finmodel.program.program import Program
from finmodel.solve.status import Conflict

SECONDS = 10.0
"""Time after which the conflict found so far is given, which may name a rule too many."""
TINY = 1e-9
"""Least contradiction, and least multiplier, that counts [share of the largest]."""
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
"""Options of HiGHS."""


@dataclass(frozen=True)
class _Held:
    """Sides that are still held: lower and upper ones of columns, then of rows."""

    low: Bools
    high: Bools
    row_low: Bools
    row_high: Bools

    def sides(self) -> list[tuple[str, int]]:
        """Each side that is held: bounds before rules, so that few rules are left."""
        names = ("low", "high", "row_low", "row_high")
        return [(name, int(k)) for name in names for k in np.nonzero(getattr(self, name))[0]]

    def without(self, sides: list[tuple[str, int]]) -> _Held:
        """The same without some sides."""
        fewer = {name: side.copy() for name, side in vars(self).items()}
        for name, place in sides:
            fewer[name][place] = False
        return _Held(**fewer)


def smallest_conflict(
    program: Program, multipliers: Floats | None = None, seconds: float = SECONDS
) -> Conflict:
    """Find rows and bounds that contradict each other.

    Parameters
    ----------
    program : Program
        A program that no values satisfy.
    multipliers : ndarray, optional
        Multipliers of the rows that show it, if the solver knows some, shape (m,).
    seconds : float
        Time for making the conflict smaller [s].

    Returns
    -------
    Conflict
        Without any one of its rows and bounds the others can be kept, unless time ran out. A
        floor that is let go leaves zero where the column cannot be negative: nobody can loosen
        that, so it stands beside every conflict and in none.
    """
    until = time.monotonic() + seconds
    held = _Held(
        program.lower > _natural(program),
        *(np.isfinite(side) for side in (program.upper, program.row_lower, program.row_upper)),
    )
    # The elastic program comes to smaller conflicts; the solver's multipliers cost nothing.
    less = _contradicting(program, held, seconds / 2)
    if less is None and multipliers is not None:
        less = _shown_by(program, held, multipliers) or _shown_by(program, held, -multipliers)
    held = less or held
    needed: set[tuple[str, int]] = set()
    size = len(held.sides())
    while (now := time.monotonic()) < until:
        left = [side for side in held.sides() if side not in needed][: max(1, size // 2)]
        if not left:
            break
        fewer = _contradicting(program, held.without(left), until - now)
        if fewer:
            held = fewer
        elif len(left) == 1:
            needed.update(left)
        # Many are let go at once, fewer where one of them was needed.
        size = 2 * len(left) if fewer or len(left) == 1 else len(left)
        size *= 2 if len(left) == 1 else 1
    return Conflict(
        tuple(np.nonzero(held.row_low | held.row_high)[0].tolist()),
        tuple(np.nonzero(held.low)[0].tolist()),
        tuple(np.nonzero(held.high)[0].tolist()),
    )


def _contradicting(program: Program, held: _Held, seconds: float) -> _Held | None:
    """Those of the sides that contradict each other; None if all can be kept."""
    rows = np.nonzero(held.row_low | held.row_high)[0]
    matrix = csr_array(program.matrix[rows])
    columns = np.unique(matrix.indices)
    matrix = csr_array(matrix[:, columns])
    price = 1.0 / _largest(matrix)
    nothing, endless = np.zeros(2 * rows.size), np.full(2 * rows.size, np.inf)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns.size + 2 * rows.size, rows.size
    lp.col_cost_ = np.concatenate([np.zeros(columns.size), price, price])
    lower = np.where(held.low, program.lower, _natural(program))[columns]
    upper = np.where(held.high, program.upper, np.inf)[columns]
    lp.col_lower_, lp.col_upper_ = np.append(lower, nothing), np.append(upper, endless)
    lp.row_lower_ = np.where(held.row_low, program.row_lower, -np.inf)[rows]
    lp.row_upper_ = np.where(held.row_high, program.row_upper, np.inf)[rows]
    broken = eye_array(rows.size)
    elastic = csr_array(hstack([matrix, broken, -broken]))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = elastic.indptr.astype(np.int32)
    lp.a_matrix_.index_ = elastic.indices.astype(np.int32)
    lp.a_matrix_.value_ = elastic.data
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {**OPTIONS, "time_limit": seconds}.items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    multipliers = np.zeros(program.row_lower.size)
    multipliers[rows] = highs.getSolution().row_dual
    return _shown_by(program, held, multipliers)


def _shown_by(program: Program, held: _Held, multipliers: Floats) -> _Held | None:
    """Sides whose sum, each times its multiplier, says that a number is less than itself."""
    weight = multipliers * _largest(program.matrix)
    weight = np.where(np.abs(weight) > TINY * np.abs(weight).max(initial=0.0), weight, 0.0)
    rows = np.where(weight == 0, 0.0, multipliers)
    # Whatever the rows leave over of a column, its bound must make up for.
    terms = csr_array(program.matrix * rows[:, None])
    columns = -np.asarray(terms.sum(axis=0)).ravel()
    columns[np.abs(columns) <= TINY * np.asarray(abs(terms).sum(axis=0)).ravel()] = 0.0
    raised = columns > 0
    lower = np.where(held.low, program.lower, _natural(program))
    shown = _Held(raised & held.low, columns < 0, rows > 0, rows < 0)
    if any((side & ~getattr(held, name)).any() for name, side in vars(shown).items()):
        return None
    if not np.isfinite(lower[raised]).all():
        return None
    bounds = np.concatenate(
        [
            columns[raised] * lower[raised],
            columns[shown.high] * program.upper[shown.high],
            rows[shown.row_low] * program.row_lower[shown.row_low],
            rows[shown.row_high] * program.row_upper[shown.row_high],
        ]
    )
    return shown if bounds.sum() > TINY * np.abs(bounds).sum() else None


def _natural(program: Program) -> Floats:
    """Least value of each column where its floor is let go: what is not negative stays so."""
    return np.where(program.lower >= 0, 0.0, -np.inf)


def _largest(matrix: csr_array) -> Floats:
    """Largest coefficient of each row, one where there is none."""
    if not matrix.nnz:
        return np.ones(matrix.shape[0])
    largest = abs(matrix).max(axis=1).toarray().ravel()
    return np.where(largest > 0, largest, 1.0)
