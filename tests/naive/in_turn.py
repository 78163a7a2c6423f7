"""The lowest coverage first, then the next: every place tried by itself, as it is defined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pulp

from tests.naive.terms import Terms, total

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel

IN_TURN = "maximise lowest coverage, then the next"
LOOSENED = 1e-8
RISES = 1e-5
LEAST = 0.01


def raise_in_turn(model: NaiveModel, give_up: float, options: Mapping[str, float]) -> float | None:
    """Hold every region and year at the level to which it can be raised; gives the lowest."""
    places = model.coverages()
    level: dict[int, float] = {}
    lowest: float | None = None
    while len(level) < len(places):
        free = [place for place in range(len(places)) if place not in level]
        best = _best(model, places, level, free, None, options)
        if best is None:
            return None
        lowest = best if lowest is None else lowest
        now = best * (1 - LOOSENED)
        held = {**level, **dict.fromkeys(free, now)}
        for place in free:
            high = _best(model, places, held, [], place, options)
            if high is None or high <= now + RISES * max(now, LEAST):
                level[place] = now
    for place, value in level.items():
        model.at_least(places[place], value * (1 - give_up))
    # Where nothing can be reached, everything that can be is.
    return 1.0 if lowest is None else lowest


def _best(
    model: NaiveModel,
    places: list[Terms],
    floors: dict[int, float],
    lowest_of: list[int],
    one: int | None,
    options: Mapping[str, float],
) -> float | None:
    """Highest value of the lowest of some places, or of one, with floors under others."""
    problem = model.problem.copy()
    for place, floor in floors.items():
        problem.addConstraint(
            pulp.LpConstraint(total(places[place]), pulp.LpConstraintGE, rhs=floor)
        )
    if one is not None:
        goal = total(places[one])
    else:
        lowest = problem.add_variable(f"lowest_{next(model.number)}", 0, 1)
        for place in lowest_of:
            row = [*places[place], (lowest, -1.0)]
            problem.addConstraint(pulp.LpConstraint(total(row), pulp.LpConstraintGE, rhs=0))
        goal = total([(lowest, 1.0)])
    problem.sense = pulp.LpMaximize
    problem.setObjective(goal)
    problem.solve(pulp.HiGHS(msg=False, threads=1, **options))
    if pulp.LpStatus[problem.status] != "Optimal":
        return None
    return float(pulp.value(goal))
