"""Help in kind covers at most a share of what it is for."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter


def add_share_of_cost(emitter: Emitter, position: int, key: str, share: float) -> None:
    """Σ f[s] − σ · cost of the cells that s may cover ≤ 0, for each programme and year."""
    panel, cells = emitter.panel, emitter.cells
    eligible = panel.eligible(key)
    mine = cells.pick(eligible).astype(bool)
    used = np.zeros((len(panel.programmes), len(panel.years)), dtype=bool)
    np.logical_or.at(used, cells.programme, mine)
    programme, year = (axis.astype(np.int64) for axis in np.nonzero(used))
    if not programme.size:
        return
    family = emitter.add_rows(
        f"sources.{key}.pays_at_most",
        -np.inf,
        0.0,
        ("sources", key, "pays_at_most"),
        programme=programme,
        year=year,
    )
    numbers = np.full(used.shape, NONE, dtype=np.int64)
    numbers[programme, year] = family.numbers()
    emitter.on_flows([position], np.where(mine, numbers[cells.programme], NONE), None)
    cost = (panel.unit_cost * eligible).sum(axis=2)
    emitter.on_conventional(numbers[:, None, :], -share * cost)
