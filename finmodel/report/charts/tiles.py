"""The tile map: each region one square of the same size, at its rough place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from finmodel.report.charts.style import finished, ink, shades
from finmodel.report.gap import gap_by_region
from finmodel.report.money import decimals_for, fitting_unit, number
from finmodel.report.screen import lower_first, spoken_years
from finmodel.report.views import RegionSpending, View
from finmodel.scenario.names import percent

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

TILE = 46
DARKER = 0.65
"""Part of the way from light to dark from which on white letters read better than dark ones."""
LOST_ACROSS = 8
"""Regions without a tile stand below the others, so many in a row."""


@dataclass(frozen=True)
class Shown:
    """What the squares show."""

    value: Callable[[RegionSpending], float]
    words: Callable[[float], str]
    unit: str
    note: str
    form: str


def tile_map(
    allocation: Allocation,
    show: str = "money",
    language: str = "en",
    between: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Draw each region as a square at its rough place, darker for more.

    Parameters
    ----------
    allocation : Allocation
        The allocation.
    show : {"money", "coverage", "gap"}
        Money per head a year, the share of what can be reached that is met in the last year, or
        the share of the cost that is missing, where the scenario asks for the gap.
    language : str
        Language of names.
    between : (float, float), optional
        Values that the lightest and the darkest square stand for, for maps side by side; the least
        and the most shown where missing.

    Returns
    -------
    altair.LayerChart
        Squares with labels and tooltips.
    """
    view = View(allocation, language)
    regions = view.region_spending()
    shown = _shown(view, regions, show)
    places = tile_places({row.region: row.tile for row in regions})
    unit = allocation.scenario.money
    rows = [
        asdict(row)
        | {
            "tile": None,
            "column": places[row.region][0],
            "row": places[row.region][1],
            "value": shown.value(row),
            "shown": shown.words(shown.value(row)),
            "money": row.spending / unit.scale,
        }
        for row in regions
    ]
    tips = [
        alt.Tooltip("name:N", title="Region"),
        alt.Tooltip("shown:N", title=shown.unit),
        alt.Tooltip("money:Q", title=f"{unit}, whole plan", format=",.0f"),
        alt.Tooltip("reached_first:Q", title=f"Met in {view.years[0]}", format=".0%"),
        alt.Tooltip("reached_last:Q", title=f"Met in {view.years[-1]}", format=".0%"),
    ]
    table = pd.DataFrame(rows).drop(columns="tile")
    finding = _finding(regions, shown)
    return tiles_chart(table, shown.unit, shown.form, tips, finding, shown.note, between)


def tiles_chart(
    rows: pd.DataFrame,
    unit: str,
    form: str,
    tips: Sequence[alt.Tooltip],
    finding: str,
    note: str,
    between: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Draw a square for each row, darker for more.

    Parameters
    ----------
    rows : DataFrame
        `column` and `row` of the square, its `label`, its `value`, and the value as `shown`.
    unit, form : str
        Unit of the values, and how the legend writes them.
    tips : sequence of altair.Tooltip
        What a square tells when it is pointed at.
    finding, note : str
        What the chart shows, and what is drawn.
    between : (float, float), optional
        Values that the lightest and the darkest square stand for.
    """
    across, down = span(list(rows["column"])), span(list(rows["row"]))
    base = alt.Chart(rows).encode(
        x=alt.X("column:O", axis=None, scale=even(across)),
        y=alt.Y("row:O", axis=None, scale=even(down)),
        tooltip=list(tips),
    )
    squares = base.mark_rect(cornerRadius=4, stroke="#9db4c8", strokeWidth=0.6).encode(
        color=shades("value", unit, form, between=between)
    )
    ends = between or (float(rows["value"].min()), float(rows["value"].max()))
    letters = ink("value", ends[0] + DARKER * (ends[1] - ends[0]))
    labels = base.mark_text(dy=-7, fontSize=12, fontWeight="bold").encode(
        text="label:N", color=letters
    )
    values = base.mark_text(dy=9, fontSize=10.5).encode(text="shown:N", color=letters)
    size = TILE * len(across), TILE * len(down)
    return finished([squares, labels, values], finding, note, *size)


def _shown(view: View, regions: Sequence[RegionSpending], show: str) -> Shown:
    years = spoken_years(view.years)
    money = view.allocation.scenario.money
    if show == "coverage":
        return Shown(
            lambda row: row.reached_last,
            percent,
            "of what can be reached",
            f"Share of what can be reached that is met in {view.years[-1]}, weighted by cost",
            ".0%",
        )
    if show == "gap":
        missing = {row["region"]: row["share"] for row in gap_by_region(view)}
        return Shown(
            lambda row: missing[row.region],
            percent,
            "of the cost is missing",
            f"Share of the cost over {years} that no source pays for",
            ".0%",
        )
    if show != "money":
        raise ValueError(f"a tile map shows money, coverage or gap, not {show!r}")
    if view.heads is None:
        return Shown(
            lambda row: row.spending / money.scale,
            number,
            str(money),
            f"Money over {years}",
            ",.0f",
        )
    per_head = sorted(row.per_head_a_year or 0.0 for row in regions)
    unit = fitting_unit(per_head[len(per_head) // 2], money.currency)
    decimals = decimals_for(per_head[-1] / unit.scale)
    return Shown(
        lambda row: (row.per_head_a_year or 0.0) / unit.scale,
        lambda value: number(value, decimals),
        f"{unit} a year per head",
        f"Average over {years}; heads are {lower_first(view.heads_title)}",
        f",.{decimals}f",
    )


def _finding(regions: Sequence[RegionSpending], shown: Shown) -> str:
    """Say which regions have least and most."""
    ranked = sorted(regions, key=lambda row: (shown.value(row), row.region))
    low, high = ranked[0], ranked[-1]
    least, most = shown.words(shown.value(low)), shown.words(shown.value(high))
    if least == most:
        return f"{least} {shown.unit} in every region"
    return f"From {least} ({low.name}) to {most} ({high.name}) {shown.unit}"


def tile_places(tiles: Mapping[str, tuple[int, int] | None]) -> dict[str, tuple[int, int]]:
    """Column and row of each region; those without a tile stand below the others."""
    places = {region: tile for region, tile in tiles.items() if tile is not None}
    below = max((row for _, row in places.values()), default=0) + 1
    lost = [region for region, tile in tiles.items() if tile is None]
    for count, region in enumerate(lost):
        places[region] = (count % LOST_ACROSS + 1, below + count // LOST_ACROSS)
    return places


def span(positions: Sequence[int]) -> list[int]:
    """Every place from the first to the last."""
    return list(range(min(positions), max(positions) + 1))


def even(span: Sequence[int]) -> alt.Scale:
    """Keep a place for every column or row, also for those without a region."""
    return alt.Scale(domain=list(span), paddingInner=0.06)
