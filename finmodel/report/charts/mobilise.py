"""Charts of new finance: the waterfall from need to gap, levers by year, the price of closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, INK, LIGHT, MID, finished, ink, names_down, shades
from finmodel.report.mobilise import mobilise_picture
from finmodel.report.mobilise_terminal import amounts
from finmodel.report.money import decimals_for, number
from finmodel.report.views import View
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

MISSING, LATER = "#d9622b", "#8a8a8a"
"""Colours of what is missing and of what falls due later; they differ in lightness too."""
KINDS = {
    "need": ("need", DARK),
    "paid": ("paid by", MID),
    "missing": ("not funded", MISSING),
    "later": ("due after the plan", LATER),
}


def waterfall_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw the need, what each class of money takes off it, what is left, and what is due later.

    The bars between the first and the last add up to the need; what is due later stands below zero.
    """
    facts = mobilise_picture(View(allocation, language))
    rows = _steps(facts)
    table = pd.DataFrame(rows)
    unit = facts["money_unit"]
    names = [row["name"] for row in rows]
    base = alt.Chart(table).encode(
        x=alt.X("name:N", sort=names, title=None, axis=alt.Axis(labelAngle=-40, labelLimit=200)),
        tooltip=[
            alt.Tooltip("name:N", title="Step"),
            alt.Tooltip("amount:Q", title=unit, format=",.1f"),
        ],
    )
    bars = base.mark_bar(size=34).encode(
        y=alt.Y("low:Q", title=f"{unit}, nominal"),
        y2="high:Q",
        color=alt.Color(
            "kind:N",
            sort=[word for word, _ in KINDS.values()],
            scale=alt.Scale(
                domain=[word for word, _ in KINDS.values()],
                range=[colour for _, colour in KINDS.values()],
            ),
            legend=alt.Legend(title=None, orient="top"),
        ),
    )
    words = base.mark_text(dy=-7, color=INK, fontSize=11).encode(y="top:Q", text="shown:N")
    zero = alt.Chart(pd.DataFrame([{"zero": 0}])).mark_rule(color=INK).encode(y="zero:Q")
    note = "Each bar takes off what one class of money pays; bars below zero fall due later"
    return finished([bars, words, zero], _finding(facts), note, 62 * len(rows), 320)


def _steps(facts: dict[str, Any]) -> list[dict[str, Any]]:
    scale = facts["money_scale"]
    steps = [row for row in facts["waterfall"] if row["amount"] or row["class"] == UNFUNDED]
    shown = amounts(facts, [row["amount"] for row in steps])
    need = facts["need"] / scale
    decimals = decimals_for(need)
    rows = [_bar("Need", "need", 0.0, need, number(need, decimals))]
    left = need
    for row, words in zip(steps, shown, strict=True):
        amount = row["amount"] / scale
        missing = row["class"] == UNFUNDED
        low = 0.0 if missing else left - amount
        rows.append(_bar(row["name"], "missing" if missing else "paid", low, low + amount, words))
        left -= amount
    for row in facts["later"]:
        after = row["after"] / scale
        if after > 0:
            words = number(after, decimals)
            rows.append(_bar(f"{row['name']} after the plan", "later", -after, 0.0, words))
    return rows


def _bar(name: str, kind: str, low: float, high: float, words: str) -> dict[str, Any]:
    return {
        "name": name,
        "kind": KINDS[kind][0],
        "low": low,
        "high": high,
        "top": max(high, 0.0),
        "amount": high - low,
        "shown": words,
    }


def _finding(facts: dict[str, Any]) -> str:
    new = sum(row["raised"] for row in facts["levers"]) / facts["money_scale"]
    decimals = decimals_for(facts["need"] / facts["money_scale"])
    unit = facts["money_unit"]
    missing = facts["missing"] / facts["money_scale"]
    rest = "closes the gap" if missing == 0 else f"leaves {number(missing, decimals)} missing"
    return f"New finance of {number(new, decimals)} {unit} {rest}"


def levers_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw what each lever brings in each year."""
    facts = mobilise_picture(View(allocation, language))
    scale, unit, years = facts["money_scale"], facts["money_unit"], facts["years"]
    decimals = decimals_for(facts["need"] / scale)
    rows = [
        {
            "lever": row["name"],
            "year": str(year),
            "money": row["by_year"].get(year, 0) / scale,
            "shown": number(row["by_year"].get(year, 0) / scale, decimals),
        }
        for row in facts["levers"]
        for year in years
    ]
    table = pd.DataFrame(rows)
    base = alt.Chart(table).encode(
        x=alt.X("year:N", title=None, axis=alt.Axis(orient="top", labelAngle=0, ticks=False)),
        y=names_down("lever", [row["name"] for row in facts["levers"]]),
        tooltip=[
            alt.Tooltip("lever:N", title="Lever"),
            alt.Tooltip("year:N", title="Year"),
            alt.Tooltip("money:Q", title=unit, format=",.1f"),
        ],
    )
    squares = base.mark_rect(stroke="white").encode(
        color=shades("money", unit, ",.0f", square_root=True)
    )
    texts = base.mark_text(fontSize=11).encode(
        text="shown:N", color=ink("money", float(table["money"].max()) / 4)
    )
    note = f"{unit}, nominal; what each lever brings in each year"
    first = next((row for row in facts["levers"] if row["from"] is not None), None)
    finding = "No lever is used" if first is None else f"{first['name']} begins, in {first['from']}"
    return finished([squares, texts], finding, note, 90 * len(years), 30 * len(facts["levers"]))


def closing_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw what each further part of the gap costs to close."""
    facts = mobilise_picture(View(allocation, language))
    unit = facts["money_unit"]
    goal = facts["goals"][1].removeprefix("minimise ") if len(facts["goals"]) > 1 else "cost"
    steps = facts["closing"]
    gap = steps[0]["gap_left"] if steps else 0.0
    table = pd.DataFrame(
        [
            {"closed": gap - step["gap_left"], "cost": step["least_cost"], "price": step["price"]}
            for step in steps
        ],
        columns=["closed", "cost", "price"],
    )
    tooltip = [
        alt.Tooltip("closed:Q", title=f"Closed, {unit}", format=",.0f"),
        alt.Tooltip("cost:Q", title=goal[:1].upper() + goal[1:], format=",.1f"),
        alt.Tooltip("price:Q", title="Price of one more", format=".3f"),
    ]
    line = (
        alt.Chart(table)
        .mark_line(point=True, color=DARK)
        .encode(
            x=alt.X("closed:Q", title=f"Gap closed, {unit}", axis=alt.Axis(gridColor=LIGHT)),
            y=alt.Y("cost:Q", title=goal[:1].upper() + goal[1:], axis=alt.Axis(gridColor=LIGHT)),
            tooltip=tooltip,
        )
    )
    note = "The steeper the line, the dearer is the next part of the gap"
    prices = [step["price"] for step in steps if step["price"] is not None]
    finding = (
        f"Closing one more {unit} costs {prices[0]:.3g} at first and {prices[-1]:.3g} at the end"
        if prices
        else "No lever closes any of the gap"
    )
    return finished([line], finding, note, 480, 260)
