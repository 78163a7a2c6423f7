"""Prints a comparison on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from finmodel.report.compare.blocks import Grid, Heading
from finmodel.report.compare.content import blocks
from finmodel.report.screen import heading, put, say, table


def print_comparison(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the facts of a comparison.

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        From `compare_facts`.
    """
    count = len(facts["sides"])
    console.print(f"Comparison of {count} saved allocations", style="bold", markup=False)
    for block in blocks(facts, full=False):
        if isinstance(block, Heading):
            heading(console, block.words, block.unit)
        elif isinstance(block, Grid):
            _print_grid(console, block)
        else:
            say(console, block.words, "bold" if block.firm else "", hanging="  ")


def _print_grid(console: Console, block: Grid) -> None:
    grid = table(block.columns, right=range(block.words, len(block.columns)))
    for row in block.rows:
        grid.add_row(*row)
    if block.total:
        grid.add_row(*block.total, style="bold")
    put(console, grid)
