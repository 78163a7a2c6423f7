"""Prints the picture that ends `finmodel solve`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from finmodel.report.money import decimals_for, number, percent, rounded_to_total, spoken
from finmodel.report.screen import bar, counted, heading, put, room, say, table
from finmodel.report.tilemap import print_tile_map


def print_picture(console: Console, facts: Mapping[str, Any], folder: Path | None = None) -> None:
    """Print the facts of an allocation (see `picture`).

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts of the allocation.
    folder : Path, optional
        Where it was saved.
    """
    _opening(console, facts)
    _sources(console, facts)
    _programmes(console, facts)
    _map(console, facts)
    _one_more(console, facts)
    _behind(console, facts)
    if folder is not None:
        heading(console, "Saved")
        say(console, f"{folder}")
        say(console, "Tables as CSV: allocation.csv (money), delivery.csv, sources.csv.", "dim")


def in_unit(facts: Mapping[str, Any], amounts: list[int]) -> list[float]:
    """Whole currency units as amounts of the scenario's money unit."""
    return [amount / facts["money_scale"] for amount in amounts]


def places(facts: Mapping[str, Any]) -> int:
    """Decimals that the scenario's money unit needs."""
    return decimals_for(facts["available"] / facts["money_scale"])


def _opening(console: Console, facts: Mapping[str, Any]) -> None:
    console.print(facts["title"], style="bold", markup=False)
    standing = facts["standing"]
    say(console, f"{standing[0].upper()}{standing[1:]}. Stage: {facts['stage']}.", "italic")
    decimals = places(facts)
    used, unused = rounded_to_total(in_unit(facts, [facts["used"], facts["unused"]]), decimals)
    years = facts["years"]
    share = facts["used"] / facts["available"] if facts["available"] else 0.0
    more = sum(row["last"] > row["first"] + 1e-9 for row in facts["programmes"])
    regions, programmes = len(facts["regions"]), len(facts["programmes"])
    say(
        console,
        f"{number(used, decimals)} of {number(used + unused, decimals)} {facts['money_unit']} "
        f"({percent(share)}) is put to use in {counted(regions, 'region')} and "
        f"{counted(programmes, 'programme')}, {years[0]}-{years[-1]}. In {years[-1]} "
        f"{more or 'none'} of the programmes cover more of the need than in {years[0]}.",
    )


def _sources(console: Console, facts: Mapping[str, Any]) -> None:
    years = facts["years"]
    heading(console, "Money by source", f"{facts['money_unit']}, {years[0]}-{years[-1]}, nominal")
    decimals = places(facts)
    rows = facts["sources"]
    has = rounded_to_total(in_unit(facts, [row["available"] for row in rows]), decimals)
    used = rounded_to_total(in_unit(facts, [row["used"] for row in rows]), decimals, at_most=has)
    wide = console.width >= 80
    columns = ["Source", "Available", "Used", *(["Share used"] if wide else []), "Unused"]
    grid = table(columns, {1, 2, len(columns) - 1})
    for row, there, spent in zip(rows, has, used, strict=True):
        share = row["used"] / row["available"] if row["available"] else 0.0
        gauge = bar(console, share, 16).append(f" {percent(share):>4}")
        cells = [number(there, decimals), number(spent, decimals), *([gauge] if wide else [])]
        grid.add_row(row["name"], *cells, number(there - spent, decimals))
    grid.add_section()
    share = facts["used"] / facts["available"] if facts["available"] else 0.0
    gauge = bar(console, share, 16).append(f" {percent(share):>4}")
    sums = [number(sum(has), decimals), number(sum(used), decimals), *([gauge] if wide else [])]
    grid.add_row("Total", *sums, number(sum(has) - sum(used), decimals), style="bold")
    put(console, grid)


def _programmes(console: Console, facts: Mapping[str, Any]) -> None:
    first, last = facts["years"][0], facts["years"][-1]
    heading(console, "Coverage of need by programme", f"money in {facts['money_unit']}")
    decimals = places(facts)
    rows = facts["programmes"]
    spent = rounded_to_total(in_unit(facts, [row["spending"] for row in rows]), decimals)
    wide = console.width >= 90
    columns = ["Programme", "Money", str(first), str(last), "Floor"]
    columns += [f"{last}: floor to ceiling"] if wide else []
    columns += ["Ceiling"]
    grid = table(columns, {1, 2, 3, 4, len(columns) - 1})
    for row, money in zip(rows, spent, strict=True):
        line = room(console, row["last"], row["floor"], row["ceiling"], 20)
        grid.add_row(
            row["name"],
            number(money, decimals),
            percent(row["first"]),
            percent(row["last"]),
            percent(row["floor"]),
            *([line] if wide else []),
            percent(row["ceiling"]),
        )
    grid.add_section()
    blank = [""] * (len(columns) - 2)
    grid.add_row("Total", number(sum(spent), decimals), *blank, style="bold")
    put(console, grid)


def _map(console: Console, facts: Mapping[str, Any]) -> None:
    per_head = facts["per_head"]
    rows = [row for row in facts["regions"] if row["per_head_a_year"] is not None]
    if not rows:
        return
    unit = f"{per_head['unit']} a year; heads are {per_head['of']}"
    heading(console, "Spending per head", unit)
    console.print()
    values = {row["region"]: row["per_head_a_year"] / per_head["unit_scale"] for row in rows}
    print_tile_map(console, rows, values, per_head["unit"])


def _one_more(console: Console, facts: Mapping[str, Any]) -> None:
    rows = facts["one_more"]
    if not rows:
        return
    step = spoken(rows[0]["step"] * facts["money_scale"], facts["currency"])
    heading(console, f"What one more {step.removeprefix('1 ')} would buy", "where it buys most")
    grid = table(["From", "In", "Benefit points", "Mostly"], {2})
    for row in rows:
        if row["benefit"] <= 0:
            bought = "nothing: this money is not what is short"
        elif row["programme_name"]:
            amount = number(row["outputs"], decimals_for(row["outputs"]))
            bought = f"{row['programme_name']}: {amount} {row['output']}"
        else:
            bought = "a little of many programmes"
        when = f"{row['year']}, {row['region_name']}" if row["region_name"] else str(row["year"])
        points = number(row["benefit"], decimals_for(row["benefit"]))
        grid.add_row(row["name"], when, points, bought)
    put(console, grid)


def _behind(console: Console, facts: Mapping[str, Any]) -> None:
    last = facts["years"][-1]
    heading(console, "Furthest behind", f"share of what can be reached that is met in {last}")
    for row in facts["furthest_behind"]:
        why = "; ".join(row["reasons"]) or "no single reason stands out"
        reached = percent(row["reached_last"])
        say(console, f"{row['name']} {reached}: {why.rstrip('.')}.", hanging="  ")
