"""The figures of a run as tables, for the terminal and for the README."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

Figures = dict[str, Any]
Format = Callable[[Any], str]
Column = tuple[str, str, Format]
"""Title, key of the figure, and how it is written."""


def seconds(value: float) -> str:
    """Seconds with two or three figures that count."""
    places = next((p for p, least in enumerate((100, 10, 1, 0.1, 0.01)) if value >= least), 4)
    return f"{value:.{places}f}"


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
    "From arrays to the optimum (seconds)": (
        ("bare HiGHS", "bare", seconds),
        ("finmodel", "optimum", seconds),
        ("ratio", "ratio", times),
        ("from the panel", "from_panel", seconds),
        ("its ratio", "ratio_from_panel", times),
        ("naive PuLP", "naive", seconds),
        ("times faster", "faster", times),
        ("solved again", "again", seconds),
    ),
    "From the loaded scenario to the allocation in memory (seconds)": (
        ("bare HiGHS", "bare", seconds),
        ("allocation", "allocate", seconds),
        ("ratio", "ratio_allocate", times),
        ("with certificate", "ratio_proved", times),
        ("panel", "panel", seconds),
        ("program", "program", seconds),
        ("passing", "highs_load", seconds),
        ("solving", "solve", seconds),
        ("choosing", "choosing", seconds),
        ("rounding", "rounding", seconds),
        ("tables", "tables", seconds),
        ("one more", "one_more", seconds),
        ("left open", "undecided", seconds),
    ),
    "Certificate and proof (seconds, without a solver)": (
        ("certificate", "certificate", seconds),
        ("what can be reached", "certificate_bounds", seconds),
        ("multipliers of the choice", "certificate_choice", seconds),
        ("how near it is", "certificate_near", seconds),
        ("its size (kB)", "certificate_size", count),
        ("verify", "verify", seconds),
        ("reading", "proof_read", seconds),
        ("rules again", "proof_rules", seconds),
        ("rules and bounds", "proof_bounds", seconds),
        ("tables", "proof_tables", seconds),
        ("choice", "proof_choice", seconds),
    ),
    "The lowest coverage, then the next (seconds)": (
        ("columns", "turn_columns", count),
        ("rows", "turn_rows", count),
        ("levels", "levels", count),
        ("lowest alone", "lowest", seconds),
        ("then the next", "in_turn", seconds),
        ("ratio", "ratio_in_turn", times),
    ),
    "Explanations of a saved allocation (seconds)": (
        ("rules", "rules", count),
        ("solved again", "explain_solved", seconds),
        ("price of all rules", "explain_rules", seconds),
        ("to solving", "ratio_rules", times),
        ("one region", "explain_region", seconds),
    ),
    "Comparison of two saved allocations, with causes, and report of one (seconds)": (
        ("both proved", "both_proved", seconds),
        ("one change", "compare_1", seconds),
        ("five changes", "compare_5", seconds),
        ("proved", "report_proved", seconds),
        ("what it says", "report_document", seconds),
        ("as HTML", "report_html", seconds),
        ("whole report", "report_whole", seconds),
        ("its size (kB)", "html_size", count),
        ("command", "report_command", seconds),
        ("its memory (MB)", "report_memory", count),
    ),
    "Other phases (seconds) and peak memory (MB)": (
        ("lowest first", "lowest_first", seconds),
        ("then benefit", "then_benefit", seconds),
        ("reading", "load", seconds),
        ("saving", "save", seconds),
        ("memory", "peak_memory", count),
        ("PuLP memory", "naive_peak_memory", count),
    ),
}


def case(figures: Figures) -> str:
    """Name of a case."""
    return str(figures["size"]) + (" + local" if figures["local_budgets"] else "")


def _cells(figures: Figures, columns: Sequence[Column]) -> list[str]:
    return [write(figures[key]) if key in figures else "–" for _, key, write in columns]


def _measured(results: Sequence[Figures], columns: Sequence[Column]) -> list[Figures]:
    """Cases of which something was measured that a table shows."""
    return [figures for figures in results if any(key in figures for _, key, _ in columns)]


def for_terminal(results: Sequence[Figures]) -> list[Table]:
    """Tables for Rich."""
    tables = []
    for title, columns in TABLES.items():
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        table.add_column("case", no_wrap=True)
        for heading, _, _ in columns:
            table.add_column(heading, justify="right")
        for figures in _measured(results, columns):
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
        for figures in _measured(results, columns):
            lines.append("| " + " | ".join([case(figures), *_cells(figures, columns)]) + " |")
        lines.append("")
    return "\n".join(lines)
