"""Objective stages: each goal emits one row, whose coefficients are the stage's objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.panel.reference import reference_coverage
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.program.levers import lever_costs, lever_effort
from finmodel.scenario.objective import PRICED_BY, Goal, Stage
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED

IN_TURN = "maximise lowest coverage, then the next"
"""The goal that is reached in many steps."""
GIVE_UP = 1e-6
"""Share of a stage's value that later stages may give up where the scenario does not say."""


@dataclass(frozen=True)
class Places:
    """Regions and years that are raised in turn, the lowest first."""

    columns: Integers
    """Need met in each place, in money."""
    rows: Integers
    """Row of each place: need met − lowest coverage × reachable need ≥ 0."""
    reach: Floats
    """Reachable need of each place, in money."""
    best: Floats | None = None
    """The best levels over all whole numbers, lowest first, where these were sought."""


@dataclass(frozen=True)
class Objective:
    """One stage of the objective, as a row of the program."""

    goal: Goal
    row: int
    give_up: float
    """Share of the best value that later stages may give up."""
    places: Places | None = None
    """What is raised in turn, where the goal says so."""

    @property
    def maximise(self) -> bool:
        """True where more is better."""
        return self.goal.startswith("maximise")


def add_objectives(emitter: Emitter) -> list[Objective]:
    """One free row for each stage, in the scenario's order."""
    stages = []
    for number, stage in enumerate(stages_of(emitter.panel.scenario)):
        family = emitter.add_rows(
            f"objective.{number + 1}", -np.inf, np.inf, ("objective", str(number))
        )
        places = None
        if stage.goal == IN_TURN:
            places = _lowest_then_next(emitter, family)
        else:
            _EMIT[stage.goal](emitter, family)
        give_up = GIVE_UP if stage.give_up_at_most is None else stage.give_up_at_most
        stages.append(Objective(stage.goal, family.start, give_up, places))
    _add_prices(emitter, stages)
    return stages


def _add_prices(emitter: Emitter, stages: list[Objective]) -> None:
    """Charge what is broken to the last stage that counts benefit, cost or what is missing."""
    counting = [stage for stage in stages if stage.goal in PRICED_BY]
    for breach in emitter.breaches if counting else ():
        price = -breach.price if counting[-1].maximise else breach.price
        emitter.enter(counting[-1].row, breach.columns.numbers(), price)


def stages_of(scenario: Scenario) -> tuple[Stage, ...]:
    """Stages as they are solved.

    Where every place was raised in turn and nothing follows, what little is left goes to coverage:
    no place can rise by itself any more, and an objective decides, not a solver.
    """
    given = scenario.objective
    return (*given, Stage(then="maximise coverage")) if given[-1].goal == IN_TURN else given


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
    reachable = panel.reachable if panel.aimed is None else panel.aimed
    return weight, np.einsum("pt,prt->rt", weight, reachable)


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


def _lowest_then_next(emitter: Emitter, family: Family) -> Places:
    """Maximise λ with λ · reachable need ≤ need met, which has a column in each place.

    So a place that cannot rise further is held by a bound of its column.
    """
    panel = emitter.panel
    weight, reach = coverage_weights(panel)
    region, year = (axis.astype(np.int64) for axis in np.nonzero(reach > 0))
    least = np.zeros(region.size)
    # Twice all that could be met, also where ceilings are let go and coverage counts as before.
    could = np.einsum("pt,prt->rt", weight, panel.reachable)
    most = 2.0 * np.maximum(reach, could)[region, year]
    name = f"{family.name}.met.total"
    met = emitter.add_columns(name, least, most, region=region, year=year)
    defined = emitter.add_rows(name, 0.0, 0.0, family.path, region=region, year=year)
    numbers = np.full(reach.shape, NONE, dtype=np.int64)
    numbers[region, year] = defined.numbers()
    emitter.on_output(numbers[None], np.broadcast_to(weight[:, None, :], panel.need.shape))
    emitter.enter(defined.numbers(), met.numbers(), -1.0)
    column = emitter.add_columns("lowest_coverage_in_turn", 0.0, 1.0)
    rows = emitter.add_rows(
        f"{family.name}.lowest", 0.0, np.inf, family.path, region=region, year=year
    )
    emitter.enter(rows.numbers(), met.numbers(), 1.0)
    emitter.enter(rows.numbers(), column.start, -reach[region, year])
    emitter.enter(family.start, column.start, 1.0)
    return Places(met.numbers(), rows.numbers(), reach[region, year])


def _cost(emitter: Emitter, family: Family) -> None:
    rows = np.full((1, 1, 1), family.start, dtype=np.int64)
    emitter.on_spending(rows, emitter.panel.choose(None))


def _deviation(emitter: Emitter, family: Family) -> None:
    """Minimise Σ c[p,t] · d[p,r,t] with d ≥ ±(a − reference), c the national unit cost.

    Where the saved allocation has no coverage, for a programme that is new say, nothing counts.
    """
    panel = emitter.panel
    wanted = reference_coverage(panel, np.nan) * panel.need
    place = np.nonzero(np.isfinite(wanted) & (panel.reachable > 0))
    programme, region, year = (axis.astype(np.int64) for axis in place)
    labels = {"programme": programme, "region": region, "year": year}
    far = emitter.add_columns(
        f"{family.name}.deviation",
        np.zeros(programme.size),
        panel.reachable[place] + wanted[place],
        **labels,
    )
    for name, sign in (("above", -1.0), ("below", 1.0)):
        rows = emitter.add_rows(
            f"{family.name}.{name}",
            -np.inf if sign < 0 else wanted[place],
            wanted[place] if sign < 0 else np.inf,
            family.path,
            **labels,
        )
        numbers = np.full(panel.need.shape, NONE, dtype=np.int64)
        numbers[place] = rows.numbers()
        emitter.on_output(numbers, np.ones((1, 1, 1)))
        emitter.enter(rows.numbers(), far.numbers(), sign)
    emitter.enter(family.start, far.numbers(), panel.national_cost[programme, year])


def _gap(emitter: Emitter, family: Family) -> None:
    """Σ u[b,t]: cost that no source pays for."""
    rows = np.full((1, len(emitter.panel.years)), family.start, dtype=np.int64)
    emitter.on_flows([emitter.panel.positions["source"][UNFUNDED]], rows, None)


def _cost_of_raising(emitter: Emitter, family: Family) -> None:
    lever_costs(emitter, family, cost=True, risk=False)


def _risk_weighted_cost(emitter: Emitter, family: Family) -> None:
    lever_costs(emitter, family, cost=True, risk=True)


def _new_debt(emitter: Emitter, family: Family) -> None:
    """Σ L[s,v]: all that is drawn of loans."""
    sources = emitter.panel.scenario.sources
    for draws in emitter.columns:
        key = draws.name.removeprefix("draw.")
        if draws.name != key and not sources[key].funding:
            emitter.enter(family.start, draws.numbers(), 1.0)


_EMIT = {
    "maximise benefit": _benefit,
    "maximise coverage": _coverage,
    "maximise lowest coverage": _lowest_coverage,
    "minimise cost": _cost,
    "minimise deviation": _deviation,
    "minimise gap": _gap,
    "minimise cost of raising": _cost_of_raising,
    "minimise risk-weighted cost": _risk_weighted_cost,
    "minimise effort": lever_effort,
    "minimise new debt": _new_debt,
}
