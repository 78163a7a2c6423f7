"""From a scenario to its one answer: solved, chosen among equally good ones, rounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from finmodel.allocation.conflict import rules_in_conflict
from finmodel.allocation.loosen import Way, least_changes
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rounding import round_allocation
from finmodel.allocation.solvable import program_of
from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded
from finmodel.scenario.problems import Problem
from finmodel.scenario.scenario import Scenario
from finmodel.solve.equals import Choice, choose
from finmodel.solve.run import Solution, solve_program
from finmodel.solve.status import OWN, Infeasible
from finmodel.solve.whole import Settled, settle
from finmodel.solve.whole_solver import with_highs

Progress = Callable[[str], None]


class NoAllocation(RuntimeError):
    """No allocation satisfies the rules.

    Attributes
    ----------
    problems : list of Problem
        The rules in conflict, each with its place in the scenario.
    ways : tuple of Way
        The least changes that would do.
    """

    def __init__(self, problems: list[Problem], ways: tuple[Way, ...] = ()) -> None:
        super().__init__("no allocation satisfies all the rules")
        self.problems = problems
        self.ways = ways

    def remedies(self) -> list[str]:
        """The least changes that would do, as lines for people."""
        return [line for way in self.ways for line in way.lines()]

    def facts(self) -> dict[str, Any]:
        """What is in conflict and what would do, as plain data."""
        return {
            "ok": False,
            "problems": [vars(problem) for problem in self.problems],
            "least_changes": [way.facts() for way in self.ways],
        }


@dataclass(frozen=True)
class Answer:
    """The answer of one scenario."""

    program: Program
    solution: Solution
    choice: Choice
    rounded: Rounded
    options: dict[str, Any]
    """Solver and its options, as the manifest says them."""
    free: Program
    """The program before columns that take whole numbers were held."""
    relaxed: tuple[Floats, ...] = ()
    """Multipliers of the free program's stages, where settling these columns gave them."""


def answer(
    loaded: Loaded,
    scenario: Scenario,
    solver: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Answer a scenario.

    Parameters
    ----------
    loaded : Loaded
        Where the scenario was loaded from, to name the places of rules in conflict.
    scenario : Scenario
        The scenario, or a variant of it.
    solver : str, optional
        Another solver than HiGHS, by its name in PuLP.
    progress : callable, optional
        Told in words what is being done.

    Raises
    ------
    NoAllocation
        If no allocation satisfies the rules; it names the rules in conflict.
    SolverStopped
        If the solver stopped short.
    UnknownSolver
        If no solver of this name is at hand.
    """
    tell = progress or (lambda _: None)
    tell("laying out the scenario")
    unit = scenario.rounding_unit
    program = free = program_of(scenario)
    try:
        settled, solution, options = _solve(program, solver, progress)
        program = program if settled is None else settled.program
    except Infeasible as ended:
        tell("the least change that would do")
        problems = rules_in_conflict(loaded, program, ended.conflict)
        raise NoAllocation(problems, least_changes(loaded, program)) from None
    tell("choosing among equally good allocations")
    choice = choose(program, solution)
    tell("rounding to whole units")
    rounded = round_allocation(program, choice.values, unit)
    relaxed = () if settled is None else tuple(each.multipliers for each in settled.relaxed)
    return Answer(program, solution, choice, rounded, options, free, relaxed)


def _solve(
    program: Program, solver: str | None, progress: Progress | None
) -> tuple[Settled | None, Solution, dict[str, Any]]:
    """Solve with HiGHS, or with a solver of PuLP where one is named, and say how.

    Columns that take whole numbers, if there are any, are settled first.
    """
    options: dict[str, Any] = {"solver": "HiGHS", "threads": 1, "method": "simplex"}
    name, settle_with = OWN, with_highs
    if solver is not None:
        # PuLP takes its time to load.
        from finmodel.solve.other import find_solver, solve_with, whole_with

        name = find_solver(solver)
        if name != OWN:
            options = {"solver": name, "through": f"PuLP {version('pulp')}"}
            settle_with = whole_with(name)
    thresholds, settled = None, None
    if program.whole.any():
        settled = settle(program, settle_with, progress)
        program, thresholds = settled.program, settled.thresholds
        options["whole"] = _whole(settled)
    if settled is not None and settled.solution is not None:
        found = settled.solution
    elif name != OWN:
        found = solve_with(program, name, progress, thresholds).solution
    else:
        found = solve_program(program, thresholds=thresholds, progress=progress)
    return settled, found, options


def _whole(settled: Settled) -> dict[str, Any]:
    """What was settled over all whole numbers, as the manifest says it."""
    said: dict[str, Any] = {"columns": settled.count, "best": list(settled.values)}
    for objective in settled.program.objectives:
        if objective.places is not None and objective.places.best is not None:
            said["levels"] = np.unique(objective.places.best).tolist()
    return said
