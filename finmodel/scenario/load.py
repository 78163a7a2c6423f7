"""Loading a scenario: from a file that a planner wrote to a checked, frozen `Scenario`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from finmodel.scenario.checks import Context, run_checks
from finmodel.scenario.inherit import Inheritance
from finmodel.scenario.inline import Inliner
from finmodel.scenario.places import Locations
from finmodel.scenario.plain_words import Finding, in_plain_words
from finmodel.scenario.problems import Problem, ScenarioError
from finmodel.scenario.reference import Reference
from finmodel.scenario.salvage import salvage
from finmodel.scenario.scenario import Scenario

SCENARIO_FILE = "scenario.yaml"


@dataclass(frozen=True)
class Loaded:
    """A scenario that has passed every check."""

    scenario: Scenario
    """The scenario."""
    tree: dict[str, Any]
    """The same as plain data in the planner's own words, inheritance and tables resolved.

    Written as YAML and loaded again it gives an equal scenario.
    """
    where: Locations
    """Where each value stands."""
    files: tuple[File, ...]
    """Files that were read."""


def load_scenario(path: File | str, overrides: Sequence[str] = ()) -> Loaded:
    """Load a scenario and check it.

    Parameters
    ----------
    path : Path or str
        The scenario's file, or the folder that holds its `scenario.yaml`.
    overrides : sequence of str
        Values that go over the file, each as ``sources.state_budget.absorption=90%``.

    Returns
    -------
    Loaded
        The scenario, and where each of its values stands.

    Raises
    ------
    ScenarioError
        With every problem that was found.
    """
    file = File(path)
    if file.is_dir():
        if not (file / SCENARIO_FILE).exists():
            message = f"there is no {SCENARIO_FILE} in this folder"
            remedy = "name another folder or a scenario's file, or start from `finmodel new`"
            raise ScenarioError([Problem(str(path), message, remedy)])
        file = file / SCENARIO_FILE
    folder = file.parent.resolve()
    inheritance = Inheritance(folder)
    tree = inheritance.read(file, file.name)
    tables = Inliner(folder)
    tables.inline(tree)
    for override in overrides:
        tree = inheritance.set(tree, override)
        tables.inline(tree)
    data, where = tree[0], Locations(tree[1])
    reference = Reference(folder)
    reference.inline(tree)
    problems = inheritance.problems + tables.problems + reference.problems
    scenario, findings = validate(data)
    whole = scenario is not None and not problems
    if inheritance.broken:
        findings = [each for each in findings if each.alone]
    else:
        parts = scenario if scenario is not None else salvage(data)
        findings += run_checks(Context(data, where, parts, whole))
    problems += placed(findings, where)
    if problems or scenario is None:
        raise ScenarioError(problems)
    files = (*inheritance.files.values(), *tables.files.values())
    return Loaded(scenario, data, where, files)


def validate(data: dict[str, Any]) -> tuple[Scenario | None, list[Finding]]:
    """Make a scenario of a tree, or say in plain words why it is none."""
    try:
        return Scenario.model_validate(data), []
    except ValidationError as error:
        return None, in_plain_words(error.errors(include_url=False), data)


def placed(findings: Sequence[Finding], where: Locations) -> list[Problem]:
    """Problems at their places, without those that follow from one already reported."""
    return [
        Problem(where.of(each.path), each.message, each.remedy)
        for each in findings
        if not where.spoilt(each.path)
    ]
