"""What commands print to: consoles for people, JSON for machines."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100


def console(*, errors: bool = False) -> Console:
    """Return a console; 100 columns wide where there is no terminal to fit."""
    from rich.console import Console

    stream = sys.stderr if errors else sys.stdout
    fixed = WIDTH if not stream.isatty() and "COLUMNS" not in os.environ else None
    return Console(file=stream, width=fixed, highlight=False, markup=False, emoji=False)


def print_json(data: Any) -> None:
    """Print data as JSON, letters of every script as they are."""
    print(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
