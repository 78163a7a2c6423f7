"""Prints the picture that ends `finmodel solve`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.capacities import print_capacities
from finmodel.report.choice import choice_sentences
from finmodel.report.classes import PUBLIC
from finmodel.report.contracts_terminal import print_contracts
from finmodel.report.debt import debt_sentences
from finmodel.report.headings_terminal import print_headings, says_headings
from finmodel.report.indicators_terminal import print_indicators
from finmodel.report.marginal import money_sentence
from finmodel.report.money import decimals_for, number, rounded_to_total, spoken
from finmodel.report.picture import NOTHING, bought
from finmodel.report.screen import (
    bar,
    counted,
    heading,
    lower_first,
    put,
    room,
    say,
    say_saved,
    spoken_years,
    table,
)
from finmodel.report.tilemap import print_tile_map
from finmodel.scenario.names import percent


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
    print_contracts(console, facts)
    print_capacities(console, facts)
    _map(console, facts)
    if says_headings(facts):
        print_headings(console, facts, facts["used"] + facts["in_kind"])
    if len(facts["sources"]) > 1:
        print_indicators(console, facts)
    _one_more(console, facts)
    _behind(console, facts)
    _choice(console, facts)
    if folder is not None:
        say_saved(console, facts, folder)
        say(
            console,
            "Look on: allocation.csv, delivery.csv and sources.csv open in any spreadsheet; in "
            f"Python, finmodel.load({str(folder)!r}).",
            "dim",
        )


def in_unit(facts: Mapping[str, Any], amounts: list[int]) -> list[float]:
    """Whole currency units as amounts of the scenario's money unit."""
    return [amount / facts["money_scale"] for amount in amounts]


def used_share(share: float) -> str:
    """Write a share of the money that is used, so that only all of it reads as 100%.

    Examples
    --------
    >>> used_share(0.9967), used_share(1.0), used_share(0.999999)
    ('99.7%', '100%', '>99.9%')
    """
    if not 0.995 <= share < 1:
        return percent(share)
    return f"{share * 100:.1f}%" if share < 0.9995 else ">99.9%"


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
    there = facts["used"] + facts["unused"]
    share = facts["used"] / there if there else 0.0
    known = [row for row in facts["programmes"] if row["today"] is not None]
    more = sum(row["last"] > row["today"] + 1e-9 for row in known)
    regions, programmes = len(facts["regions"]), len(facts["programmes"])
    say(
        console,
        f"{number(used, decimals)} of {number(used + unused, decimals)} {facts['money_unit']} "
        f"({used_share(share)}) is put to use in "
        + (f"{counted(regions, 'region')} and " if regions > 1 else "")
        + f"{counted(programmes, 'programme')}, {spoken_years(years)}."
        + (
            f" By {years[-1]}, {more or 'none'} of the {counted(len(known), 'programme')} whose "
            f"coverage today is known {'covers' if more == 1 else 'cover'} more of the need."
            if known
            else ""
        )
        + _in_kind(facts, decimals),
    )


def _in_kind(facts: Mapping[str, Any], decimals: int) -> str:
    if not facts["in_kind"]:
        return ""
    worth = number(facts["in_kind"] / facts["money_scale"], decimals)
    return f" Help in kind, which is no money, covers cost of another {worth}."


def _sources(console: Console, facts: Mapping[str, Any]) -> None:
    years = spoken_years(facts["years"])
    heading(console, "Money by source", f"{facts['money_unit']}, {years}, nominal")
    decimals = places(facts)
    rows = facts["sources"]
    first = [row["first_charges"] for row in rows]
    free = [row["available"] - row["first_charges"] for row in rows]
    paid = [row["used"] for row in rows]
    cash = sum(row["cash"] for row in rows)
    has, used = [], []
    for part in (slice(cash), slice(cash, None)):
        there = rounded_to_total(in_unit(facts, free[part]), decimals)
        has += there
        used += rounded_to_total(in_unit(facts, paid[part]), decimals, at_most=there)
    wide = console.width >= 80
    length = 16 if console.width >= 100 else 8
    columns = ["Source", "Available", "Used", *(["Share used"] if wide else []), "Unused"]
    grid = table(columns, {1, 2, len(columns) - 1})

    def add(name: str, there: float, spent: float, style: str = "") -> None:
        # The share is of the amounts shown: nothing unused reads as all of it used.
        share = spent / there if there else 0.0
        gauge = [bar(console, share, length).append(f" {used_share(share):>5}")] if wide else []
        money = [Text(number(amount, decimals)) for amount in (there, spent, there - spent)]
        grid.add_row(Text(name), *money[:2], *gauge, money[2], style=style)

    lines = [(row["name"], *amounts) for row, *amounts in zip(rows, has, used, strict=True)]
    for line in lines[:cash]:
        add(*line)
    grid.add_section()
    add("Total", sum(has[:cash]), sum(used[:cash]), "bold")
    if not all(row["public"] for row in rows[:cash]):
        for public, words in PUBLIC.items():
            mine = [place for place in range(cash) if rows[place]["public"] is public]
            add(words, sum(has[place] for place in mine), sum(used[place] for place in mine))
    if lines[cash:]:
        grid.add_section()
        for name, *amounts in lines[cash:]:
            add(f"{name} (in kind, apart)", *amounts)
    put(console, grid)
    idle = [money - row["spendable"] for money, row in zip(free, rows, strict=True)]
    if any(idle):
        words = _by_source(facts, idle, decimals)
        say(console, f"Of the unused, cannot be spent in practice (absorption): {words}.", "dim")
    if any(first):
        words = _by_source(facts, first, decimals)
        say(console, f"Paid before programmes, and not counted above: {words}.", "dim")
    for sentence in debt_sentences(facts, decimals):
        say(console, sentence, "dim")


def _by_source(facts: Mapping[str, Any], amounts: list[int], decimals: int) -> str:
    """Amounts of the sources that have any, such as `State budget 200; Grant 12`."""
    shown = rounded_to_total(in_unit(facts, amounts), decimals)
    return "; ".join(
        f"{row['name']} {number(part, decimals)}"
        for row, part in zip(facts["sources"], shown, strict=True)
        if part
    )


def _programmes(console: Console, facts: Mapping[str, Any]) -> None:
    first, last = facts["years"][0], facts["years"][-1]
    heading(console, "Coverage of need by programme", f"money in {facts['money_unit']}")
    decimals = places(facts)
    rows = facts["programmes"]
    spent = rounded_to_total(in_unit(facts, [row["spending"] for row in rows]), decimals)
    wide = console.width >= 90
    known = wide and any(row["today"] is not None for row in rows)
    columns = ["Programme", "Money", *(["Today"] if known else [])]
    columns += [str(year) for year in dict.fromkeys((first, last))]
    columns += ["Floor", "", "Ceiling"] if wide else ["Floor", "Ceiling"]
    drawn = {columns.index("")} if wide else set()
    grid = table(columns, {*range(1, len(columns))} - drawn)
    for row, money in zip(rows, spent, strict=True):
        line = room(console, row["last"], row["floor"], row["ceiling"])
        today = percent(row["today"]) if row["today"] is not None else "?"
        grid.add_row(
            row["name"],
            number(money, decimals),
            *([today] if known else []),
            *([percent(row["first"])] if last != first else []),
            percent(row["last"]),
            percent(row["floor"]),
            *([line] if wide else []),
            percent(row["ceiling"]),
        )
    grid.add_section()
    blank = [""] * (len(columns) - 2)
    grid.add_row("Total", number(sum(spent), decimals), *blank, style="bold")
    put(console, grid)
    if wide:
        say(console, f"The dot shows where {last} stands between floor and ceiling.", "dim")


def _map(console: Console, facts: Mapping[str, Any]) -> None:
    per_head = facts["per_head"]
    rows = [row for row in facts["regions"] if row["per_head_a_year"] is not None]
    if not rows:
        return
    unit = f"{per_head['unit']} a year; heads are {lower_first(per_head['of'])}"
    heading(console, "Spending per head", unit)
    if len(facts["regions"]) == 1:
        amount = rows[0]["per_head_a_year"] / per_head["unit_scale"]
        say(console, f"{number(amount, decimals_for(amount))} {per_head['unit']}.")
        return
    console.print()
    values = {row["region"]: row["per_head_a_year"] / per_head["unit_scale"] for row in rows}
    print_tile_map(console, rows, values, per_head["unit"])


def _one_more(console: Console, facts: Mapping[str, Any]) -> None:
    rows = facts["one_more"]
    if not rows:
        return
    step = spoken(rows[0]["step"] * facts["money_scale"], facts["currency"])
    years = " or ".join(str(year) for year in sorted({row["year"] for row in rows}))
    heading(console, f"What one more {step.removeprefix('1 ')} would buy", f"in {years}")
    unit = facts["gain_unit"]
    title = f"{unit[:1].upper()}{unit[1:]}"
    grid = table(["From", title, "One less", "Mostly buys"], {1, 2})
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        words = (_change(row["gain"]), _less(row), bought(row))
        groups.setdefault(words, []).append(row)
    for (gain, loss, buys), members in groups.items():
        grid.add_row(_any_of(members, rows), gain, loss, buys)
    put(console, grid)
    largest = max(groups.values(), key=len)
    names = [_within(_any_of(largest, rows))]
    row = dict(largest[0]) | {
        key: min((each[key] for each in largest if each[key] is not None), default=None)
        for key in ("more_holds", "less_holds")
    }
    sentence = money_sentence(names, row, unit, facts["money_scale"], facts["currency"])
    say(console, sentence, "dim")


def _within(name: str) -> str:
    """Write a list of sources as it stands within a sentence."""
    if name.startswith("Any of: "):
        return f"any of these ({name.removeprefix('Any of: ')})"
    return name.replace("Any source but: ", "any source but ").replace("Any source", "any source")


def _any_of(members: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    """Name sources that buy the same: one by one, or all but the others where that is shorter."""
    others = [row["name"] for row in rows if row not in members]
    if len(members) > 3 and len(others) < len(members):
        return f"Any source but: {'; '.join(others)}" if others else "Any source"
    names = "; ".join(row["name"] for row in members)
    return f"Any of: {names}" if len(members) > 1 else names


def _change(value: float | None, sign: str = "") -> str:
    """What a step changes; after it there may be no allocation at all."""
    if value is None:
        return "breaks a rule"
    return f"{sign}{number(value, decimals_for(value))}" if value > NOTHING else "0"


def _less(row: Mapping[str, Any]) -> str:
    """What a step less changes; of what a source has not, there is none to take."""
    if row["loss"] is None and row["has"] < row["step"]:
        return "has less" if row["has"] > 0 else "none to take"
    return _change(row["loss"], "-")


def _choice(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Decided by the objective, and by staying close")
    words = choice_sentences(
        facts["choice"], facts["money_scale"], facts["money_unit"], facts["currency"]
    )
    for sentence in words:
        style = "bold" if sentence.startswith("Warning") else "none"
        say(console, sentence, style)


def _behind(console: Console, facts: Mapping[str, Any]) -> None:
    last = facts["years"][-1]
    rows = facts["furthest_behind"]
    if len(facts["regions"]) == 1:
        heading(console, "How far it reaches", f"share of what can be reached, {last}")
        why = "; ".join(rows[0]["reasons"]) or "nothing holds it back"
        say(console, f"{percent(rows[0]['reached_last'])}: {why}.", hanging="  ")
        return
    heading(console, "Furthest behind", f"share of what can be reached that is met in {last}")
    alike = facts["equally_far_behind"]
    if alike > len(rows):
        level = percent(rows[0]["reached_last"])
        say(console, f"{alike} regions stand equally low, at {level}; {len(rows)} of them:")
    for row in rows:
        why = "; ".join(row["reasons"]) or "no single reason stands out"
        say(console, f"{row['name']} {percent(row['reached_last'])}: {why}.", hanging="  ")
