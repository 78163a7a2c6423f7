"""The whole way from a loaded scenario to an allocation."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from typing import Any

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.answer import Answer, NoAllocation, Progress, answer
from finmodel.allocation.chances import gap_chances
from finmodel.allocation.contracts import value_table
from finmodel.allocation.gap import Answers, chances_summary, chances_table, gap_tables
from finmodel.allocation.indicators import indicators_table
from finmodel.allocation.levers import closing_table, levers_table
from finmodel.allocation.one_more import one_more
from finmodel.allocation.rules import rules_table
from finmodel.allocation.tables import lay_out
from finmodel.allocation.undecided import undecided_table
from finmodel.scenario.load import Loaded
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.certainty import ENVELOPES
from finmodel.solve.undecided import undecided

__all__ = ["NoAllocation", "allocate", "digest"]

FORMAT = 1
"""Version of the saved format."""


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
    scenario = loaded.scenario
    found = answer(loaded, scenario, solver, progress)
    tell("writing the tables")
    tables = lay_out(found.program, found.solution, found.rounded)
    if scenario.contracts:
        tables["values"] = value_table(found.program, found.rounded)
    tables["indicators"] = indicators_table(found.program, found.rounded, tables)
    tables["constraints"] = rules_table(found.program, found.solution, found.rounded)
    tables["one_more"] = one_more(found.program, found.solution, progress)
    tell("what the objective left open")
    ranges = undecided(found.program, found.choice)
    tables["undecided"] = undecided_table(found.program, found.rounded, ranges)
    manifest = _manifest(scenario, found)
    manifest["among_equals"]["share_undecided"] = ranges.share
    if scenario.levers:
        tell("what closing the gap costs")
        tables["levers"] = levers_table(found.program, found.rounded)
        tables["closing"] = closing_table(found.program, found.solution)
    if scenario.question == "gap":
        tables |= gap_tables(_envelopes(loaded, found, solver, tell))
        chances = gap_chances(scenario, progress)
        tables["chances"] = chances_table(chances, scenario.money.scale)
        manifest["gap"] = chances_summary(chances, scenario.money.scale)
    return Allocation(scenario, loaded.tree, manifest, tables)


def _envelopes(loaded: Loaded, found: Answer, solver: str | None, tell: Progress) -> Answers:
    """Answers under all envelopes; the one that the scenario counts on is known already."""
    answers = {}
    for envelope in ENVELOPES:
        known = found
        if envelope != loaded.scenario.count_on:
            tell(f"the gap if the money is {envelope}")
            variant = loaded.scenario.model_copy(update={"count_on": envelope})
            known = answer(loaded, variant, solver)
        answers[envelope] = (known.program, known.rounded)
    return answers


def digest(scenario: Scenario) -> str:
    """SHA-256 of a scenario's meaning: the order and the format of its files do not count."""
    meaning = scenario.model_dump(mode="json")
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _manifest(scenario: Scenario, found: Answer) -> dict[str, Any]:
    program, choice = found.program, found.choice
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
                **({"levels": list(stage.levels)} if stage.levels else {}),
            }
            for stage in found.solution.stages
        ],
        "among_equals": {
            "stay_close_to": scenario.among_equals.stay_close_to,
            "digest": scenario.among_equals.digest,
            "equal_coverage": choice.kappa,
            "polished": choice.polished,
            "message": choice.message,
        },
        "rounding_unit": scenario.rounding_unit,
        "size": {
            "rows": rows,
            "columns": columns,
            "blocks": program.blocks.count,
            "cells": program.cells.count,
        },
        "options": found.options,
        "versions": {
            "finmodel": version("finmodel"),
            "highspy": version("highspy"),
            "numpy": version("numpy"),
            "python": platform.python_version(),
        },
    }
