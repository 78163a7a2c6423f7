"""Multipliers that show how near the chosen allocation is to the one that the rule chooses.

The rule minimises q(x) = ½ x'Hx + p'x over all allocations that are as good. For any multipliers w
of the rows, with g = Hx̂ + p at the allocation x̂ that was chosen and d = g − A'w,

    q(x) − q(x̂) ≥ w (A x − A x̂) + d (x − x̂) + ½ ‖x − x̂‖²,

and the first two terms are at least −G on the rows' and columns' bounds. At the best x the left
side is not above zero, so that x̂ lies within √(2 G) of it in the norm of H. The multipliers of the
polish cover the columns that could still move; here they are completed for all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Bools, Floats
from finmodel.program.program import Program
from finmodel.solve.face import Face, reversed_exactly
from finmodel.solve.form import Form
from finmodel.solve.pairs import Pair, PairMatrix
from finmodel.solve.run import Solution
from finmodel.solve.thresholds import side

BEYOND = 1.0000001
"""How far beyond what is needed a stage's weight is tried at first."""
NOTHING = 1e-20
"""Part of the largest multiplier that counts as nothing while weights are tried."""
STEPS = 12
"""Weights of the last stage that are tried, each a tenth of the one before."""


@dataclass(frozen=True)
class Forces:
    """What a part of the choice minimised, and the multipliers with which its polish ended."""

    form: Form
    settled: Bools
    """Columns that were settled before, shape (n,)."""
    multipliers: Pair
    """Zero for rows in which nothing could move, shape (m,)."""


@dataclass(frozen=True)
class _Bounds:
    """What the equally good allocations keep, without what follows from being as good."""

    lower: Pair
    upper: Pair
    row_lower: Pair
    row_upper: Pair


def as_good(program: Program, solution: Solution, face: Face, point: Pair) -> _Bounds:
    """Bounds of all allocations that keep the stages and reach what a point reaches in the last."""
    lower, row_lower = program.lower.copy(), program.row_lower.copy()
    row_upper = program.row_upper.copy()
    for stage in solution.stages[:-1]:
        row = stage.objective.row
        row_lower[row], row_upper[row] = side(stage.objective, stage.threshold)
    for stage in solution.stages:
        if stage.objective.places is not None:
            columns = stage.objective.places.columns
            lower[columns] = np.maximum(lower[columns], stage.held)
    low, high = Pair.decimal(row_lower), Pair.decimal(row_upper)
    last = np.array([solution.stages[-1].objective.row])
    reached = face.matrix.part(last) @ point
    if solution.stages[-1].objective.maximise:
        low = low.put(last, reached)
    else:
        high = high.put(last, reached)
    return _Bounds(Pair.decimal(lower), Pair.decimal(program.upper), low, high)


def complete(program: Program, solution: Solution, face: Face, point: Pair, forces: Forces) -> Pair:
    """Complete multipliers for the columns that the face determines.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its stages solved.
    face : Face
        All allocations that are as good.
    point : Pair
        The chosen allocation, shape (n,).
    forces : Forces
        What the rule minimises, and the multipliers of the polish.

    Returns
    -------
    Pair, shape (m,)
    """
    form, settled, multipliers = forces.form, forces.settled, forces.multipliers
    across = face.matrix.transposed
    gradient = form.hessian @ point + form.linear
    rest = gradient - across @ multipliers
    # The equations of the basis determine these columns: they bear any force.
    borne = face.basis.basic & ~face.moving & ~settled
    right = Pair(np.where(borne, rest.high, 0.0), np.where(borne, rest.low, 0.0))
    multipliers = multipliers + reversed_exactly(face, right)
    kept = as_good(program, solution, face, point)
    activity = face.matrix @ point
    there = _There(
        face,
        across,
        kept,
        gradient,
        settled,
        _distance(point, kept.lower),
        _distance(kept.upper, point),
        _distance(activity, kept.row_lower),
        _distance(kept.row_upper, activity),
    )
    for number in reversed(range(len(solution.stages))):
        last = number == len(solution.stages) - 1
        if last or not solution.stages[number].objective.give_up > 0:
            own = _stage(program, solution, face, number)
            multipliers = _with_stage(there, multipliers, own)
    return multipliers


@dataclass(frozen=True)
class _There:
    """Where the chosen allocation stands, and what pulls it."""

    face: Face
    across: PairMatrix
    kept: _Bounds
    gradient: Pair
    settled: Bools
    below: Floats
    """How far each column is above its lower bound, shape (n,)."""
    above: Floats
    row_below: Floats
    row_above: Floats


def _stage(program: Program, solution: Solution, face: Face, number: int) -> Pair:
    """Direction in which a stage's optimality bears: its own row less what bounds it."""
    stage = solution.stages[number]
    if number == len(solution.stages) - 1:
        costs = Pair.decimal(program.objective(number))
        basic = face.basis.basic
        right = Pair(np.where(basic, costs.high, 0.0), np.where(basic, costs.low, 0.0))
        own = -reversed_exactly(face, right)
    else:
        own = -Pair.of(stage.multipliers)
    row = np.array([stage.objective.row])
    own = own.put(row, own[row] + Pair.of(np.ones(1)))
    return own if stage.objective.maximise else -own


def _with_stage(there: _There, multipliers: Pair, direction: Pair) -> Pair:
    """Add as much of a stage's direction as brings the multipliers nearest to optimal ones."""
    face, kept = there.face, there.kept
    left, pull = there.gradient - there.across @ multipliers, there.across @ direction
    rest, force = left.rounded(), pull.rounded()
    fixed = (face.lower.high == face.upper.high) & ~there.settled
    fixed &= kept.lower.high < kept.upper.high
    pulls = fixed & (rest * force > 0)
    held = face.row_lower.high == face.row_upper.high
    held &= kept.row_lower.high < kept.row_upper.high
    pushes = held & (multipliers.high * direction.high < 0)
    pulled = rest[pulls] / force[pulls]
    pushed = -multipliers.high[pushes] / direction.high[pushes]
    most = float(np.concatenate([pulled, pushed]).max(initial=0.0))
    if not most > 0:
        return multipliers
    weights = [0.0, *(BEYOND * most * 10.0**-step for step in range(STEPS))]
    tried = [multipliers + _times(direction, weight) for weight in weights]
    gaps = [
        _gap(there, each, left - _times(pull, weight))
        for each, weight in zip(tried, weights, strict=True)
    ]
    return tried[int(np.argmin(gaps))]


def _times(values: Pair, weight: float) -> Pair:
    return values * Pair.of(np.full(values.size, weight))


def _gap(there: _There, multipliers: Pair, left: Pair) -> float:
    """G, in doubles; `left` is what the multipliers leave of the gradient."""
    kept = there.kept
    side_low, side_high = np.isfinite(kept.row_lower.high), np.isfinite(kept.row_upper.high)
    wrong_side = ~np.where(multipliers.high > 0, side_low, side_high)
    lost = np.nonzero(wrong_side & (multipliers.high != 0))[0]
    wrong_most = float(np.abs(multipliers.high[lost]).max(initial=0.0))
    if wrong_most > NOTHING * float(np.abs(multipliers.high).max(initial=0.0)):
        wrong = Pair.of(np.zeros(multipliers.size)).put(lost, multipliers[lost])
        across = there.face.matrix.part(lost).transposed
        multipliers, left = multipliers - wrong, left + across @ multipliers[lost]
    rest, pushed = left.rounded(), multipliers.rounded()
    rows = np.where(pushed > 0, pushed * there.row_below, -pushed * there.row_above)
    columns = np.where(rest > 0, rest * there.below, -rest * there.above)
    columns[there.settled] = 0.0
    return float(rows.sum() + columns.sum())


def _distance(greater: Pair, less: Pair) -> Floats:
    """By how much one is above the other, at least nothing; nothing where either is endless."""
    finite = np.isfinite(greater.high) & np.isfinite(less.high)
    one = Pair(np.where(finite, greater.high, 0.0), np.where(finite, greater.low, 0.0))
    other = Pair(np.where(finite, less.high, 0.0), np.where(finite, less.low, 0.0))
    return np.maximum((one - other).rounded(), 0.0)
