"""The whole way from a loaded scenario to an allocation."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.conflict import rules_in_conflict
from finmodel.allocation.one_more import one_more
from finmodel.allocation.purses import with_whole_availability
from finmodel.allocation.rounding import round_allocation
from finmodel.allocation.rules import rules_table
from finmodel.allocation.tables import lay_out
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded
from finmodel.scenario.problems import Problem
from finmodel.scenario.scenario import Scenario
from finmodel.solve.equals import Choice, choose
from finmodel.solve.run import Solution, solve_program
from finmodel.solve.status import Infeasible

FORMAT = 1
"""Version of the saved format."""
ROUNDING_UNIT = 1
"""Whole units of currency that amounts are rounded to."""

Progress = Callable[[str], None]


class NoAllocation(RuntimeError):
    """No allocation satisfies the rules.

    Attributes
    ----------
    problems : list of Problem
        The rules in conflict, each with its place in the scenario.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("no allocation satisfies all the rules")
        self.problems = problems


def allocate(
    loaded: Loaded, progress: Progress | None = None, solver: str | None = None
) -> Allocation:
    """Solve a scenario.

    Parameters
    ----------
    loaded : Loaded
        A scenario from `load_scenario`.
    progress : callable, optional
        Told in words what is being done.
    solver : str, optional
        Another solver than HiGHS, by its name in PuLP, such as CBC.

    Returns
    -------
    Allocation
        Tables in whole units of currency.

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
    panel = with_whole_availability(build_panel(loaded.scenario), ROUNDING_UNIT)
    program = build_program(panel)
    try:
        solution, options = _solve(program, solver, progress)
    except Infeasible as ended:
        raise NoAllocation(rules_in_conflict(loaded, program, ended.conflict)) from None
    tell("choosing among equally good allocations")
    choice = choose(program, solution)
    tell("rounding to whole units")
    rounded = round_allocation(program, choice.values, ROUNDING_UNIT)
    tables = lay_out(program, solution, rounded)
    tables["constraints"] = rules_table(program, solution, rounded)
    tables["one_more"] = one_more(program, solution, progress)
    return Allocation(
        scenario=loaded.scenario,
        tree=loaded.tree,
        manifest=_manifest(loaded.scenario, program, solution, choice, options),
        tables=tables,
    )


def _solve(
    program: Program, solver: str | None, progress: Progress | None
) -> tuple[Solution, dict[str, Any]]:
    """Solve with HiGHS, or with a solver of PuLP where one is named, and say how."""
    options: dict[str, Any] = {"solver": "HiGHS", "threads": 1, "method": "simplex"}
    if solver is not None:
        # PuLP takes its time to load.
        from finmodel.solve.other import OWN, find_solver, solve_with

        name = find_solver(solver)
        if name != OWN:
            options = {"solver": name, "through": f"PuLP {version('pulp')}"}
            return solve_with(program, name, progress).solution, options
    return solve_program(program, progress=progress), options


def digest(scenario: Scenario) -> str:
    """SHA-256 of a scenario's meaning: the order and the format of its files do not count."""
    meaning = scenario.model_dump(mode="json")
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _manifest(
    scenario: Scenario,
    program: Program,
    solution: Solution,
    choice: Choice,
    options: dict[str, Any],
) -> dict[str, Any]:
    rows, columns = program.matrix.shape
    return {
        "format": FORMAT,
        "scenario": scenario.scenario,
        "scenario_digest": digest(scenario),
        "stage_of_budget": scenario.stage,
        "status": "optimal",
        "stages": [
            {
                "goal": stage.objective.goal,
                "value": stage.value,
                "kept_at": stage.threshold,
            }
            for stage in solution.stages
        ],
        "among_equals": {
            "stay_close_to": "need",
            "equal_coverage": choice.kappa,
            "polished": choice.polished,
            "message": choice.message,
        },
        "size": {
            "rows": rows,
            "columns": columns,
            "blocks": program.blocks.count,
            "cells": program.cells.count,
        },
        "options": options,
        "versions": {
            "finmodel": version("finmodel"),
            "highspy": version("highspy"),
            "numpy": version("numpy"),
            "python": platform.python_version(),
        },
    }
