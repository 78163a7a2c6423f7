"""The same money under other headings, as a table."""

from __future__ import annotations

from finmodel.allocation.allocation import Allocation
from finmodel.report.headings import money_under_headings
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.views import View
from finmodel.scenario.names import percent


def headings_table(allocation: Allocation) -> str:
    """Write in Markdown what stands under each heading, and for which aims and groups it is.

    The rows of a heading add up to all the money; aims and target groups overlap.
    """
    view = View(allocation)
    facts, unit = money_under_headings(view), allocation.scenario.money
    whole = view.total / unit.scale
    decimals = decimals_for(whole)
    lines = [f"| Heading | Stands under it | {unit} | Share |", "|---|---|---:|---:|"]

    def add(title: str, names: list[str], amounts: list[float]) -> None:
        for place, (name, amount) in enumerate(zip(names, amounts, strict=True)):
            share = percent(amount / whole if whole else 0.0)
            first = f"**{title}**" if place == 0 else ""
            lines.append(f"| {first} | {name} | {number(amount, decimals)} | {share} |")

    for kind in facts["headings"]:
        parts = [row["amount"] / unit.scale for row in kind["rows"]]
        names = [row["name"] or "*without this heading*" for row in kind["rows"]]
        add(kind["title"], names, rounded_to_total(parts, decimals))
    for key, title in (("markers", "Counts towards"), ("target_groups", "For target groups")):
        rows = facts[key]
        add(title, [row["name"] for row in rows], [row["amount"] / unit.scale for row in rows])
    return "\n".join(lines)
