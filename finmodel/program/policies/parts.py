"""What the rows of several policies are made of: slices of money, places and totals."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Bools, Chosen, Integers, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.scenario.selection import Selection, Slice


def money_terms(
    emitter: Emitter, part: Slice | Selection | None, rows: Integers, years: Bools, factor: float
) -> None:
    """Write a slice's money into one row a year; `rows` has shape (T,), NONE outside `years`."""
    panel = emitter.panel
    chosen = panel.choose(part)
    by_year = np.where(years, rows, NONE)
    sources = part.sources if isinstance(part, Slice) else None
    if sources is None:
        emitter.on_spending(by_year[None, None, :], chosen, factor)
    else:
        positions = [panel.positions["source"][name] for name in sorted(set(sources))]
        emitter.on_flows(positions, by_year[None, :], chosen, factor)


def regions_of(panel: Panel, each: str, chosen: Chosen) -> Integers:
    """Positions of the regions that `each` stands for, within a selection."""
    mask = chosen.regions.copy()
    if each not in ("region", "programme", "together"):
        mask &= panel.region_members(each)
    return np.nonzero(mask)[0].astype(np.int64)


def total_spending(emitter: Emitter, name: str, chosen: Chosen) -> Family:
    """One column a year that equals a selection's spending: rows that share it stay short."""
    panel = emitter.panel
    year = np.nonzero(chosen.years)[0].astype(np.int64)
    # Twice what everything costs at its ceiling, so that a rule always stops it, not this bound.
    most = 2.0 * np.einsum("prkt,prt->t", panel.unit_cost, panel.reachable)[year]
    total = emitter.add_columns(name, 0.0, most, year=year)
    rows = emitter.add_rows(name, 0.0, 0.0, year=year)
    by_year = np.full(len(panel.years), NONE, dtype=np.int64)
    by_year[year] = rows.numbers()
    emitter.on_spending(by_year[None, None, :], chosen)
    emitter.enter(rows.numbers(), total.numbers(), -1.0)
    return total
