"""Solve the stages of a program in order, each within what the ones before may give up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.objectives import IN_TURN, Objective
from finmodel.program.program import Program
from finmodel.solve.conflict import smallest_conflict
from finmodel.solve.face import hold_optimum
from finmodel.solve.highs import Highs
from finmodel.solve.next_lowest import from_last_basis, hold_levels, raise_in_turn
from finmodel.solve.status import Infeasible, SolverStopped, Status
from finmodel.solve.thresholds import kept, side

WORTH_SIMPLIFYING = ("maximise lowest coverage", IN_TURN)
"""Goals for which HiGHS is faster when it simplifies the program first. Measured: at 80,000 columns
the benefit takes 0.6 s instead of 1.0 s without; starting afresh beats primal simplex from the last
basis several times over."""

NOTHING_HELD: Floats = np.empty(0)
"""What places must keep where none were raised in turn."""


@dataclass(frozen=True)
class StageResult:
    """What a stage reached."""

    objective: Objective
    value: float
    threshold: float
    """Value that later stages had to keep."""
    iterations: int
    multipliers: Floats
    """d(value)/d(right-hand side) of every row when the stage was solved, shape (m,)."""
    levels: tuple[float, ...] = ()
    """Levels at which places stand, lowest first, where they were raised in turn."""
    held: Floats = field(default_factory=lambda: NOTHING_HELD)
    """What the column of each of these places must keep."""
    basis: highspy.HighsBasis | None = None
    """Basis at which it was solved, where the solver has one to come back to."""


@dataclass(frozen=True)
class Solution:
    """An optimal answer of every stage."""

    values: Floats
    """Value of every column, shape (n,)."""
    marginal_values: Floats
    """d(last objective)/d(right-hand side) of every row, shape (m,)."""
    stages: tuple[StageResult, ...]
    highs: Highs
    """The solver, still at the last basis of the last stage."""
    basis: highspy.HighsBasis
    """Basis of the last stage."""


def solve_program(
    program: Program,
    *,
    options: dict[str, bool | int | float | str] | None = None,
    thresholds: Sequence[float] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Solution:
    """Solve all stages.

    Parameters
    ----------
    program : Program
        The assembled program.
    options : dict, optional
        Options of HiGHS beyond the ones that make its answer repeatable.
    thresholds : sequence of float, optional
        Value of each stage that later ones must keep, where whole columns were settled before.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    Solution
        Values of the columns after the last stage.

    Raises
    ------
    Infeasible
        If no allocation satisfies the rules.
    SolverStopped
        If the solver ended for any other reason.
    """
    highs = Highs(program, options)
    stages: list[StageResult] = []
    for number, objective in enumerate(program.objectives):
        if progress is not None:
            progress(f"stage {number + 1} of {len(program.objectives)}: {objective.goal}")
        highs.objective(program.objective(number), maximise=objective.maximise)
        highs.start_afresh(simplify=objective.goal in WORTH_SIMPLIFYING)
        status = highs.run()
        if status is Status.INFEASIBLE and number == 0:
            raise Infeasible(smallest_conflict(program, highs.contradiction()))
        if status is not Status.OPTIMAL:
            raise SolverStopped(f"the solver stopped in stage {number + 1}: {status}")
        value, iterations = highs.value, highs.iterations
        threshold = threshold_of(objective, value, stages, thresholds)
        multipliers, basis = highs.marginal_values(), highs.basis()
        levels: tuple[float, ...] = ()
        held = NOTHING_HELD
        if objective.places is not None:
            levels = distinct(in_turn(program, highs, objective, from_last_basis(highs)))
            held = highs.bounds()[0][objective.places.columns]
        stages.append(
            StageResult(objective, value, threshold, iterations, multipliers, levels, held, basis)
        )
        if number < len(program.objectives) - 1:
            if objective.give_up > 0:
                keep(highs, objective, threshold)
            else:
                hold_optimum(program, highs, number)
    return Solution(
        values=np.clip(highs.solution(), program.lower, program.upper),
        marginal_values=stages[-1].multipliers,
        stages=tuple(stages),
        highs=highs,
        basis=highs.basis(),
    )


def threshold_of(
    objective: Objective,
    value: float,
    stages: Sequence[StageResult],
    thresholds: Sequence[float] | None,
) -> float:
    """Value of a stage that later ones must keep: as settled with whole columns, else its own.

    After places were raised in turn, each stage keeps what it reached itself: it was settled with
    the levels in any order of places, and here each place keeps its own.
    """
    if thresholds is None or any(stage.levels for stage in stages):
        return kept(value, objective)
    return thresholds[len(stages)]


def in_turn(
    program: Program, highs: Highs, objective: Objective, again: Callable[[Floats], Floats]
) -> Floats:
    """Raise every place in turn and hold it; gives the level of each."""
    found = raise_in_turn(program, highs, objective, again)
    hold_levels(highs, objective, found, lambda level: kept(level, objective))
    again(program.objective(program.objectives.index(objective)))
    return found.level


def distinct(level: Floats) -> tuple[float, ...]:
    """Levels at which places stand, lowest first."""
    return tuple(np.unique(level).tolist())


def keep(highs: Highs, objective: Objective, threshold: float) -> None:
    """Hold a stage at its threshold from now on."""
    highs.row_bounds(objective.row, *side(objective, threshold))
