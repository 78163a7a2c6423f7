"""`finmodel solve`: the best allocation of a scenario, shown and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json, Overrides, ScenarioFile
from finmodel.cli.output import free_folder
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json

NAME = "solve"
HELP = """Find the best allocation of a scenario, show it and save it.

\b
Examples:
  finmodel solve scenarios/mongolia-lifelong-learning
  finmodel solve my-scenario --out trial-1 --set sources.state_budget.absorption=90%
"""


def run(
    scenario: ScenarioFile,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder to save in; it must not exist yet. "
            "[default: allocations/<scenario>, or the next number that is free]",
        ),
    ] = None,
    set_: Overrides = None,
    json: Json = False,
) -> None:
    """Solve a scenario."""
    from finmodel.scenario.load import load_scenario

    with phases() as progress:
        progress("reading the scenario")
        loaded = load_scenario(scenario, tuple(set_ or ()))
        from finmodel.allocation.files import check_place, save

        folder = out or free_folder(loaded.scenario.scenario)
        check_place(folder)
        from finmodel.allocation.make import allocate

        allocation = allocate(loaded, progress=progress)
        progress("saving")
        save(allocation, folder)
        progress("drawing the picture")
        from finmodel.report.picture import picture
        from finmodel.report.terminal import print_picture

        facts = picture(allocation)
    if json:
        print_json(facts | {"saved": str(folder)})
        return
    print_picture(console(), facts, folder)
