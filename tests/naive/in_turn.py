"""The lowest coverage first, then the next: every place tried by itself, as it is defined.

With whole numbers it is defined by sorted coverages: the sum of the k lowest is made as high as can
be for k = 1, 2, …, and then so many places stand at each of these levels, whichever they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
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
    if any(variable.cat == pulp.LpInteger for variable in model.problem.variables()):
        return _raise_sorted(model, places, give_up, options)
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


def _raise_sorted(
    model: NaiveModel, places: list[Terms], give_up: float, options: Mapping[str, float]
) -> float | None:
    """Hold the sorted coverages where whole numbers decide too; gives the lowest."""
    problem, sums = model.problem.copy(), [0.0]
    for k in range(1, len(places) + 1):
        t = problem.add_variable(f"t_{next(model.number)}", 0, 1)
        short = [problem.add_variable(f"d_{next(model.number)}", 0) for _ in places]
        for place, d in zip(places, short, strict=True):
            row = [*place, (d, 1.0), (t, -1.0)]
            problem.addConstraint(pulp.LpConstraint(total(row), pulp.LpConstraintGE, rhs=0))
        lowest = total([(t, float(k)), *((d, -1.0) for d in short)])
        problem.sense = pulp.LpMaximize
        problem.setObjective(lowest)
        problem.solve(pulp.HiGHS(msg=False, threads=1, **options))
        if pulp.LpStatus[problem.status] != "Optimal":
            return None
        sums.append(float(pulp.value(lowest)))
        least = sums[-1] - LOOSENED * max(sums[-1], LEAST)
        problem.addConstraint(pulp.LpConstraint(lowest, pulp.LpConstraintGE, rhs=least))
    levels = [high - low for low, high in pairwise(sums)]
    _hold_sorted(model, places, [level * (1 - give_up - LOOSENED) for level in levels])
    return levels[0] if levels else 1.0


def _hold_sorted(model: NaiveModel, places: list[Terms], floors: list[float]) -> None:
    """Hold one place at each floor."""
    stands = [[_binary(model) for _ in floors] for _ in places]
    for place, own in zip(places, stands, strict=True):
        model.equal([(one, 1.0) for one in own], 1)
        model.at_least([*place, *((b, -f) for b, f in zip(own, floors, strict=True))], 0)
    for of_floor in zip(*stands, strict=True):
        model.equal([(one, 1.0) for one in of_floor], 1)


def _binary(model: NaiveModel) -> pulp.LpVariable:
    return model.problem.add_variable(f"stands_{next(model.number)}", 0, 1, pulp.LpInteger)
