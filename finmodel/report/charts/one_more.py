"""What one more step of money from each source would buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import INK, MID, finished, names_down
from finmodel.report.money import decimals_for, number, spoken
from finmodel.report.picture import NOTHING, bought, gain_unit, one_more
from finmodel.report.views import View

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation


def one_more_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw the gain from one more step of money, in the first year of the plan."""
    view = View(allocation, language)
    money = allocation.scenario.money
    told = [row | {"bought": bought(row), "gain": row["gain"] or 0.0} for row in one_more(view)]
    rows = sorted(told, key=lambda row: -row["gain"])
    unit = gain_unit(view)
    most = max((row["gain"] for row in rows), default=0.0)
    scale = alt.Scale(domain=[0, most * 1.9 if most > NOTHING else 1])
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=names_down("name", [row["name"] for row in rows]),
        x=alt.X("gain:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=5, grid=False)),
        tooltip=[
            alt.Tooltip("name:N", title="Source"),
            alt.Tooltip("year:O", title="In"),
            alt.Tooltip("gain:Q", title=unit, format=",.1f"),
            alt.Tooltip("bought:N", title="Mostly buys"),
        ],
    )
    bars = base.mark_bar(color=MID, height=16)
    texts = base.mark_text(align="left", dx=5, color=INK, fontSize=10.5).encode(text="bought:N")
    step = spoken(rows[0]["step"] * money.scale, money.currency).removeprefix("1 ")
    finding = _finding(rows, f"one more {step}", unit)
    note = "In the first year of the plan; the words name the programme that grows most"
    return finished([bars, texts], finding, note, 560, 30 * len(rows))


def _finding(rows: Sequence[dict[str, Any]], step: str, unit: str) -> str:
    """Say from which source one more step of money buys most."""
    best = rows[0]
    gain = f"{number(best['gain'], decimals_for(best['gain']))} {unit}"
    alike = sum(row["gain"] >= best["gain"] * (1 - 1e-6) for row in rows)
    if best["gain"] <= NOTHING:
        return f"From no source would {step} buy more"
    if alike > 1:
        return f"From {alike} of {len(rows)} sources {step} buys the same: {gain}"
    return f"{step[0].upper()}{step[1:]} buys most from {best['name']} in {best['year']}: {gain}"
