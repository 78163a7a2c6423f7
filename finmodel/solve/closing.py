"""The price of closing the gap: what each part of it costs to close with the levers there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.run import Solution
from finmodel.solve.status import SolverStopped, Status

GAP, COST = 0, 1
"""Stages: first the gap is made small, then what comes next in the objective."""
NOTHING = 1e-9
"""Part of the gap without levers below which nothing is left to close."""


@dataclass(frozen=True)
class Closing:
    """What closing more and more of the gap costs, from none of it to all that can be closed."""

    gap: Floats
    """Gap that is left at each step, shape (steps + 1,) [money unit]."""
    cost: Floats
    """Least value of the second stage at each step, shape (steps + 1,), in its unit."""

    @property
    def price(self) -> Floats:
        """Cost of one more unit closed within each step, shape (steps,)."""
        closed = -np.diff(self.gap)
        nothing = np.full(closed.size, np.nan)
        return np.asarray(np.divide(np.diff(self.cost), closed, out=nothing, where=closed > 0))


def closing(program: Program, solution: Solution, steps: int) -> Closing | None:
    """Close the gap step by step, each time at the least value of the second stage.

    Parameters
    ----------
    program : Program
        A program with levers, whose first stage is the gap; whole columns are held.
    solution : Solution
        Its solution.
    steps : int
        Equal steps from the gap without levers to the least gap.

    Returns
    -------
    Closing or None
        None where there is one stage only, or the levers close nothing.

    Raises
    ------
    SolverStopped
        If a step could not be solved.
    """
    if len(program.objectives) <= COST:
        return None
    least = solution.stages[GAP].value
    without = _gap_without(program)
    if without - least <= NOTHING * max(1.0, abs(without)):
        return None
    highs = Highs(program)
    aim = program.objectives[COST]
    highs.objective(program.objective(COST), maximise=aim.maximise)
    gaps, costs = np.linspace(without, least, steps + 1), []
    # The last step keeps what the stages kept, so that it is what the allocation does.
    gaps[-1] = max(least, solution.stages[GAP].threshold)
    for gap in gaps:
        highs.row_bounds(program.objectives[GAP].row, -np.inf, float(gap))
        if highs.run() is not Status.OPTIMAL:
            raise SolverStopped("a step of closing the gap could not be solved")
        costs.append(highs.value)
    return Closing(gaps, np.array(costs))


def _gap_without(program: Program) -> float:
    """Least gap when no lever is used."""
    highs = Highs(program)
    highs.objective(program.objective(GAP), maximise=program.objectives[GAP].maximise)
    columns = _columns(program)
    highs.column_bounds(columns, np.zeros(columns.size))
    if highs.run() is not Status.OPTIMAL:
        raise SolverStopped("the gap without levers could not be solved")
    return highs.value


def _columns(program: Program) -> Integers:
    used = [terms.column for terms in program.levers]
    starts = [family.numbers() for family in program.families("start.")]
    return np.unique(np.concatenate([np.empty(0, np.int64), *used, *starts])).astype(np.int64)
