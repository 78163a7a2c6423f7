"""Stages without asking for whole numbers, which often come out whole all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.objectives import Objective
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.next_lowest import from_last_basis
from finmodel.solve.run import WORTH_SIMPLIFYING, Solution, StageResult, distinct, in_turn, keep
from finmodel.solve.status import Status
from finmodel.solve.thresholds import kept

WHOLE_ALREADY = 1e-9
"""How far from a whole number a column may be that was not asked to be whole, and count as one."""


@dataclass(frozen=True)
class Found:
    """Best answer of a stage whose columns came out whole."""

    columns: Floats
    """Value of every column, whole where it must be."""
    value: float
    least_loss: float
    """What moving any whole column by one loses at least."""
    level: Floats | None = None
    """Coverage of each place, where places were raised in turn."""


class InParts:
    """The stages of a program that lets its whole columns take parts, solved in turn."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._highs = Highs(program)
        self._stages: list[StageResult] = []
        self._came_out: list[Floats] = []

    def solve(self, number: int) -> Found | None:
        """Solve a stage; None where its columns did not come out whole.

        Then no whole numbers are better. They are the only ones as good where each whole column
        has a reduced cost: it loses at least that much for every unit that it moves. Where places
        are raised in turn, each is then held where it stands in all answers that are as good.
        """
        program, highs = self.program, self._highs
        objective, costs = program.objectives[number], program.objective(number)
        highs.objective(costs, maximise=objective.maximise)
        highs.start_afresh(simplify=objective.goal in WORTH_SIMPLIFYING)
        if highs.run() is not Status.OPTIMAL:
            return None
        value, multipliers = highs.value, highs.marginal_values()
        basis, threshold = highs.basis(), kept(value, objective)
        stage = StageResult(objective, value, threshold, highs.iterations, multipliers, basis=basis)
        level = None
        if objective.places is not None:
            level = in_turn(program, highs, objective, from_last_basis(highs))
            held = highs.bounds()[0][objective.places.columns]
            stage = replace(stage, levels=distinct(level), held=held)
        columns = highs.solution()
        part = columns[program.whole]
        if np.abs(part - np.rint(part)).max(initial=0.0) > WHOLE_ALREADY:
            return None
        self._stages.append(stage)
        self._came_out.append(np.rint(part))
        reduced = costs - program.matrix.T @ multipliers
        columns[program.whole] = np.rint(part)
        least = float(np.abs(reduced[program.whole]).min(initial=np.inf))
        return Found(columns, value, least, level)

    def keep(self, objective: Objective, threshold: float) -> None:
        """Hold a stage at its threshold from now on."""
        keep(self._highs, objective, threshold)

    @property
    def stages(self) -> tuple[StageResult, ...]:
        """What every stage reached; none where some stage did not come out whole."""
        whole = len(self._stages) == len(self.program.objectives)
        return tuple(self._stages) if whole else ()

    def solution(self, held: Program) -> Solution | None:
        """The solution of the same stages with the whole columns held where they came out last.

        What a stage reached with other whole numbers is not what it can reach with these: it is
        solved again from its own basis. None where everything must be solved: where a stage did not
        come out whole, nothing may be given up of one, or places were raised in turn with others.
        """
        objectives, highs = self.program.objectives, self._highs
        if not self.stages or any(not stage.give_up > 0 for stage in objectives[:-1]):
            return None
        whole = np.nonzero(self.program.whole)[0]
        others = any((part != held.lower[whole]).any() for part in self._came_out)
        if others and any(each.places is not None for each in objectives):
            return None
        highs.column_bounds(whole, held.lower[whole])
        highs.program = held
        stages, last = list(self._stages), len(self._stages) - 1
        for number, part in enumerate(self._came_out):
            if number < last and (part != held.lower[whole]).any():
                again = self._again(number)
                if again is None:
                    return None
                stages[number] = again
        solved = self._again(last)
        if solved is None:
            return None
        return Solution(
            values=np.clip(highs.solution(), held.lower, held.upper),
            marginal_values=solved.multipliers,
            stages=(*stages[:-1], solved),
            highs=highs,
            basis=highs.basis(),
        )

    def _again(self, number: int) -> StageResult | None:
        """Solve a stage from its own basis, only the stages before it kept."""
        highs, stage = self._highs, self._stages[number]
        kept_from_here = self._stages[number:-1]
        for each in kept_from_here:
            row = each.objective.row
            highs.row_bounds(row, self.program.row_lower[row], self.program.row_upper[row])
        highs.objective(self.program.objective(number), maximise=stage.objective.maximise)
        if stage.basis is not None:
            highs.start_from(stage.basis)
        optimal = highs.run() is Status.OPTIMAL
        value, multipliers, basis = highs.value, highs.marginal_values(), highs.basis()
        for each in kept_from_here:
            self.keep(each.objective, each.threshold)
        if not optimal:
            return None
        return replace(stage, value=value, multipliers=multipliers, basis=basis)
