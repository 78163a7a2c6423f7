"""Books of what a scenario says and a folder holds, beside its money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from finmodel.allocation.compare.sides import Side
from finmodel.report.sourcing import AMOUNTS, STATUSES
from finmodel.scenario.provenance import figures

if TYPE_CHECKING:
    from finmodel.report.document.ledger.ledger import Ledger


def firmness(_: Ledger, side: Side) -> pd.DataFrame:
    """Figures by how firm they are, and what the sources have, each at its weakest figure."""
    panel, scale = side.allocation.panel, side.allocation.scenario.money.scale
    rows: list[dict[str, Any]] = []
    weakest: dict[str, int] = {}
    for figure in figures(side.loaded):
        if figure.choice:
            continue
        rows.append({"status": figure.status, "figures": 1.0, "amount": 0.0})
        if figure.path[0] == "sources" and figure.path[2] in AMOUNTS:
            source = str(figure.path[1])
            weakest[source] = max(weakest.get(source, 0), STATUSES.index(figure.status))
    for source, place in panel.positions["source"].items():
        money = float(panel.pots.most[panel.pots.source == place].sum()) * scale
        usual = STATUSES.index(side.allocation.scenario.unless_stated)
        status = STATUSES[weakest.get(source, usual)]
        rows.append({"status": status, "figures": 0.0, "amount": money})
    return pd.DataFrame(rows, columns=["status", "figures", "amount"])


def firm_years(_: Ledger, side: Side) -> pd.DataFrame:
    """Years that the scenario says are firm in one way."""
    said = side.allocation.scenario.years_status
    rows = [
        {"place": place, "year": int(year)}
        for place, years in enumerate(said)
        for year in str(years).split("-")
    ]
    return pd.DataFrame(rows, columns=["place", "year"])


def terms(_: Ledger, side: Side) -> pd.DataFrame:
    """Numbers in the conditions on which sources pay."""
    rows = []
    for key, source in side.allocation.scenario.sources.items():
        if source.co_financing is not None:
            share = source.co_financing.at_least
            rows.append({"source": key, "key": "co_financing", "place": 0, "share": share})
        for name in ("only_for", "not_for"):
            years = getattr(getattr(source, name), "years", None) or ()
            rows += [
                {"source": key, "key": name, "place": place, "year": float(year)}
                for place, year in enumerate(years)
            ]
    return pd.DataFrame(rows, columns=["source", "key", "place", "share", "year"])


def manifest(_: Ledger, side: Side) -> pd.DataFrame:
    """What the manifest says of the folder."""
    return pd.DataFrame({"format": [float(side.allocation.manifest["format"])]})


def inputs(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Years of each change of input, for each other side of a comparison."""
    rows = [
        {"other": other, "place": place, "year": year}
        for other in range(1, len(ledger.sides))
        for place, change in enumerate(ledger.changes(other))
        for year in change.years
    ]
    return pd.DataFrame(rows, columns=["other", "place", "year"])


BOOKS = {
    "firmness": firmness,
    "firm years": firm_years,
    "terms": terms,
    "manifest": manifest,
    "inputs": inputs,
}
"""Each book by its name."""
