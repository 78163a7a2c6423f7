"""Multipliers of every stage, in few digits: rounded ones bound the optimum as validly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from finmodel.allocation.allowances import allowances
from finmodel.allocation.proof.bounds import nearly_best
from finmodel.allocation.proof.written import write_numbers
from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.pairs import Pair
from finmodel.solve.run import StageResult

LOSS = 1e-11
"""Part of what an objective would come to at the farther bounds that rounding may take."""
TRIES = 48
"""Steps of the search for how much an earlier stage counts."""


def stage_multipliers(program: Program, stages: Sequence[StageResult]) -> list[Floats]:
    """Multipliers of the rows for every stage, each of shape (m,).

    Where a stage gave nothing up, the later ones were solved with its optimum held by columns and
    rows that stand still. What that holds is said here by the stage's own row: as much of the
    earlier stage's multipliers as gives the best bound.
    """
    loose = allowances(program, program.panel.scenario.rounding_unit, 0.0)
    found: list[Floats] = []
    for number, stage in enumerate(stages):
        multipliers = stage.multipliers
        for before in reversed(range(number)):
            if not stages[before].objective.give_up > 0:
                multipliers = _with_earlier(
                    program, stages, number, before, (multipliers, found[before]), loose
                )
        found.append(multipliers)
    return found


def _with_earlier(
    program: Program,
    stages: Sequence[StageResult],
    number: int,
    before: int,
    multipliers: tuple[Floats, Floats],
    loose: Floats,
) -> Floats:
    """Add as much of an earlier stage's optimality as gives the best bound: it is convex in it."""
    own, earlier = multipliers
    direction = earlier.copy()
    direction[stages[before].objective.row] -= 1.0
    same = stages[number].objective.maximise == stages[before].objective.maximise
    direction = direction if same else -direction
    kept = [stage.threshold for stage in stages[:number]]

    def bound(power: float) -> float:
        return nearly_best(program, number, own + 10.0**power * direction, kept, loose)

    sizes = [_size(program, each) for each in (number, before)]
    middle = np.log10(sizes[0] / sizes[1]) if min(sizes) > 0 else 0.0
    low, high = middle - 12.0, middle + 9.0
    for _ in range(TRIES):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if bound(left) <= bound(right) else (left, high)
    best = (low + high) / 2
    if bound(best) >= nearly_best(program, number, own, kept, loose):
        return own
    return np.asarray(own + 10.0**best * direction)


def _size(program: Program, stage: int) -> float:
    farther = np.maximum(np.abs(program.lower), np.abs(program.upper))
    return float(np.abs(program.objective(stage)) @ farther)


def write_multipliers(program: Program, stage: int, multipliers: Floats) -> dict[str, Any]:
    """Write multipliers in as many digits as the bound needs.

    A multiplier that is off by δ moves the bound by δ × the range of its row at the most. So each
    family gets the places that keep all of its rows together within their part of `LOSS`.
    """
    farther = np.maximum(np.abs(program.lower), np.abs(program.upper))
    ranges = abs(program.matrix) @ farther
    size = _size(program, stage) or 1.0
    part = LOSS * size / max(1, len(program.rows))
    places = {
        family.name: _places(float(ranges[family.range].sum()) / part) for family in program.rows
    }
    return write_numbers(Pair.of(multipliers), program.rows, places)


def _places(size: float) -> int:
    """Places after the point that make a number of this size less than one unit."""
    return max(0, int(np.ceil(np.log10(size)))) if size > 0 else 0
