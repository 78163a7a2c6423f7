"""A corner of the program: where it goes when limits move, and how far its basis allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.solve.highs import Highs
from finmodel.solve.status import Status

STILL = 1e-11
"""Rate below which a basic column or row does not move."""
FEASIBLE = 1e-9
"""By how much a basic column or row may be beyond its bound, as the solver's own tolerance says."""


@dataclass(frozen=True)
class Direction:
    """Rows whose limits move together, and how far each moves for one unit."""

    rows: Integers
    change: Floats

    def times(self, step: float) -> Direction:
        """The same rows, moved by a step."""
        return Direction(self.rows, step * self.change)


NOWHERE = Direction(np.empty(0, dtype=np.int64), np.empty(0))


@dataclass(frozen=True)
class Moves:
    """Change of the columns, without those that stay: few of them move at a time."""

    count: int
    """Columns of the program."""
    columns: Integers
    """Those that move."""
    change: Floats

    @classmethod
    def of(cls, change: Floats) -> Moves:
        """Keep of a change of every column, shape (n,), what is not nothing."""
        columns = np.nonzero(change)[0].astype(np.int64)
        return cls(change.size, columns, change[columns])

    def times(self, step: float) -> Moves:
        """The same columns, moved by a step."""
        return Moves(self.count, self.columns, step * self.change)

    @property
    def whole(self) -> Floats:
        """Change of every column, shape (n,)."""
        change = np.zeros(self.count)
        change[self.columns] = self.change
        return change


class Corner:
    """An optimal basis that the solver stands at: what is basic, and how much room it has."""

    def __init__(self, highs: Highs) -> None:
        self._highs = highs
        self.marginal = highs.marginal_values()
        basic = highs.basic_in_order()
        self.columns, self.rows = basic >= 0, basic < 0
        self.column, self.row = basic[self.columns], -(basic[self.rows] + 1)
        lower, upper, row_lower, row_upper = highs.bounds()
        self._values, activity = highs.solution(), highs.activity()
        self.objective = highs.value_of(self._values)
        self.value, self.lower, self.upper = (np.empty(basic.size) for _ in range(3))
        for part, of_columns, of_rows in (
            (self.value, self._values, activity),
            (self.lower, lower, row_lower),
            (self.upper, upper, row_upper),
        ):
            part[self.columns] = of_columns[self.column]
            part[self.rows] = of_rows[self.row]
        self.is_basic_row = np.zeros(row_lower.size, dtype=bool)
        self.is_basic_row[self.row] = True

    @property
    def values(self) -> Floats:
        """Value of every column, shape (n,)."""
        values = self._values.copy()
        values[self.column] = self.value[self.columns]
        return values

    def rates(self, direction: Direction) -> Floats:
        """How fast each basic column and row moves, in the order of the basis."""
        side = np.zeros(self.is_basic_row.size)
        np.add.at(side, direction.rows, direction.change)
        side[self.is_basic_row] = 0.0
        rates = self._highs.through_basis(side)
        rates[self.rows] *= -1.0
        return rates

    def slope(self, direction: Direction) -> float:
        """Change of the objective for one unit."""
        return float(self.marginal[direction.rows] @ direction.change)

    def room(self, rates: Floats, direction: Direction, sign: float) -> float:
        """Distance to one side until a basic column or row comes to its bound."""
        rate = sign * (rates - self._limits(direction))
        # Few of the basis move with a limit.
        up, down = np.nonzero(rate > STILL)[0], np.nonzero(rate < -STILL)[0]
        above = np.maximum(self.upper[up] - self.value[up], 0.0) / rate[up]
        below = np.maximum(self.value[down] - self.lower[down], 0.0) / -rate[down]
        return float(min(above.min(initial=np.inf), below.min(initial=np.inf)))

    def moves(self, rates: Floats) -> Moves:
        """Change of the columns for one unit."""
        own = rates[self.columns]
        some = np.nonzero(own)[0]
        return Moves(self._values.size, self.column[some], own[some])

    def at(self, direction: Direction) -> Corner | None:
        """Find the same basis with limits moved by one unit; None where it does not allow that.

        The solver must still stand at the basis.
        """
        value, limits = self.value + self.rates(direction), self._limits(direction)
        lower, upper = self.lower + limits, self.upper + limits
        if (value < lower - FEASIBLE).any() or (value > upper + FEASIBLE).any():
            return None
        other = copy(self)
        other.value, other.lower, other.upper = value, lower, upper
        other.objective = self.objective + self.slope(direction)
        return other

    def _limits(self, direction: Direction) -> Floats:
        """How fast the limits of basic rows move themselves, in the order of the basis."""
        moved = np.zeros(self.is_basic_row.size)
        np.add.at(moved, direction.rows, direction.change)
        limits = np.zeros(self.value.size)
        limits[self.rows] = moved[self.row]
        return limits


class Walk:
    """From corner to corner of the program, as its limits are moved to here and there.

    Each solve starts where the one before ended. A limit that moves leaves a basis optimal in its
    prices, so that the dual simplex has a few steps to go; coming back to one basis each time would
    mean to factor it anew. Where the corner of the last solve allows a move, nothing is solved.
    """

    def __init__(self, highs: Highs) -> None:
        self._highs = highs
        self._corner: Corner | None = None
        self._back = NOWHERE

    def to(self, goal: Direction) -> Corner | None:
        """Go where limits stand one unit from the program's own.

        Returns
        -------
        Corner or None
            An optimal corner there, to be read before the next is gone to; None where no allocation
            satisfies the rules.
        """
        if found := self._allowed(goal):
            return found
        with _moved(self._highs, goal), _as_they_are(self._highs):
            optimal = self._highs.run() is Status.OPTIMAL
            self._corner = Corner(self._highs) if optimal else None
        self._back = goal.times(-1.0)
        return self._corner

    def to_each(self, goals: Sequence[Direction]) -> Iterator[tuple[int, Corner | None]]:
        """Go to several, each solve followed by all that its corner allows.

        Yields
        ------
        int
            Number of a goal.
        Corner or None
            As `to` returns it.
        """
        left = list(range(len(goals)))
        while left:
            first, *rest = left
            yield first, self.to(goals[first])
            left = []
            for number in rest:
                found = self._allowed(goals[number])
                if found is None:
                    left.append(number)
                else:
                    yield number, found

    def _allowed(self, goal: Direction) -> Corner | None:
        return None if self._corner is None else self._corner.at(_sum(self._back, goal))


def _sum(one: Direction, two: Direction) -> Direction:
    return Direction(np.append(one.rows, two.rows), np.append(one.change, two.change))


@contextmanager
def _as_they_are(highs: Highs) -> Iterator[None]:
    """Blur no costs and bounds for a while."""
    highs.perturb(False)
    try:
        yield
    finally:
        highs.perturb(True)


@contextmanager
def _moved(highs: Highs, direction: Direction) -> Iterator[None]:
    """Move limits by one unit for a while."""
    _, _, lower, upper = highs.bounds()
    rows = direction.rows.tolist()
    for row, change in zip(rows, direction.change.tolist(), strict=True):
        highs.row_bounds(row, lower[row] + change, upper[row] + change)
    try:
        yield
    finally:
        for row in rows:
            highs.row_bounds(row, lower[row], upper[row])
