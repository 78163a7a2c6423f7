"""`finmodel check`: all problems of a scenario at once."""

from __future__ import annotations

from dataclasses import asdict

import typer

from finmodel.cli.options import Json, Overrides, ScenarioFile
from finmodel.cli.screens import print_json
from finmodel.cli.status import ExitStatus

NAME = "check"
HELP = """Find every problem of a scenario, with its file, line and remedy.

\b
Example:
  finmodel check scenarios/mongolia-lifelong-learning
"""


def run(scenario: ScenarioFile, set_: Overrides = None, json: Json = False) -> None:
    """Check a scenario."""
    from finmodel.scenario.load import load_scenario
    from finmodel.scenario.problems import ScenarioError

    try:
        loaded = load_scenario(scenario, tuple(set_ or ()))
    except ScenarioError as error:
        if not json:
            raise
        print_json({"ok": False, "problems": [asdict(problem) for problem in error.problems]})
        raise typer.Exit(ExitStatus.WRONG_INPUT) from None
    files = [str(path) for path in loaded.files]
    if json:
        print_json(
            {"ok": True, "scenario": loaded.scenario.scenario, "files": files, "problems": []}
        )
        return
    count = f"{len(files)} {'file' if len(files) == 1 else 'files'}"
    print(f"{loaded.scenario.scenario}: no problems in {count}.")
