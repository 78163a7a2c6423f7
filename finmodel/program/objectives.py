"""Objective stages: each goal emits one row, whose coefficients are the stage's objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.scenario.objective import Goal
from finmodel.scenario.sources.unfunded import UNFUNDED

GIVE_UP = 1e-6
"""Share of a stage's value that later stages may give up where the scenario does not say."""


@dataclass(frozen=True)
class Objective:
    """One stage of the objective, as a row of the program."""

    goal: Goal
    row: int
    give_up: float
    """Share of the best value that later stages may give up."""

    @property
    def maximise(self) -> bool:
        """True where more is better."""
        return self.goal.startswith("maximise")


def add_objectives(emitter: Emitter) -> list[Objective]:
    """One free row for each stage, in the scenario's order."""
    stages = []
    for number, stage in enumerate(emitter.panel.scenario.objective):
        family = emitter.add_rows(
            f"objective.{number + 1}", -np.inf, np.inf, ("objective", str(number))
        )
        _EMIT[stage.goal](emitter, family)
        give_up = GIVE_UP if stage.give_up_at_most is None else stage.give_up_at_most
        stages.append(Objective(stage.goal, family.start, give_up))
    return stages


def benefit_weights(panel: Panel) -> Floats:
    """Benefit of one unit of output by step, (P, T, J): in the first year for the months paid."""
    return panel.step_weight[:, None, :] * panel.months[:, :, None]


def _benefit(emitter: Emitter, family: Family) -> None:
    delivery = emitter.columns[0]
    place = tuple(delivery.labels[axis] for axis in ("programme", "year", "step"))
    emitter.enter(family.start, delivery.numbers(), benefit_weights(emitter.panel)[place])


def coverage_weights(panel: Panel) -> tuple[Floats, Floats]:
    """Weights that make coverage comparable, and the reachable need in them.

    Returns
    -------
    weight : ndarray, shape (P, T)
        National unit cost of each programme [money unit per unit of output].
    reach : ndarray, shape (R, T)
        Reachable need (need × ceiling) at national unit cost [money unit].
    """
    weight = panel.national_cost
    return weight, np.einsum("pt,prt->rt", weight, panel.reachable)


def _coverage(emitter: Emitter, family: Family) -> None:
    weight, reach = coverage_weights(emitter.panel)
    total = reach.sum()
    if total > 0:
        rows = np.full((1, 1, 1), family.start, dtype=np.int64)
        emitter.on_output(rows, (weight / total)[:, None, :])


def _lowest_coverage(emitter: Emitter, family: Family) -> None:
    """Maximise λ with λ · reachable need ≤ need met, in every region and year, both in money."""
    panel = emitter.panel
    weight, reach = coverage_weights(panel)
    region, year = (axis.astype(np.int64) for axis in np.nonzero(reach > 0))
    column = emitter.add_columns("lowest_coverage", 0.0, 1.0)
    rows = emitter.add_rows(
        f"{family.name}.lowest", 0.0, np.inf, family.path, region=region, year=year
    )
    numbers = np.full(reach.shape, NONE, dtype=np.int64)
    numbers[region, year] = rows.numbers()
    # In money instead of shares, so that coefficients stay near one and tolerances mean the same.
    emitter.on_output(numbers[None], np.broadcast_to(weight[:, None, :], panel.need.shape))
    emitter.enter(rows.numbers(), column.start, -reach[region, year])
    emitter.enter(family.start, column.start, 1.0)


def _cost(emitter: Emitter, family: Family) -> None:
    rows = np.full((1, 1, 1), family.start, dtype=np.int64)
    emitter.on_spending(rows, emitter.panel.choose(None))


def _gap(emitter: Emitter, family: Family) -> None:
    """Σ u[b,t]: cost that no source pays for."""
    rows = np.full((1, len(emitter.panel.years)), family.start, dtype=np.int64)
    emitter.on_flows([emitter.panel.positions["source"][UNFUNDED]], rows, None)


_EMIT = {
    "maximise benefit": _benefit,
    "maximise coverage": _coverage,
    "maximise lowest coverage": _lowest_coverage,
    "minimise cost": _cost,
    "minimise gap": _gap,
}
