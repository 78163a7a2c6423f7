"""What would change if limits were let go or moved, one after another: each from the same basis.

A limit without a multiplier in some optimal basis changes nothing when it is let go, so that only
the others are solved again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import highspy
import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.corner import Direction
from finmodel.solve.highs import Highs
from finmodel.solve.run import Solution, StageResult
from finmodel.solve.status import SolverStopped, Status
from finmodel.solve.thresholds import kept, side

NOTHING = 1e-9
"""Part of the largest multiplier below which a multiplier is none, and of the value a change."""


def _none() -> Integers:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Limits:
    """Limits of one rule."""

    rows: Integers = field(default_factory=_none)
    """Rows that are free without the rule."""
    floors: Integers = field(default_factory=_none)
    """Columns whose lower bound is zero without the rule."""


@dataclass(frozen=True)
class Changes:
    """What some objective comes to, and by how much it could be better."""

    value: float
    """With every limit as it is."""
    without: tuple[float, ...]
    """Gain with each rule let go; NaN where nothing else bounds it."""
    moved: tuple[float, ...]
    """Gain with each limit moved; NaN where no allocation satisfies the rules any more."""


def stages_held(program: Program, solution: Solution, *, last: bool) -> Highs:
    """The program with the stages before the last one at what they must keep, or the last too."""
    stages = solution.stages if last else solution.stages[:-1]
    in_turn = any(stage.objective.places is not None for stage in solution.stages)
    # Places that were raised in turn are held by bounds, which the solver still has.
    highs = solution.highs if in_turn else Highs(program)
    for stage in stages:
        highs.row_bounds(stage.objective.row, *side(stage.objective, threshold_of(stage)))
    return highs


def threshold_of(stage: StageResult) -> float:
    """What later stages must keep of one, with room for the solver's last digits."""
    objective = stage.objective
    # A stage that gives up nothing keeps its value but for the solver's last digits.
    loose = kept(stage.value, objective, max(objective.give_up, NOTHING))
    return min(loose, stage.threshold) if objective.maximise else max(loose, stage.threshold)


def changes(
    program: Program,
    solution: Solution,
    *,
    rules: Sequence[Limits] = (),
) -> Changes:
    """Find what the last stage would gain without each rule, the stages before it held.

    Raises
    ------
    SolverStopped
        If the program with every limit as it is could not be solved.
    """
    highs = stages_held(program, solution, last=False)
    last = solution.stages[-1].objective
    costs = program.objective(len(program.objectives) - 1)
    best = _Best(program, highs, costs, last.maximise, solution.basis)
    without = []
    for rule in rules:
        with _let_go(highs, rule):
            without.append(best.gain() if best.needs(rule) else 0.0)
    return Changes(best.value, tuple(without), ())


def changes_of_share(
    program: Program,
    solution: Solution,
    costs: Floats,
    *,
    rules: Sequence[Limits] = (),
    moves: Sequence[Direction] = (),
) -> Changes:
    """Find how much more the best allocations could spend on something, after each change.

    The goals come first: after each change they are reached as well as they can be, and among the
    best allocations the one that spends most is measured.

    Parameters
    ----------
    program, solution : Program, Solution
        The program and its solution.
    costs : ndarray
        What is spent on the thing for one unit of each column, shape (n,).
    rules : sequence of Limits
        Rules to let go, one at a time; the last stage of the objective among them is let go
        without being sought first.
    moves : sequence of Direction
        Limits to move by one unit, one at a time.

    Raises
    ------
    SolverStopped
        If the program with every limit as it is could not be solved.
    """
    highs = stages_held(program, solution, last=False)
    last = solution.stages[-1].objective
    goals = program.objective(len(program.objectives) - 1)
    goal = _Best(program, highs, goals, last.maximise, solution.basis)
    highs.row_bounds(last.row, *side(last, kept(goal.value, last)))
    most = _Best(program, highs, costs, True)

    def gain(*, seek: bool) -> float:
        if seek:
            highs.row_bounds(last.row, -np.inf, np.inf)
            reached = goal.value + goal.sign * goal.gain()
            if not np.isfinite(reached):
                return float("nan")
            highs.row_bounds(last.row, *side(last, kept(reached, last)))
        return most.gain()

    without = []
    for rule in rules:
        sought = last.row not in rule.rows and goal.needs(rule)
        with _let_go(highs, rule):
            without.append(gain(seek=sought) if sought or most.needs(rule) else 0.0)
        highs.row_bounds(last.row, *side(last, kept(goal.value, last)))
    moved = []
    for move in moves:
        with _shifted(highs, move):
            moved.append(gain(seek=True))
        highs.row_bounds(last.row, *side(last, kept(goal.value, last)))
    return Changes(most.value, tuple(without), tuple(moved))


class _Best:
    """The best value of an objective, to come back to and compare with."""

    def __init__(
        self,
        program: Program,
        highs: Highs,
        costs: Floats,
        maximise: bool,
        basis: highspy.HighsBasis | None = None,
    ) -> None:
        """Find it, from the basis where it is known."""
        self._highs, self._costs, self._maximise = highs, costs, maximise
        self.sign = 1.0 if maximise else -1.0
        highs.primal(False)
        highs.objective(costs, maximise=maximise)
        highs.start_afresh(simplify=False)
        if basis is not None:
            highs.start_from(basis)
        if highs.run() is not Status.OPTIMAL:
            raise SolverStopped("the allocation could not be solved again")
        self.value, self._basis = highs.value, highs.basis()
        self._multipliers = highs.marginal_values()
        self._reduced = costs - program.matrix.T @ self._multipliers
        self._worth = NOTHING * max(1e-12, float(np.abs(self._multipliers).max(initial=0.0)))

    def needs(self, rule: Limits) -> bool:
        """Whether the value may change without a rule: it does not where no multiplier is."""
        sizes = (np.abs(self._multipliers[rule.rows]), np.abs(self._reduced[rule.floors]))
        return any(float(size.max(initial=0.0)) > self._worth for size in sizes)

    def gain(self) -> float:
        """Solve again with the limits as they are now; NaN where there is no best value."""
        self._highs.objective(self._costs, maximise=self._maximise)
        self._highs.start_from(self._basis)
        if self._highs.run() is not Status.OPTIMAL:
            return float("nan")
        change = self.sign * (self._highs.value - self.value)
        return 0.0 if abs(change) <= NOTHING * max(1.0, abs(self.value)) else change


@contextmanager
def _let_go(highs: Highs, rule: Limits) -> Iterator[None]:
    """Let a rule go for a while."""
    lower, upper, row_lower, row_upper = highs.bounds()
    floors = rule.floors[lower[rule.floors] > 0]
    for row in rule.rows.tolist():
        highs.row_bounds(row, -np.inf, np.inf)
    highs.column_range(floors, np.zeros(floors.size), upper[floors])
    # What is let go leaves the last answer within all bounds, as the primal simplex wants it. All
    # the same it took up to twenty times as many steps as a solve from nothing; the dual simplex
    # from the same basis always took fewer than that.
    yield
    for row in rule.rows.tolist():
        highs.row_bounds(row, row_lower[row], row_upper[row])
    highs.column_range(floors, lower[floors], upper[floors])


@contextmanager
def _shifted(highs: Highs, move: Direction) -> Iterator[None]:
    """Move limits for a while."""
    _, _, row_lower, row_upper = highs.bounds()
    for row, by in zip(move.rows.tolist(), move.change.tolist(), strict=True):
        highs.row_bounds(row, row_lower[row] + by, row_upper[row] + by)
    yield
    for row in move.rows.tolist():
        highs.row_bounds(row, row_lower[row], row_upper[row])
