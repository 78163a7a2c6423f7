"""Solve a program that differs a little from one that was solved: from the bases of its stages."""

from __future__ import annotations

from collections.abc import Sequence

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.let_go import NOTHING
from finmodel.solve.run import StageResult, keep, solve_program
from finmodel.solve.status import Infeasible, SolverStopped, Status
from finmodel.solve.thresholds import kept


def stages_from(
    program: Program, near: Sequence[StageResult], shape: tuple[int, ...]
) -> tuple[tuple[float, ...], Floats] | None:
    """Solve all stages, each from the basis of the same stage of another program.

    Where that has other columns or rows, or not all stages, or where places are raised in turn,
    everything is solved from nothing.

    Parameters
    ----------
    program : Program
        What to solve.
    near : sequence of StageResult
        Stages of the other program.
    shape : tuple of int
        Its rows and columns.

    Returns
    -------
    tuple of tuple of float and ndarray, or None
        Value of each stage, and of every column after the last, shape (n,); None where no
        allocation satisfies the rules.

    Raises
    ------
    SolverStopped
        If the solver ended for any other reason.
    """
    known = [stage.basis for stage in near if stage.basis is not None]
    in_turn = any(objective.places is not None for objective in program.objectives)
    if in_turn or len(known) < len(program.objectives) or program.matrix.shape != shape:
        try:
            found = solve_program(program)
        except Infeasible:
            return None
        return tuple(stage.value for stage in found.stages), found.values
    highs, values = Highs(program), []
    highs.near()
    for number, (objective, basis) in enumerate(zip(program.objectives, known, strict=True)):
        highs.objective(program.objective(number), maximise=objective.maximise)
        highs.start_from(basis)
        status = highs.run()
        if status is Status.INFEASIBLE and number == 0:
            return None
        if status is not Status.OPTIMAL:
            raise SolverStopped(f"the solver stopped in stage {number + 1}: {status}")
        values.append(highs.value)
        keep(highs, objective, kept(values[-1], objective, max(objective.give_up, NOTHING)))
    return tuple(values), highs.solution()
