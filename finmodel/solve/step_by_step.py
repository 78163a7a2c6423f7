"""The answer of a quadratic program by walking inside its limits: slow, and safe from any start.

Where no guess says which limits are tight, and changing them all at once goes round in circles,
this walk is the last resort. It starts at a point that keeps every limit and never leaves them:
towards the best point of what is held, as far as the first limit in the way, which is then held
too. Where it can go no further, the first held limit that pushes the wrong way is let go. Each step
factors the equations anew. Nocedal and Wright, "Numerical Optimization" (2006), section 16.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.solve.pairs import Pair, distance
from finmodel.solve.polish import Polished, Scaling, agree_nearly, check, hold
from finmodel.solve.quadratic import Quadratic

STEPS = 2000
"""Steps after which the walk gives up."""
WORK = 2_000_000
"""Steps times unknowns after which it gives up: it is for small problems that are hard."""
STILL = 1e-13
"""Part of its typical size by which an unknown must move to be moving."""


@dataclass(frozen=True)
class _Limits:
    """How far each limit that is not held lets a point go in a direction."""

    share: float
    """Part of the way that all let it go."""
    row: int
    """The first in the way; -1 if it is no row."""
    column: int
    side: int
    """-1 for a lower limit, 1 for an upper one."""


def step_by_step(problem: Quadratic, worth: Floats, tolerance: float) -> Polished:
    """Walk to the best point and solve its optimality conditions exactly.

    Parameters
    ----------
    problem : Quadratic
        The quadratic program; its start keeps every limit.
    worth : ndarray, shape (k,)
        Currency units that one unit of each unknown stands for.
    tolerance : float
        Violation that is let pass [currency].
    """
    scaling = Scaling(problem, worth)
    at_bound = np.where(problem.lower.high == problem.upper.high, -1, 0).astype(np.int64)
    tight = np.where(problem.equal, 2, 0).astype(np.int64)
    point, duals = problem.start, Pair.of(np.zeros(tight.size))
    turn = 0
    for turn in range(min(STEPS, WORK // max(1, problem.columns.size) + 1)):  # noqa: B007 - how many there were is said
        goal, duals, moved = hold(problem, scaling, at_bound, tight, point, duals)
        way = (goal - point).rounded()
        limits = _room(problem, scaling, at_bound, tight, point, way)
        point = goal if limits.share == 1.0 else point + Pair.of(way * limits.share)
        if limits.row >= 0:
            tight[limits.row] = limits.side
        elif limits.column >= 0:
            at_bound[limits.column] = limits.side
        else:
            new_bound, new_tight, violation = check(
                problem, scaling, at_bound, tight, point, duals, tolerance
            )
            rows, columns = np.nonzero(new_tight != tight)[0], np.nonzero(new_bound != at_bound)[0]
            wrong = int(rows.size + columns.size)
            if not wrong:
                break
            # The first in the order of the program, so that the same few cannot take turns.
            if columns.size:
                at_bound[columns[0]] = new_bound[columns[0]]
            else:
                tight[rows[0]] = new_tight[rows[0]]
    new_bound, new_tight, violation = check(
        problem, scaling, at_bound, tight, point, duals, tolerance
    )
    wrong = int((new_bound != at_bound).sum() + (new_tight != tight).sum())
    agree = violation <= tolerance
    done = wrong == 0 and moved <= tolerance and (agree or agree_nearly(problem, tight, point))
    return Polished(point, done, agree, violation, wrong, turn + 1, duals)


def _room(
    problem: Quadratic,
    scaling: Scaling,
    at_bound: Integers,
    tight: Integers,
    point: Pair,
    way: Floats,
) -> _Limits:
    """Part of a way that can be gone before a limit stands in it."""
    pull = problem.matrix.matrix @ way
    activity = problem.matrix @ point
    best = _Limits(1.0, -1, -1, 0)
    for side, columns, rows in (
        (-1, point - problem.lower, distance(activity, problem.row_lower)),
        (1, problem.upper - point, distance(problem.row_upper, activity)),
    ):
        meets = (at_bound == 0) & (side * way > STILL * scaling.size)
        share = np.where(meets, columns.rounded(), np.inf) / np.where(meets, side * way, 1.0)
        column = int(np.argmin(share)) if share.size else -1
        if column >= 0 and share[column] < best.share:
            best = _Limits(max(float(share[column]), 0.0), -1, column, side)
        hits = (tight == 0) & (side * pull > STILL * scaling.row)
        share = np.where(hits, rows, np.inf) / np.where(hits, side * pull, 1.0)
        row = int(np.argmin(share)) if share.size else -1
        if row >= 0 and share[row] < best.share:
            best = _Limits(max(float(share[row]), 0.0), row, -1, side)
    return best
