"""Raise the lowest coverage, then the next, to the end, where some columns take whole numbers.

Of two allocations that one is better whose coverages, sorted with the lowest first, are higher at
the first position in which they differ. Without whole numbers the same places stand low in every
best allocation; with them one best allocation may leave this place behind and another one that. So
positions are raised and not places: the sum of the k lowest coverages is made as high as can be
for k = 1, 2, … in turn, each kept while the next is sought. That gives the best sorted coverages
whatever coverages are possible together, in parts or in steps. Ogryczak and Śliwiński, "On direct
methods for lexicographic min-max optimization", ICCSA 2006, LNCS 3982, pages 802-811.

Few of these sums need whole numbers. Some whole numbers are at hand, with the coverages that
raising place after place gives them. A sum is sought with these columns divisible first: what that
does not pass is best. Places that then cannot rise, whatever is tried, are closed: they stand where
they are in every best allocation, and leave the sums. Only where both questions are open are they
asked over whole numbers; better ones that are found take the place of those at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.objectives import Objective, Places
from finmodel.program.program import Program
from finmodel.solve.held import held
from finmodel.solve.highs import Highs
from finmodel.solve.lowest_sums import LowestSum, with_lowest_sums, with_positions
from finmodel.solve.next_lowest import FAR, LEAST, RISES, SAME, from_last_basis, raise_in_turn
from finmodel.solve.status import SolverStopped, Status
from finmodel.solve.thresholds import kept
from finmodel.solve.whole_solver import WholeSolver


@dataclass(frozen=True)
class WholeLevels:
    """The best sorted coverages over all whole numbers."""

    lowest: float
    """The lowest coverage, to the last digit."""
    level: Floats
    """Coverage of each place with whole numbers that reach them [share of reachable need]."""
    closed: Bools
    """Places that stand there whatever best whole numbers are chosen."""


@dataclass(frozen=True)
class _AtHand:
    """Whole numbers and what they come to."""

    lowest: float
    level: Floats


def raise_whole(
    program: Program,
    number: int,
    solver: WholeSolver,
    progress: Callable[[str], None] | None = None,
) -> WholeLevels | None:
    """Find the best sorted coverages over all whole numbers.

    Parameters
    ----------
    program : Program
        The program, earlier stages kept.
    number : int
        Number of the stage.
    solver : WholeSolver
        What solves a program with whole numbers.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    WholeLevels or None
        None where no whole numbers satisfy the rules.

    Raises
    ------
    SolverStopped
        If the solver stopped short.
    """
    found = solver(program, program.objective(number), maximise=True)
    if found is None:
        return None
    return _Search(program, number, solver, progress).to_the_end(found)


def keeping_levels(program: Program, number: int, found: WholeLevels) -> Program:
    """Keep the sorted coverages of a stage, less what may be given up.

    What is added to the program for that stands at its end.
    """
    objective = program.objectives[number]
    places = _places(objective)
    floors = np.array([_floor(level, objective) for level in found.level.tolist()])
    lower = program.lower.copy()
    closed = np.nonzero(found.closed)[0]
    lower[places.columns[closed]] = floors[closed] * places.reach[closed]
    now = replace(program, lower=lower)
    if closed.size == floors.size:
        return now
    some = np.nonzero(~found.closed)[0]
    least = np.maximum(lower[places.columns], floors[some].min() * places.reach)
    now.lower[places.columns[some]] = least[some]
    level, many = np.unique(floors[some], return_counts=True)
    return with_positions(now, places, some, list(zip(level.tolist(), many.tolist(), strict=True)))


def _floor(level: float, objective: Objective) -> float:
    return max(0.0, min(kept(level, objective), level))


class _Search:
    """The search for better whole numbers, position after position."""

    def __init__(
        self,
        program: Program,
        number: int,
        solver: WholeSolver,
        progress: Callable[[str], None] | None,
    ) -> None:
        self._program, self._number, self._solver = program, number, solver
        self._places = _places(program.objectives[number])
        self._tell = progress or (lambda _: None)
        self._closed = np.zeros(self._places.reach.size, dtype=bool)
        self._kept: list[LowestSum] = []
        self._done = 0
        """Positions among the open places that are settled."""

    def to_the_end(self, first: Floats) -> WholeLevels:
        """Settle every position, starting from some whole numbers."""
        self._hand = self._of(first)
        while (some := np.nonzero(~self._closed)[0]).size > self._done:
            level = np.sort(self._hand.level[some])
            now = float(level[self._done])
            self._tell(f"whole numbers: places above {now:.2%}")
            if self._better(some, level, self._done + 1):
                continue
            if not self._kept:
                self._close(some, now, whole=False)
            if self._closed[some].any():
                continue
            last = int((level <= now + RISES * max(now, LEAST)).sum())
            if last > self._done + 1 and self._better(some, level, last):
                continue
            if not self._kept:
                self._close(some, now, whole=True)
            if self._closed[some].any():
                continue
            total = float(level[: self._done + 1].sum())
            self._kept.append(LowestSum(self._done + 1, total))
            self._done = last
        return WholeLevels(self._hand.lowest, self._hand.level, self._closed)

    def _of(self, columns: Floats) -> _AtHand:
        return _levels(held(self._program, np.rint(columns)), self._number)

    def _better(self, some: Integers, level: Floats, count: int) -> bool:
        """Whether whole numbers are found whose sorted coverages are better."""
        base = self._with_closed()
        now, costs = with_lowest_sums(base, self._places, some, self._kept, count)
        enough = float(level[:count].sum()) + RISES * max(float(level[count - 1]), LEAST)
        if _divisible(now, costs) <= enough:
            return False
        columns = self._solved(now, costs)
        if float(costs @ columns) <= enough:
            return False
        found = self._of(columns[: self._program.lower.size])
        if not better(found.level, self._hand.level):
            return False
        self._hand = found
        return True

    def _close(self, some: Integers, level: float, *, whole: bool) -> None:
        """Close the places at a level that cannot rise above it: in parts, or in whole numbers.

        In whole numbers that is asked once, of all of them: closing spares, and is not needed.
        """
        rise = max(level, LEAST)
        maybe = some[self._hand.level[some] <= level + RISES * rise]
        reach, columns = self._places.reach, self._places.columns
        base = self._with_closed()
        base.lower[columns[some]] = np.maximum(base.lower[columns[some]], level * reach[some])
        while maybe.size:
            costs = np.zeros(base.lower.size)
            costs[columns[maybe]] = 1.0 / reach[maybe]
            if whole:
                found = self._solved(base, costs)
            else:
                # None rises further than it takes to tell, so that all that can do so at once.
                upper = base.upper.copy()
                upper[columns[maybe]] = (level + FAR * rise) * reach[maybe]
                found = _in_parts(replace(base, upper=np.maximum(upper, base.lower)), costs)
            risen = found[columns[maybe]] > (level + RISES * rise) * reach[maybe]
            if not risen.any():
                self._closed[maybe] = True
            if whole or not risen.any():
                break
            maybe = maybe[~risen]

    def _with_closed(self) -> Program:
        """The program with closed places where they stand; its lower bounds are its own."""
        columns, lower = self._places.columns[self._closed], self._program.lower.copy()
        lower[columns] = (self._hand.level * self._places.reach)[self._closed]
        return replace(self._program, lower=lower)

    def _solved(self, program: Program, costs: Floats) -> Floats:
        found = self._solver(program, costs, maximise=True)
        if found is None:
            raise SolverStopped("whole numbers that were found were not found again")
        return found


def better(one: Floats, other: Floats) -> bool:
    """Whether sorted coverages are higher at the first position in which they differ."""
    left, right = np.sort(one), np.sort(other)
    near = SAME * np.maximum(right, LEAST)
    apart = np.nonzero(np.abs(left - right) > near)[0]
    return bool(apart.size and left[apart[0]] > right[apart[0]])


def _levels(program: Program, number: int) -> _AtHand:
    """Raise place after place with the whole columns held."""
    highs, objective = Highs(program), program.objectives[number]
    highs.objective(program.objective(number), maximise=True)
    highs.start_afresh(simplify=True)
    if highs.run() is not Status.OPTIMAL:
        raise SolverStopped("whole numbers that nearly fit do not fit")
    lowest = highs.value
    found = raise_in_turn(program, highs, objective, from_last_basis(highs))
    return _AtHand(lowest, found.level)


def _in_parts(program: Program, costs: Floats) -> Floats:
    highs = Highs(program)
    highs.objective(costs, maximise=True)
    highs.start_afresh(simplify=True)
    if highs.run() is not Status.OPTIMAL:
        raise SolverStopped("the solver stopped on the way to the next lowest")
    return highs.solution()


def _divisible(program: Program, costs: Floats) -> float:
    return float(costs @ _in_parts(program, costs))


def _places(objective: Objective) -> Places:
    assert objective.places is not None
    return objective.places
