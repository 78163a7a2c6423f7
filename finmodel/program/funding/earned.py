"""Money that outputs earn: nothing is paid before it is earned."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Integers
from finmodel.program.emitter import NONE, Emitter, Family

HEADROOM = 2.0
"""Columns are bounded by this many times what can be earned, so that a rule always stops them."""


def add_earnings(emitter: Emitter, position: int, key: str) -> None:
    """e[s,t] ≤ Σ rate·a[p,r,t−lag] + before, e[s,t] ≤ cap, Σ e[s,t] ≤ cap of the plan.

    What is earned, e, is money of the source: Σ f[s,·,t] ≤ e[s,t].
    """
    panel = emitter.panel
    earnings = panel.earnings[key]
    earnable = earnings.earnable(panel.reachable)
    year = np.nonzero(earnable > 0)[0].astype(np.int64)
    if not year.size:
        return
    pot = np.full(year.size, int(np.nonzero(panel.pots.source == position)[0][0]), dtype=np.int64)
    path = ("sources", key)
    earned = emitter.add_columns(f"draw.{key}", 0.0, HEADROOM * earnable[year], pot=pot, year=year)
    emitter.add_money(position, year, earned.numbers(), np.ones(year.size))
    rows = emitter.add_rows(
        f"sources.{key}.earned", -np.inf, earnings.before[year], path, pot=pot, year=year
    )
    emitter.enter(rows.numbers(), earned.numbers(), 1.0)
    _enter_outputs(emitter, key, rows, year)
    capped = np.isfinite(earnings.most[year])
    if capped.any():
        caps = emitter.add_rows(
            f"sources.{key}.at_most",
            -np.inf,
            earnings.most[year[capped]],
            (*path, "at_most"),
            pot=pot[capped],
            year=year[capped],
        )
        emitter.enter(caps.numbers(), earned.numbers()[capped], 1.0)
    if np.isfinite(earnings.in_all):
        total = emitter.add_rows(
            f"sources.{key}.in_all_at_most", -np.inf, earnings.in_all, (*path, "in_all_at_most")
        )
        hoped = earnings.counted[year]
        emitter.enter(total.start, earned.numbers()[hoped > 0], 1.0 / hoped[hoped > 0])


def _enter_outputs(emitter: Emitter, key: str, rows: Family, year: Integers) -> None:
    """Write what outputs earn, each in the year in which it is paid."""
    panel, earnings = emitter.panel, emitter.panel.earnings[key]
    paid = year[year >= earnings.lag]
    by_year = np.full(len(panel.years), NONE, dtype=np.int64)
    by_year[paid - earnings.lag] = rows.numbers()[year >= earnings.lag]
    rate = np.zeros((len(panel.programmes), 1, len(panel.years)))
    rate[:, 0, paid - earnings.lag] = earnings.rate[:, paid]
    emitter.on_output(by_year[None, None, :], -rate)
