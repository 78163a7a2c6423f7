"""A share of what a fund pays goes where one of its partners wants it."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter
from finmodel.scenario.sources import PooledFund


def add_soft_earmarks(emitter: Emitter, position: int, key: str, fund: PooledFund) -> None:
    """Σ f over the earmark − e · Σ f ≥ 0 in each year, for each partner."""
    panel = emitter.panel
    for name in sorted(fund.partners):
        earmark = fund.partners[name].earmark
        if earmark is None:
            continue
        chosen = panel.choose(earmark.for_)
        year = np.nonzero(chosen.years)[0].astype(np.int64)
        family = emitter.add_rows(
            f"sources.{key}.earmark.{name}",
            0.0,
            np.inf,
            ("sources", key, "partners", name, "earmark"),
            year=year,
        )
        rows = np.full((1, len(panel.years)), NONE, dtype=np.int64)
        rows[0, year] = family.numbers()
        emitter.on_flows([position], rows, chosen)
        emitter.on_flows([position], rows, None, -earmark.at_least)
