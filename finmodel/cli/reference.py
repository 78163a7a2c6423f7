"""`finmodel reference`: the words of the language, each with an example."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.screens import print_json

NAME = "reference"
HELP = """List what a scenario can say, a line for each with an example; or explain one word.

\b
Example:
  finmodel reference gini
"""


def run(
    word: Annotated[
        str | None,
        typer.Argument(metavar="[WORD]", help="A policy, a kind of source, a goal, or any key."),
    ] = None,
    json: Json = False,
) -> None:
    """Print the reference."""
    from finmodel.scenario.handbook import entries, reference_of, reference_text

    text = reference_text() if word is None else reference_of(word)
    if not json:
        sys.stdout.write(text)
        return
    chosen = [entry for entry in entries() if word is None or word in entry.words]
    found = [{**asdict(entry), "model": None, "example": entry.example} for entry in chosen]
    for entry in found:
        del entry["model"]
    print_json({"entries": found, "text": text})
