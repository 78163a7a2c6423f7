"""`finmodel report`: what a saved allocation says, for readers, in formats and languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json, Languages, Reports, SavedAllocation, WithCauses
from finmodel.cli.output import REPORTS, first_free, formats_and_languages, say_written
from finmodel.cli.progress import phases
from finmodel.cli.quick_start import begin_charts, begin_solving

NAME = "report"
HELP = """Write a report on a saved allocation, for readers.

Ten questions first: how much money, what it buys, who gets what, who is behind, what is missing,
what changed, what more or less money would do, which rule costs most, what binds later years, and
whether to trust it. Then the detail, and where each figure comes from. Every number is worked out
again from the saved files before anything is written.

\b
Examples:
  finmodel report allocations/mongolia-lifelong-learning --to md
  finmodel report plan-2 --since plan --to md --lang en,mn --out plan-2-report
"""


def run(
    allocation: SavedAllocation,
    to: Annotated[
        str, typer.Option(metavar="FORMATS", help="Formats, such as md, with commas between them.")
    ],
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="ALLOCATION", help="The version before: the report says what changed, and why."
        ),
    ] = None,
    lang: Languages = "en",
    cut: Annotated[
        str,
        typer.Option(
            metavar="SHARE", help="Cut of every source's money whose losses are shown, such as 10%."
        ),
    ] = "12.8%",
    causes: WithCauses = True,
    out: Reports = None,
    json: Json = False,
) -> None:
    """Write reports."""
    formats, languages = formats_and_languages(to, lang)
    less = _share(cut)
    folder = out or first_free(REPORTS / allocation.resolve().name)
    with begin_solving() as apart, phases() as progress:
        begin_charts(formats)
        from finmodel.report.document.make import make_documents
        from finmodel.report.document.write import free_places, write_documents

        free_places(languages, formats, folder)
        documents = make_documents(allocation, languages, since, progress, less, causes, apart)
        progress("writing")
        files = write_documents(documents, formats, folder)
    say_written(files, json=json)


def _share(given: str) -> float:
    """A cut between nothing and all, as a share."""
    try:
        share = float(given.removesuffix("%")) / (100 if given.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share < 1:
        raise typer.BadParameter(
            f"`{given}` is no cut; write one such as 12.8%", param_hint="--cut"
        )
    return share
