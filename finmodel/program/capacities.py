"""Capacities that are not money: what programmes use, and what stands in for what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.emitter import Emitter
from finmodel.scenario.capacities import Capacity


def add_capacities(emitter: Emitter) -> None:
    """Σ_p u[c,p]·a[p,·,t] − Σ_b w[c,b,t] + Σ_d ρ[d,c]·w[d,c,t] ≤ K[c,t], for each region or all.

    u is the use of a unit of output, K what there is, and w what of c is done by b, of whose units
    ρ[c,b] do the work of one. Where each region uses whole units, n[c,r,t] ≥ Σ_p u[c,p]·a[p,r,t]
    stands for what it uses, n whole.
    """
    panel = emitter.panel
    capacities = panel.scenario.capacities
    amounts = {key: _amounts(panel, capacities[key]) for key in sorted(capacities)}
    rows = {key: _add_rows(emitter, key, amounts[key]) for key in amounts}
    for key, there in amounts.items():
        use = np.array([capacities[key].use.get(name, 0.0) for name in panel.programmes])
        if capacities[key].whole_in_each_region:
            _add_whole(emitter, key, use, rows[key])
        else:
            emitter.on_output(rows[key][None], use[:, None, None])
        for other in sorted(capacities[key].stand_ins):
            rate = capacities[key].stand_ins[other]
            helpful = _with_help(panel, amounts, other)
            shape = np.broadcast_shapes(there.shape, helpful.shape)
            most = np.broadcast_to(helpful / rate, shape)
            _add_stand_in(emitter, f"stand_in.{key}.{other}", most, (rows[key], rows[other], rate))


def _amounts(panel: Panel, capacity: Capacity) -> Floats:
    """What there is, shape (1, T) for the whole country or (R, T)."""
    if capacity.amount is not None:
        return np.array([_by_year([capacity.amount.at(year) for year in panel.years])])
    given = capacity.amounts or {}
    found = np.zeros((len(panel.regions), len(panel.years)))
    for region, series in given.items():
        found[panel.positions["region"][region]] = _by_year(
            [series.at(year) for year in panel.years]
        )
    return found


def _with_help(panel: Panel, amounts: dict[str, Floats], key: str) -> Floats:
    """What there is of a capacity with all that could stand in for it, shape (1, T) or (R, T)."""
    total = amounts[key]
    for other, rate in sorted(panel.scenario.capacities[key].stand_ins.items()):
        more = _with_help(panel, amounts, other) / rate
        if total.shape[0] == 1:
            more = more.sum(axis=0, keepdims=True)
        total = total + more
    return total


def _by_year(values: Sequence[float | None]) -> Floats:
    return np.array([value or 0.0 for value in values])


def _labels(panel: Panel, values: Floats) -> dict[str, Integers]:
    """Places of values that are national, shape (1, T), or by region, shape (R, T)."""
    region, year = (axis.reshape(-1).astype(np.int64) for axis in np.indices(values.shape))
    national = values.shape[0] == 1 and len(panel.regions) > 1
    return {"year": year} if national else {"region": region, "year": year}


def _add_rows(emitter: Emitter, key: str, amounts: Floats) -> Integers:
    """Rows of one capacity, shape (1, T) or (R, T)."""
    labels = _labels(emitter.panel, amounts)
    family = emitter.add_rows(
        f"capacities.{key}", -np.inf, amounts.reshape(-1), ("capacities", key), **labels
    )
    return family.numbers().reshape(amounts.shape)


def _add_whole(emitter: Emitter, key: str, use: Floats, rows: Integers) -> None:
    panel = emitter.panel
    used = np.einsum("p,prt->rt", use, panel.reachable)
    region, year = (axis.reshape(-1).astype(np.int64) for axis in np.indices(used.shape))
    most = np.ceil(used.reshape(-1))
    units = emitter.add_columns(f"units.{key}", 0.0, most, True, region=region, year=year)
    family = emitter.add_rows(f"capacities.{key}.units", 0.0, np.inf, region=region, year=year)
    emitter.enter(family.numbers(), units.numbers(), 1.0)
    emitter.on_output(family.numbers().reshape(1, *used.shape), -use[:, None, None])
    emitter.enter(np.broadcast_to(rows, used.shape).reshape(-1), units.numbers(), 1.0)


def _add_stand_in(
    emitter: Emitter, name: str, most: Floats, rows: tuple[Integers, Integers, float]
) -> None:
    helped, helper, rate = rows
    columns = emitter.add_columns(name, 0.0, most.reshape(-1), **_labels(emitter.panel, most))
    emitter.enter(np.broadcast_to(helped, most.shape).reshape(-1), columns.numbers(), -1.0)
    emitter.enter(np.broadcast_to(helper, most.shape).reshape(-1), columns.numbers(), rate)
