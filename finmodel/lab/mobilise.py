"""New finance in a few sentences, and the levers as a table."""

from __future__ import annotations

from finmodel.allocation.allocation import Allocation
from finmodel.report.mobilise import mobilise_picture
from finmodel.report.mobilise_terminal import amounts, opening, price_sentences
from finmodel.report.views import View
from finmodel.scenario.names import percent


def mobilise_summary(allocation: Allocation) -> str:
    """Say in Markdown which new finance closes how much of the gap, and at what price."""
    facts = mobilise_picture(View(allocation))
    standing = facts["standing"]
    return (
        f"### {facts['title']}\n"
        f"*{standing[0].upper()}{standing[1:]}. Stage: {facts['stage']}.*\n\n"
        f"{opening(facts)}\n\n{' '.join(price_sentences(facts))}"
    )


def levers_plan(allocation: Allocation) -> str:
    """The levers as a table in Markdown: which, how much, from when, at what cost."""
    facts = mobilise_picture(View(allocation))
    unit = facts["money_unit"]
    lines = [
        f"| Lever | From | {unit} | Of its most | Cost of raising | Cost of risk | Effort |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    rows = facts["levers"]
    raised = amounts(facts, [row["raised"] for row in rows])
    cost = amounts(facts, [row["cost"] for row in rows])
    risk = amounts(facts, [row["risk"] for row in rows])
    for place, row in enumerate(rows):
        share = percent(row["raised"] / row["most"]) if row["most"] else "0%"
        begins = "not used" if row["from"] is None else row["from"]
        lines.append(
            f"| {row['name']} | {begins} | {raised[place]} | {share} | {cost[place]} | "
            f"{risk[place]} | {row['effort']:.1f} |"
        )
    return "\n".join(lines)
