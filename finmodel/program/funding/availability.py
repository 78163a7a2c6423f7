"""What each source has, carries over, can absorb and must use."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter
from finmodel.program.funding.pots import pot_years, rows_by_cell
from finmodel.scenario.values import ByYear


def add_availability(emitter: Emitter, position: int, key: str) -> None:
    """Σ f[s,·,t] + z[s,t] − z[s,t−1] ≤ A[s,t] − first charges, 0 ≤ z[s,t] ≤ κ·A[s,t].

    The slack lapses; a loan has none, because it is drawn as it is spent. A source that keeps its
    balance carries over all that it ever had and did not pay: its z is bounded by the money of all
    years so far. Charges and money that follow from decisions are written in by `enter_charges`.
    """
    panel = emitter.panel
    pot, year = pot_years(panel, position)
    if not pot.size:
        return
    most = panel.pots.most[pot, year]
    family = emitter.add_rows(
        f"sources.{key}.available",
        panel.pots.free[pot, year] if key in panel.loans else -np.inf,
        panel.pots.free[pot, year],
        ("sources", key),
        pot=pot,
        year=year,
    )
    rows = rows_by_cell(emitter, position, pot, family.numbers())
    emitter.on_flows([position], rows, None)
    source = panel.scenario.sources[key]
    if source.keeps_balance:
        carried = panel.pots.most.cumsum(axis=1)[pot, year]
    elif source.carry_over:
        carried = source.carry_over * most
    else:
        return
    keeps = year < len(panel.years) - 1
    columns = emitter.add_columns(
        f"carry.{key}", 0.0, carried[keeps], pot=pot[keeps], year=year[keeps]
    )
    emitter.enter(family.numbers()[keeps], columns.numbers(), 1.0)
    emitter.enter(family.numbers()[year > 0], columns.numbers(), -1.0)


def add_use_bound(
    emitter: Emitter, position: int, key: str, name: str, shares: ByYear[float]
) -> None:
    """Σ f[s,·,t] ≤ (≥) share · (A[s,t] − first charges) in each year that has a share."""
    panel = emitter.panel
    pot, year = pot_years(panel, position)
    given = [shares.at(y) for y in panel.years]
    share = np.array([np.nan if value is None else value for value in given])[year]
    limit = share * panel.pots.free[pot, year]
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
    emitter.on_flows([position], rows_by_cell(emitter, position, pot, numbers), None)
