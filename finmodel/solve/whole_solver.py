"""What solves one stage whose columns take whole numbers only."""

from __future__ import annotations

from typing import Protocol

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.status import SolverStopped, Status

LIMITS: dict[str, bool | int | float | str] = {
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-7,
    "mip_feasibility_tolerance": 1e-9,
    "mip_max_nodes": 200_000,
}
"""Limits are a gap and a number of nodes, never a time: an answer must be the same every run."""


class WholeSolver(Protocol):
    """Whatever solves one stage with whole numbers."""

    def __call__(self, program: Program, costs: Floats, *, maximise: bool) -> Floats | None:
        """Values of all columns; None where no values satisfy the rules."""


def with_highs(program: Program, costs: Floats, *, maximise: bool) -> Floats | None:
    """Solve one stage with HiGHS.

    Raises
    ------
    SolverStopped
        If it stops for another reason than that no values satisfy the rules.
    """
    highs = Highs(program, LIMITS, whole=True)
    highs.objective(costs, maximise=maximise)
    status = highs.run()
    if status is Status.STOPPED:
        raise SolverStopped("the solver stopped short of the best whole numbers")
    return highs.solution() if status is Status.OPTIMAL else None
