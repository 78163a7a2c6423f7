"""The verbs of the command line, each in a module of its own."""

from __future__ import annotations

import typer

from finmodel.cli import (
    check,
    compare,
    explain,
    letters,
    new,
    reference,
    report,
    schema,
    show,
    sign,
    solve,
    verify,
)

app = typer.Typer(
    name="finmodel",
    help="Share a national envelope over regions, programmes and years, under the rules that a "
    "country sets.",
    epilog="Start with: finmodel new my-scenario, then finmodel solve my-scenario",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for verb in (
    *(new, check, show, solve, verify, explain, compare),
    *(report, letters, sign, reference, schema),
):
    app.command(verb.NAME, help=verb.HELP)(verb.run)


@app.callback()
def _verbs_only() -> None:
    """Keep the verbs apart from the program's own options."""
