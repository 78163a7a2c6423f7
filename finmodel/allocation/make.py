"""The whole way from a loaded scenario to an allocation."""

from __future__ import annotations

import platform
from functools import partial
from importlib.metadata import version
from typing import Any

from finmodel.allocation.allocation import FORMAT, Allocation
from finmodel.allocation.answer import Answer, NoAllocation, Progress, answer
from finmodel.allocation.chances import chances_summary, chances_table, gap_chances
from finmodel.allocation.digests import digest
from finmodel.allocation.following import following_tables
from finmodel.allocation.gap import gap_tables
from finmodel.allocation.levers import closing_table
from finmodel.allocation.marginal import of_rules, of_sources
from finmodel.allocation.one_more import one_more
from finmodel.allocation.proof.certificate import certify
from finmodel.allocation.rules import valued_rows
from finmodel.allocation.undecided import undecided_table
from finmodel.scenario.load import Loaded
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.certainty import ENVELOPES, Envelope
from finmodel.solve.undecided import undecided

__all__ = ["NoAllocation", "allocate", "digest"]


def allocate(
    loaded: Loaded, progress: Progress | None = None, solver: str | None = None
) -> Allocation:
    """Solve a scenario.

    Parameters
    ----------
    loaded : Loaded
        A scenario from `load_scenario`.
    progress : callable, optional
        Told in words what is being done, also when the certificate is written.
    solver : str, optional
        Another solver than HiGHS, by its name in PuLP, such as CBC.

    Returns
    -------
    Allocation
        Tables in whole units of currency. Its certificate is written when it is saved.

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
    program, solution, rounded = found.program, found.solution, found.rounded
    sources = of_sources(program, solution)
    rules = of_rules(program, solution, valued_rows(program))
    tables = following_tables(program, rounded, sources, rules)
    tables["one_more"] = one_more(program, solution, progress)
    tell("what the objective left open")
    ranges = undecided(program, found.choice)
    tables["undecided"] = undecided_table(program, rounded, ranges)
    manifest = _manifest(scenario, found)
    manifest["among_equals"]["share_undecided"] = ranges.share
    envelopes: dict[Envelope, Answer] = {}
    if scenario.levers:
        tell("what closing the gap costs")
        tables["closing"] = closing_table(program, solution)
    if scenario.question == "gap":
        envelopes = _envelopes(loaded, found, solver, tell)
        tables |= gap_tables(
            {name: (each.program, each.rounded) for name, each in envelopes.items()}
        )
        chances = gap_chances(scenario, progress)
        tables["chances"] = chances_table(chances, scenario.money.scale)
        manifest["gap"] = chances_summary(chances, scenario.money.scale)
    # The proof needs memory, and the solver no longer.
    for each in (found, *envelopes.values()):
        each.solution.highs.close()
    proof = partial(certify, found, envelopes, manifest, progress)
    return Allocation(scenario, loaded.tree, manifest, tables, proof)


def _envelopes(
    loaded: Loaded, found: Answer, solver: str | None, tell: Progress
) -> dict[Envelope, Answer]:
    """Answers under all envelopes; the one that the scenario counts on is known already."""
    answers = {}
    for envelope in ENVELOPES:
        known = found
        if envelope != loaded.scenario.count_on:
            tell(f"the gap if the money is {envelope}")
            variant = loaded.scenario.model_copy(update={"count_on": envelope})
            known = answer(loaded, variant, solver)
        answers[envelope] = known
    return answers


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
