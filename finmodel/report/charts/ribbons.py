"""Ribbons: money from sources through programmes to regions, as wide as it is much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import DARK, INK, MID, finished

STAGES = ("source", "programme", "region")
WIDTH, NODE = 460, 12
"""From the first to the last nodes, and of a node [pixels]."""
LEAST_HEIGHT, GAP, LINE = 360, 4, 14
"""Of all the money; between nodes; of the name of a small node [pixels]."""

COLUMNS = ["x", "y", "path", "from", "to", "amount", "ends", "region"]
"""Fields of a ribbon."""
LETTERS: tuple[dict[str, Any], ...] = (
    {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "color": "white"},
    {"color": INK},
)
"""Names are written twice, first broad and white."""


def ribbons_chart(
    rows: pd.DataFrame, heads: Mapping[str, str], unit: str, finding: str, note: str
) -> alt.LayerChart:
    """Draw money as ribbons from sources to programmes to regions.

    Parameters
    ----------
    rows : DataFrame
        Names of `source`, `programme` and `region`, the last one if it is to be drawn, and
        `amount` in the unit named, zero or more.
    heads : mapping of str to str
        What a source, a programme, a region is, in the language of the reader.
    unit : str
        Unit of the amounts.
    finding, note : str
        What the chart shows, and what is drawn.
    """
    stages = [stage for stage in STAGES if stage in rows.columns]
    nodes, height = _nodes(rows, stages)
    links = [
        link for before, after in pairwise(stages) for link in _links(rows, nodes, before, after)
    ]
    place = {
        "x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False)),
        "y": alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
    }
    amount = alt.Tooltip("amount:Q", title=unit, format=",.1f")
    ribbons = (
        alt.Chart(pd.DataFrame(links, columns=COLUMNS))
        # The path of a symbol of size 4 is in pixels around its place.
        .mark_point(filled=True, size=4, color=MID, opacity=0.32, strokeWidth=0)
        .encode(
            **place,
            shape=alt.Shape("path:N", scale=None),
            tooltip=[alt.Tooltip("from:N", title=" "), alt.Tooltip("to:N", title="→"), amount],
        )
    )
    table = pd.DataFrame(nodes.values())
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("kind:N", title="="), amount]
    table["kind"] = table["stage"].map(dict(heads))
    base = alt.Chart(table).encode(tooltip=tips)
    bars = base.mark_rect(color=DARK).encode(
        x=alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False)),
        x2="right:Q",
        y=alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
        y2="bottom:Q",
    )
    texts = [
        text
        for stage, align, shift, room in (
            ("source", "right", -NODE, 300),
            ("programme", "left", NODE, WIDTH // 2 - 2 * NODE if len(stages) > 2 else 300),
            ("region", "left", NODE, 300),
        )
        for text in _names(base.transform_filter(alt.datum.stage == stage), align, shift, room)
    ]
    return finished([ribbons, bars, *texts], finding, note, WIDTH, height)


def _names(nodes: alt.Chart, align: str, shift: int, room: int) -> list[alt.Chart]:
    """Names beside nodes, readable where ribbons lie below them."""
    style: dict[str, Any] = {"align": align, "dx": shift, "fontSize": 10.5, "limit": room}
    return [
        nodes.mark_text(**style, **colours).encode(x="middle:Q", y="centre:Q", text="name:N")
        for colours in LETTERS
    ]


def _nodes(
    rows: pd.DataFrame, stages: Sequence[str]
) -> tuple[dict[tuple[str, str], dict[str, Any]], int]:
    """Nodes of the stages by stage and name, and the height of the chart."""
    totals = {
        stage: rows.groupby(stage, sort=False)["amount"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        for stage in stages
    }
    whole = float(rows["amount"].sum())
    scale = LEAST_HEIGHT / whole if whole else 0.0
    slots = {
        stage: [max(float(amount) * scale + GAP, LINE) for amount in each]
        for stage, each in totals.items()
    }
    height = round(max((sum(each) for each in slots.values()), default=0.0))
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    for at, stage in enumerate(stages):
        spare = (height - sum(slots[stage])) / max(len(slots[stage]), 1)
        middle = WIDTH * at / (len(stages) - 1)
        top = 0.0
        for (name, amount), slot in zip(totals[stage].items(), slots[stage], strict=True):
            tall = float(amount) * scale
            centre = top + (slot + spare) / 2
            nodes[stage, str(name)] = {
                "stage": stage,
                "name": str(name),
                "amount": float(amount),
                "left": middle - NODE / 2,
                "right": middle + NODE / 2,
                "middle": middle,
                "top": centre - tall / 2,
                "bottom": centre + tall / 2,
                "centre": centre,
                "region": str(name) if stage == "region" else None,
            }
            top += slot + spare
    return nodes, height


def _links(
    rows: pd.DataFrame, nodes: Mapping[tuple[str, str], Mapping[str, Any]], before: str, after: str
) -> list[dict[str, Any]]:
    """Ribbons between two stages; at each node they lie in the order of the other end."""
    pairs: dict[tuple[str, str], float] = {}
    for start, end, amount in rows[[before, after, "amount"]].itertuples(index=False):
        if amount > 0:
            pairs[start, end] = pairs.get((start, end), 0.0) + amount
    starts = _edges(pairs, nodes, 0, (before, after))
    ends = _edges(pairs, nodes, 1, (before, after))
    left = nodes[before, next(iter(pairs))[0]]["right"] if pairs else 0.0
    right = nodes[after, next(iter(pairs))[1]]["left"] if pairs else 0.0
    half = (right - left) / 2
    links = []
    for pair, amount in pairs.items():
        (a0, a1), (b0, b1) = starts[pair], ends[pair]
        path = (
            f"M0,0C{half:.0f},0,{half:.0f},{b0 - a0:.2f},{2 * half:.0f},{b0 - a0:.2f}"
            f"L{2 * half:.0f},{b1 - a0:.2f}C{half:.0f},{b1 - a0:.2f},{half:.0f},{a1 - a0:.2f},"
            f"0,{a1 - a0:.2f}Z"
        )
        links.append(
            {
                "x": left,
                "y": round(a0, 2),
                "path": path,
                "from": pair[0],
                "to": pair[1],
                "amount": amount,
                "ends": f"{before} {after}",
                "region": pair[1] if after == "region" else None,
            }
        )
    return links


def _edges(
    pairs: Mapping[tuple[str, str], float],
    nodes: Mapping[tuple[str, str], Mapping[str, Any]],
    end: int,
    stages: Sequence[str],
) -> dict[tuple[str, str], tuple[float, float]]:
    """Upper and lower edge of each ribbon at one of its ends."""
    here, there = stages[end], stages[1 - end]
    filled = {name: node["top"] for (stage, name), node in nodes.items() if stage == here}
    found = {}
    for pair in sorted(pairs, key=lambda each: nodes[there, each[1 - end]]["top"]):
        node = nodes[here, pair[end]]
        tall = (node["bottom"] - node["top"]) * pairs[pair] / node["amount"]
        found[pair] = (filled[pair[end]], filled[pair[end]] + tall)
        filled[pair[end]] += tall
    return found
