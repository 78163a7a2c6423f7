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
SavedAllocation = Annotated[
    Path, typer.Argument(metavar="ALLOCATION", help="Folder of a saved allocation.")
]
Languages = Annotated[
    str, typer.Option("--lang", metavar="LANGUAGES", help="Languages, such as en,mn.")
]
WithCauses = Annotated[
    bool,
    typer.Option(
        "--causes/--no-causes",
        help="Solve again for which change caused how much, or leave it out.",
    ),
]
Reports = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder for the files. [default: below `reports`]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
