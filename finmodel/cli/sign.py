"""`finmodel sign`: who prepared, reviewed and approved a saved allocation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.screens import console, print_json

NAME = "sign"
HELP = """Write down who prepared, reviewed or approved a saved allocation, by which document.

The sign-off is a file of its own beside the allocation, such as plan.sign-off.yaml, and cites its
digest: it holds for that allocation and no other. Each call adds one signature. Until one says
approved, every report says "proposed, not an appropriation". It ends with status 5 where the
allocation is not what it was when it was saved.

\b
Examples:
  finmodel sign plan --prepared "B. Bold" --document 12/345 --date 2026-09-01
  finmodel sign plan --approved "D. Dorj" --document A/78 --date 2026-10-15 --digest 3f1c6a0e
"""


def run(
    allocation: Annotated[
        Path, typer.Argument(metavar="ALLOCATION", help="Folder of a saved allocation.")
    ],
    document: Annotated[
        str, typer.Option(metavar="NUMBER", help="Number of the document that says so.")
    ],
    date: Annotated[str, typer.Option(metavar="DATE", help="Its date, such as 2026-11-27.")],
    prepared: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who prepared the allocation.")
    ] = None,
    reviewed: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who reviewed the allocation.")
    ] = None,
    approved: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who approved the allocation.")
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST",
            help="Digest that the paper signed shows, or its first letters, at least eight: the "
            "allocation must be that one.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Add a signature."""
    given = {"prepared": prepared, "reviewed": reviewed, "approved": approved}
    names = {role: name for role, name in given.items() if name is not None}
    if len(names) != 1:
        raise typer.BadParameter("name one person: --prepared, --reviewed or --approved")
    from finmodel.allocation.sign_off import in_words, read_sign_off, sign, signature_of

    [(role, name)] = names.items()
    file = sign(allocation, signature_of(role, name, document, date), digest)
    found = read_sign_off(allocation)
    signatures = found.signatures if found else ()
    if json:
        listed = [each.model_dump(mode="json") for each in signatures]
        print_json({"file": str(file), "digest": found and found.digest, "signatures": listed})
        return
    for each in signatures:
        words = in_words(each)
        console().print(f"{words[:1].upper()}{words[1:]}", markup=False)
    console().print(f"Written: {file}", markup=False, soft_wrap=True)
