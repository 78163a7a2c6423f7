"""`finmodel new`: a small commented scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.screens import print_json

NAME = "new"
HELP = """Write a small commented scenario into a new folder, to start from.

\b
Example:
  finmodel new my-scenario
"""


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make, or an empty one.")],
    json: Json = False,
) -> None:
    """Write a starter scenario."""
    from finmodel.scenario.starter import write_starter

    files = [str(path) for path in write_starter(folder)]
    if json:
        print_json({"folder": str(folder), "files": files})
        return
    for path in files:
        print(f"wrote {path}")
    print(f"Next: change {files[0]}, then finmodel check {folder} and finmodel solve {folder}")
