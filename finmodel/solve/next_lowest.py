"""Raise the lowest coverage, then the next, to the end: which places cannot rise, and how far.

The lowest coverage λ of all places that are still free is made as high as it can be. Those of
them that cannot rise above it, whatever is tried, stay there; the others are free to rise, and λ
is raised again. Every solve starts from the last basis.

A place cannot rise if the sum of the coverages of all that may yet be stuck cannot. That sum is
maximised with every free place held at λ: who rises is taken out, and where nobody rises nobody
can. So which places stay does not depend on the corner that the solver came to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Bools, Floats
from finmodel.program.objectives import Objective, Places
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.status import SolverStopped, Status

LOOSENED = 1e-7
"""Share by which a level is let go while the next ones are sought, so that the solver's last
digits decide nothing."""
RISES = 1e-5
"""Share by which a place must be able to rise to be free; far above what letting go amounts to."""
SAME = 2 * RISES
"""Share by which levels of two allocations differ and count as the same: each may be short by
half of it."""
FAR = 3e-5
"""Share by which a place rises at most while it is tried."""
LEAST = 0.01
"""Coverage below which a rise counts as if it began here."""
ENOUGH = 1e-9
"""Multiplier of a row that counts as none."""

Optimise = Callable[[Floats], Floats]
"""Maximise some costs from the last basis; gives the value of every column, shape (n,)."""


@dataclass(frozen=True)
class Levels:
    """How far every place was raised."""

    level: Floats
    """Coverage of each place [share of reachable need]."""
    solves: int
    """Programs that were solved."""


def raise_in_turn(
    program: Program, highs: Highs, objective: Objective, optimise: Optimise
) -> Levels:
    """Raise the lowest coverage, then the next, to the end.

    Parameters
    ----------
    program : Program
        The program.
    highs : Highs
        The solver, with the lowest coverage at its best: the first level is found. It is left with
        every place held at its level.
    objective : Objective
        The stage.
    optimise : callable
        Maximises some costs.

    Returns
    -------
    Levels
        Level of each place.
    """
    places = objective.places
    assert places is not None
    goal = program.objective(program.objectives.index(objective))
    # What changes from solve to solve leaves the last answer within all bounds.
    highs.primal(True)
    values = np.asarray(highs.solution())
    free = np.ones(places.reach.size, dtype=bool)
    level = np.zeros(places.reach.size)
    solves = 1
    while True:
        now = _whole(float(goal @ values))
        highs.column_range(
            places.columns[free], now * places.reach[free], program.upper[places.columns[free]]
        )
        stuck, tried = _stuck(program, highs, places, free, now, values, optimise)
        solves += tried
        level[stuck] = now
        for row in places.rows[stuck]:
            highs.row_bounds(int(row), -np.inf, np.inf)
        free &= ~stuck
        if not free.any():
            break
        values = optimise(goal)
        solves += 1
    highs.primal(False)
    return Levels(level, solves)


def from_last_basis(highs: Highs) -> Optimise:
    """Maximise with HiGHS from its last basis."""

    def optimise(costs: Floats) -> Floats:
        highs.objective(costs, maximise=True)
        status = highs.run()
        if status is not Status.OPTIMAL:
            raise SolverStopped(f"the solver stopped on the way to the next lowest: {status}")
        return highs.solution()

    return optimise


def _whole(value: float) -> float:
    """A level let go a little, with ten digits."""
    return max(0.0, float(f"{value * (1 - LOOSENED):.9e}"))


def _stuck(
    program: Program,
    highs: Highs,
    places: Places,
    free: Bools,
    level: float,
    values: Floats,
    optimise: Optimise,
) -> tuple[Bools, int]:
    """Free places that cannot rise above a level, and how many programs were solved for it."""
    high = level + RISES * max(level, LEAST)
    multipliers = highs.marginal_values()[places.rows]
    # A row with a multiplier is tight in every optimum: these need no trial.
    certain = free & (np.abs(multipliers) * places.reach > ENOUGH)
    certain &= values[places.columns] <= high * places.reach
    maybe = free & ~certain & (values[places.columns] <= high * places.reach)
    solves = 0
    while maybe.any():
        # None rises further than it takes to tell, so that all that can rise do so at once.
        highs.column_range(
            places.columns[maybe],
            level * places.reach[maybe],
            (level + FAR * max(level, LEAST)) * places.reach[maybe],
        )
        costs = np.zeros(program.lower.size)
        costs[places.columns[maybe]] = 1.0 / places.reach[maybe]
        found = optimise(costs)
        solves += 1
        risen = maybe & (found[places.columns] > high * places.reach)
        highs.column_range(
            places.columns[maybe],
            level * places.reach[maybe],
            program.upper[places.columns[maybe]],
        )
        if not risen.any():
            break
        maybe &= ~risen
    return certain | maybe, solves


def hold_levels(
    highs: Highs, objective: Objective, levels: Levels, kept: Callable[[float], float]
) -> None:
    """Hold every place at what it must keep, and the lowest coverage as it was defined.

    Where the best levels were found over all whole numbers, what may be given up is given up of
    these.
    """
    places = objective.places
    assert places is not None
    best = _best(places, levels.level)
    floors = np.array([min(kept(most), own) for most, own in zip(best, levels.level, strict=True)])
    upper = highs.program.upper[places.columns]
    highs.column_range(places.columns, np.maximum(floors, 0.0) * places.reach, upper)
    for row in places.rows:
        highs.row_bounds(int(row), 0.0, np.inf)


def _best(places: Places, level: Floats) -> list[float]:
    """Best level of the position of each place, or its own where that is as good."""
    if places.best is None:
        return [float(value) for value in level]
    of_rank = np.empty(level.size)
    of_rank[np.argsort(level, kind="stable")] = places.best
    short = of_rank > level + SAME * np.maximum(level, LEAST)
    return [float(value) for value in np.where(short, of_rank, level)]
