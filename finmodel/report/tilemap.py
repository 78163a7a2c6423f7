"""A tile map for the terminal: one small square a region, at its rough place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.money import decimals_for, number
from finmodel.report.screen import INDENT, say

# From light to dark in even steps of lightness, so that it also reads in grey.
SHADES = (
    ("#000000", "#dce9f5"),
    ("#000000", "#a9cce6"),
    ("#000000", "#6fa8d3"),
    ("#ffffff", "#2f78b3"),
    ("#ffffff", "#0b3f78"),
)
TILES = (6, 5)
"""Widths of a tile with the gap after it, the wider one where it fits."""


def print_tile_map(
    console: Console, regions: Sequence[Mapping[str, Any]], values: Mapping[str, float], unit: str
) -> None:
    """Print one square for each region with its label and value, darker for more.

    Parameters
    ----------
    console : Console
        Where to print.
    regions : sequence of mapping
        Regions with `region`, `label`, `name` and `tile`.
    values : mapping of str to float
        Value of each region, in the unit named.
    unit : str
        Unit of the values.
    """
    placed = {tuple(row["tile"]): row for row in regions if row["tile"] is not None}
    columns = [column for column, _ in placed]
    across = max(columns) - min(columns) + 1 if columns else 0
    tile = next((size for size in TILES if across * size + len(INDENT) <= console.width), 0)
    decimals = decimals_for(max(values.values(), default=0))
    steps = fifths(list(values.values()), decimals)
    if tile and len(placed) == len(regions):
        _squares(console, placed, values, steps, decimals, tile)
    else:
        for row in sorted(regions, key=lambda row: -values[row["region"]]):
            say(console, f"{number(values[row['region']], decimals):>8}  {row['name']}")
    _legend(console, steps, decimals, unit)


def fifths(values: Sequence[float], decimals: int = 6) -> list[float]:
    """Up to four bounds, as they are shown, that part the values into groups of about one size.

    Examples
    --------
    >>> fifths([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [3, 5, 7, 9]
    >>> fifths([4, 4, 4])
    []
    """
    ranked = sorted(round(value, decimals) for value in values)
    bounds = {ranked[len(ranked) * part // 5] for part in range(1, 5)} if ranked else set()
    return sorted(bounds - {ranked[0]} if ranked else bounds)


def shade(value: float, steps: Sequence[float], decimals: int = 6) -> tuple[str, str]:
    """Colours, front and back, of the group that a value is in."""
    return _shades(steps)[sum(round(value, decimals) >= step for step in steps)]


def _shades(steps: Sequence[float]) -> list[tuple[str, str]]:
    groups = len(steps) + 1
    last = len(SHADES) - 1
    return [SHADES[round(place * last / max(groups - 1, 1))] for place in range(groups)]


def _squares(
    console: Console,
    placed: Mapping[tuple[int, ...], Mapping[str, Any]],
    values: Mapping[str, float],
    steps: Sequence[float],
    decimals: int,
    tile: int,
) -> None:
    first = min(column for column, _ in placed)
    last = max(column for column, _ in placed)
    for line in range(min(row for _, row in placed), max(row for _, row in placed) + 1):
        upper, lower = Text(), Text()
        for column in range(first, last + 1):
            row = placed.get((column, line))
            if row is None:
                upper.append(" " * tile)
                lower.append(" " * tile)
                continue
            value = values[row["region"]]
            front, back = shade(value, steps, decimals)
            style = f"{front} on {back}"
            upper.append(f"{row['label']:^{tile - 1}}", f"bold {style}")
            upper.append(" ")
            lower.append(f"{number(value, decimals):^{tile - 1}}", style)
            lower.append(" ")
        for text in (upper, lower):
            text.rstrip()
            console.print(Text(INDENT) + text, no_wrap=True, overflow="crop")


def _legend(console: Console, steps: Sequence[float], decimals: int, unit: str) -> None:
    bounds = [number(step, decimals) for step in steps]
    if not bounds:
        say(console, f"about the same everywhere [{unit}]", "dim")
        return
    words = [f"under {bounds[0]}", *(f"from {bound}" for bound in bounds)]
    console.print()
    line = Text(INDENT)
    for (front, back), text in zip(_shades(steps), words, strict=True):
        if len(line) + len(text) + 3 > console.width:
            console.print(line)
            line = Text(INDENT)
        line.append(f" {text} ", f"{front} on {back}")
        line.append(" ")
    console.print(line)
    say(console, unit, "dim")
