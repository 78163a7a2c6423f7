"""A waterfall of causes: from one total to another, one bar for what each change moved."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, INK, finished, names_down

MORE, LESS = "#4f97c9", "#d9622b"
"""Colours of more and less; they differ in lightness too, and the numbers carry a sign."""


def causes_chart(
    ends: Sequence[tuple[str, float, str]],
    causes: Sequence[tuple[str, float, str]],
    heads: tuple[str, str],
    finding: str,
    note: str,
) -> alt.LayerChart:
    """Draw a difference between two totals as steps that add up to it.

    Parameters
    ----------
    ends : sequence of (str, float, str)
        Name of the first and of the second total, its amount, and how it is written.
    causes : sequence of (str, float, str)
        The same of each cause between them.
    heads : (str, str)
        What a step is, and the unit, in the language of the reader.
    finding, note : str
        What the chart shows, and what is drawn.
    """
    step, unit = heads
    first, last = ends
    names = [first[0], *(name for name, _, _ in causes), last[0]]
    level = first[1]
    steps = []
    for name, amount, words in causes:
        colour = MORE if amount >= 0 else LESS
        row = {"name": name, "amount": amount, "words": words, "colour": colour}
        ends_at = {"from": level, "to": level + amount, "beside": max(level, level + amount)}
        steps.append(row | ends_at)
        level += amount
    fields = ["name", "amount", "words", "colour", "from", "to", "beside"]
    bars = pd.DataFrame(steps, columns=fields)
    totals = pd.DataFrame([{"name": name, "right": at, "words": words} for name, at, words in ends])
    tips = [alt.Tooltip("name:N", title=step), alt.Tooltip("words:N", title=unit)]
    y = names_down("name", names)
    # Totals are points and not bars, so that the axis may begin near them and causes be seen.
    x = alt.X("from:Q", title=unit, scale=alt.Scale(zero=False, padding=36))
    moved = alt.Chart(bars).mark_bar(height=16).encode(x=x, x2="to:Q", y=y, tooltip=tips)
    points = alt.Chart(totals).mark_point(shape="diamond", filled=True, size=120, opacity=1)
    texts = [
        alt.Chart(each)
        .mark_text(align="left", dx=9, color=INK, fontSize=11)
        .encode(x=f"{end}:Q", y=y, text="words:N")
        for each, end in ((bars, "beside"), (totals, "right"))
    ]
    layers = [
        moved.encode(color=alt.Color("colour:N", scale=None)),
        points.encode(x="right:Q", y=y, color=alt.value(DARK), tooltip=tips),
        *texts,
    ]
    return finished(layers, finding, note, 420, 27 * len(names))
