"""The gap in a few sentences, and its indicators as a table."""

from __future__ import annotations

from finmodel.allocation.allocation import Allocation
from finmodel.report.choice import choice_sentences
from finmodel.report.gap import gap_picture
from finmodel.report.gap_terminal import opening
from finmodel.report.indicators import indicators, small_percent
from finmodel.report.indicators_terminal import in_money
from finmodel.report.views import View


def gap_summary(allocation: Allocation) -> str:
    """Say in Markdown what the targets cost and what is missing."""
    facts = gap_picture(View(allocation))
    standing = facts["standing"]
    unit = (facts["money_scale"], facts["money_unit"], facts["currency"])
    return (
        f"### {facts['title']}\n"
        f"*{standing[0].upper()}{standing[1:]}. Stage: {facts['stage']}.*\n\n"
        f"{opening(facts)}\n\n{' '.join(choice_sentences(facts['choice'], *unit))}"
    )


def indicators_table(allocation: Allocation) -> str:
    """Indicators as a table in Markdown."""
    money = allocation.scenario.money
    lines = [f"| Indicator | {money} | Share | of | Benchmark |", "|---|---:|---:|---|---|"]
    for row in indicators(View(allocation)):
        cells = (
            row["name"],
            in_money(row, money.scale),
            small_percent(row["share"]),
            row["against"],
            row.get("benchmark", ""),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
