"""`finmodel solve`: the best allocation of a scenario, shown and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json, Overrides, ScenarioFile
from finmodel.cli.output import free_folder
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json
from finmodel.cli.status import ExitStatus

NAME = "solve"
HELP = """Find the best allocation of a scenario, show it and save it.

\b
Examples:
  finmodel solve scenarios/mongolia-lifelong-learning
  finmodel solve my-scenario --out trial-1 --set sources.state_budget.absorption=90%
  finmodel solve my-scenario --out second-opinion --solver CBC
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
    solver: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Solver to use instead of HiGHS: CBC, or any other that is installed, by its "
            "name in PuLP. The allocation is the same.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Solve a scenario."""
    from finmodel.scenario.load import load_scenario

    if solver is not None:
        from finmodel.solve.other import find_solver

        find_solver(solver)
    with phases() as progress:
        progress("reading the scenario")
        loaded = load_scenario(scenario, tuple(set_ or ()))
        from finmodel.allocation.digests import digest_of
        from finmodel.allocation.files import check_place, save

        folder = out or free_folder(loaded.scenario.scenario)
        check_place(folder)
        from finmodel.allocation.make import NoAllocation, allocate

        try:
            allocation = allocate(loaded, progress=progress, solver=solver)
        except NoAllocation as ended:
            if not json:
                raise
            print_json(ended.facts())
            raise typer.Exit(ExitStatus.NO_ALLOCATION) from None
        save(allocation, folder, progress)
        progress("drawing the picture")
        from finmodel.report.answer import answer_facts

        facts = answer_facts(allocation)
        facts |= {"saved": str(folder), "digest": digest_of(folder)}
    if json:
        print_json(facts)
        return
    from finmodel.report.answer import print_answer

    print_answer(console(), facts, folder)
