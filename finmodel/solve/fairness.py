"""The price of fairness: what is given up of an aim as the lowest coverage is raised.

Bertsimas, Farias and Trichakis, *The price of fairness*, Operations Research 59 (2011), pp. 17-31:
the share of the best sum that a fair division gives up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.conflict import smallest_conflict
from finmodel.solve.highs import Highs
from finmodel.solve.status import Infeasible, SolverStopped, Status

LOWEST, AIM = 0, 1
"""Stages: the lowest coverage, and the aim that is given up for it."""
KEPT = 1e-9
"""Share of a value that may be given up while the other is sought: the solver's last digits."""


@dataclass(frozen=True)
class Fairness:
    """Best value of an aim at each level of the lowest coverage."""

    level: Floats
    """Lowest coverage, from what the aim alone leaves to the most there can be, (steps + 1,)."""
    value: Floats
    """Best value of the aim at each level, shape (steps + 1,), in its unit."""

    @property
    def given_up(self) -> Floats:
        """Share of the aim's best value that is given up at each level: the price of fairness."""
        best = self.value[0]
        return np.asarray((best - self.value) / best if best else np.zeros(self.value.size))


def fairness(program: Program, steps: int) -> Fairness:
    """Raise the lowest coverage in equal steps, each time at the best value of the aim.

    Parameters
    ----------
    program : Program
        A program with two stages that are maximised, the lowest coverage and an aim; whole
        columns may take parts.
    steps : int
        Equal steps from the level that the aim alone leaves to the highest there can be.

    Raises
    ------
    Infeasible
        If no allocation satisfies the rules.
    SolverStopped
        If a step could not be solved.
    """
    highs = Highs(program)
    highest = _best(highs, program, LOWEST)
    most = _best(highs, program, AIM)
    _keep(highs, program, AIM, most)
    least = _best(highs, program, LOWEST)
    highs.row_bounds(program.objectives[AIM].row, -np.inf, np.inf)
    levels = np.linspace(least, highest, steps + 1)
    values = []
    for level in levels:
        _keep(highs, program, LOWEST, float(level))
        values.append(_best(highs, program, AIM))
    return Fairness(levels, np.minimum.accumulate(np.array(values)))


def _keep(highs: Highs, program: Program, stage: int, value: float) -> None:
    highs.row_bounds(program.objectives[stage].row, value - KEPT * abs(value), np.inf)


def _best(highs: Highs, program: Program, stage: int) -> float:
    highs.objective(program.objective(stage), maximise=True)
    status = highs.run()
    if status is Status.INFEASIBLE:
        raise Infeasible(smallest_conflict(program, highs.contradiction()))
    if status is not Status.OPTIMAL:
        raise SolverStopped("a step of the price of fairness could not be solved")
    return highs.value
