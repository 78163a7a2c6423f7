"""`finmodel compare`: what changed between saved allocations, and which change caused what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json, Languages, Reports, WithCauses
from finmodel.cli.output import REPORTS, first_free, formats_and_languages, say_written
from finmodel.cli.progress import phases
from finmodel.cli.quick_start import begin_charts
from finmodel.cli.screens import console, print_json

NAME = "compare"
COMPARISON = "comparison"
"""What the names of the files begin with."""
HELP = """Say what changed between saved allocations, and which change caused how much.

The inputs, the money by region, programme, year, category, source and contract, what it buys, and
whether each allocation proves what it says. Causes are found by solving again with the changes
applied in turn, and add up to the whole difference.

\b
Examples:
  finmodel compare allocations/plan allocations/plan-2
  finmodel compare plan levy loan --base plan --to html,md --out comparison
"""


def run(
    allocations: Annotated[
        list[Path],
        typer.Argument(
            metavar="A B [C …]",
            help="Folders of saved allocations, two or more.",
            show_default=False,
        ),
    ],
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="A", help="The one that the others are compared with. [default: the first]"
        ),
    ] = None,
    causes: WithCauses = True,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FORMATS",
            help="Also write the whole comparison, in formats such as html,md.",
        ),
    ] = None,
    lang: Languages = "en",
    out: Reports = None,
    json: Json = False,
) -> None:
    """Compare saved allocations."""
    folders = _base_first(allocations, base)
    formats, languages = formats_and_languages(to or "", lang)
    if out is not None and not formats:
        raise typer.BadParameter("say in which formats with --to", param_hint="--out")
    begin_charts(formats)
    place = out or first_free(REPORTS / COMPARISON)
    from finmodel.allocation.compare.sides import open_sides

    files: list[Path] = []
    if formats:
        from finmodel.report.document.write import free_places, write_documents

        free_places(languages, formats, place, COMPARISON)
    with phases() as progress:
        sides = open_sides(folders, progress)
        from finmodel.report.compare.facts import compare_facts, found_causes

        known = [found_causes(sides[0], side, causes, progress) for side in sides[1:]]
        facts = compare_facts(sides, known=known)
        if formats:
            from finmodel.report.document.compare import make_comparisons

            progress("writing")
            documents = make_comparisons(sides, languages, known)
            files = write_documents(documents, formats, place, COMPARISON)
    if json:
        print_json(facts)
        return
    from finmodel.report.compare.terminal import print_comparison

    print_comparison(console(), facts)
    if files:
        console().print()
    say_written(files, json=False)


def _base_first(folders: list[Path], base: Path | None) -> list[Path]:
    """Put the base before the others, in the order given."""
    if not 2 <= len(folders) <= 26:
        raise typer.BadParameter("name two saved allocations or more, at most 26")
    first = folders[0] if base is None else base
    place = [folder.resolve() for folder in folders]
    if first.resolve() not in place:
        raise typer.BadParameter(f"{first} is none of the allocations named", param_hint="--base")
    at = place.index(first.resolve())
    return [folders[at], *folders[:at], *folders[at + 1 :]]
