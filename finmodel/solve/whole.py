"""Columns that take whole numbers only: settled first, so that what follows is a linear program.

Each stage is solved with whole numbers, in the scenario's order; then, among answers whose last
stage is equally good, the scenario's stated order decides, as a last stage of its own. What comes
after (stages again, marginal values, the choice among equals) holds these columns where they are.

Where places are raised in turn, later stages keep the best sorted coverages, whichever places stand
low: so they, and at last the stated order, decide that too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.objectives import Objective
from finmodel.program.order import Preference, preferences
from finmodel.program.program import Program
from finmodel.solve.conflict import smallest_conflict
from finmodel.solve.held import held
from finmodel.solve.highs import Highs
from finmodel.solve.in_parts import InParts
from finmodel.solve.next_lowest import LOOSENED
from finmodel.solve.run import Solution, StageResult
from finmodel.solve.status import Infeasible, SolverStopped, Status
from finmodel.solve.thresholds import kept, side
from finmodel.solve.whole_in_turn import WholeLevels, keeping_levels, raise_whole
from finmodel.solve.whole_solver import WholeSolver, with_highs

TIE = 1e-9
"""Share of the last stage's value within which two answers are equally good."""
AT_ONCE = 2.0**16
"""Largest weight with which the order of whole columns is decided in one solve."""
NEARLY_WHOLE = 1e-6
"""By how much a number may be short of a whole one and be taken for it."""
CLEAR = 10.0
"""Times that share by which an answer must be better to be the only one as good."""


@dataclass(frozen=True)
class Settled:
    """A program whose whole columns are held where the stages and the stated order put them."""

    program: Program
    """The program with these columns held."""
    values: tuple[float, ...]
    """Best value of each stage, over all whole numbers."""
    thresholds: tuple[float, ...]
    """Value of each stage that the later ones had to keep."""
    count: int
    """Number of these columns."""
    relaxed: tuple[StageResult, ...] = ()
    """Stages of the program that lets these columns take parts, where they came out whole all the
    same in every stage."""
    solution: Solution | None = None
    """The solution with these columns held, where settling them has found it."""


def settle(
    program: Program,
    solver: WholeSolver = with_highs,
    progress: Callable[[str], None] | None = None,
) -> Settled:
    """Settle the columns that take whole numbers.

    Parameters
    ----------
    program : Program
        The program.
    solver : WholeSolver
        What solves one stage.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    Settled
        Best values of the stages and the program with these columns held.

    Raises
    ------
    Infeasible
        If no allocation satisfies the rules.
    SolverStopped
        If the solver stopped short.
    """
    values, thresholds = [], []
    in_parts = InParts(program) if solver is with_highs else None
    given, now, best = program, program, _Best(program.lower, 0.0, alone=False)
    for number, objective in enumerate(program.objectives):
        if progress is not None:
            progress(f"whole numbers, stage {number + 1}: {objective.goal}")
        if objective.places is not None:
            levels = _raised_already(in_parts, number)
            if levels is None:
                # What follows keeps the levels of whole numbers, which the divisible program lacks.
                in_parts, levels = None, raise_whole(now, number, solver, progress)
            if levels is None:
                raise _infeasible(program, number)
            given = _with_best(given, number, levels)
            values.append(levels.lowest)
            thresholds.append(kept(levels.lowest, objective))
            # As all levels the lowest is let go a little, so that solvers find it again.
            least = kept(levels.lowest, objective, max(objective.give_up, LOOSENED))
            now = _keeping(keeping_levels(now, number, levels), objective, least)
            if in_parts is not None:
                in_parts.keep(objective, thresholds[-1])
            continue
        found = _whole_already(in_parts, number) or _best(now, number, solver)
        if found is None:
            raise _infeasible(program, number)
        best, value = found, found.value
        values.append(value)
        thresholds.append(kept(value, objective))
        last = number == len(program.objectives) - 1
        now = _keeping(now, objective, kept(value, objective, TIE) if last else thresholds[-1])
        if in_parts is not None and not last:
            in_parts.keep(objective, thresholds[-1])
    program = given
    count = int(program.whole.sum())
    solution = None
    if best.alone:
        settled = held(program, np.rint(best.columns))
        solution = None if in_parts is None else in_parts.solution(settled)
    else:
        if progress is not None:
            progress("whole numbers: the stated order")
        settled = _in_order(program, now, solver)
    relaxed = () if in_parts is None else in_parts.stages
    return Settled(settled, tuple(values), tuple(thresholds), count, relaxed, solution)


@dataclass(frozen=True)
class _Best:
    """Best answer of one stage."""

    columns: Floats
    """Value of every column, whole where it must be."""
    value: float
    alone: bool
    """Whether no other whole numbers are as good, or nearly."""


def _whole_already(in_parts: InParts | None, number: int) -> _Best | None:
    """Best answer without asking for whole numbers, if they come out whole all the same."""
    found = None if in_parts is None else in_parts.solve(number)
    if found is None:
        return None
    alone = found.least_loss > CLEAR * TIE * max(1.0, abs(found.value))
    return _Best(found.columns, found.value, alone)


def _raised_already(in_parts: InParts | None, number: int) -> WholeLevels | None:
    """Levels of places without asking for whole numbers, if they come out whole all the same."""
    found = None if in_parts is None else in_parts.solve(number)
    if found is None or found.level is None:
        return None
    # Nothing does better in parts, and each place stands there in all that is as good.
    return WholeLevels(found.value, found.level, np.ones(found.level.size, dtype=bool))


def _best(program: Program, number: int, solver: WholeSolver) -> _Best | None:
    """Best answer of one stage with whole numbers; None where there is none."""
    objective = program.objectives[number]
    found = solver(program, program.objective(number), maximise=objective.maximise)
    if found is None:
        return None
    whole = np.where(program.whole, np.rint(found), found)
    return _Best(whole, _value(held(program, whole), number), alone=False)


def _value(program: Program, number: int) -> float:
    """Value of a stage with the whole columns held, free of the tolerance to whole numbers."""
    objective = program.objectives[number]
    highs = Highs(program)
    highs.objective(program.objective(number), maximise=objective.maximise)
    if highs.run() is not Status.OPTIMAL:
        raise SolverStopped("whole numbers that nearly fit do not fit")
    return highs.value


def _with_best(program: Program, number: int, levels: WholeLevels) -> Program:
    """A program that knows the best levels of a stage, of which some may be given up."""
    objective = program.objectives[number]
    assert objective.places is not None
    places = replace(objective.places, best=np.sort(levels.level))
    now = [*program.objectives]
    now[number] = replace(objective, places=places)
    return replace(program, objectives=tuple(now))


def _keeping(program: Program, objective: Objective, threshold: float) -> Program:
    """A program that keeps a stage at its threshold."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[objective.row], upper[objective.row] = side(objective, threshold)
    return replace(program, row_lower=lower, row_upper=upper)


def _in_order(program: Program, now: Program, solver: WholeSolver) -> Program:
    """Let the stated order decide among equally good whole numbers."""
    for part in _parts(now, preferences(program)):
        found = solver(now, _weights(now, part), maximise=False)
        if found is None:
            raise SolverStopped("the stated order among whole numbers could not be decided")
        columns: Integers = np.array([each.column for each in part], dtype=np.int64)
        lower, upper = now.lower.copy(), now.upper.copy()
        lower[columns] = upper[columns] = np.rint(found[columns])
        now = replace(now, lower=lower, upper=upper)
    return held(program, now.lower[: program.lower.size])


def _values(program: Program, each: Preference) -> float:
    """How many values a whole column can take."""
    return float(program.upper[each.column] - program.lower[each.column]) + 1.0


def _parts(program: Program, wanted: list[Preference]) -> Iterator[list[Preference]]:
    """Stretches of the order whose weights stay small; what can take one value is left out."""
    part: list[Preference] = []
    combinations = 1.0
    for each in wanted:
        values = _values(program, each)
        if values == 1.0:
            continue
        if part and combinations * values > AT_ONCE:
            yield part
            part, combinations = [], 1.0
        part.append(each)
        combinations *= values
    if part:
        yield part


def _weights(program: Program, part: list[Preference]) -> Floats:
    """Weights with which what comes first outweighs all that comes after."""
    costs, weight = np.zeros(program.lower.size), 1.0
    for each in reversed(part):
        costs[each.column] = -weight if each.wanted else weight
        weight *= _values(program, each)
    return costs


def _infeasible(program: Program, number: int) -> Exception:
    """Say which rules contradict each other: in any numbers, else in whole ones near the best."""
    if number:
        return SolverStopped(f"no whole numbers were found in stage {number + 1}")
    objective = program.objectives[0]
    highs = Highs(program)
    highs.objective(program.objective(0), maximise=objective.maximise)
    status = highs.run()
    if status is Status.OPTIMAL:
        near = np.floor(highs.solution() + NEARLY_WHOLE)
        highs = Highs(held(program, np.clip(near, program.lower, program.upper)))
        highs.objective(program.objective(0), maximise=objective.maximise)
        status = highs.run()
    if status is not Status.INFEASIBLE:
        return SolverStopped("the solver found no whole numbers where there are some")
    return Infeasible(smallest_conflict(highs.program, highs.contradiction()))
