"""What the objective left open, as a table: the range of each programme and region."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, numbers, texts
from finmodel.allocation.rounded import Rounded
from finmodel.program.program import Program
from finmodel.solve.undecided import Undecided


def undecided_table(program: Program, rounded: Rounded, found: Undecided) -> pa.Table:
    """Range of the cost of each programme and region over all years.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The chosen allocation.
    found : Undecided
        Ranges before rounding.

    Returns
    -------
    Table
        region, programme, cost, least, most [currency], range: `decided` where they differ by
        less than a rounding unit, `exact`, or `at most` where too many were open to solve each.
    """
    panel, cells, scale = program.panel, program.cells, program.panel.scenario.money.scale
    cost = np.zeros((len(panel.regions), len(panel.programmes)), dtype=np.int64)
    np.add.at(cost, (cells.region, cells.programme), rounded.cost.sum(axis=1))
    region, programme = (
        axis.astype(np.int64) for axis in np.nonzero((panel.need > 0).any(axis=2).T)
    )
    unit = rounded.unit
    least = np.floor(found.low.T * scale / unit).astype(np.int64) * unit
    most = np.ceil(found.high.T * scale / unit).astype(np.int64) * unit
    decided = (found.high - found.low).T * scale < unit
    least, most = np.where(decided, cost, least), np.where(decided, cost, most)
    # The rounded cost may stand a few units below the least before rounding.
    least, most = np.minimum(least, cost), np.maximum(most, cost)
    words = np.where(decided, "decided", np.where(found.exact.T, "exact", "at most"))
    place = (region, programme)
    return pa.table(
        {
            "region": ids(panel.regions, region),
            "programme": ids(panel.programmes, programme),
            "cost": numbers(cost[place]),
            "least": numbers(least[place]),
            "most": numbers(most[place]),
            "range": texts(words[place].tolist()),
        }
    )
