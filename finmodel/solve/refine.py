"""From a basis that is optimal to the solver's tolerance to one that keeps every limit exactly.

HiGHS lets limits be missed by a billionth of whatever unit the program is written in. Where they
stand closer together than that is worth, its basis may have no allocation at all in exact numbers.
What it misses is blown up until it can be seen, with the corner for the origin, and the solver goes
on from its basis: Gleixner, Steffy and Wolter, "Iterative refinement for linear programming"
(INFORMS Journal on Computing 28, 2016), here for the limits alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.pairs import Pair, PairMatrix, distance, largest_terms
from finmodel.solve.status import Status
from finmodel.solve.weights import worth

KEPT = 1e-10
"""Part of a currency unit by which a corner may miss a limit."""
LARGEST = 1e18
"""Distance from the corner, blown up, beyond which a limit is as good as none."""
SEEN = 1e-3
"""Size to which the largest miss is blown up."""


@dataclass(frozen=True)
class Missed:
    """How far each limit is from a corner, below zero where it is missed."""

    below: Floats
    """Value less lower bound, of columns, then of rows, shape (n + m,)."""
    above: Floats
    """Upper bound less value, shape (n + m,)."""
    most: float
    """The largest miss [currency]."""


def missed(program: Program, highs: Highs, exact: PairMatrix, corner: Pair) -> Missed:
    """Measure the distances of a corner from the limits that the solver has now."""
    lower, upper, row_lower, row_upper = (Pair.decimal(side) for side in highs.bounds())
    activity = exact @ corner
    value = worth(program)
    row_value = 1.0 / largest_terms(program.matrix, 1.0 / value)
    below = np.concatenate([distance(corner, lower), distance(activity, row_lower)])
    above = np.concatenate([distance(upper, corner), distance(row_upper, activity)])
    most = -np.minimum(below, above) * np.concatenate([value, row_value])
    return Missed(below, above, float(most.max(initial=0.0)))


def go_on_from(program: Program, highs: Highs, stage: int, gaps: Missed) -> bool:
    """Bring the solver to a basis that keeps the limits; false where it finds no other."""
    blown = SEEN / max(-float(gaps.below.min()), -float(gaps.above.min()))
    least = np.where(gaps.below * blown < LARGEST, -gaps.below * blown, -np.inf)
    most = np.where(gaps.above * blown < LARGEST, gaps.above * blown, np.inf)
    objective = program.objectives[stage]
    columns = program.lower.size
    near = Highs(program)
    near.objective(program.objective(stage), maximise=objective.maximise)
    near.column_range(np.arange(columns), least[:columns], most[:columns])
    near.row_ranges(least[columns:], most[columns:])
    near.start_from(highs.basis())
    if near.run() is not Status.OPTIMAL or not near.iterations:
        return False
    return highs.move_to(near.basis()) is Status.OPTIMAL
