"""What a scenario is worth with limits moved, solved again from nothing."""

from __future__ import annotations

from finmodel.program.program import Program
from finmodel.solve.corner import Direction
from finmodel.solve.run import Solution
from finmodel.solve.status import Status


def moved(program: Program, solution: Solution, direction: Direction, step: float) -> float | None:
    """Change of the last stage's value; None where no allocation satisfies the rules."""
    highs = solution.highs
    for row, change in zip(direction.rows.tolist(), direction.change.tolist(), strict=True):
        by = step * change
        highs.row_bounds(row, program.row_lower[row] + by, program.row_upper[row] + by)
    highs.start_afresh(simplify=False)
    optimal = highs.run() is Status.OPTIMAL
    value = highs.value - solution.stages[-1].value if optimal else None
    for row in direction.rows.tolist():
        highs.row_bounds(row, program.row_lower[row], program.row_upper[row])
    highs.start_from(solution.basis)
    return value
