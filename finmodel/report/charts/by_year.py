"""Small multiples: one panel for each year, all on the same axes."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, names_down, titled

PANELS = 620
"""Width of all panels together [pixels]."""


def by_year_chart(
    rows: pd.DataFrame, names: Sequence[str], heads: tuple[str, str, str], finding: str, note: str
) -> alt.FacetChart:
    """Draw amounts of things by year, a panel for each year.

    Parameters
    ----------
    rows : DataFrame
        `name`, `year`, and `amount` in the unit named.
    names : sequence of str
        Things from top to bottom.
    heads : (str, str, str)
        What a thing is, what a year is, and the unit, in the language of the reader.
    finding, note : str
        What the chart shows, and what is drawn.
    """
    thing, year, unit = heads
    years = rows["year"].nunique()
    bars = (
        alt.Chart(rows)
        .mark_bar(color=DARK, height=11)
        .encode(
            y=names_down("name", names),
            x=alt.X(
                "amount:Q",
                title=unit,
                axis=alt.Axis(tickCount=3, titleFontWeight="normal", labelFlush=False),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=thing),
                alt.Tooltip("year:O", title=year),
                alt.Tooltip("amount:Q", title=unit, format=",.1f"),
            ],
        )
        .properties(width=max(PANELS // max(years, 1), 64), height=17 * len(names))
    )
    head = alt.Header(title=None, labelFontWeight="bold", labelFontSize=12)
    panels: alt.FacetChart = bars.facet(
        column=alt.Column("year:O", header=head), spacing=12, title=titled(finding, note)
    )
    return panels
