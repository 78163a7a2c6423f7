"""Funding: what each source has, carries over, must use and needs beside it."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Integers, Panel
from finmodel.program.classes import refine
from finmodel.program.emitter import NONE, Emitter
from finmodel.scenario.values import ByYear


def add_funding(emitter: Emitter) -> None:
    """Rows of all sources: availability with carry-over, absorption, least use, co-financing."""
    panel = emitter.panel
    for position, key in enumerate(panel.sources):
        _add_availability(emitter, position, key)
        source = panel.scenario.sources[key]
        if source.absorption is not None:
            _add_use_bound(emitter, position, key, "absorption", source.absorption)
        if source.use_at_least is not None:
            _add_use_bound(emitter, position, key, "use_at_least", source.use_at_least)
        if source.co_financing is not None:
            _add_co_financing(emitter, position, key)


def _pot_years(panel: Panel, position: int) -> tuple[Integers, Integers]:
    """Pots of a source and years, crossed, each of shape (pots × years,)."""
    pots = np.nonzero(panel.pots.source == position)[0].astype(np.int64)
    years = np.arange(len(panel.years), dtype=np.int64)
    return np.repeat(pots, years.size), np.tile(years, pots.size)


def _rows_by_cell(emitter: Emitter, position: int, pot: Integers, numbers: Integers) -> Integers:
    """Row of each cell and year for a family with one row a pot and year, (C or 1, T)."""
    panel = emitter.panel
    years = len(panel.years)
    by_pot = np.full((len(panel.pots.region), years), NONE, dtype=np.int64)
    by_pot[pot.reshape(-1, years)[:, 0]] = numbers.reshape(-1, years)
    paying = panel.pots.paying[position]
    if np.unique(paying).size == 1:
        return np.asarray(by_pot[paying[:1]])
    rows = by_pot[paying]
    rows[paying == NONE] = NONE
    return np.asarray(rows[emitter.cells.region])


def _add_availability(emitter: Emitter, position: int, key: str) -> None:
    """Σ f[s,·,t] + z[s,t] − z[s,t−1] ≤ A[s,t], 0 ≤ z[s,t] ≤ κ·A[s,t]; the slack lapses."""
    panel = emitter.panel
    pot, year = _pot_years(panel, position)
    if not pot.size:
        return
    available = panel.pots.available[pot, year]
    family = emitter.add_rows(
        f"sources.{key}.available", -np.inf, available, ("sources", key), pot=pot, year=year
    )
    rows = _rows_by_cell(emitter, position, pot, family.numbers())
    emitter.on_flows([position], rows, None)
    share = panel.scenario.sources[key].carry_over
    if not share:
        return
    keeps = year < len(panel.years) - 1
    columns = emitter.add_columns(
        f"carry.{key}", 0.0, share * available[keeps], pot=pot[keeps], year=year[keeps]
    )
    emitter.enter(family.numbers()[keeps], columns.numbers(), 1.0)
    emitter.enter(family.numbers()[year > 0], columns.numbers(), -1.0)


def _add_use_bound(
    emitter: Emitter, position: int, key: str, name: str, shares: ByYear[float]
) -> None:
    """Σ f[s,·,t] ≤ (≥) share · A[s,t] in each year that has a share."""
    panel = emitter.panel
    pot, year = _pot_years(panel, position)
    given = [shares.at(y) for y in panel.years]
    share = np.array([np.nan if value is None else value for value in given])[year]
    limit = share * panel.pots.available[pot, year]
    known = np.isfinite(limit)
    if not known.any():
        return
    lower = limit[known] if name == "use_at_least" else -np.inf
    upper = np.inf if name == "use_at_least" else limit[known]
    family = emitter.add_rows(
        f"sources.{key}.{name}",
        lower,
        upper,
        ("sources", key, name),
        pot=pot[known],
        year=year[known],
    )
    numbers = np.full(pot.size, NONE, dtype=np.int64)
    numbers[known] = family.numbers()
    emitter.on_flows([position], _rows_by_cell(emitter, position, pot, numbers), None)


def _add_co_financing(emitter: Emitter, position: int, key: str) -> None:
    """(1 − σ) · Σ others − σ · Σ f[s] ≥ 0 over the cells that s may pay for."""
    panel = emitter.panel
    terms = panel.scenario.sources[key].co_financing
    assert terms is not None
    cells = emitter.cells
    eligible = cells.pick(panel.eligible(key)).astype(bool)
    axes: dict[str, Integers] = {}
    if "programme" in terms.each:
        axes["programme"] = cells.programme
    if "region" in terms.each:
        axes["region"] = cells.region
    member = np.zeros(cells.count, dtype=np.int64)
    for place in axes.values():
        member = refine(member, place)
    count = int(member.max(initial=-1)) + 1
    used = np.stack(
        [np.bincount(member[allowed], minlength=count) > 0 for allowed in eligible.T], axis=1
    )
    kind, year = (axis.astype(np.int64) for axis in np.nonzero(used))
    if not kind.size:
        return
    first = np.zeros(count, dtype=np.int64)
    first[member[::-1]] = np.arange(cells.count - 1, -1, -1)
    labels = {axis: place[first[kind]] for axis, place in axes.items()}
    family = emitter.add_rows(
        f"sources.{key}.co_financing",
        0.0,
        np.inf,
        ("sources", key, "co_financing"),
        **labels,
        year=year,
    )
    numbers = np.full(used.shape, NONE, dtype=np.int64)
    numbers[kind, year] = family.numbers()
    rows = np.where(eligible, numbers[member], NONE)
    others = [panel.positions["source"][name] for name in sorted(set(terms.from_) - {key})]
    emitter.on_flows([position], rows, None, -terms.at_least)
    emitter.on_flows(others, rows, None, 1.0 - terms.at_least)
