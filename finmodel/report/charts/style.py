"""What all charts share: colours, titles, axes of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

# One hue from light to dark keeps its order in grey and for every kind of colour vision.
SEQUENCE = ["#eaf2fa", "#c4dcef", "#8fbfe0", "#4f97c9", "#1f6aa8", "#0b3f78"]
DARK, MID, LIGHT, INK, GREY = "#0b3f78", "#4f97c9", "#c4dcef", "#333333", "#8a8a8a"


def finished(
    layers: Sequence[alt.Chart], finding: str, note: str, width: int, height: int
) -> alt.LayerChart:
    """Lay charts over each other under a title that states the finding."""
    return alt.LayerChart(
        layer=list(layers),
        title=titled(finding, note),
        width=max(width, 320),
        height=max(height, 60),
        view=alt.ViewBackground(stroke=None),
    )


def titled(finding: str, note: str) -> alt.Title:
    """Return the title of a chart: the finding, and below it what is drawn."""
    return alt.Title(
        finding, subtitle=note, anchor="start", fontSize=14, subtitleColor="#666666", offset=10
    )


def names_down(field: str, names: Sequence[str]) -> alt.Y:
    """Return a vertical axis of names in a given order."""
    axis = alt.Axis(labelLimit=300, ticks=False, domain=False)
    return alt.Y(f"{field}:N", sort=list(names), title=None, axis=axis)


def shades(
    field: str,
    unit: str,
    form: str,
    *,
    square_root: bool = False,
    between: tuple[float, float] | None = None,
) -> alt.Color:
    """Return a colour from light to dark with its legend below the chart."""
    scale = alt.Scale(
        range=SEQUENCE,
        zero=square_root,
        type="sqrt" if square_root else "linear",
        domain=alt.Undefined if between is None else list(between),
    )
    legend = alt.Legend(
        title=unit, format=form, orient="bottom", gradientLength=240, titleLimit=300
    )
    return alt.Color(f"{field}:Q", scale=scale, legend=legend)


def ink(field: str, above: float) -> Any:
    """Return white letters on dark squares and dark letters on light ones."""
    return alt.condition(f"datum['{field}'] > {above!r}", alt.value("white"), alt.value(INK))
