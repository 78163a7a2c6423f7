"""Prints what a scenario says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from finmodel.report.classes import PUBLIC
from finmodel.report.headings_terminal import print_headings_given
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import counted, heading, put, say, shown_years, spoken_years, table
from finmodel.scenario.names import in_words, percent


def print_facts(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the facts of a scenario (see `scenario_facts`)."""
    _opening(console, facts)
    _envelopes(console, facts)
    _terms(console, facts)
    _costs(console, facts)
    _programmes(console, facts)
    print_headings_given(console, facts)
    _capacities(console, facts["capacities"])
    _contracts(console, facts["contracts"])
    _policies(console, facts["policies"])
    _provenance(console, facts)
    _attributes(console, facts)


def _opening(console: Console, facts: Mapping[str, Any]) -> None:
    sizes, years = facts["sizes"], facts["years"]
    console.print(facts["title"], style="bold", markup=False)
    things = (("region", "regions"), ("programme", "programmes"), ("source", "sources"))
    words = [counted(sizes[key], thing) for thing, key in things]
    span = spoken_years(years)
    words.append(span if len(years) == 1 else f"{counted(len(years), 'year')} ({span})")
    words.append(counted(sizes["policies"], "policy"))
    say(console, ", ".join(words) + ".")
    standing = facts["standing"]
    say(
        console,
        f"Stage: {facts['stage']}{'' if standing == facts['stage'] else '; ' + standing}. "
        f"All money in {facts['money_unit']}, nominal, unless a line says otherwise.",
    )
    goals = ", then ".join(facts["objective"])
    say(console, f"Question: {facts['question']}. Objective: {goals}.")
    if facts["years_status"]:
        firm = "; ".join(f"{years}: {words}" for years, words in facts["years_status"].items())
        say(console, f"Years: {firm}.")


def _decimals(facts: Mapping[str, Any]) -> int:
    """Decimals that the scenario's money unit needs."""
    return decimals_for(sum(row["total"] for row in facts["envelopes"]))


def _year_rows(
    rows: Sequence[tuple[str, Mapping[str, float]]], years: Sequence[int], decimals: int
) -> list[tuple[str, list[float], float]]:
    """Rows of money as shown: each year's column adds up, and each row to its total."""
    columns = [
        rounded_to_total([amounts[str(year)] for _, amounts in rows], decimals) for year in years
    ]
    rounded = [[column[place] for column in columns] for place in range(len(rows))]
    return [(rows[place][0], cells, sum(cells)) for place, cells in enumerate(rounded)]


def _envelopes(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Money there is, by source", facts["money_unit"])
    years = shown_years(facts["years"], console.width)
    decimals = _decimals(facts)
    grid = table(["Source", *map(str, years), *_all(facts)], range(1, len(years) + 2))
    at = [facts["years"].index(year) for year in years]
    for cash in (True, False):
        kind = [(row["name"], row["by_year"]) for row in facts["envelopes"] if row["cash"] is cash]
        rows = _year_rows(kind, facts["years"], decimals)
        for name, cells, total in rows:
            shown = [number(cells[place], decimals) for place in at]
            words = name if cash else f"{name} (in kind, apart)"
            grid.add_row(words, *shown, *_all(facts, number(total, decimals)))
        grid.add_section()
        if cash:
            sums = [sum(cells[year] for _, cells, _ in rows) for year in range(len(facts["years"]))]
            shown = [number(sums[place], decimals) for place in at]
            whole = _all(facts, number(sum(sums), decimals))
            grid.add_row("Total", *shown, *whole, style="bold")
            _public_and_private(grid, facts, rows, at, decimals)
            grid.add_section()
    put(console, grid)


def _public_and_private(
    grid: Table,
    facts: Mapping[str, Any],
    rows: Sequence[tuple[str, list[float], float]],
    at: Sequence[int],
    decimals: int,
) -> None:
    """Public funds and private money apart, where there are both."""
    public = [row["public"] for row in facts["envelopes"] if row["cash"]]
    if all(public):
        return
    for kind, words in PUBLIC.items():
        mine = [cells for (_, cells, _), own in zip(rows, public, strict=True) if own is kind]
        shown = [number(sum(cells[place] for cells in mine), decimals) for place in at]
        total = number(sum(sum(cells) for cells in mine), decimals)
        grid.add_row(words, *shown, *_all(facts, total))


def _terms(console: Console, facts: Mapping[str, Any]) -> None:
    """Terms of the sources, and what each region gets of what is shared by formula."""
    if facts["terms"]:
        heading(console, "On what terms")
    for row in facts["terms"]:
        say(console, f"{row['name']}: {row['sentence']}", hanging="  ")
    for source in facts["shared"]:
        heading(console, f"{source['name']}, by region", facts["money_unit"])
        years = shown_years(facts["years"], console.width - 10)
        rows = [(row["name"], row["by_year"]) for row in source["regions"]]
        columns = ["Region", "Share", *map(str, years), *_all(facts)]
        grid = table(columns, range(1, len(columns)))
        at = [facts["years"].index(year) for year in years]
        shares = [row["share"] for row in source["regions"]]
        decimals = _decimals(facts)
        for (name, cells, total), share in zip(
            _year_rows(rows, facts["years"], decimals), shares, strict=True
        ):
            amounts = (number(cells[place], decimals) for place in at)
            whole = _all(facts, number(total, decimals))
            grid.add_row(name, percent(share), *amounts, *whole)
        put(console, grid)


def _costs(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "What it would cost", facts["money_unit"])
    years = shown_years(facts["years"], console.width)
    grid = table(["", *map(str, years), *_all(facts)], range(1, len(years) + 2))
    decimals = _decimals(facts)
    titles = {
        "at_floor": "All programmes at their floor",
        "at_ceiling": "All programmes at their ceiling",
        "full_need": "The whole need",
        "baseline_at_floor": "Apart: baseline, at the floor",
        "baseline_at_ceiling": "Apart: baseline, at the ceiling",
    }
    for key, words in titles.items():
        amounts = facts["costs"][key]
        if key.startswith("baseline") and not any(amounts.values()):
            continue
        cells = rounded_to_total([amounts[str(year)] for year in facts["years"]], decimals)
        shown = [number(cells[facts["years"].index(year)], decimals) for year in years]
        grid.add_row(words, *shown, *_all(facts, number(sum(cells), decimals)))
    put(console, grid)
    if any(facts["costs"]["baseline_at_ceiling"].values()):
        say(console, "Baseline is already paid from elsewhere; no source is charged.", "dim")
    existing = [row["name"] for row in facts["programmes"] if not row["new_policy"]]
    if existing:
        say(console, f"Continues what is already in place: {', '.join(existing)}.")


def _programmes(console: Console, facts: Mapping[str, Any]) -> None:
    unit = facts["unit_costs_in"]
    first, last = facts["years"][0], facts["years"][-1]
    heading(console, "Programmes", f"unit cost in {unit}, prices of {facts['prices_of']}")
    wide = console.width >= 90
    columns = ["Programme", "Unit cost", f"Need {first}"]
    wide_need, wide_today = wide and last != first, wide and _any_today(facts)
    columns += [f"Need {last}"] if wide_need else []
    columns += ["Today"] if wide_today else []
    columns += ["Coverage"]
    grid = table(columns, range(1, len(columns)))
    for row in facts["programmes"]:
        today = row["coverage_today"]
        grid.add_row(
            f"{row['name']} ({row['output']})",
            _cost(row["unit_cost"]),
            number(row["need"][str(first)]),
            *([number(row["need"][str(last)])] if wide_need else ()),
            *(["not said" if today is None else percent(today)] if wide_today else ()),
            f"{percent(row['floor'])} to {percent(row['ceiling'])}",
        )
    put(console, grid)
    say(console, f"Coverage: floor and ceiling in {last}, as shares of the need.", "dim")
    lumpy = [
        f"{row['name']} ({row['lumps']:,.10g}{', and they stay' if row['lumps_stay'] else ''})"
        for row in facts["programmes"]
        if row["lumps"]
    ]
    if lumpy:
        say(console, f"In whole lumps only, with their size: {', '.join(lumpy)}.")


def _capacities(console: Console, capacities: Sequence[Mapping[str, Any]]) -> None:
    """What is scarce besides money."""
    if capacities:
        heading(console, "Capacities that are not money")
    for row in capacities:
        say(console, f"{row['name']}: {row['sentence']}", hanging="  ")


def _all(facts: Mapping[str, Any], cell: str = "All years") -> list[str]:
    """A column for all years, where there is more than one."""
    return [cell] if len(facts["years"]) > 1 else []


def _any_today(facts: Mapping[str, Any]) -> bool:
    return any(row["coverage_today"] is not None for row in facts["programmes"])


def _cost(amount: float) -> str:
    """A unit cost, with decimals where it is small and has some."""
    return number(amount, 0 if float(amount).is_integer() else decimals_for(amount))


def _contracts(console: Console, contracts: Sequence[Mapping[str, Any]]) -> None:
    """Contracts with private partners that are on offer."""
    if contracts:
        heading(console, "Contracts on offer")
    for row in contracts:
        say(console, row["sentence"], hanging="  ")


def _policies(console: Console, policies: Sequence[Mapping[str, Any]]) -> None:
    heading(console, "Policies")
    for row in policies:
        say(console, f"{row['policy']}: {row['sentence']}", hanging="  ")
    if not policies:
        say(console, "None.")


def _provenance(console: Console, facts: Mapping[str, Any]) -> None:
    heading(console, "Where the figures come from")
    provenance = facts["provenance"]
    say(console, _parts("figures", provenance["figures"]) + ".")
    if any(provenance["money"].values()):
        what = f"{facts['money_unit']} of the sources"
        say(
            console,
            _parts(what, provenance["money"], _decimals(facts))
            + ", each source at its weakest figure.",
        )
    if provenance["choices"]:
        say(console, f"{counted(provenance['choices'], 'figure')} of policies and objective apart.")
    if not provenance["sourced"]:
        say(console, "No figure names a source.")
        return
    grid = table(["Read from", "Year", "Status", "Figures"])
    for row in provenance["sourced"]:
        names = "; ".join(row["figures"][:3])
        more = f" and {len(row['figures']) - 3} more" if len(row["figures"]) > 3 else ""
        grid.add_row(row["source"], row["year"] or "", row["status"], f"{names}{more}")
    put(console, grid)


def _parts(what: str, amounts: Mapping[str, float], decimals: int = 0) -> str:
    """Say how a total is made up, in percent that add up to 100."""
    total = sum(amounts.values())
    shares = rounded_to_total([100 * amount / total if total else 0 for amount in amounts.values()])
    parts = zip(amounts, shares, amounts.values(), strict=True)
    words = [
        f"{share:.0f}% {status} ({number(amount, decimals)})" for status, share, amount in parts
    ]
    return f"Of {number(total, decimals)} {what}: {', '.join(words)}"


def _attributes(console: Console, facts: Mapping[str, Any]) -> None:
    rows = facts["attributes"]
    if not rows:
        return
    heading(console, "Attributes of the regions")
    grid = table(["Attribute", "Year", "How old figures and blanks are treated"])
    for row in rows:
        name = row["title"] or in_words(row["attribute"])
        grid.add_row(name, str(row["year"] or "not said"), _treatment(row))
    put(console, grid)


def _treatment(row: Mapping[str, Any]) -> str:
    words = []
    if row["scaled_to"] is not None:
        year = f" ({row['scaled_to_year']})" if row["scaled_to_year"] else ""
        words.append(f"scaled to add up to {number(row['scaled_to'])}{year}")
    elif row["older_than_plan"]:
        words.append("older than the plan and not scaled")
    if row["none_recorded"]:
        words.append(
            f"none recorded in {counted(row['none_recorded'], 'region')} (counted as zero)"
        )
    if row["unknown"]:
        stand_in = {"parent": "the parent region's figure", "mean": "the mean of the others"}
        use = row["unknown_treated_as"]
        words.append(
            f"unknown in {counted(row['unknown'], 'region')}"
            + (f" (taken as {stand_in.get(str(use), use)})" if use is not None else "")
        )
    return "; ".join(words) or "as given"
