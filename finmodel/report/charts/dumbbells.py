"""Dumbbells: where things stood in one allocation and stand in another."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, GREY, LIGHT, finished, names_down


def dumbbells_chart(
    rows: pd.DataFrame,
    sides: tuple[str, str],
    heads: tuple[str, str],
    finding: str,
    note: str,
    order: Sequence[str] | None = None,
) -> alt.LayerChart:
    """Draw shares of things in two allocations, joined by a line.

    Parameters
    ----------
    rows : DataFrame
        `name`, `first` and `second` [share of one].
    sides : (str, str)
        Names of the two allocations.
    heads : (str, str)
        What a thing is and what the share is of, in the language of the reader.
    finding, note : str
        What the chart shows, and what is drawn.
    order : sequence of str, optional
        Things from top to bottom; as the rows come where missing.
    """
    thing, share = heads
    names = list(rows["name"]) if order is None else list(order)
    points = pd.concat(
        [
            rows.assign(side=side, share=rows[column])
            for side, column in zip(sides, ("first", "second"), strict=True)
        ]
    )
    tips = [
        alt.Tooltip("name:N", title=thing),
        *(
            alt.Tooltip(f"{column}:Q", title=side, format=".1%")
            for side, column in zip(sides, ("first", "second"), strict=True)
        ),
    ]
    y = names_down("name", names)
    axis = alt.Axis(format="%", tickCount=6)
    near = alt.Scale(zero=False, padding=12)
    lines = (
        alt.Chart(rows)
        .mark_rule(strokeWidth=4, color=LIGHT)
        .encode(
            y=y,
            x=alt.X("first:Q", title=share, axis=axis, scale=near),
            x2="second:Q",
            tooltip=tips,
        )
    )
    legend = alt.Legend(title=None, orient="top", labelLimit=320, direction="vertical")
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=85, opacity=1)
        .encode(
            y=y,
            x="share:Q",
            color=alt.Color(
                "side:N", scale=alt.Scale(domain=list(sides), range=[GREY, DARK]), legend=legend
            ),
            shape=alt.Shape(
                "side:N",
                scale=alt.Scale(domain=list(sides), range=["circle", "diamond"]),
                legend=legend,
            ),
            tooltip=tips,
        )
    )
    return finished([lines, marks], finding, note, 430, 24 * len(names))
