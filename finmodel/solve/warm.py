"""Solve a program that differs a little from one that was solved: from the bases of its stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.let_go import NOTHING
from finmodel.solve.run import StageResult, keep, solve_program
from finmodel.solve.status import Infeasible, SolverStopped, Status
from finmodel.solve.thresholds import kept


@dataclass(frozen=True)
class Bases:
    """Bases of the stages of a program that was solved."""

    stages: Sequence[highspy.HighsBasis]

    @classmethod
    def of(cls, stages: Sequence[StageResult]) -> Bases:
        """Those of stages that have one."""
        return cls([stage.basis for stage in stages if stage.basis is not None])

    @classmethod
    def read(cls, written: Sequence[Sequence[str]]) -> Bases:
        """Those that were written in digits."""
        stages = []
        for columns, rows in written:
            basis = highspy.HighsBasis()
            basis.col_status, basis.row_status = _standing(columns), _standing(rows)
            basis.valid, basis.alien = True, False
            stages.append(basis)
        return cls(stages)

    def written(self) -> list[list[str]]:
        """Of each stage, how its columns and its rows stand, a digit for each."""
        return [[_digits(each.col_status), _digits(each.row_status)] for each in self.stages]

    def fit(self, program: Program) -> bool:
        """Whether they are bases of a program's stages."""
        sizes = {(len(each.row_status), len(each.col_status)) for each in self.stages}
        return len(self.stages) == len(program.objectives) and sizes == {program.matrix.shape}


def _digits(standing: Sequence[highspy.HighsBasisStatus]) -> str:
    return "".join(str(int(each)) for each in standing)


def _standing(digits: str) -> list[highspy.HighsBasisStatus]:
    return [highspy.HighsBasisStatus(int(each)) for each in digits]


def stages_from(program: Program, near: Bases) -> tuple[tuple[float, ...], Floats] | None:
    """Solve all stages, each from the basis of the same stage of another program.

    Where that has other columns or rows, or not all stages, or where places are raised in turn,
    everything is solved from nothing.

    Parameters
    ----------
    program : Program
        What to solve.
    near : Bases
        Bases of the other program.

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
    in_turn = any(objective.places is not None for objective in program.objectives)
    if in_turn or not near.fit(program):
        try:
            found = solve_program(program)
        except Infeasible:
            return None
        return tuple(stage.value for stage in found.stages), found.values
    highs, values = Highs(program), []
    highs.near()
    for number, (objective, basis) in enumerate(zip(program.objectives, near.stages, strict=True)):
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
