"""Runs the command line: streams that never fail on a letter, errors in words."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

from finmodel.cli.app import app
from finmodel.cli.errors import explain

INTERRUPTED = 130
RUBBISH = 200_000
"""Objects that pile up before what nobody needs is looked for: a command ends soon, and most of
its objects stay to the end."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Arguments after the program's name; those of the process where missing.
    """
    if arguments is None:
        gc.set_threshold(RUBBISH)
    for stream in (sys.stdout, sys.stderr):
        _write_every_letter(stream)
    try:
        app(args=None if arguments is None else list(arguments), prog_name="finmodel")
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except Exception as error:
        explained = explain(error)
        if explained is None:
            raise
        lines, status = explained
        print(*lines, sep="\n", file=sys.stderr)
        sys.exit(status)
    finally:
        if arguments is None:
            # The process ends: nobody need look through all that it holds once more.
            gc.freeze()
    sys.exit(0)


def _write_every_letter(stream: object) -> None:
    """Write UTF-8 whatever the locale, so that names in any script can be printed."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
