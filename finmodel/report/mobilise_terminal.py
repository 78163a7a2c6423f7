"""Prints which new finance closes the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.choice import choice_sentences
from finmodel.report.contracts_terminal import print_contracts
from finmodel.report.indicators_terminal import print_indicators
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import (
    bar,
    heading,
    put,
    say,
    say_saved,
    shown_years,
    spoken_years,
    table,
)
from finmodel.scenario.names import percent
from finmodel.scenario.sources.unfunded import UNFUNDED

NAME, BESIDE = 24, 50
"""Width of a lever's name, and of what stands beside the years."""


def print_mobilise(console: Console, facts: Mapping[str, Any], folder: Path | None = None) -> None:
    """Print the facts of a scenario with levers (see `mobilise_picture`).

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts.
    folder : Path, optional
        Where it was saved.
    """
    console.print(facts["title"], style="bold", markup=False)
    standing = facts["standing"]
    say(console, f"{standing[0].upper()}{standing[1:]}. Stage: {facts['stage']}.", "italic")
    say(console, opening(facts))
    _waterfall(console, facts)
    _later(console, facts)
    _levers(console, facts)
    print_contracts(console, facts)
    heading(console, "The price of closing the gap")
    for sentence in price_sentences(facts):
        say(console, sentence)
    print_indicators(console, facts)
    heading(console, "How the sources were spread")
    unit = (facts["money_scale"], facts["money_unit"], facts["currency"])
    for sentence in choice_sentences(facts["choice"], *unit):
        say(console, sentence, "bold" if sentence.startswith("Warning") else "none")
    if folder is not None:
        say_saved(console, facts, folder)
        say(
            console,
            "levers.csv holds each lever and year, closing.csv the price of the gap.",
            "dim",
        )


def _decimals(facts: Mapping[str, Any]) -> int:
    return decimals_for(facts["need"] / facts["money_scale"])


def amounts(facts: Mapping[str, Any], values: Sequence[int]) -> list[str]:
    """Amounts in the money unit, rounded so that they add up to their rounded total."""
    decimals = _decimals(facts)
    shown = rounded_to_total([value / facts["money_scale"] for value in values], decimals)
    return [number(value, decimals) for value in shown]


def opening(facts: Mapping[str, Any]) -> str:
    """Say need, new money and what is still missing in a sentence or two."""
    unit, years = facts["money_unit"], facts["years"]
    new = sum(row["raised"] for row in facts["levers"])
    used = sum(row["raised"] > 0 for row in facts["levers"])
    need, missing, raised = (
        number(value / facts["money_scale"], _decimals(facts))
        for value in (facts["need"], facts["missing"], new)
    )
    closed = (
        "and closes the gap."
        if facts["missing"] == 0
        else f"and {missing} ({percent(facts['missing'] / facts['need'])}) is still missing."
    )
    funding, financing = amounts(
        facts, [facts["mobilised"]["funding"], facts["mobilised"]["financing"]]
    )
    return (
        f"The targets need {need} {unit} over {spoken_years(years)}. New finance from {used} of "
        f"{len(facts['levers'])} levers brings {raised}, {closed} Of the new money {funding} is "
        f"funding, which pays in the end, and {financing} is financing, which is paid back."
    )


def _waterfall(console: Console, facts: Mapping[str, Any]) -> None:
    years = facts["years"]
    heading(
        console,
        "From need to gap",
        f"{facts['money_unit']}, {spoken_years(years)}, nominal",
    )
    rows = [row for row in facts["waterfall"] if row["amount"] or row["class"] == UNFUNDED]
    shown = amounts(facts, [row["amount"] for row in rows])
    grid = table(["Class of money", "Amount", "Share of need"], {1})
    need = facts["need"] or 1
    total = number(facts["need"] / facts["money_scale"], _decimals(facts))
    grid.add_row(
        Text("Need: all targets at conventional cost"), Text(total), Text(""), style="bold"
    )
    for row, amount in zip(rows, shown, strict=True):
        share = row["amount"] / need
        gauge = bar(console, share, 16).append(f" {percent(share):>5}")
        style = "bold" if row["class"] == UNFUNDED else ""
        grid.add_row(Text(row["name"]), Text(amount), gauge, style=style)
    put(console, grid)


def _later(console: Console, facts: Mapping[str, Any]) -> None:
    rows = [row for row in facts["later"] if row["within"] or row["after"]]
    if not rows:
        return
    heading(console, "What it costs later", f"{facts['money_unit']}, nominal")
    last = facts["years"][-1]
    grid = table(["Due for new loans and contracts", f"To {last}", f"After {last}"], {1, 2})
    for row in rows:
        within, after = amounts(facts, [row["within"], row["after"]])
        grid.add_row(row["name"], within, after)
    put(console, grid)


def _levers(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Levers as a plan", f"{facts['money_unit']}, nominal")
    years = shown_years(facts["years"], console.width - BESIDE)
    columns = ["Lever", "From", *map(str, years), "In all", "Of most", "Cost", "Risk", "Effort"]
    grid = table(columns, set(range(1, len(columns))))
    grid.columns[0].min_width = NAME
    for row in facts["levers"]:
        values = [row["by_year"].get(year, 0) for year in years]
        money = [_one(facts, value) for value in (*values, row["raised"])]
        share = percent(row["raised"] / row["most"]) if row["most"] else "0%"
        costs = [_one(facts, row["cost"]), _one(facts, row["risk"])]
        grid.add_row(
            Text(row["name"]),
            "–" if row["from"] is None else str(row["from"]),
            *money,
            share,
            *costs,
            f"{row['effort']:.1f}",
            style="dim" if row["from"] is None else "",
        )
    put(console, grid)
    say(
        console,
        "Cost is what raising the money costs, risk the part that may not come, effort counts "
        "points of the scenario's own scale.",
        "dim",
    )


def _one(facts: Mapping[str, Any], value: int) -> str:
    return number(value / facts["money_scale"], _decimals(facts)) if value else "0"


def price_sentences(facts: Mapping[str, Any]) -> list[str]:
    """Say what the first and the last part of the gap cost to close, and what is next."""
    steps = [step for step in facts["closing"] if step["price"] is not None]
    if not steps:
        return ["No lever closes any of the gap, or the objective does not price it."]
    unit, goal = facts["money_unit"], facts["goals"][1].removeprefix("minimise ")
    points = goal == "effort"
    decimals = _decimals(facts)

    def said(price: float) -> str:
        return f"{price:.3g} points" if points else f"{price:.3g} {unit}"

    gap = number(facts["closing"][0]["gap_left"], decimals)
    first, last = steps[0]["price"], steps[-1]["price"]
    sentences = [
        f"Without levers {gap} {unit} is missing. One more {unit} of it closed costs "
        f"{said(first)} of {goal} at first and {said(last)} at the end."
    ]
    if facts["missing"]:
        sentences.append("The levers close no more: each is used up where it could still pay.")
    else:
        sentences.append(
            f"Nothing is left to close; leaving the last {unit} open would save {said(last)}."
        )
    return sentences
