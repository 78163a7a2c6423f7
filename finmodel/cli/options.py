"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ScenarioFile = Annotated[
    Path,
    typer.Argument(metavar="SCENARIO", help="Scenario file, or the folder that holds it."),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one value for this run, such as "
        "--set sources.state_budget.absorption=90%. May be repeated.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
