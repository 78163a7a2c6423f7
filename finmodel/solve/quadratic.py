"""A convex quadratic program over the columns of a face that can still move."""

from __future__ import annotations

from dataclasses import dataclass

import clarabel
import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, triu, vstack

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.solve.face import Face
from finmodel.solve.form import Form
from finmodel.solve.pairs import Pair, PairMatrix, largest_terms

QUICK = 1e-7
"""Accuracy from which a guess is a quick one."""
CLOSE = 1e-9
"""Part of a column's size that counts as being at its bound."""


@dataclass(frozen=True)
class Quadratic:
    """minimise ½ x'Hx + q'x over lower ≤ x ≤ upper, row_lower ≤ M x ≤ row_upper."""

    columns: Integers
    """Columns of the program that are the unknowns, shape (k,)."""
    rows: Integers
    """Rows of the program in which one of them stands, shape (l,)."""
    hessian: PairMatrix
    linear: Pair
    matrix: PairMatrix
    row_lower: Pair
    """Less what the other columns take; minus infinity for none, shape (l,)."""
    row_upper: Pair
    lower: Pair
    upper: Pair
    start: Pair
    """A point that satisfies the rows to begin with, shape (k,)."""
    size: Floats
    """Typical size of each unknown, by which it is scaled, shape (k,)."""
    needed: Bools
    """Unknowns whose upper bound does not follow from the rows, shape (k,)."""

    @property
    def equal(self) -> Bools:
        """Rows that are equations."""
        low, high = self.row_lower, self.row_upper
        same: Bools = (low.high == high.high) & (low.low == high.low)
        return same & np.isfinite(low.high)

    def row_size(self) -> Floats:
        """Largest scaled coefficient of each row, shape (l,)."""
        return largest_terms(self.matrix.matrix, self.size)

    def objective_size(self) -> float:
        """Largest scaled curvature, by which the objective is scaled."""
        diagonal = self.hessian.matrix.diagonal() * self.size**2
        return float(diagonal.max(initial=0.0)) or 1.0


def restrict(face: Face, form: Form, point: Pair, columns: Integers, size: Floats) -> Quadratic:
    """Leave only some columns as unknowns, the others staying where they are.

    Parameters
    ----------
    face : Face
        Bounds of columns and rows.
    form : Form
        Objective over all columns.
    point : Pair
        A point of the face, shape (n,).
    columns : ndarray of int
        The unknowns, shape (k,), in ascending order.
    size : ndarray
        Typical size of every column, shape (n,).
    """
    touched = np.zeros(face.matrix.matrix.shape[0], dtype=bool)
    touched[csc_array(face.matrix.matrix)[:, columns].indices] = True
    rows = np.nonzero(touched)[0].astype(np.int64)
    whole = face.matrix.part(rows)
    part = whole.part(columns=columns)
    start = point[columns]
    taken = whole @ point - part @ start
    hessian = form.hessian.part(columns, columns)
    gradient = form.hessian.part(columns) @ point + form.linear[columns]
    linear = gradient - hessian @ start
    lower, upper = face.lower[columns], face.upper[columns]
    row_lower = less(face.row_lower[rows], taken)
    row_upper = less(face.row_upper[rows], taken)
    loose, needed = _implied(part.matrix, row_lower.high, row_upper.high, lower.high, upper.high)
    keep = np.nonzero(~loose)[0]
    return Quadratic(
        columns,
        rows[keep],
        hessian,
        linear,
        part.part(keep),
        row_lower[keep],
        row_upper[keep],
        lower,
        upper,
        start,
        size[columns],
        needed,
    )


def less(bound: Pair, taken: Pair) -> Pair:
    """Take away what other columns take; infinities stay."""
    finite = np.isfinite(bound.high)
    left = Pair(np.where(finite, bound.high, 0.0), bound.low) - taken
    return Pair(np.where(finite, left.high, bound.high), np.where(finite, left.low, 0.0))


def _implied(
    part: csr_array, row_lower: Floats, row_upper: Floats, lower: Floats, upper: Floats
) -> tuple[Bools, Bools]:
    """Rows that the bounds imply, and unknowns whose upper bound the rows do not imply.

    A bound counts as implied only by rows whose other terms are bounded by lower bounds or by
    upper bounds that are themselves kept, so that no two bounds lean on each other.
    """
    data, column = part.data, part.indices
    row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
    up = data > 0

    def sums(values: Floats) -> Floats:
        return np.bincount(row, weights=values, minlength=part.shape[0]).astype(np.float64)

    least = sums(data * np.where(up, lower[column], upper[column]))
    most = sums(data * np.where(up, upper[column], lower[column]))
    slack = 1e-9 * sums(np.abs(data) * np.maximum(np.abs(lower), np.abs(upper))[column])
    loose = (least >= row_lower + slack) & (most <= row_upper - slack)
    # Upper bounds of columns with only positive terms in some row with an upper side.
    negative = sums((~up).astype(np.float64)) > 0
    usable = np.isfinite(row_upper) & ~negative
    room = np.where(usable, row_upper - least, np.inf)[row]
    allowed = np.where(up, room / np.where(up, data, 1.0), np.inf) + lower[column]
    tightest = np.full(lower.size, np.inf)
    np.minimum.at(tightest, column, allowed)
    return loose, ~(tightest <= upper * (1 + 1e-9))


@dataclass(frozen=True)
class Guess:
    """An approximate answer: good enough to say which bounds and rows are tight."""

    values: Floats
    duals: Floats
    """Of the rows; positive where the lower side is tight, shape (l,)."""
    at_bound: Integers
    """-1 at the lower bound, 1 at the upper, 0 between, shape (k,)."""
    tight: Integers
    """-1 at the lower side, 1 at the upper, 0 between, 2 for equations, shape (l,)."""
    status: str
    iterations: int


def guess(problem: Quadratic, accuracy: float) -> Guess:
    """Solve with Clarabel, single-threaded and without a time limit."""
    size, row_size = problem.size, problem.row_size()
    scale = problem.objective_size()
    left, right = diags_array(1.0 / row_size), diags_array(size)
    matrix = csr_array(left @ problem.matrix.matrix @ right)
    start, now = problem.start, problem.matrix @ problem.start
    equal = problem.equal
    at_least = np.nonzero(np.isfinite(problem.row_lower.high) & ~equal)[0]
    at_most = np.nonzero(np.isfinite(problem.row_upper.high) & ~equal)[0]
    same = np.nonzero(equal)[0]
    count = size.size
    above = np.nonzero(np.isfinite(problem.lower.high))[0]
    below = np.nonzero(np.isfinite(problem.upper.high) & problem.needed)[0]
    identity = csr_array(diags_array(np.ones(count)))

    def gap(side: Pair, rows: Integers) -> Floats:
        return np.asarray((side[rows] - now[rows]).rounded() / row_size[rows])

    rows = vstack(
        [matrix[same], matrix[at_most], -matrix[at_least], identity[below], -identity[above]]
    )
    upper = (problem.upper - start).rounded() / size
    lower = (problem.lower - start).rounded() / size
    sides = np.concatenate(
        [
            gap(problem.row_upper, same),
            gap(problem.row_upper, at_most),
            -gap(problem.row_lower, at_least),
            upper[below],
            -lower[above],
        ]
    )
    quadratic = csc_array(right @ problem.hessian.matrix @ right) / scale
    gradient = (problem.hessian @ start + problem.linear).rounded() * size / scale
    cones = [clarabel.ZeroConeT(same.size)] if same.size else []
    if sides.size > same.size:
        cones.append(clarabel.NonnegativeConeT(sides.size - same.size))
    answer = clarabel.DefaultSolver(
        csc_array(triu(quadratic)), gradient, csc_array(rows), sides, cones, _settings(accuracy)
    ).solve()
    dual, slack = np.asarray(answer.z), np.asarray(answer.s)
    parts = np.cumsum([same.size, at_most.size, at_least.size, below.size])
    duals = np.split(dual, parts)
    binding = np.split(dual > slack, parts)
    row_duals = np.zeros(row_size.size)
    row_duals[same] = -duals[0]
    row_duals[at_most] -= duals[1]
    row_duals[at_least] += duals[2]
    tight = np.where(equal, 2, 0)
    tight[at_most[binding[1]]] = 1
    tight[at_least[binding[2]]] = -1
    at_bound = np.zeros(count, dtype=np.int64)
    at_bound[below[binding[3]]] = 1
    at_bound[above[binding[4]]] = -1
    return Guess(
        values=start.high + np.asarray(answer.x) * size,
        duals=row_duals * scale / row_size,
        at_bound=at_bound,
        tight=tight.astype(np.int64),
        status=str(answer.status),
        iterations=int(answer.iterations),
    )


def at_start(problem: Quadratic) -> Guess:
    """Take what is tight at the start, for problems that are too badly scaled to be solved."""
    start, activity = problem.start, problem.matrix @ problem.start
    near = CLOSE * problem.size
    at_bound = np.where(np.abs((start - problem.upper).rounded()) <= near, 1, 0)
    at_bound = np.where(np.abs((start - problem.lower).rounded()) <= near, -1, at_bound)
    near = CLOSE * problem.row_size()
    tight = np.zeros(near.size, dtype=np.int64)
    for side, sign in ((problem.row_upper, 1), (problem.row_lower, -1)):
        finite = np.nonzero(np.isfinite(side.high))[0]
        there = np.abs((activity[finite] - side[finite]).rounded()) <= near[finite]
        tight[finite[there]] = sign
    return Guess(
        values=start.rounded(),
        duals=np.zeros(near.size),
        at_bound=at_bound.astype(np.int64),
        tight=np.where(problem.equal, 2, tight).astype(np.int64),
        status="at the start",
        iterations=0,
    )


def _settings(accuracy: float) -> clarabel.DefaultSettings:
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.direct_solve_method = "qdldl"
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = accuracy
    settings.presolve_enable = False
    # Refining its linear solves takes a third of the time, and the quick guess does without.
    settings.iterative_refinement_enable = accuracy < QUICK
    return settings
