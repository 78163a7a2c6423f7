"""Shared pieces of what is printed on a terminal: headings, tables, bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

INDENT = "  "
FILLED, EMPTY = "#3a84bf", "grey62"


def heading(console: Console, words: str, unit: str = "") -> None:
    """Print a heading, with the unit of what follows beside it."""
    console.print()
    console.print(Text.assemble((words, "bold"), (f"  {unit}" if unit else "", "dim")))


def table(columns: Sequence[str], right: Iterable[int] = ()) -> Table:
    """Return an empty table; `right` names the columns of numbers, which are never cut."""
    numbers = set(right)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for place, words in enumerate(columns):
        if place in numbers:
            grid.add_column(words, justify="right", no_wrap=True)
        else:
            grid.add_column(words, overflow="fold")
    return grid


def put(console: Console, grid: Table) -> None:
    """Print a table a little in from the edge."""
    console.print(Padding(grid, (0, 0, 0, len(INDENT)), expand=False))


def say(console: Console, words: str | Text, style: str = "", hanging: str = "") -> None:
    """Print text a little in from the edge, wrapped, later lines further in by `hanging`."""
    text = Text(words, style=style) if isinstance(words, str) else words
    lines = text.wrap(console, console.width - len(INDENT) - len(hanging))
    for place, line in enumerate(lines):
        line.rstrip()
        console.print(Text(INDENT + (hanging if place else "")) + line)


def say_saved(console: Console, facts: Mapping[str, Any], folder: Path) -> None:
    """Say where an allocation was saved, by which digest it is known, and how it is proved."""
    heading(console, "Saved")
    say(console, f"{folder}")
    if "digest" in facts:
        say(console, f"digest {facts['digest']}")
        say(console, f"Prove it, without a solver: finmodel verify {folder}", "dim")


def bar(console: Console, share: float, width: int) -> Text:
    """Draw a bar filled to a share, with plain signs where the terminal has no others.

    A share that does not read as 100% never fills the bar.
    """
    full = min(round(max(0.0, min(1.0, share)) * width), width if share >= 0.995 else width - 1)
    on, off = ("#", ".") if console.options.ascii_only else ("█", "░")
    return Text.assemble((on * full, FILLED), (off * (width - full), EMPTY))


def room(console: Console, value: float, low: float, high: float, width: int = 12) -> Text:
    """Where a value stands between its floor and its ceiling, drawn as a marker on a line."""
    plain = console.options.ascii_only
    line, dot = ("-", "o") if plain else ("─", "●")
    part = (value - low) / (high - low) if high > low else 1.0
    place = round(max(0.0, min(1.0, part)) * (width - 1))
    return Text.assemble(
        (line * place, EMPTY), (dot, f"bold {FILLED}"), (line * (width - 1 - place), EMPTY)
    )


def shown_years(years: Sequence[int], width: int) -> tuple[int, ...]:
    """Years that fit on a screen: all, or the first and the last."""
    if width >= 42 + 9 * len(years) or len(years) <= 2:
        return tuple(years)
    return (years[0], years[-1])


def spoken_years(years: Sequence[int]) -> str:
    """Write the years of a plan.

    Examples
    --------
    >>> spoken_years([2026]), spoken_years([2026, 2027, 2028])
    ('2026', '2026-2028')
    """
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def lower_first(words: str) -> str:
    """Write words as they stand within a sentence, acronyms left alone.

    Examples
    --------
    >>> lower_first("Adults aged 15+"), lower_first("TVET places")
    ('adults aged 15+', 'TVET places')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def counted(count: int, thing: str) -> str:
    """Write a number of things, such as `1 region` or `30 regions`.

    Examples
    --------
    >>> counted(2, "policy"), counted(1, "region")
    ('2 policies', '1 region')
    """
    if count == 1:
        return f"{count} {thing}"
    return f"{count:,} {thing[:-1]}ies" if thing.endswith("y") else f"{count:,} {thing}s"


def upper_first(words: str) -> str:
    """Write words as they stand at the head of a line."""
    return words[:1].upper() + words[1:]
