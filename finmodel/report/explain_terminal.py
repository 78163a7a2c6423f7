"""Prints why an allocation is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from finmodel.report.choice import choice_sentences
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import heading, put, say, table

MOST = 12
"""Rules that are printed one by one; the others are in the JSON."""


def print_standing(console: Console, facts: Mapping[str, Any]) -> None:
    """Print what an allocation rests on (see `standing_facts`)."""
    console.print(facts["title"], style="bold", markup=False)
    heading(console, "Decided by the objective, and by staying close")
    words = choice_sentences(
        facts["choice"], facts["money_scale"], facts["money_unit"], facts["currency"]
    )
    for sentence in words:
        say(console, sentence)
    heading(console, "What one more is worth")
    for sentence in facts["one_more"]:
        say(console, sentence, hanging="  ")


def print_rules(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the price of each rule (see `rule_facts`)."""
    unit = facts["gain_unit"]
    heading(console, "The price of each rule", f"what would be gained without it, in {unit}")
    priced = [row for row in facts["rules"] if row["gain"] is None or row["gain"] > 0]
    grid = table(["Gain", "Rule", "Where"], {0})
    for row in priced[:MOST]:
        gain = "no end" if row["gain"] is None else number(row["gain"], decimals_for(row["gain"]))
        grid.add_row(gain, row["sentence"] or row["rule"], row["place"])
    if priced:
        put(console, grid)
    if len(priced) > MOST:
        say(console, f"{len(priced) - MOST} others cost less; --json names them.", "dim")
    say(console, "Goals before the last one keep what they kept.", "dim")
    free = len(facts["rules"]) - len(priced)
    if free:
        say(
            console,
            f"{free} of {len(facts['rules'])} rules cost nothing: without any one of them nothing "
            "better could be done.",
        )


def print_place(console: Console, facts: Mapping[str, Any], unit: str, year: int) -> None:
    """Print what a place gets and what stands in its way (see `place_facts`)."""
    decimals = decimals_for(facts["gets"])
    heading(console, facts["name"], f"{unit}, over the plan")
    say(console, f"It gets {number(facts['gets'], decimals)} {unit}.")
    sources = rounded_to_total([row["amount"] for row in facts["by_source"]], decimals)
    parts = [
        f"{row['name']} {number(amount, decimals)}"
        for row, amount in zip(facts["by_source"], sources, strict=True)
    ]
    if parts:
        say(console, f"From: {'; '.join(parts)}.", hanging="  ")
    grid = table(["Programme", "Money", f"Coverage {year}"], {1, 2})
    rows = facts["by_programme"]
    shown = rounded_to_total([row["amount"] for row in rows], decimals)
    for row, amount in zip(rows, shown, strict=True):
        if row["coverage"] is not None:
            grid.add_row(row["name"], number(amount, decimals), row["coverage"])
    put(console, grid)
    if facts["reasons"]:
        say(console, f"In {year}: {'; '.join(facts['reasons'])}.", hanging="  ")
    _in_the_way(console, facts, unit)


def _in_the_way(console: Console, facts: Mapping[str, Any], unit: str) -> None:
    heading(console, "What would have to change for it to get more", f"{unit}, over the plan")
    decimals = decimals_for(facts["gets"])
    if facts["most"] - facts["gets"] < 0.5 * 10**-decimals:
        say(console, "Nothing: all that can be reached is reached.")
        return
    same, most = facts["equally_good"], facts["most"]
    if same > 0.5 * 10**-decimals:
        say(
            console,
            f"Nothing but the choice among equals: an equally good allocation could give it up to "
            f"{number(same, decimals)} more.",
        )
    else:
        say(console, "No equally good allocation gives it more.")
    say(console, f"All that can be reached would cost {number(most, decimals)}.")
    rules = [row for row in facts["rules"] if row["gain"] is not None]
    if rules:
        grid = table(["More for it", "Without", "Where"], {0})
        for row in rules[:MOST]:
            words = row["sentence"] or row["rule"]
            gain = number(row["gain"], decimals_for(row["gain"]))
            grid.add_row(gain, words, row["place"])
        put(console, grid)
    else:
        say(console, "No rule stands in its way.")
    step = number(facts["step"], 0 if facts["step"] >= 1 else 3)
    for row in facts["sources"]:
        gain = number(row["gain"], decimals_for(row["gain"]))
        say(console, f"With {step} {unit} a year more from {row['name']}: up to {gain} more.")
    if not facts["sources"]:
        say(console, f"With {step} {unit} a year more from any one source, it would go elsewhere.")
    say(
        console,
        "After each change the goals are reached first, then as much as can be is spent on it.",
        "dim",
    )
