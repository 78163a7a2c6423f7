"""Which purses a source has, and which of their rows a flow stands in."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Integers, Panel
from finmodel.program.emitter import NONE, Emitter


def pot_years(panel: Panel, position: int) -> tuple[Integers, Integers]:
    """Pots of a source and years, crossed, each of shape (pots × years,)."""
    pots = np.nonzero(panel.pots.source == position)[0].astype(np.int64)
    years = np.arange(len(panel.years), dtype=np.int64)
    return np.repeat(pots, years.size), np.tile(years, pots.size)


def rows_by_cell(emitter: Emitter, position: int, pot: Integers, numbers: Integers) -> Integers:
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
