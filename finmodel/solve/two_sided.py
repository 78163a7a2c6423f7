"""What one more and one less of a limit would change: two values, which may differ.

The optimal value is piecewise linear in a limit, so its slope to the right and its slope to the
left are unique, whatever basis the solver ended with. At a basis that stays feasible when the limit
moves, the slope is the basis's own marginal value, and the step up to which it stays feasible is a
range in which the slope holds at least. Where the basis allows no step, the program is solved
again a little to that side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.run import Solution
from finmodel.solve.status import Status

LEAST_STEP = 1e-5
"""Step to one side that a basis must allow, and that is solved again for otherwise [row's unit]."""
PART = 1e-7
"""The same as a part of the limit."""
STILL = 1e-11
"""Rate below which a basic column or row does not move."""


@dataclass(frozen=True)
class Direction:
    """Rows whose limits move together, and how far each moves for one unit."""

    rows: Integers
    change: Floats


@dataclass(frozen=True)
class Side:
    """The change to one side."""

    value: float
    """Change of the last stage's value for one unit of the limit; NaN where nothing can move."""
    holds: float
    """Distance for which this holds at least [units of the limit]."""
    moves: Floats | None
    """Change of every column for one unit within that distance, shape (n,)."""


@dataclass(frozen=True)
class TwoSided:
    """What one more and one less of a limit change."""

    more: Side
    """Gain from one more."""
    less: Side
    """Loss from one less."""


def two_sided(
    program: Program, solution: Solution, directions: Sequence[Direction]
) -> list[TwoSided]:
    """Find the marginal values of limits to both sides, earlier stages kept.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its solution, with the solver at the last basis; it is left there.
    directions : sequence of Direction
        Limits that move.

    Returns
    -------
    list of TwoSided
        In the order of the directions.
    """
    highs = solution.highs
    highs.start_from(solution.basis)
    highs.run()
    corner = _Corner(program, solution)
    found = []
    for direction in directions:
        sides = []
        rates = corner.rates(direction)
        for sign in (1.0, -1.0):
            holds = corner.room(rates, direction, sign)
            if holds >= _least(program, direction):
                value = float(corner.marginal[direction.rows] @ direction.change)
                sides.append(Side(value, holds, corner.moves(rates)))
            else:
                sides.append(_solved_again(program, solution, direction, sign))
        found.append(TwoSided(*sides))
    return found


def _least(program: Program, direction: Direction) -> float:
    sides = np.stack([program.row_lower[direction.rows], program.row_upper[direction.rows]])
    limit = float(np.abs(sides[np.isfinite(sides)]).max(initial=0.0))
    return max(LEAST_STEP, PART * limit)


def _solved_again(program: Program, solution: Solution, direction: Direction, sign: float) -> Side:
    """Slope a little to one side; the solver is brought back."""
    highs, step = solution.highs, sign * _least(program, direction)
    _move(program, solution, direction, step)
    status = highs.run()
    if status is Status.OPTIMAL:
        corner = _Corner(program, solution)
        rates = corner.rates(direction)
        value = float(corner.marginal[direction.rows] @ direction.change)
        holds = abs(step) + corner.room(rates, direction, sign)
        side = Side(value, holds, corner.moves(rates))
    else:
        side = Side(float("nan"), 0.0, None)
    _move(program, solution, direction, 0.0)
    highs.start_from(solution.basis)
    highs.run()
    return side


def _move(program: Program, solution: Solution, direction: Direction, step: float) -> None:
    for row, change in zip(direction.rows.tolist(), direction.change.tolist(), strict=True):
        lower, upper = program.row_lower[row], program.row_upper[row]
        solution.highs.row_bounds(row, lower + step * change, upper + step * change)


class _Corner:
    """The basis that the solver stands at: what is basic, and how much room it has."""

    def __init__(self, program: Program, solution: Solution) -> None:
        highs = solution.highs
        self._highs = highs
        self.marginal = highs.marginal_values()
        basic = highs.basic_in_order()
        self.columns, self.rows = basic >= 0, basic < 0
        self.column, self.row = basic[self.columns], -(basic[self.rows] + 1)
        self.count, self.width = program.row_lower.size, program.lower.size
        lower, upper, row_lower, row_upper = highs.bounds()
        values, activity = highs.solution(), highs.activity()
        self.value, self.lower, self.upper = (np.empty(basic.size) for _ in range(3))
        for part, of_columns, of_rows in (
            (self.value, values, activity),
            (self.lower, lower, row_lower),
            (self.upper, upper, row_upper),
        ):
            part[self.columns] = of_columns[self.column]
            part[self.rows] = of_rows[self.row]
        self.is_basic_row = np.zeros(self.count, dtype=bool)
        self.is_basic_row[self.row] = True

    def rates(self, direction: Direction) -> Floats:
        """How fast each basic column and row moves, in the order of the basis."""
        side = np.zeros(self.count)
        held = ~self.is_basic_row[direction.rows]
        side[direction.rows[held]] = direction.change[held]
        rates = self._highs.through_basis(side)
        rates[self.rows] *= -1.0
        return rates

    def room(self, rates: Floats, direction: Direction, sign: float) -> float:
        """Distance to one side until a basic column or row comes to its bound."""
        moved = np.zeros(self.count)
        moved[direction.rows] = direction.change
        bound = np.zeros(rates.size)
        bound[self.rows] = moved[self.row]
        rate = sign * (rates - bound)
        up, down = rate > STILL, rate < -STILL
        above = np.maximum(self.upper - self.value, 0.0)[up] / rate[up]
        below = np.maximum(self.value - self.lower, 0.0)[down] / -rate[down]
        return float(min(above.min(initial=np.inf), below.min(initial=np.inf)))

    def moves(self, rates: Floats) -> Floats:
        """Change of every column for one unit."""
        moves = np.zeros(self.width)
        moves[self.column] = rates[self.columns]
        return moves
