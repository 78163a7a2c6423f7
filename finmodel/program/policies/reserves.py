"""Money kept for what nobody foresaw."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter
from finmodel.program.funding.pots import pot_years, rows_by_cell
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import by_year
from finmodel.scenario.policies import Reserve


@add_policy.register
def _reserve(policy: Reserve, key: str, emitter: Emitter) -> None:
    """Σ f[s,·,t] ≤ A[s,t] − first charges − reserve[t] for each source and purse."""
    panel = emitter.panel
    kept = policy.reserve
    for name in sorted(set(policy.sources)):
        position = panel.positions["source"][name]
        pot, year = pot_years(panel, position)
        free = panel.pots.free[pot, year]
        if kept.share is not None:
            reserve = by_year(panel, kept.share)[year] * free
        else:
            assert kept.amount is not None
            reserve = by_year(panel, kept.amount)[year]
        known = np.isfinite(reserve)
        family = emitter.add_rows(
            f"policies.{key}.{name}",
            -np.inf,
            (free - reserve)[known],
            ("policies", key),
            pot=pot[known],
            year=year[known],
        )
        numbers = np.full(pot.size, NONE, dtype=np.int64)
        numbers[known] = family.numbers()
        emitter.on_flows([position], rows_by_cell(emitter, position, pot, numbers), None)
