"""The figures of a run as tables, for the terminal and for the README."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.table import Table

Figures = dict[str, Any]
Format = Callable[[Any], str]
Column = tuple[str, str, Format]
"""Title, key of the figure, and how it is written."""


def seconds(value: float) -> str:
    """Seconds with two or three figures that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def count(value: float) -> str:
    """A whole number in groups of three."""
    return f"{value:,.0f}"


def times(value: float) -> str:
    """How many times as long."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


TABLES: dict[str, tuple[Column, ...]] = {
    "Size of the program": (
        ("naive columns", "naive_columns", count),
        ("columns", "columns", count),
        ("rows", "rows", count),
        ("coefficients", "entries", count),
        ("iterations", "iterations", count),
    ),
    "From arrays to the optimum [s]": (
        ("bare HiGHS", "bare", seconds),
        ("finmodel", "optimum", seconds),
        ("ratio", "ratio", times),
        ("from the panel", "from_panel", seconds),
        ("ratio from the panel", "ratio_from_panel", times),
        ("naive PuLP", "naive", seconds),
        ("times faster", "faster", times),
        ("solved again", "again", seconds),
    ),
    "Time by phase [s] and peak memory [MB]": (
        ("panel", "panel", seconds),
        ("program", "program", seconds),
        ("passing to HiGHS", "highs_load", seconds),
        ("solving", "solve", seconds),
        ("reading the file", "load", seconds),
        ("whole allocation", "allocate", seconds),
        ("saving", "save", seconds),
        ("memory", "peak_memory", count),
        ("naive memory", "naive_peak_memory", count),
    ),
}


def case(figures: Figures) -> str:
    """Name of a case."""
    return str(figures["size"]) + (" and local budgets" if figures["local_budgets"] else "")


def _cells(figures: Figures, columns: Sequence[Column]) -> list[str]:
    return [write(figures[key]) if key in figures else "–" for _, key, write in columns]


def for_terminal(results: Sequence[Figures]) -> list[Table]:
    """Tables for Rich."""
    tables = []
    for title, columns in TABLES.items():
        table = Table("case", title=title, title_justify="left")
        for heading, _, _ in columns:
            table.add_column(heading, justify="right")
        for figures in results:
            table.add_row(case(figures), *_cells(figures, columns))
        tables.append(table)
    return tables


def for_readme(results: Sequence[Figures], machine: str) -> str:
    """The same tables in Markdown."""
    lines = [f"Measured on {machine}.", ""]
    for title, columns in TABLES.items():
        lines += [f"### {title}", ""]
        lines.append("| case | " + " | ".join(heading for heading, _, _ in columns) + " |")
        lines.append("|---|" + "---:|" * len(columns))
        for figures in results:
            lines.append("| " + " | ".join([case(figures), *_cells(figures, columns)]) + " |")
        lines.append("")
    return "\n".join(lines)
