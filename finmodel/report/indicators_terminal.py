"""Prints the indicators of how a plan is financed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.indicators import small_percent
from finmodel.report.money import decimals_for, number
from finmodel.report.screen import heading, put, table


def print_indicators(console: Console, facts: Mapping[str, Any], beside: str = "") -> None:
    """Print the indicators among the facts of an allocation or a gap.

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts with `indicators`, the money unit and its scale.
    beside : str
        What the money is that they speak of.
    """
    rows = facts["indicators"]
    if not rows:
        return
    heading(console, "How it is financed", beside or f"{facts['money_unit']}, over the plan")
    grid = table(["Indicator", "Money", "Share", "of"], {1, 2})
    for row, following in pairwise([*rows, None]):
        assert row is not None
        words = Text(row["name"])
        if row.get("benchmark"):
            words.append(f"\n  {row['benchmark']}", "dim")
        money = in_money(row, facts["money_scale"])
        grid.add_row(words, money, small_percent(row["share"]), row["against"])
        if following is not None and following["group"] != row["group"]:
            grid.add_section()
    put(console, grid)


def in_money(row: Mapping[str, Any], scale: int) -> str:
    """Amount of an indicator in the money unit."""
    amount = row["amount"] / scale
    return number(amount, decimals_for(amount))
