"""`finmodel letters`: a ceiling letter for each region and each spending body."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json, Languages, SavedAllocation
from finmodel.cli.output import LETTERS, first_free, formats_and_languages
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json

NAME = "letters"
HELP = """Write ceiling letters: one page for the head of each region and for each spending body.

Each letter says how much, by programme, economic category, source and year, on what conditions,
and what it is until approved. The money of all letters to regions adds up to the allocation, and
so does that of all letters to spending bodies; a register lists both. Whom a letter addresses is
said by `addressed_to` in the scenario. It ends with status 5 where the allocation fails
verification.

\b
Examples:
  finmodel letters allocations/mongolia-lifelong-learning
  finmodel letters plan --lang en,mn --to pdf,md --out plan-letters
"""


def run(
    allocation: SavedAllocation,
    to: Annotated[
        str, typer.Option(metavar="FORMATS", help="pdf, md or both, with a comma between them.")
    ] = "pdf",
    lang: Languages = "en",
    each_region: Annotated[
        bool,
        typer.Option(
            "--each-region",
            help="A letter for each region that receives money, instead of one for each region "
            "that lies in no other.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the letters. [default: below `letters`]"),
    ] = None,
    json: Json = False,
) -> None:
    """Write letters."""
    from finmodel.report.letters.write import FORMATS, write_letters

    formats, languages = formats_and_languages(to, lang, FORMATS)
    folder = out or first_free(LETTERS / allocation.resolve().name)
    from finmodel.allocation.proof.failed import NotVerified
    from finmodel.report.document.make import opened
    from finmodel.report.document.subject import Subject

    with phases() as progress:
        side = opened(allocation, progress)
        if not side.verified:
            raise NotVerified(side.reasons)
        subjects = [Subject(side, code) for code in languages]
        files = write_letters(subjects, formats, folder, each_region, progress)
    if json:
        print_json({"files": [str(file) for file in files]})
        return
    console().print(f"Written: {len(files)} files in {folder}", markup=False, soft_wrap=True)
