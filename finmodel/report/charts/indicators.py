"""Indicators with a published benchmark, each beside its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, INK, LIGHT, titled
from finmodel.report.indicators import EDUCATION, indicators, small_percent
from finmodel.report.views import View

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

WIDTH, HEIGHT = 520, 44


def benchmarks_chart(allocation: Allocation, language: str = "en") -> alt.FacetChart:
    """Draw each indicator that has a published benchmark: a dot beside the benchmark's range.

    Raises
    ------
    ValueError
        If the scenario states no national figure that a benchmark speaks of.
    """
    told = [row for row in indicators(View(allocation, language)) if "benchmark" in row]
    told = [row for row in told if row["share"] is not None]
    if not told:
        raise ValueError("no indicator has a benchmark; write `national_figures` in the scenario")
    rows = [
        {
            "name": f"{row['name']}, to {row['against']}|{row['benchmark']}",
            "value": row["share"],
            "said": small_percent(row["share"]),
            "low": row["low"],
            "high": row["high"],
            "zero": 0.0,
            "end": 1.3 * max(row["high"], row["share"]),
            "benchmark": row["benchmark"],
        }
        for row in told
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        tooltip=[
            alt.Tooltip("said:N", title="Share"),
            alt.Tooltip("benchmark:N", title="Benchmark"),
        ]
    )
    axis = alt.Axis(format=".0%", tickCount=5, grid=False, title=None)
    line = base.mark_rule(color="#dddddd").encode(x=alt.X("zero:Q", axis=axis), x2="end:Q")
    # The outline shows a limit of one number, too.
    band = base.mark_bar(color=LIGHT, height=18, stroke=LIGHT, strokeWidth=2).encode(
        x="low:Q", x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=110, color=DARK, opacity=1).encode(x="value:Q")
    letters = base.mark_text(dy=-15, color=INK, fontWeight="bold").encode(x="value:Q", text="said")
    header = alt.Header(
        labelAngle=0,
        labelAlign="left",
        labelLimit=400,
        labelExpr="split(datum.value, '|')",
        title=None,
    )
    note = "The band is the published benchmark; the dot is the country or this plan"
    title = titled(_finding(told), note)
    layers = alt.layer(line, band, dot, letters).properties(width=WIDTH, height=HEIGHT)
    place = alt.Row("name:N", sort=[row["name"] for row in rows], header=header)
    chart: alt.FacetChart = layers.facet(row=place, title=title).resolve_scale(x="independent")
    return chart


def _finding(told: list[dict[str, Any]]) -> str:
    """Say which of the benchmarks of education spending are met."""
    marks = [row for row in told if row["id"] in EDUCATION]
    if not marks:
        return str(told[0]["name"])
    met = sum(row["share"] >= row["low"] for row in marks)
    words = {0: "no benchmark", len(marks): "each benchmark"}.get(met, "one of two benchmarks")
    return f"The country's education spending meets {words} of Education 2030"
