"""The tile map of differences: what each region gains or loses against a base, in two colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import INK, titled
from finmodel.report.charts.tiles import DARKER, TILE, even, span

DIVERGING = ["#8c3d04", "#d9762b", "#f3c9a5", "#f5f5f5", "#c4dcef", "#4f97c9", "#0b3f78"]
"""From less to more: orange and blue, which no kind of colour vision takes for each other. In grey
both ends are dark, so that each tile says its sign."""
BESIDE = 2
"""Maps beside each other."""


def differences_chart(
    rows: pd.DataFrame,
    panels: Sequence[tuple[str, str]],
    tips: Sequence[alt.Tooltip],
    heads: tuple[str, str],
    finding: str,
    note: str,
) -> alt.ConcatChart:
    """Draw a tile map for each compared allocation, all in one scale that is even around zero.

    Parameters
    ----------
    rows : DataFrame
        `panel`, `column` and `row` of a tile, its `label`, its `value`, and the value as `shown`.
    panels : sequence of (str, str)
        Key of each panel, and its title; empty titles where there is one only.
    tips : sequence of altair.Tooltip
        What a tile tells when it is pointed at.
    heads : (str, str)
        Unit of the values, and how the legend writes them.
    finding, note : str
        What the chart shows, and what is drawn.
    """
    unit, form = heads
    most = float(rows["value"].abs().max()) or 1.0
    across, down = span(list(rows["column"])), span(list(rows["row"]))
    colour = alt.Color(
        "value:Q",
        scale=alt.Scale(range=DIVERGING, domain=[-most, most], interpolate="lab"),
        legend=alt.Legend(
            title=unit, format=form, orient="bottom", gradientLength=240, titleLimit=300
        ),
    )
    letters: Any = alt.condition(
        f"abs(datum['value']) > {DARKER * most!r}", alt.value("white"), alt.value(INK)
    )
    made = []
    for key, title in panels:
        base = alt.Chart(rows[rows["panel"] == key]).encode(
            x=alt.X("column:O", axis=None, scale=even(across)),
            y=alt.Y("row:O", axis=None, scale=even(down)),
            tooltip=list(tips),
        )
        tiles = base.mark_rect(cornerRadius=4, stroke="#9a9a9a", strokeWidth=0.6)
        labels = base.mark_text(dy=-7, fontSize=12, fontWeight="bold")
        values = base.mark_text(dy=9, fontSize=10.5)
        made.append(
            alt.LayerChart(
                layer=[
                    tiles.encode(color=colour),
                    labels.encode(text="label:N", color=letters),
                    values.encode(text="shown:N", color=letters),
                ],
                title=alt.Title(title, anchor="start", fontSize=12) if title else alt.Undefined,
                width=max(TILE * len(across), 320),
                height=max(TILE * len(down), 60),
                view=alt.ViewBackground(stroke=None),
            )
        )
    return alt.ConcatChart(concat=made, columns=BESIDE, title=titled(finding, note))
