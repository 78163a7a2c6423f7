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

from finmodel.program.program import Program
from finmodel.solve.corner import NOWHERE, Corner, Direction, Moves, Walk
from finmodel.solve.run import Solution

LEAST_STEP = 1e-5
"""Step to one side that a basis must allow, and that is solved again for otherwise [row's unit]."""
PART = 1e-7
"""The same as a part of the limit."""
SIGNS = (1.0, -1.0)


@dataclass(frozen=True)
class Side:
    """The change to one side."""

    value: float
    """Change of the last stage's value for one unit of the limit; NaN where nothing can move."""
    holds: float
    """Distance for which this holds at least [units of the limit]."""
    moves: Moves | None
    """Change of the columns for one unit within that distance."""


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
        Its solution, with the solver at an optimal basis; it is left near one.
    directions : sequence of Direction
        Limits that move.

    Returns
    -------
    list of TwoSided
        In the order of the directions.
    """
    walk = Walk(solution.highs)
    corner = walk.to(NOWHERE)
    assert corner is not None, "what was solved is solved again"
    known: list[dict[float, Side]] = [{} for _ in directions]
    for direction, sides in zip(directions, known, strict=True):
        rates = corner.rates(direction)
        moves, slope = corner.moves(rates), corner.slope(direction)
        for sign in SIGNS:
            holds = corner.room(rates, direction, sign)
            if holds >= _least(program, direction):
                sides[sign] = Side(slope, holds, moves)
    # One side after the other, so that each solve starts near the one before.
    for sign in SIGNS:
        left = [number for number, sides in enumerate(known) if sign not in sides]
        steps = [_least(program, directions[number]) for number in left]
        goals = [directions[n].times(sign * step) for n, step in zip(left, steps, strict=True)]
        for place, there in walk.to_each(goals):
            number = left[place]
            known[number][sign] = _a_little(there, directions[number], sign, steps[place])
    return [TwoSided(*(sides[sign] for sign in SIGNS)) for sides in known]


def _least(program: Program, direction: Direction) -> float:
    sides = np.stack([program.row_lower[direction.rows], program.row_upper[direction.rows]])
    limit = float(np.abs(sides[np.isfinite(sides)]).max(initial=0.0))
    return max(LEAST_STEP, PART * limit)


def _a_little(corner: Corner | None, direction: Direction, sign: float, step: float) -> Side:
    """Read the slope a little to one side."""
    if corner is None:
        return Side(float("nan"), 0.0, None)
    rates = corner.rates(direction)
    holds = step + corner.room(rates, direction, sign)
    return Side(corner.slope(direction), holds, corner.moves(rates))
