"""An allocation in a few sentences, and two allocations side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finmodel.allocation.allocation import Allocation
from finmodel.report.choice import choice_facts, choice_sentences
from finmodel.report.facts import standing
from finmodel.report.money import decimals_for, number
from finmodel.report.screen import counted
from finmodel.report.views import View
from finmodel.scenario.names import percent


@dataclass(frozen=True)
class Totals:
    """What an allocation comes to."""

    money: int
    """Money allocated over the plan [currency]."""
    benefit: float
    """Benefit over the plan [points]."""
    lowest: float
    """Lowest share of what can be reached that is met, over regions and years."""
    by_region: dict[str, int]
    """Money of each region over the plan [currency]."""


def _how_chosen(view: View) -> list[str]:
    money = view.allocation.scenario.money
    return choice_sentences(choice_facts(view), money.scale, str(money), money.currency)


def totals(allocation: Allocation) -> Totals:
    """Sum an allocation up."""
    view = View(allocation)
    spending = {row.region: row.spending for row in view.region_spending()}
    return Totals(
        money=sum(row.used for row in view.source_use() if row.cash),
        benefit=float(sum(allocation.delivery["benefit"].to_pylist())),
        lowest=min(float(view.reached(at).min()) for at in range(len(view.years))),
        by_region=spending,
    )


def summary(allocation: Allocation) -> str:
    """Say in Markdown what an allocation comes to."""
    view, sums = View(allocation), totals(allocation)
    scenario = allocation.scenario
    status = standing(scenario)
    available = sum(row.available for row in view.source_use() if row.cash)
    decimals = decimals_for(available / scenario.money.scale)
    used, there = (
        number(amount / scenario.money.scale, decimals) for amount in (sums.money, available)
    )
    return (
        f"### {scenario.title.read()}\n"
        f"*{status[0].upper()}{status[1:]}. Stage: {scenario.stage}.*\n\n"
        f"**{used} of {there} {scenario.money}** is put to use in "
        f"{counted(len(sums.by_region), 'region')} and "
        f"{counted(len(scenario.programmes), 'programme')}, {view.years[0]}-{view.years[-1]}. "
        f"In every region and year at least **{percent(sums.lowest)}** of what can be reached "
        f"is met. The plan brings **{number(sums.benefit)} benefit points**.\n\n"
        f"{' '.join(_how_chosen(view))}"
    )


def difference(before: Allocation, after: Allocation, most: int = 3) -> str:
    """Say in Markdown what changes from one allocation to another of the same country."""
    if before is after:
        return "The plan as written. Move the slider to see what changes."
    old, new = totals(before), totals(after)
    unit = after.scenario.money
    names = View(after).regions
    moved = {key: new.by_region[key] - old.by_region.get(key, 0) for key in new.by_region}
    change = new.benefit - old.benefit
    share = f" ({change / old.benefit:+.2%})" if old.benefit else ""
    lines = [
        f"- Benefit: {number(new.benefit)} points; change {_signed(change)}{share}",
        f"- Lowest share met, in any region and year: {new.lowest:.1%}; before {old.lowest:.1%}",
        f"- Money used: {_money(new.money, unit.scale)} {unit}; "
        f"change {_signed((new.money - old.money) / unit.scale)}",
    ]
    if any(abs(amount) >= unit.scale / 2 for amount in moved.values()):
        ranked = sorted(moved, key=lambda key: (moved[key], key))
        gains = _named(reversed(ranked), names, moved, unit.scale, most, 1)
        losses = _named(iter(ranked), names, moved, unit.scale, most, -1)
        lines += [f"- Gain most, {unit}: {gains}", f"- Lose most, {unit}: {losses}"]
    else:
        lines.append("- No region gains or loses")
    return "\n".join(lines)


def _money(amount: int, scale: int) -> str:
    return number(amount / scale, decimals_for(amount / scale))


def _signed(amount: float) -> str:
    words = number(amount, 0)
    return words if words == "0" or amount < 0 else f"+{words}"


def _named(
    ranked: Iterator[str],
    names: dict[str, str],
    moved: dict[str, int],
    scale: int,
    most: int,
    sign: int,
) -> str:
    chosen = [key for key in ranked if sign * moved[key] >= scale / 2][:most]
    words = [f"{names[key]} ({_signed(moved[key] / scale)})" for key in chosen]
    return ", ".join(words) or "none"
