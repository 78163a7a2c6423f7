"""Charts of the gap: cost against four envelopes of money, and who pays under each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import (
    DARK,
    INK,
    LIGHT,
    MID,
    finished,
    ink,
    names_down,
    shades,
    titled,
)
from finmodel.report.gap import SAID, gap_picture
from finmodel.report.gap_terminal import counted, shown
from finmodel.report.money import decimals_for, number
from finmodel.report.views import View
from finmodel.scenario.names import percent
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

BAR = 26
MISSING = "#d9622b"
"""Colour of what is missing: it also differs from the blues in lightness and with any vision."""


def gap_chart(allocation: Allocation, language: str = "en") -> alt.FacetChart:
    """Draw cost by year, each with what is paid under the four envelopes and what is missing.

    The bars of an envelope and year add up to the cost of the year.
    """
    view = View(allocation, language)
    facts = gap_picture(view)
    rows = pd.DataFrame(_by_year(facts))
    unit = facts["money_unit"]
    order = [SAID[envelope] for envelope in facts["envelopes"]]
    base = alt.Chart(rows, width=BAR * len(order), height=280).encode(
        x=alt.X("envelope:N", sort=order, title=None, axis=_axis()),
        tooltip=[
            alt.Tooltip("year:N", title="Year"),
            alt.Tooltip("envelope:N", title="Money"),
            alt.Tooltip("part:N", title="Part"),
            alt.Tooltip("money:Q", title=unit, format=",.1f"),
        ],
    )
    bars = base.mark_bar().encode(
        y=alt.Y("money:Q", title=unit),
        color=alt.Color(
            "part:N",
            sort=["paid", "missing"],
            scale=alt.Scale(domain=["paid", "missing"], range=[MID, MISSING]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        order=alt.Order("order:Q"),
    )
    note = f"Each year has a bar for each envelope; {unit}, nominal"
    title = titled(_finding(facts), _counting(facts, note))
    header = alt.Header(title=None, labelFontSize=12, labelFontWeight="bold")
    chart: alt.FacetChart = bars.facet(column=alt.Column("year:N", header=header), title=title)
    return chart.properties(spacing=10)


def _finding(facts: dict[str, Any]) -> str:
    missing, cost = facts["missing"][facts["count_on"]], facts["cost"]
    amount = number(missing / facts["money_scale"], decimals_for(cost / facts["money_scale"]))
    share = percent(missing / cost) if cost else "0%"
    return f"{amount} {facts['money_unit']} is missing, {share} of what the targets cost"


def _counting(facts: dict[str, Any], note: str) -> str:
    return f"Counting on {counted(facts)}. {note}"


def _by_year(facts: dict[str, Any]) -> list[dict[str, Any]]:
    scale = facts["money_scale"]
    rows = []
    for year in facts["by_year"]:
        for envelope in facts["envelopes"]:
            missing = year["missing"][envelope]
            place = {"year": year["name"], "envelope": SAID[envelope]}
            parts = (("paid", year["cost"] - missing), ("missing", missing))
            rows += [
                place | {"part": part, "money": money / scale, "order": number_}
                for number_, (part, money) in enumerate(parts)
            ]
    return rows


def _axis() -> alt.Axis:
    return alt.Axis(labelAngle=-60, labelLimit=160, ticks=False)


def who_pays_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw what each source pays under each envelope; columns add up to the cost as shown."""
    view = View(allocation, language)
    facts = gap_picture(view)
    sources = facts["by_source"]
    rows = []
    for envelope in facts["envelopes"]:
        amounts = shown(facts, [row["used"][envelope] for row in sources])
        rows += [
            {
                "envelope": SAID[envelope],
                "source": row["name"],
                "money": row["used"][envelope] / facts["money_scale"],
                "shown": number(amount, decimals_for(facts["cost"] / facts["money_scale"])),
                "missing": row["source"] == UNFUNDED,
            }
            for row, amount in zip(sources, amounts, strict=True)
        ]
    table = pd.DataFrame(rows)
    unit = facts["money_unit"]
    base = alt.Chart(table).encode(
        x=alt.X(
            "envelope:N",
            sort=[SAID[envelope] for envelope in facts["envelopes"]],
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=160),
        ),
        y=names_down("source", [row["name"] for row in sources]),
        tooltip=[
            alt.Tooltip("source:N", title="Source"),
            alt.Tooltip("envelope:N", title="Money"),
            alt.Tooltip("money:Q", title=unit, format=",.1f"),
        ],
    )
    squares = base.mark_rect(stroke="white").encode(
        color=shades("money", unit, ",.0f", square_root=True)
    )
    letters = ink("money", float(table["money"].max()) / 4)
    texts = base.mark_text(fontSize=11).encode(text="shown:N", color=letters)
    note = f"Each column adds up to the cost; {unit}, over the plan"
    return finished(
        [squares, texts],
        _finding(facts),
        _counting(facts, note),
        130 * len(SAID),
        26 * len(sources),
    )


def chances_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw with which probability the gap is not larger than an amount."""
    facts = gap_picture(View(allocation, language))
    scale, unit, chances = facts["money_scale"], facts["money_unit"], facts["chances"]
    rows, total = [], 0.0
    ways = allocation.tables["chances"].to_pylist()
    for way in ways:
        total += way["probability"]
        rows.append({"gap": way["gap"] / scale, "probability": min(total, 1.0)})
    steps = (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(interpolate="step-after", point=True, color=DARK)
        .encode(
            x=alt.X(
                "gap:Q",
                title=f"Gap, {unit}",
                scale=alt.Scale(zero=False, padding=12),
                axis=alt.Axis(tickCount=5),
            ),
            y=alt.Y("probability:Q", title="Not more, with a probability of", axis=_percents()),
            tooltip=[
                alt.Tooltip("gap:Q", title=unit, format=",.0f"),
                alt.Tooltip("probability:Q", title="Not more, with", format=".0%"),
            ],
        )
    )
    most = chances["not_more_than"] / scale
    mark = pd.DataFrame([{"gap": most, "probability": chances["confidence"]}])
    rule = alt.Chart(mark).mark_rule(color=MISSING, strokeDash=[4, 3]).encode(x="gap:Q")
    said = number(most, decimals_for(most))
    words = (
        alt.Chart(mark)
        .mark_text(align="left", dx=6, dy=-8, color=INK, baseline="bottom")
        .encode(x="gap:Q", y=alt.value(240), text=alt.value(said))
    )
    finding = (
        f"With a probability of {percent(chances['confidence'])} "
        f"the gap is not more than {said} {unit}"
    )
    note = "Each point is one or more ways in which pipeline money comes or does not come"
    return finished([steps, rule, words], finding, note, 480, 240)


def _percents() -> alt.Axis:
    return alt.Axis(format=".0%", gridColor=LIGHT)
