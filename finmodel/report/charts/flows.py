"""Which source pays for which programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from finmodel.report.charts.style import finished, ink, names_down, shades
from finmodel.report.money import decimals_for, number, rounded_to_total
from finmodel.report.screen import spoken_years
from finmodel.report.views import View
from finmodel.scenario.names import percent

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation


def flows_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw a matrix of sources and programmes with the money that flows between them.

    The amounts shown in a column add up to the total shown above it.
    """
    view = View(allocation, language)
    unit = str(allocation.scenario.money)
    sources = _ranked(view, 0)
    programmes = [view.programmes[key] for key in _ranked(view, 1)]
    rows, columns = _cells(view, sources)
    axis = alt.Axis(
        labelAngle=-35, labelLimit=220, orient="top", ticks=False, domain=False, labelPadding=6
    )
    base = alt.Chart(rows).encode(
        x=alt.X("column:N", sort=columns, title=None, axis=axis),
        y=names_down("programme", programmes),
        tooltip=[
            alt.Tooltip("source:N", title="Source"),
            alt.Tooltip("programme:N", title="Programme"),
            alt.Tooltip("money:Q", title=unit, format=",.1f"),
        ],
    )
    squares = base.mark_rect(stroke="white").encode(
        color=shades("money", unit, ",.0f", square_root=True)
    )
    # On a square-root scale the middle of the colours is a quarter of the largest amount.
    letters = ink("money", float(rows["money"].max()) / 4 if len(rows) else 0.0)
    texts = base.mark_text(fontSize=10.5).encode(text="shown:N", color=letters)
    note = f"{unit}, {spoken_years(view.years)}, nominal; each source with its total"
    size = 72 * len(columns), 24 * len(programmes)
    return finished([squares, texts], _finding(view, sources), note, *size)


def _ranked(view: View, axis: int) -> dict[str, int]:
    """Sources (0) or programmes (1) with the money of each, most money first."""
    totals: dict[str, int] = {}
    for pair, amount in view.flows().items():
        totals[pair[axis]] = totals.get(pair[axis], 0) + amount
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))


def _cells(view: View, sources: dict[str, int]) -> tuple[pd.DataFrame, list[str]]:
    """One row for each source and programme, rounded so that sources add up as shown."""
    scale = view.allocation.scenario.money.scale
    decimals = decimals_for(sum(sources.values()) / scale)
    totals = rounded_to_total([amount / scale for amount in sources.values()], decimals)
    rows, columns = [], []
    for source, total in zip(sources, totals, strict=True):
        columns.append(f"{view.sources[source]}: {number(total, decimals)}")
        paid = {key[1]: money / scale for key, money in view.flows().items() if key[0] == source}
        cells = rounded_to_total(list(paid.values()), decimals, total=total)
        rows += [
            {
                "column": columns[-1],
                "source": view.sources[source],
                "programme": view.programmes[programme],
                "money": money,
                "shown": number(cell, decimals),
            }
            for (programme, money), cell in zip(paid.items(), cells, strict=True)
        ]
    titles = ["column", "source", "programme", "money", "shown"]
    return pd.DataFrame(rows, columns=titles), columns


def _finding(view: View, sources: dict[str, int]) -> str:
    total = sum(sources.values())
    if not total:
        return "No money is allocated"
    first = next(iter(sources))
    money = view.allocation.scenario.money
    whole = number(total / money.scale, decimals_for(total / money.scale))
    return f"{view.sources[first]} pays {percent(sources[first] / total)} of the {whole} {money}"
