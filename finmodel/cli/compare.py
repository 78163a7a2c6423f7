"""`finmodel compare`: what changed between saved allocations, and which change caused what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json

NAME = "compare"
HELP = """Say what changed between saved allocations, and which change caused how much.

The inputs, the money by region, programme, year, category, source and contract, what it buys, and
whether each allocation proves what it says. Causes are found by solving again with the changes
applied in turn, and add up to the whole difference.

\b
Examples:
  finmodel compare allocations/plan allocations/plan-2
  finmodel compare plan levy loan --base plan --out comparison.md
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
    causes: Annotated[
        bool,
        typer.Option("--causes/--no-causes", help="Solve again for the causes, or leave them out."),
    ] = True,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.md", help="Also write the whole comparison as Markdown."),
    ] = None,
    json: Json = False,
) -> None:
    """Compare saved allocations."""
    folders = _base_first(allocations, base)
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} exists already; name another file", param_hint="--out")
    from finmodel.allocation.compare.sides import open_sides

    with phases() as progress:
        sides = open_sides(folders, progress)
        from finmodel.report.compare.facts import compare_facts

        facts = compare_facts(sides, causes, progress)
    if out is not None:
        from finmodel.report.compare.markdown import as_markdown

        out.write_text(as_markdown(facts), encoding="utf-8")
    if json:
        print_json(facts)
        return
    from finmodel.report.compare.terminal import print_comparison

    print_comparison(console(), facts)
    if out is not None:
        console().print(f"\nWritten: {out}")


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
