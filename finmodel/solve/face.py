"""The equally good allocations: the face of the last stage's optimum, from its basic dual.

A column with a nonzero reduced cost stands at its bound in every optimum and a row with a nonzero
dual is tight in every optimum. This holds for any optimal dual of a basis, also where several
exist: each describes the same face with other equations.

What counts as nonzero: a dual is nonzero where what it is worth over the whole range of its row
exceeds 1e-9 of the largest such worth. A reduced cost ``c[j] − Σ a[i,j]·y[i]`` is nonzero where it
exceeds 1e-9 of the sum of the sizes of its terms; a dual that makes up less than that part in all
columns does not count either. So the test does not depend on units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array
from scipy.sparse.linalg import SuperLU, splu

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.pairs import Pair, PairMatrix, largest_terms
from finmodel.solve.refine import KEPT, go_on_from, missed

NONZERO = 1e-9
"""Part of the terms of a reduced cost that counts as nonzero."""
NO_DUAL = 1e-9
"""Part of the largest worth of a row that counts as nothing."""
MOVES = 1e-18
"""Part of its range that a column must be able to move to count as undecided."""
REFINED = 4
"""Steps in which multipliers are solved for."""
CLOSE = 1e-25
"""Part of a row's terms to which the equations of the basis are solved."""


@dataclass(frozen=True)
class Face:
    """All allocations that are as good as the one found, as bounds on columns and rows.

    Coefficients and bounds are the decimals that the program's doubles stand for.
    """

    matrix: PairMatrix
    lower: Pair
    """Shape (n,); equal to `upper` where the objective fixes a column."""
    upper: Pair
    row_lower: Pair
    """Shape (m,); equal to `row_upper` where the objective makes a row tight."""
    row_upper: Pair
    vertex: Pair
    """The solver's corner, its equations solved to many digits, shape (n,)."""
    moving: Bools
    """Columns that the equations of the face do not determine, shape (n,)."""
    basis: Basis
    """The solver's last basis."""


@dataclass(frozen=True)
class Basis:
    """The square part of the last basis: its structural columns and the rows that are tight."""

    columns: Integers
    rows: Integers
    tight: Bools
    """Rows without a basic slack, shape (m,)."""
    basic: Bools
    """Columns in the basis, shape (n,)."""
    matrix: csr_array
    factor: SuperLU | None

    def solve(self, right: Floats) -> Floats:
        """Solve B u = right with one step of refinement."""
        if self.factor is None:
            return np.zeros(0)
        first = self.factor.solve(right)
        return np.asarray(first + self.factor.solve(right - self.matrix @ first))

    def solve_transposed(self, right: Floats) -> Floats:
        """Solve Bᵀ y = right with one step of refinement."""
        if self.factor is None:
            return np.zeros(0)
        first = self.factor.solve(right, trans="T")  # type: ignore[call-overload]
        rest = right - self.matrix.T @ first
        return np.asarray(first + self.factor.solve(rest, trans="T"))  # type: ignore[call-overload]


def optimal_face(program: Program, highs: Highs, stage: int) -> Face:
    """Describe the optimal face of a stage.

    Parameters
    ----------
    program : Program
        The program.
    highs : Highs
        The solver, still at the stage's optimal basis.
    stage : int
        Number of the stage.

    Returns
    -------
    Face
        Bounds, a corner to start from and the columns that are free to move.
    """
    exact = PairMatrix.decimal(program.matrix)
    found, vertex = _exact_optimum(program, highs, stage, exact)
    basis, fixed, held = found.basis, found.fixed, found.held
    lower, upper, row_lower, row_upper = highs.bounds()
    lower, upper = np.where(fixed, found.bound, lower), np.where(fixed, found.bound, upper)
    row_lower = np.where(held, found.row_bound, row_lower)
    row_upper = np.where(held, found.row_bound, row_upper)
    free = ~basis.basic & (lower < upper)
    slack = basis.tight & (row_lower < row_upper)
    moving = _moving(exact, basis, free, slack, program.upper - program.lower)
    return Face(
        exact,
        Pair.decimal(lower),
        Pair.decimal(upper),
        Pair.decimal(row_lower),
        Pair.decimal(row_upper),
        vertex,
        moving & (lower < upper),
        basis,
    )


def reversed_exactly(face: Face, right: Pair) -> Pair:
    """Multipliers of the tight rows whose pull on the basic columns is given, to many digits.

    Parameters
    ----------
    face : Face
        The face.
    right : Pair
        Pull on each column, of which only those in the basis count, shape (n,).

    Returns
    -------
    Pair
        Zero for rows that are not tight, shape (m,).
    """
    basis = face.basis
    result = Pair.of(np.zeros(basis.tight.size))
    if basis.factor is None:
        return result
    across = face.matrix.part(basis.rows).part(columns=basis.columns).transposed
    wanted = right[basis.columns]
    found = Pair.of(np.zeros(basis.rows.size))
    for _ in range(REFINED):
        rest = (wanted - across @ found).rounded()
        if not rest.any():
            break
        found = found + Pair.of(basis.solve_transposed(rest))
    return result.put(basis.rows, found)


def hold_optimum(program: Program, highs: Highs, stage: int) -> None:
    """Hold a stage at its optimum exactly, for the stages that follow.

    An explicit row at the best value would leave the later stages no room but rounding.
    """
    found, _ = _exact_optimum(program, highs, stage, PairMatrix.decimal(program.matrix))
    lower, upper, row_lower, row_upper = highs.bounds()
    columns = np.nonzero(found.fixed & (lower < upper))[0]
    highs.column_bounds(columns, found.bound[columns])
    for row in np.nonzero(found.held & (row_lower < row_upper))[0]:
        highs.row_bounds(int(row), found.row_bound[row], found.row_bound[row])


@dataclass(frozen=True)
class _Optimum:
    """The last basis and what its duals hold in place."""

    basis: Basis
    values: Floats
    bound: Floats
    """Bound at which each column stands or would stand, shape (n,)."""
    row_bound: Floats
    fixed: Bools
    """Columns with a nonzero reduced cost, shape (n,)."""
    held: Bools
    """Rows with a nonzero dual, shape (m,)."""


def _exact_optimum(
    program: Program, highs: Highs, stage: int, exact: PairMatrix
) -> tuple[_Optimum, Pair]:
    """An optimal basis whose corner keeps every limit in exact numbers, as far as there is one."""
    for _ in range(REFINED):
        found = _optimum(program, highs, stage)
        corner = _corner(exact, found)
        gaps = missed(program, highs, exact, corner)
        if gaps.most <= KEPT or not go_on_from(program, highs, stage, gaps):
            break
    return found, corner


def _optimum(program: Program, highs: Highs, stage: int) -> _Optimum:
    lower, upper, row_lower, row_upper = highs.bounds()
    values = np.clip(highs.solution(), lower, upper)
    basis = _read_basis(program, highs)
    at_upper = np.abs(values - upper) < np.abs(values - lower)
    activity = program.matrix @ values
    row_at_upper = np.abs(activity - row_upper) < np.abs(activity - row_lower)
    row_bound = np.where(row_at_upper, row_upper, row_lower)
    fixed, held = _nonzero_duals(
        program.matrix, basis, program.objective(stage), program.upper - program.lower
    )
    return _Optimum(
        basis,
        values,
        np.where(at_upper, upper, lower),
        np.where(np.isfinite(row_bound), row_bound, activity),
        fixed,
        held,
    )


def _read_basis(program: Program, highs: Highs) -> Basis:
    rows, count = program.matrix.shape
    columns, loose = highs.basic()
    tight = np.ones(rows, dtype=bool)
    tight[loose] = False
    basic = np.zeros(count, dtype=bool)
    basic[columns] = True
    held = np.nonzero(tight)[0]
    square = csr_array(program.matrix[held][:, columns])
    factor = splu(csc_array(square)) if columns.size else None
    return Basis(columns, held, tight, basic, square, factor)


def _corner(matrix: PairMatrix, found: _Optimum) -> Pair:
    """Solve the equations of the basis for its columns, the others at their bounds."""
    basis = found.basis
    point = Pair.decimal(found.bound)
    point = point.put(basis.columns, Pair.of(found.values[basis.columns]))
    right = Pair.decimal(found.row_bound[basis.rows])
    return _solve_exactly(matrix.part(basis.rows), basis, point, right)


def _solve_exactly(tight: PairMatrix, basis: Basis, point: Pair, right: Pair) -> Pair:
    """Change the basic columns of a point until the tight rows hold to the last digits."""
    if basis.factor is None:
        return point
    sizes = np.asarray(abs(tight.matrix) @ np.abs(point.high)) + np.abs(right.high)
    sizes = np.where(sizes > 0, sizes, 1.0)
    before = np.inf
    for _ in range(8):
        rest = (right - tight @ point).rounded()
        worst = float(np.max(np.abs(rest) / sizes, initial=0.0))
        if worst <= CLOSE or worst >= before / 2:
            break
        before = worst
        step = Pair.of(basis.factor.solve(rest))
        point = point.put(basis.columns, point[basis.columns] + step)
    return point


def _nonzero_duals(
    matrix: csr_array, basis: Basis, costs: Floats, ranges: Floats
) -> tuple[Bools, Bools]:
    """Columns with a nonzero reduced cost and rows with a nonzero dual."""
    duals = np.zeros(matrix.shape[0])
    duals[basis.rows] = basis.solve_transposed(costs[basis.columns])
    terms = abs(matrix)
    worth = np.abs(duals) * largest_terms(matrix, ranges)
    duals[worth <= NO_DUAL * worth.max(initial=0.0)] = 0.0
    sizes = np.abs(costs) + terms.T @ np.abs(duals)
    reduced = costs - matrix.T @ duals
    fixed = ~basis.basic & (np.abs(reduced) > NONZERO * sizes)
    largest = largest_terms(matrix, 1.0 / np.where(sizes > 0, sizes, np.inf))
    return fixed, basis.tight & (np.abs(duals) * largest > NONZERO)


def _moving(matrix: PairMatrix, basis: Basis, free: Bools, slack: Bools, ranges: Floats) -> Bools:
    """Columns that some movement within the equations of the face changes.

    A movement is drawn at random: a column that it leaves where it is, is left there by every
    movement (but for a chance of zero). The draw is seeded, so that runs agree.
    """
    moving = free.copy()
    if not (free.any() or slack.any()):
        return moving
    random = np.random.default_rng(0)
    sizes = np.where(ranges > 0, ranges, 1.0)
    rows = np.nonzero(slack[basis.rows])[0]
    chosen = matrix.part(basis.rows)
    scale = np.asarray(abs(chosen.matrix[rows]) @ sizes)
    change = Pair.of(np.where(free, random.uniform(0.5, 1.0, free.size) * sizes, 0.0))
    right = np.zeros(basis.rows.size)
    right[rows] = random.uniform(0.5, 1.0, rows.size) * scale
    change = _solve_exactly(chosen, basis, change, Pair.of(right))
    part = np.abs(change.rounded()) / sizes
    return moving | (basis.basic & (part > MOVES * max(1.0, float(part.max()))))
