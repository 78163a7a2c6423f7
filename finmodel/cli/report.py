"""`finmodel report`: what a saved allocation says, for readers, in formats and languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.output import REPORTS, first_free
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json

NAME = "report"
HELP = """Write a report on a saved allocation, for readers.

Ten questions first: how much money, what it buys, who gets what, who is behind, what is missing,
what changed, what more or less money would do, which rule costs most, what binds later years, and
whether to trust it. Then the detail, and where each figure comes from. Every number is checked
against the allocation before anything is written.

\b
Examples:
  finmodel report allocations/mongolia-lifelong-learning --to md
  finmodel report plan-2 --since plan --to md --lang en,mn --out plan-2-report
"""


def run(
    allocation: Annotated[
        Path, typer.Argument(metavar="ALLOCATION", help="Folder of a saved allocation.")
    ],
    to: Annotated[
        str, typer.Option(metavar="FORMATS", help="Formats, such as md, with commas between them.")
    ],
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="ALLOCATION", help="The version before: the report says what changed, and why."
        ),
    ] = None,
    lang: Annotated[
        str, typer.Option(metavar="LANGUAGES", help="Languages, such as en,mn.")
    ] = "en",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the files. [default: below `reports`]"),
    ] = None,
    json: Json = False,
) -> None:
    """Write reports."""
    formats, languages = split(to), split(lang)
    from finmodel.report.document.formats import check_formats
    from finmodel.report.languages.language import language_of

    check_formats(formats)
    for code in languages:
        language_of(code)
    folder = out or first_free(REPORTS / allocation.resolve().name)
    from finmodel.report.document.make import make_document, opened
    from finmodel.report.document.write import write_documents

    with phases() as progress:
        side = opened(allocation, progress)
        before = None if since is None else opened(since, progress)
        documents = []
        for code in languages:
            progress(f"what the report says ({code})")
            documents.append(make_document(side, code, before, progress))
        progress("writing")
        files = write_documents(documents, formats, folder)
    if json:
        print_json({"files": [str(file) for file in files]})
        return
    screen = console()
    for file in files:
        screen.print(f"Written: {file}", markup=False)


def split(given: str) -> list[str]:
    """Words with commas between them, each once."""
    return list(dict.fromkeys(word.strip() for word in given.split(",") if word.strip()))
