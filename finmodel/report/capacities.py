"""What is scarce besides money: how much of each capacity is used, and what one more would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.money import decimals_for, number
from finmodel.report.screen import bar, heading, put, table
from finmodel.report.views import View
from finmodel.scenario.names import capacity_names, percent

CAPACITY = "capacities."
"""How the names of rules of capacities begin."""


def capacity_use(view: View) -> list[dict[str, Any]]:
    """What there is of each capacity over all regions and years, and what is used of it.

    `one_more` is the most that one more unit is worth in any region and year, in the unit of the
    last stage of the objective; None where it was not worked out.
    """
    rows = view.allocation.constraints
    columns = ("rule", "activity", "limit", "one_more")
    found: dict[str, list[tuple[float, float, float | None]]] = {}
    for rule, used, there, value in zip(*(rows[name].to_pylist() for name in columns), strict=True):
        if rule.startswith(CAPACITY):
            better = None if value is None else view.better * value
            found.setdefault(rule.removeprefix(CAPACITY), []).append((used, there, better))
    return [
        {
            "capacity": key,
            "name": name,
            "available": sum(there for _, there, _ in found[key]),
            "used": sum(used for used, _, _ in found[key]),
            "one_more": max((value for *_, value in found[key] if value is not None), default=None),
        }
        for key, name in capacity_names(view.allocation.scenario, view.language).items()
        if key in found
    ]


def print_capacities(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the use of capacities among the facts of an allocation, if there are any."""
    rows = facts["capacities"]
    if not rows:
        return
    beside = "over all years" if len(facts["years"]) > 1 else str(facts["years"][0])
    heading(console, "What is scarce besides money", beside)
    columns = ["Capacity", "There is", "Used", "Share used", f"One more: {facts['gain_unit']}"]
    grid = table(columns, {1, 2, 4})
    for row in rows:
        share = row["used"] / row["available"] if row["available"] else 0.0
        value = row["one_more"]
        grid.add_row(
            Text(row["name"]),
            number(row["available"], decimals_for(row["available"])),
            number(row["used"], decimals_for(row["available"])),
            bar(console, share, 8).append(f" {percent(share):>5}"),
            "?" if value is None else _worth(value),
        )
    put(console, grid)


def _worth(value: float) -> str:
    """What one more unit is worth, with two digits where it is small."""
    return f"{value:.2g}" if 0 < abs(value) < 0.1 else number(value, decimals_for(value))
