"""What the last goal would gain if a source could pay for more, or a programme could reach more.

Earmarks and coverage ceilings shape the program itself, so that each is let go in a program of its
own. Its solve starts from the corner that is nearest to the allocation as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from finmodel.allocation.purses import with_whole_availability
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.base import Model
from finmodel.scenario.names import programme_names, source_names
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import CommunityInKind
from finmodel.solve.held import held
from finmodel.solve.highs import Highs
from finmodel.solve.let_go import NOTHING, threshold_of
from finmodel.solve.run import Solution
from finmodel.solve.status import Status
from finmodel.solve.thresholds import side

EARMARKS = ("only_for", "not_for")


@dataclass(frozen=True)
class Wider:
    """A scenario without one earmark or coverage ceiling."""

    path: tuple[str, ...]
    sentence: str
    scenario: Scenario


def wider_scenarios(scenario: Scenario) -> Iterator[Wider]:
    """Each earmark and each coverage ceiling of a scenario let go, one at a time.

    Help in kind is for what it can do, and targets are no ceilings.
    """
    for key, name in source_names(scenario).items():
        source = scenario.sources[key]
        given = [rule for rule in EARMARKS if getattr(source, rule) is not None]
        if given and not isinstance(source, CommunityInKind):
            yield Wider(
                ("sources", key, given[0]),
                f"{name} pays only for what it is meant for.",
                _with(scenario, "sources", key, dict.fromkeys(EARMARKS)),
            )
    if scenario.has_targets:
        return
    for key, name in programme_names(scenario).items():
        coverage = scenario.programmes[key].coverage
        places = {
            place: one.model_copy(update={"at_most": None})
            for place, one in coverage.by_region.items()
        }
        above = coverage.model_copy(update={"at_most": None, "by_region": places})
        if above != coverage:
            yield Wider(
                ("programmes", key, "coverage", "at_most"),
                f"The coverage ceiling of {name} is kept.",
                _with(scenario, "programmes", key, {"coverage": above}),
            )


def _with(scenario: Scenario, what: str, key: str, change: Mapping[str, Any]) -> Scenario:
    """The scenario with some fields of one source or programme changed."""
    every: dict[str, Model] = getattr(scenario, what)
    return scenario.model_copy(
        update={what: {**every, key: every[key].model_copy(update=dict(change))}}
    )


def gain_of(wider: Wider, program: Program, solution: Solution, value: float) -> float | None:
    """What the last stage gains in a wider scenario, the stages before it held.

    Parameters
    ----------
    wider : Wider
        The scenario without one limit.
    program, solution : Program, Solution
        The program of the scenario as it is, and its solution; whole decisions are held as they
        are there.
    value : float
        Value of its last stage.

    Returns
    -------
    float or None
        Gain in the unit of the last stage; None where nothing else bounds it.
    """
    panel = with_whole_availability(build_panel(wider.scenario), wider.scenario.rounding_unit)
    # Coverage counts against what could be reached before, so that earlier goals mean the same.
    other = build_program(replace(panel, aimed=program.panel.reachable))
    # The blocks of both programs differ; what has the same name is where the solver starts.
    values = _values(other, _by_name(program, solution.values))
    highs = Highs(held(other, values))
    for stage in solution.stages[:-1]:
        highs.row_bounds(stage.objective.row, *side(stage.objective, threshold_of(stage)))
    last = solution.stages[-1].objective
    highs.objective(other.objective(len(other.objectives) - 1), maximise=last.maximise)
    highs.start_at(values)
    if highs.run() is not Status.OPTIMAL:
        return None
    gain = (highs.value - value) * (1.0 if last.maximise else -1.0)
    return 0.0 if gain <= NOTHING * max(1.0, abs(value)) else float(gain)


def _by_name(program: Program, values: Floats) -> dict[str, float]:
    """Value of each column by its name."""
    known: dict[str, float] = {}
    for family in program.columns:
        known |= dict(zip(program.names(family), values[family.range].tolist(), strict=True))
    return known


def _values(other: Program, known: Mapping[str, float]) -> Floats:
    """Values of another program's columns, zero where they have none or are not known."""
    values = [known.get(name, 0.0) for family in other.columns for name in other.names(family)]
    return np.asarray(np.clip(np.array(values), other.lower, other.upper))
