"""The tables of a comparison: money of each allocation by region, programme, year and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from finmodel.allocation.compare.sides import Side
from finmodel.allocation.totals import side_by_side, total_by
from finmodel.report.views import RegionSpending, View
from finmodel.scenario.names import contract_names
from finmodel.scenario.sources.unfunded import UNFUNDED

BY = ("region", "programme", "year", "category", "source")
"""Headings that money is compared by."""


def money_tables(sides: Sequence[Side], views: Sequence[View]) -> list[dict[str, Any]]:
    """Money of each allocation under each heading [currency].

    What sources pay, help in kind with them; under each heading the same total. A row is None for
    an allocation that does not have it at all. Payments to private partners are a table of their
    own, because they are not part of that total.
    """
    tables = [_by(by, sides, views) for by in BY]
    contracts = _contracts(sides, views[0].language)
    return [*tables, contracts] if contracts["rows"] else tables


def _by(by: str, sides: Sequence[Side], views: Sequence[View]) -> dict[str, Any]:
    names: dict[Any, str] = {}
    amounts: list[Mapping[Any, int]] = []
    known: list[set[Any]] = []
    for side, view in zip(sides, views, strict=True):
        axis = _axis(by, view)
        known.append(set(axis))
        names |= {key: name for key, name in axis.items() if key not in names}
        paid: dict[Any, int] = {}
        keys = ["source", "region" if by == "source" else by]
        for (source, key), amount in total_by(side.allocation.money, keys, "amount").items():
            if source != UNFUNDED:
                row = source if by == "source" else key
                paid[row] = paid.get(row, 0) + amount
        amounts.append(paid)
    order = sorted(names) if by == "year" else list(names)
    rows = [_row(str(key), names[key], key, amounts, known) for key in order]
    return _table(by, rows, len(sides))


def _axis(by: str, view: View) -> dict[Any, str]:
    scenario = view.allocation.scenario
    if by == "region":
        return {key: view.regions[key] for key in scenario.regions.leaves()}
    if by == "year":
        return {year: str(year) for year in scenario.years}
    if by == "category":
        return dict(view.categories)
    return {
        "programme": view.programmes,
        "source": {key: name for key, name in view.sources.items() if key != UNFUNDED},
    }[by]


def _contracts(sides: Sequence[Side], language: str) -> dict[str, Any]:
    """Public payments of each contract over its whole term [currency]."""
    names: dict[str, str] = {}
    amounts, known = [], []
    for side in sides:
        scenario = side.allocation.scenario
        own = contract_names(scenario, language)
        names |= {key: name for key, name in own.items() if key not in names}
        known.append(set(scenario.contracts))
        table = side.allocation.tables["contracts"]
        paid = total_by(table, ["contract"], "public_payment")
        amounts.append({key: amount for (key,), amount in paid.items()})
    rows = [_row(key, name, key, amounts, known) for key, name in names.items()]
    return _table("contract", rows, len(sides))


def _row(
    id: str,
    name: str,
    key: Any,
    amounts: Sequence[Mapping[Any, int]],
    known: Sequence[set[Any]],
) -> dict[str, Any]:
    pairs = zip(amounts, known, strict=True)
    has = [paid.get(key, 0) if key in there else None for paid, there in pairs]
    first = has[0] or 0
    differences = [(amount or 0) - first for amount in has[1:]]
    return {"id": id, "name": name, "amounts": has, "differences": differences}


def _table(by: str, rows: Sequence[dict[str, Any]], count: int) -> dict[str, Any]:
    total = [sum(row["amounts"][at] or 0 for row in rows) for at in range(count)]
    differences = [amount - total[0] for amount in total[1:]]
    return {"by": by, "rows": list(rows), "total": {"amounts": total, "differences": differences}}


def region_rows(sides: Sequence[Side], views: Sequence[View]) -> list[dict[str, Any]]:
    """Money per head and year, and share of what can be reached, of each region and allocation."""
    found: list[dict[str, Any]] = [
        {row.region: row for row in view.region_spending()} for view in views
    ]
    places = _first(found)
    return [
        {
            "id": key,
            "name": place.name,
            "label": place.label,
            "tile": place.tile,
            "per_head_a_year": [
                _per_head(rows.get(key), side) for rows, side in zip(found, sides, strict=True)
            ],
            "reached": [rows[key].reached_last if key in rows else None for rows in found],
        }
        for key, place in places.items()
    ]


def _per_head(row: RegionSpending | None, side: Side) -> float | None:
    """What sources pay for each head and year [currency]; what is missing is not paid."""
    if row is None or not row.heads:
        return None
    years = len(side.allocation.scenario.years)
    return side.measures.money.get(row.region, 0) / years / row.heads


def programme_rows(sides: Sequence[Side], views: Sequence[View]) -> list[dict[str, Any]]:
    """Coverage in the last year and outputs over the plan of each programme and allocation."""
    found: list[dict[str, Any]] = [
        {row.programme: row for row in view.programme_coverage()} for view in views
    ]
    names = _first(found)
    outputs = [side.measures.output for side in sides]
    return [
        {
            "id": key,
            "name": row.name,
            "output": row.output,
            "coverage": [rows[key].last if key in rows else None for rows in found],
            "outputs": [
                each.get(key, 0) / 1e6 if key in rows else None
                for each, rows in zip(outputs, found, strict=True)
            ],
        }
        for key, row in names.items()
    ]


def _first(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Each thing as the first side has it that has it, in their order."""
    first: dict[str, Any] = {}
    for rows in found:
        first |= {key: row for key, row in rows.items() if key not in first}
    return first


def stayed(base: Side, other: Side) -> dict[str, int]:
    """Payments that are the same in both, and the money that stayed where it was [currency].

    A payment is what one source pays for one category of a programme in a region and year.
    """
    keys = ["region", "programme", "year", "category", "source"]
    money = [side.allocation.money for side in (base, other)]
    (old, new), there, labels = side_by_side(money, keys, "amount")
    pays = np.array([name != UNFUNDED for name in labels["source"]], dtype=bool)
    return {
        "payments": int(old.size),
        "same": int((there.all(axis=0) & (old == new)).sum()),
        "money_in_place": int(np.minimum(old, new)[pays].sum()),
    }
