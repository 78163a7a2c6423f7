"""Prints what a gap scenario comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from finmodel.report.choice import choice_sentences
from finmodel.report.classes import PUBLIC
from finmodel.report.contracts_terminal import print_contracts
from finmodel.report.gap import SAID
from finmodel.report.headings_terminal import print_headings
from finmodel.report.indicators_terminal import print_indicators
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import heading, put, say, say_saved, spoken_years, table
from finmodel.report.tilemap import print_tile_map
from finmodel.scenario.names import percent
from finmodel.scenario.sources.unfunded import UNFUNDED


def print_gap(console: Console, facts: Mapping[str, Any], folder: Path | None = None) -> None:
    """Print the facts of a gap (see `gap_picture`).

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts of the gap.
    folder : Path, optional
        Where it was saved.
    """
    console.print(facts["title"], style="bold", markup=False)
    standing = facts["standing"]
    say(console, f"{standing[0].upper()}{standing[1:]}. Stage: {facts['stage']}.", "italic")
    say(console, opening(facts))
    _by_envelope(console, facts, "What the targets cost, and what is missing", "by_year", "Year")
    _who_pays(console, facts)
    _by_envelope(console, facts, "What is missing by programme", "by_programme", "Programme")
    print_contracts(console, facts)
    _map(console, facts)
    print_headings(console, facts, facts["cost"], "The same cost under other headings")
    _chances(console, facts)
    print_indicators(console, facts, f"{facts['money_unit']}, counting on {counted(facts)}")
    heading(console, "How the sources were spread")
    unit = (facts["money_scale"], facts["money_unit"], facts["currency"])
    for sentence in choice_sentences(facts["choice"], *unit):
        say(console, sentence, "bold" if sentence.startswith("Warning") else "none")
    if folder is not None:
        say_saved(console, facts, folder)
        say(console, "gap.csv holds each region, programme and year under each envelope.", "dim")


def opening(facts: Mapping[str, Any]) -> str:
    """Say cost, money and gap in one sentence."""
    missing = facts["missing"][facts["count_on"]]
    paid, short = shown(facts, [facts["cost"] - missing, missing])
    years, unit = facts["years"], facts["money_unit"]
    share = percent(missing / facts["cost"]) if facts["cost"] else "0%"
    decimals = _decimals(facts)
    return (
        f"The targets cost {number(paid + short, decimals)} {unit} over {spoken_years(years)}. "
        f"Counting on {counted(facts)}, {number(paid, decimals)} is paid and "
        f"{number(short, decimals)} ({share}) is missing."
    )


def counted(facts: Mapping[str, Any]) -> str:
    """Say which money is counted on."""
    return {
        "secured": "secured money only",
        "committed": "money that is secured or committed",
        "expected": "secured and committed money, and pipeline money at its probability",
        "everything": "all money, the whole pipeline too",
    }[facts["count_on"]]


def shown(facts: Mapping[str, Any], amounts: Sequence[int]) -> list[float]:
    """Amounts in the money unit, rounded so that they add up to their rounded total."""
    return rounded_to_total([a / facts["money_scale"] for a in amounts], _decimals(facts))


def _decimals(facts: Mapping[str, Any]) -> int:
    return decimals_for(facts["cost"] / facts["money_scale"])


def _by_envelope(
    console: Console, facts: Mapping[str, Any], title: str, key: str, first: str
) -> None:
    """Cost and what is missing under each envelope; columns add up as they are shown."""
    heading(console, title, f"{facts['money_unit']}, nominal")
    rows, envelopes, decimals = facts[key], facts["envelopes"], _decimals(facts)
    columns = [shown(facts, [row["cost"] for row in rows])]
    columns += [shown(facts, [row["missing"][e] for row in rows]) for e in envelopes]
    grid = table([first, "Cost", *(SAID[e] for e in envelopes)], range(1, 2 + len(envelopes)))
    for place, row in enumerate(rows):
        grid.add_row(row["name"], *(number(column[place], decimals) for column in columns))
    grid.add_section()
    grid.add_row("Total", *(number(sum(column), decimals) for column in columns), style="bold")
    put(console, grid)
    if key == "by_year":
        say(
            console,
            "Missing if only secured money comes; if committed money comes too; if pipeline money "
            "comes at its probability; if the whole pipeline comes.",
            "dim",
        )


def _who_pays(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Who pays", f"{facts['money_unit']}, over the plan, under each envelope")
    rows, envelopes, decimals = facts["by_source"], facts["envelopes"], _decimals(facts)
    columns = [shown(facts, [row["used"][e] for row in rows]) for e in envelopes]
    grid = table(["Source", *(SAID[e] for e in envelopes)], range(1, 1 + len(envelopes)))

    def add(name: str, places: Sequence[int], style: str | None = None) -> None:
        amounts = (sum(column[place] for place in places) for column in columns)
        grid.add_row(name, *(number(amount, decimals) for amount in amounts), style=style)

    paying = [place for place, row in enumerate(rows) if row["source"] != UNFUNDED]
    cash = [place for place in paying if rows[place]["cash"]]
    for place in cash:
        add(rows[place]["name"], [place])
    grid.add_section()
    if not all(rows[place]["public"] for place in cash):
        add("Total", cash, "bold")
        for public, words in PUBLIC.items():
            add(words, [place for place in cash if rows[place]["public"] is public])
        grid.add_section()
    for place in paying[len(cash) :]:
        add(f"{rows[place]['name']} (in kind, apart)", [place])
    for place in range(len(paying), len(rows)):
        add(rows[place]["name"], [place], "bold")
    grid.add_section()
    grid.add_row("Cost", *(number(sum(column), decimals) for column in columns), style="bold")
    put(console, grid)


def _map(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Where it is missing", f"% of cost, counting on {counted(facts)}")
    console.print()
    rows = facts["by_region"]
    values = {row["region"]: 100 * row["share"] for row in rows}
    print_tile_map(console, rows, values, "% of cost")


def _chances(console: Console, facts: Mapping[str, Any]) -> None:
    chances, decimals = facts["chances"], _decimals(facts)
    if chances["ways"] == 1:
        return
    heading(console, "How large the gap may be")
    most, mean = (
        number(chances[k] / facts["money_scale"], decimals) for k in ("not_more_than", "mean")
    )
    how = "drawn at random" if chances["drawn"] else "all solved"
    say(
        console,
        f"With a probability of {percent(chances['confidence'])} the gap is not more than {most} "
        f"{facts['money_unit']}; on average it is {mean}. Pipeline money comes or does not come: "
        f"{chances['ways']} ways, {how}.",
    )
