"""What the last goal would gain if a source could pay for more, or a programme could reach more.

Earmarks and coverage ceilings shape the program itself, so that each is let go in a program of its
own. Its solve starts from the corner that is nearest to the allocation as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from finmodel.allocation.purses import with_whole_availability
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.program.emitter import Family
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
from finmodel.solve.thresholds import kept, side

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


class Lifted:
    """A solved scenario, to be solved again without an earmark or a ceiling.

    Places that were raised in turn keep their levels, as without any other rule.

    Parameters
    ----------
    program, solution : Program, Solution
        The program of the scenario as it is, and its solution; whole decisions are held as they
        are there.
    value : float
        What its last goal comes to, or what the best allocations can spend on something.
    """

    def __init__(self, program: Program, solution: Solution, value: float) -> None:
        self._program, self._solution, self._value = program, solution, value
        # The blocks of both programs differ; what has the same name is where the solver starts.
        self._known = _Known(program, solution.values)

    def gain(self, wider: Wider) -> float | None:
        """What the last stage gains in a wider scenario, the stages before it held.

        Returns
        -------
        float or None
            Gain in the unit of the last stage; None where nothing else bounds it.
        """
        solved = self._last_stage(wider)
        if solved is None:
            return None
        last = self._solution.stages[-1].objective
        return self._more(solved[1].value, 1.0 if last.maximise else -1.0)

    def gain_of_share(self, wider: Wider, costs: Callable[[Program], Floats]) -> float | None:
        """How much more the best allocations could spend on something in a wider scenario.

        The last goal comes first: it is reached as well as it can be.

        Parameters
        ----------
        wider : Wider
            The scenario without one limit.
        costs : callable
            What is spent on the thing for one unit of each column of a program.

        Returns
        -------
        float or None
            Gain [money unit]; None where nothing else bounds it.
        """
        solved = self._last_stage(wider)
        if solved is None:
            return None
        other, highs = solved
        last = other.objectives[-1]
        highs.row_bounds(last.row, *side(last, kept(highs.value, last)))
        highs.objective(costs(other), maximise=True)
        # Where the goal is best, this is a few steps from its own best.
        highs.primal(True)
        return self._more(highs.value, 1.0) if highs.run() is Status.OPTIMAL else None

    def _last_stage(self, wider: Wider) -> tuple[Program, Highs] | None:
        """The program of a wider scenario, its last stage solved; None where it has no end."""
        panel = with_whole_availability(build_panel(wider.scenario), wider.scenario.rounding_unit)
        # Coverage counts against what could be reached before, so that goals mean the same.
        other = build_program(replace(panel, aimed=self._program.panel.reachable))
        values = self._known.of(other)
        highs = Highs(held(other, values))
        stages = self._solution.stages
        for stage, objective in zip(stages[:-1], other.objectives[:-1], strict=True):
            highs.row_bounds(objective.row, *side(objective, threshold_of(stage)))
            if objective.places is not None:
                columns = objective.places.columns
                highs.column_range(columns, stage.held, other.upper[columns])
        last = other.objectives[-1]
        highs.objective(other.objective(len(stages) - 1), maximise=last.maximise)
        highs.start_at(values)
        return (other, highs) if highs.run() is Status.OPTIMAL else None

    def _more(self, now: float, sign: float) -> float:
        gain = (now - self._value) * sign
        return 0.0 if gain <= NOTHING * max(1.0, abs(self._value)) else float(gain)


class _Known:
    """Values of a program's columns, to be found again in another program by their names."""

    def __init__(self, program: Program, values: Floats) -> None:
        self._program, self._all = program, values
        self._families = {family.name: family for family in program.columns}
        self._names: dict[str, dict[str, float]] = {}

    def of(self, other: Program) -> Floats:
        """Values of another program's columns, zero where they are not known."""
        found = np.zeros(other.lower.size)
        for family in other.columns:
            mine = self._families.get(family.name)
            if mine is not None and _alike(mine, family):
                found[family.range] = self._all[mine.range]
            elif mine is not None:
                known = self._by_name(mine)
                found[family.range] = [known.get(name, 0.0) for name in other.names(family)]
        return np.asarray(np.clip(found, other.lower, other.upper))

    def _by_name(self, family: Family) -> dict[str, float]:
        if family.name not in self._names:
            names, values = self._program.names(family), self._all[family.range].tolist()
            self._names[family.name] = dict(zip(names, values, strict=True))
        return self._names[family.name]


def _alike(one: Family, other: Family) -> bool:
    """Whether two families have the same places."""
    return one.count == other.count and all(
        np.array_equal(places, other.labels[axis]) for axis, places in one.labels.items()
    )
