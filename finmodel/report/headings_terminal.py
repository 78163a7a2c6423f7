"""Prints the same money under other headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import heading, say
from finmodel.scenario.names import percent

MOST = 6
"""Rows that are named under one heading; the others are summed up."""


def print_headings(
    console: Console,
    facts: Mapping[str, Any],
    total: int,
    title: str = "The same money under other headings",
) -> None:
    """Print money under headings (see `money_under_headings`).

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts of an allocation, with `headings`, `never_said`, `markers` and `target_groups`.
    total : int
        All the money that the headings part [currency].
    title : str
        Title of the section.
    """
    heading(console, title, facts["money_unit"])
    decimals = decimals_for(total / facts["money_scale"])
    for kind in facts["headings"]:
        say(console, f"{kind['title']}: {_parts(facts, kind['rows'], total, decimals)}.", "", "  ")
    for key, words in (("markers", "Counts towards"), ("target_groups", "For target groups")):
        if facts[key]:
            parts = [
                _part(facts, row["name"], row["amount"], total, decimals) for row in facts[key]
            ]
            say(console, f"{words}: {'; '.join(parts)}.", "", "  ")
    if facts["markers"] or facts["target_groups"]:
        say(
            console,
            "Money counts with each programme's weight on an aim, and with the share of its output "
            "that reaches a group; these overlap.",
            "dim",
        )
    if facts["never_said"]:
        say(console, f"No programme says: {', '.join(facts['never_said'])}.", "dim")


def says_headings(facts: Mapping[str, Any]) -> bool:
    """Whether the money stands under any heading but one in each kind."""
    return bool(facts["markers"] or facts["target_groups"]) or any(
        len(kind["rows"]) > 1 for kind in facts["headings"]
    )


def print_headings_given(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the headings that a scenario gives (see `headings_given`)."""
    heading(console, "Headings of the money", "programmes under each")
    for kind in facts["headings"]:
        named = [row for row in kind["rows"] if row["key"] is not None]
        parts = [f"{row['name']} ({len(row['programmes'])})" for row in named]
        say(console, f"{kind['title']}: {'; '.join(parts)}.", hanging="  ")
        for row in kind["rows"]:
            if row["key"] is None:
                said = f"Without this heading, in whole or in part: {', '.join(row['programmes'])}."
                say(console, f"  {said}", "dim", "    ")
    if facts["markers"]:
        parts = [f"{row['name']} ({len(row['programmes'])})" for row in facts["markers"]]
        say(console, f"Aims with a weight: {'; '.join(parts)}.", hanging="  ")
    if facts["target_groups"]:
        parts = [
            f"{row['name']} ({len(row['programmes'])}"
            + (f"; counts {number(row['people'])})" if row["people"] is not None else ")")
            for row in facts["target_groups"]
        ]
        say(console, f"Target groups reached: {'; '.join(parts)}.", hanging="  ")
    if facts["never_said"]:
        say(console, f"No programme says: {', '.join(facts['never_said'])}.", "dim")


def _parts(
    facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], total: int, decimals: int
) -> str:
    """Rows with their amounts, which add up to the total as it is shown."""
    named = [row for row in rows if row["key"] is not None]
    shown = [(row["name"], row["amount"]) for row in named[:MOST]]
    if len(named) > MOST + 1:
        shown.append((f"{len(named) - MOST} others", sum(row["amount"] for row in named[MOST:])))
    else:
        shown += [(row["name"], row["amount"]) for row in named[MOST:]]
    shown += [("without this heading", row["amount"]) for row in rows if row["key"] is None]
    amounts = rounded_to_total([part / facts["money_scale"] for _, part in shown], decimals)
    return "; ".join(
        f"{name} {number(amount, decimals)} ({percent(part / total if total else 0.0)})"
        for (name, part), amount in zip(shown, amounts, strict=True)
    )


def _part(facts: Mapping[str, Any], name: str, amount: int, total: int, decimals: int) -> str:
    share = percent(amount / total if total else 0.0)
    return f"{name} {number(amount / facts['money_scale'], decimals)} ({share})"
