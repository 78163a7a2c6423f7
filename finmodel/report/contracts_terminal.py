"""Prints what became of the contracts that a scenario offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import heading, put, say, table
from finmodel.scenario.names import percent


def print_contracts(console: Console, facts: Mapping[str, Any]) -> None:
    """Print the contracts among the facts of an allocation, if there are any."""
    rows = facts["contracts"]
    if not rows:
        return
    scale, last = facts["money_scale"], facts["years"][-1]
    heading(console, "Contracts with private partners", f"{facts['money_unit']}, nominal")
    decimals = decimals_for(max(row["within"] + row["private_capital"] for row in rows) / scale)
    columns = ["Contract", "Signed", "Private capital", f"Public to {last}", f"After {last}"]
    grid = table(columns, {2, 3, 4})
    kinds = [
        rounded_to_total([row[name] / scale for row in rows], decimals)
        for name in ("private_capital", "within", "beyond")
    ]
    for place, row in enumerate(rows):
        amounts = (number(kind[place], decimals) for kind in kinds)
        grid.add_row(Text(row["name"]), signed(row), *amounts)
    grid.add_section()
    grid.add_row("Total", "", *(number(sum(kind), decimals) for kind in kinds), style="bold")
    put(console, grid)
    for row in rows:
        say(console, f"{row['name']}: {told(row, facts)}", hanging="  ")


def signed(row: Mapping[str, Any]) -> str:
    """Say when a contract is signed, and how much of it."""
    if not row["signed_in"]:
        return "no"
    years = ", ".join(map(str, row["signed_in"]))
    return years if row["signed"] > 1 - 1e-9 else f"{years} ({percent(row['signed'])})"


def told(row: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Say what a contract does, why it is signed or not, what it is worth and what it risks."""
    scale, unit = facts["money_scale"], facts["money_unit"]

    def money(name: str) -> str:
        return f"{number(row[name] / scale, decimals_for(row[name] / scale))} {unit}"

    parts = [f"{row['kind']}"]
    if row["signed_in"]:
        outputs = number(row["outputs"], decimals_for(row["outputs"]))
        first, end = row["operates"]
        parts[0] += (
            f"; {outputs} {row['output']} of {row['programme_name']} within the plan, "
            f"in operation {first}-{end}"
        )
    else:
        parts[0] += ", not signed"
    parts.append(f"{row['why'][:1].upper()}{row['why'][1:]}")
    if row["value_for_money_pct"] is not None:
        worth = percent(abs(row["value_for_money_pct"]) / 100)
        sign = "less" if row["value_for_money"] >= 0 else "more"
        words = f"Over its whole term it costs {worth} {sign} than the public sector comparator"
        if row["break_even_risk_transfer"] > 0:
            words += (
                f"; it pays where the partner takes risks worth {money('break_even_risk_transfer')}"
                f" or more, and takes {money('transferable_risk')}"
            )
        else:
            words += ", whatever risk the partner takes"
        parts.append(words)
    if row["leverage_over_all"] is not None:
        words = f"Private capital is {row['leverage_over_all']:.2g} times all public support"
        if row["leverage_over_upfront"] is not None:
            words += f", {row['leverage_over_upfront']:.2g} times what is paid at the start"
        parts.append(words)
    if row["stressed_calls"]:
        parts.append(
            f"Calls: {money('expected_calls')} expected over the term, "
            f"{money('stressed_calls')} in the worst year"
        )
    return ". ".join(parts) + "."
