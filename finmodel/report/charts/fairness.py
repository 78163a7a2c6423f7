"""Charts of fairness and rules: the price of fairness, two goals on the map, rules that bind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.binding import binding_rules
from finmodel.report.charts.style import DARK, INK, LIGHT, MID, finished, names_down, titled
from finmodel.report.charts.tiles import tile_map
from finmodel.report.money import decimals_for, number
from finmodel.report.picture import gain_unit
from finmodel.report.screen import counted
from finmodel.report.views import View
from finmodel.scenario.names import percent

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation
    from finmodel.solve.fairness import Fairness


def fairness_chart(curve: Fairness) -> alt.LayerChart:
    """Draw the share of the best benefit that each level of the lowest coverage costs.

    Parameters
    ----------
    curve : Fairness
        From `price_of_fairness`.
    """
    rows = [
        {"level": level, "value": value, "given_up": lost, "words": f"{lost:.2%}"}
        for level, value, lost in zip(
            curve.level.tolist(), curve.value.tolist(), curve.given_up.tolist(), strict=True
        )
    ]
    table = pd.DataFrame(rows)
    ends = [rows[0]["level"], rows[-1]["level"]]
    base = alt.Chart(table).encode(
        x=alt.X(
            "level:Q",
            title="Lowest coverage in any region and year, of what can be reached",
            scale=alt.Scale(domain=ends, nice=True, zero=False, padding=24),
            axis=alt.Axis(format=".0%", gridColor=LIGHT),
        ),
        y=alt.Y(
            "given_up:Q",
            title="Benefit given up, of the most there can be",
            axis=alt.Axis(format=".1%", gridColor=LIGHT, tickCount=5),
        ),
        tooltip=[
            alt.Tooltip("level:Q", title="Lowest coverage", format=".1%"),
            alt.Tooltip("value:Q", title="Benefit points", format=",.0f"),
            alt.Tooltip("words:N", title="Given up"),
        ],
    )
    line = base.mark_line(color=DARK, point=alt.OverlayMarkDef(color=DARK, size=45))
    words = base.mark_text(dx=-4, dy=-8, align="right", color=INK, fontSize=10).encode(
        text="words:N"
    )
    note = "Each point keeps all rules and brings the most benefit at its lowest coverage"
    return finished([line, words], _finding(rows), note, 520, 280)


def _finding(rows: list[dict[str, Any]]) -> str:
    """Say how far the lowest coverage rises for little, and what the rest costs."""
    first, last = rows[0], rows[-1]
    if last["level"] - first["level"] < 0.0005:
        return f"Most benefit leaves the lowest coverage as high as it can be, {first['level']:.0%}"
    # The bend: where what was gained of the way is farthest above what was paid of the price.
    ahead = [_share(row, rows, "level") - _share(row, rows, "given_up") for row in rows[:-1]]
    knee = rows[ahead.index(max(ahead))]
    return (
        f"Lowest coverage rises from {first['level']:.0%} to {knee['level']:.0%} for "
        f"{knee['given_up']:.2%} of the benefit, to {last['level']:.0%} for {last['given_up']:.2%}"
    )


def _share(row: dict[str, Any], rows: list[dict[str, Any]], key: str) -> float:
    """How far a row is on the way from the first to the last."""
    way = rows[-1][key] - rows[0][key]
    return float((row[key] - rows[0][key]) / way) if way else 0.0


def goals_map(goals: Mapping[str, Allocation], language: str = "en") -> alt.HConcatChart:
    """Draw coverage on the tile map under several goals, side by side in the same shades.

    Parameters
    ----------
    goals : mapping of str to Allocation
        Allocations of one country, by what each of them aims at.
    language : str
        Language of names.
    """
    views = {goal: View(allocation, language) for goal, allocation in goals.items()}
    values = {
        goal: [row.reached_last for row in view.region_spending()] for goal, view in views.items()
    }
    every = [value for found in values.values() for value in found]
    between = (min(every), max(every))
    maps = []
    for goal, allocation in goals.items():
        least, most = min(values[goal]), max(values[goal])
        drawn = tile_map(allocation, show="coverage", language=language, between=between)
        drawn.title = titled(f"{goal}: {percent(least)} to {percent(most)}", "")
        maps.append(drawn)
    apart = {goal: max(found) - min(found) for goal, found in values.items()}
    closest, widest = min(apart, key=lambda goal: apart[goal]), max(apart, key=lambda g: apart[g])
    finding = (
        f"Regions lie {100 * apart[closest]:.0f} points apart with {_lower(closest)}, and "
        f"{100 * apart[widest]:.0f} with {_lower(widest)}"
    )
    year = next(iter(views.values())).years[-1]
    note = f"Share of what can be reached that is met in {year}, weighted by cost"
    return alt.HConcatChart(hconcat=maps, title=titled(finding, note), spacing=36)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def rules_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw in how many places each rule stands in the way, and what one more would gain there."""
    view = View(allocation, language)
    unit = gain_unit(view)
    rows = [
        {
            "name": row["name"],
            "binding": row["binding"],
            "share": row["binding"] / row["places"],
            "of": f"{row['binding']} of {row['places']}",
            "gain": row["gain"],
            "says": f"up to {_gain(row['gain'])} for each one more ({row['unit']})",
            "where": row["where"],
            "holds": row["holds"],
            "sentence": row["sentence"],
        }
        for row in binding_rules(view)
    ]
    columns = ["name", "binding", "share", "of", "gain", "says", "where", "holds", "sentence"]
    table = pd.DataFrame(rows, columns=columns)
    most = max((row["binding"] for row in rows), default=1)
    base = alt.Chart(table).encode(
        y=names_down("name", [row["name"] for row in rows]),
        x=alt.X(
            "binding:Q",
            title="Regions and years in which the rule binds",
            scale=alt.Scale(domain=[0, most * 2.2]),
            axis=alt.Axis(grid=False, tickMinStep=1, tickCount=6),
        ),
        tooltip=[
            alt.Tooltip("sentence:N", title="Rule"),
            alt.Tooltip("of:N", title="Binds in"),
            alt.Tooltip("says:N", title=unit[:1].upper() + unit[1:]),
            alt.Tooltip("where:N", title="Most in"),
            alt.Tooltip("holds:Q", title="Holds for at least", format=",.4g"),
        ],
    )
    bars = base.mark_bar(color=MID, height=16)
    words = base.mark_text(align="left", dx=5, color=INK, fontSize=10.5).encode(text="says:N")
    note = f"Gain in {unit} from one unit less strict, where it gains most; money of sources apart"
    return finished([bars, words], _rules_finding(rows), note, 560, 34 * len(rows))


def _gain(gain: float) -> str:
    return number(gain, max(decimals_for(gain), 2 if gain < 10 else 0))


def _rules_finding(rows: list[dict[str, Any]]) -> str:
    """Say which rule binds in most places."""
    if not rows:
        return "No rule but the money there is stands in the way"
    widest = rows[0]
    return (
        f"{counted(len(rows), 'rule')} {'stands' if len(rows) == 1 else 'stand'} in the way beside "
        f"money, most of all {widest['name']}, in {widest['of']} places"
    )
