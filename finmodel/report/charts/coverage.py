"""Coverage of need: by programme, and by programme and region."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.allocation.totals import total_by
from finmodel.report.charts.style import DARK, GREY, LIGHT, MID, finished, names_down, shades
from finmodel.report.screen import counted
from finmodel.report.views import ProgrammeCoverage, View
from finmodel.scenario.names import percent

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

NEAR = 1e-3
"""Part of the room between floor and ceiling that counts as standing at its end."""


def coverage_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw each programme's coverage today, in the first and in the last year.

    Bars run from the floor to the ceiling of the last year.
    """
    view = View(allocation, language)
    programmes = view.programme_coverage()
    first, last = view.years[0], view.years[-1]
    moments = {"today": "today", "first": str(first), "last": str(last)}
    scale = allocation.scenario.money.scale
    rows = [asdict(row) | {"money": row.spending / scale} for row in programmes]
    points = [
        row | {"when": words, "coverage": row[key]}
        for row in rows
        for key, words in moments.items()
        if row[key] is not None
    ]
    tips = [
        alt.Tooltip("name:N", title="Programme"),
        alt.Tooltip("today:Q", title="Today", format=".1%"),
        alt.Tooltip("first:Q", title=str(first), format=".1%"),
        alt.Tooltip("last:Q", title=str(last), format=".1%"),
        alt.Tooltip("floor:Q", title="Floor", format=".1%"),
        alt.Tooltip("ceiling:Q", title="Ceiling", format=".1%"),
        alt.Tooltip("outputs_last:Q", title=f"Output {last}", format=",.0f"),
        alt.Tooltip("output:N", title="Unit of output"),
        alt.Tooltip("money:Q", title=str(allocation.scenario.money), format=",.0f"),
    ]
    y = names_down("name", [row.name for row in programmes])
    axis = alt.Axis(format="%", tickCount=6)
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(height=13, color=LIGHT, cornerRadius=3)
        .encode(y=y, x=alt.X("floor:Q", title="share of need covered", axis=axis), x2="ceiling:Q")
        .encode(tooltip=tips)
    )
    order = list(moments.values())
    legend = alt.Legend(title=None, orient="top")
    colours = alt.Scale(domain=order, range=[GREY, MID, DARK])
    shapes = alt.Scale(domain=order, range=["cross", "circle", "diamond"])
    marks = (
        alt.Chart(pd.DataFrame(points))
        .mark_point(filled=True, size=75, opacity=1)
        .encode(
            y=y,
            x="coverage:Q",
            color=alt.Color("when:N", sort=order, scale=colours, legend=legend),
            shape=alt.Shape("when:N", sort=order, scale=shapes, legend=legend),
            tooltip=tips,
        )
    )
    note = f"Bars run from floor to ceiling in {last}"
    return finished([bars, marks], _finding(programmes, last), note, 430, 25 * len(programmes))


def _finding(programmes: list[ProgrammeCoverage], last: int) -> str:
    """Say how many programmes reach their ceiling, and how many cover more than today."""
    top = sum(row.last >= row.ceiling - 1e-4 for row in programmes)
    known = [(row.today, row.last) for row in programmes if row.today is not None]
    more = sum(last_year > today + 1e-9 for today, last_year in known)
    words = f"{top or 'None'} of {counted(len(programmes), 'programme')} at the ceiling in {last}"
    if known:
        words += f"; {more or 'none'} of the {len(known)} known today cover more than today"
    return words


def coverage_by_region(
    allocation: Allocation, year: int | None = None, language: str = "en"
) -> alt.LayerChart:
    """Draw where coverage stands between floor and ceiling, by programme and region.

    Parameters
    ----------
    allocation : Allocation
        The allocation.
    year : int, optional
        Year of the plan; the last one where missing.
    language : str
        Language of names.
    """
    view = View(allocation, language)
    wanted = view.years[-1] if year is None else year
    rows = _places(view, wanted)
    regions = [view.regions[key] for key in allocation.scenario.regions.leaves()]
    programmes = list(view.programmes.values())
    count = max(len(rows), 1)
    low = sum(row["room"] < NEAR for row in rows) / count
    high = sum(row["room"] > 1 - NEAR for row in rows) / count
    finding = (
        f"In {wanted}, coverage is at its ceiling in {percent(high)} of places and at its floor "
        f"in {percent(low)}"
    )
    axis = alt.Axis(labelAngle=-60, labelLimit=160, ticks=False, domain=False)
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("region:N", sort=regions, title=None, axis=axis),
            y=names_down("programme", programmes),
            color=shades("room", "from floor (0%) to ceiling (100%)", "%"),
            tooltip=[
                alt.Tooltip("programme:N", title="Programme"),
                alt.Tooltip("region:N", title="Region"),
                alt.Tooltip("coverage:Q", title="Coverage", format=".1%"),
                alt.Tooltip("floor:Q", title="Floor", format=".1%"),
                alt.Tooltip("ceiling:Q", title="Ceiling", format=".1%"),
                alt.Tooltip("output:Q", title="Output", format=",.0f"),
                alt.Tooltip("unit:N", title="Unit of output"),
                alt.Tooltip("money:Q", title=str(allocation.scenario.money), format=",.1f"),
            ],
        )
    )
    note = "Coverage of need by programme and region; blank where there is no need or no choice"
    return finished([chart], finding, note, 20 * len(regions), 22 * len(programmes))


def _places(view: View, year: int) -> list[dict[str, Any]]:
    """One row for each programme and region with room between floor and ceiling."""
    panel, scenario = view.allocation.panel, view.allocation.scenario
    at = view.years.index(year)
    rows: list[dict[str, Any]] = []
    keys = ["programme", "region", "year"]
    output, covered, cost = (
        total_by(view.allocation.delivery, keys, column)
        for column in ("output", "coverage", "cost")
    )
    for place, coverage in covered.items():
        programme, region, when = place
        cell = panel.positions["programme"][programme], panel.positions["region"][region], at
        floor, ceiling = float(panel.floor[cell]), float(panel.ceiling[cell])
        if when != year or ceiling <= floor:
            continue
        rows.append(
            {
                "programme": view.programmes[programme],
                "region": view.regions[region],
                "coverage": coverage,
                "floor": floor,
                "ceiling": ceiling,
                "room": min(max((coverage - floor) / (ceiling - floor), 0.0), 1.0),
                "output": output[place],
                "unit": scenario.programmes[programme].output,
                "money": cost[place] / scenario.money.scale,
            }
        )
    return rows
