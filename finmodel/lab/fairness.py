"""Goals side by side, and the rules that bind, as tables."""

from __future__ import annotations

from collections.abc import Mapping

from finmodel.allocation.allocation import Allocation
from finmodel.lab.summary import totals
from finmodel.report.binding import binding_rules
from finmodel.report.money import decimals_for, number
from finmodel.report.picture import gain_unit
from finmodel.report.views import View


def goals_table(goals: Mapping[str, Allocation]) -> str:
    """What each goal comes to, as a table in Markdown; what is given up is against the first."""
    lines = [
        "| Goal | Benefit points | Given up | Lowest coverage | Tenth lowest | Money used |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    best: float | None = None
    for goal, allocation in goals.items():
        sums, view = totals(allocation), View(allocation)
        best = sums.benefit if best is None else best
        ranked = sorted(
            float(share) for year in range(len(view.years)) for share in view.reached(year)
        )
        lost = 1 - sums.benefit / best if best else 0.0
        money = allocation.scenario.money
        lines.append(
            f"| {goal} | {number(sums.benefit)} | {lost:.2%} | {sums.lowest:.1%} | "
            f"{ranked[min(9, len(ranked) - 1)]:.1%} | {number(sums.money / money.scale)} {money} |"
        )
    return "\n".join(lines)


def rules_table(allocation: Allocation) -> str:
    """Rules that stand in the way, as a table in Markdown, most places first."""
    view = View(allocation)
    rows = binding_rules(view)
    if not rows:
        return "No rule but the money there is stands in the way."
    lines = [
        f"| Rule | Binds in | Where most | One more of | Gains, {gain_unit(view)} | At least for |",
        "|---|---:|---|---|---:|---:|",
    ]
    for row in rows:
        rule, gain = row["sentence"].rstrip("."), row["gain"]
        lines.append(
            f"| {rule} | {row['binding']} of {row['places']} | {row['where']} | {row['unit']} | "
            f"{number(gain, max(2, decimals_for(gain)))} | {row['holds']:,.3g} |"
        )
    return "\n".join(lines)
