"""The least change with which a program that nothing satisfies could be satisfied.

Rules that may be loosened get a column each that says by how much; their sum, each times its
price, is made as small as can be, all other rules kept. So the fewest rules are loosened, each no
more than it must be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.status import Status

SECONDS = 10.0
"""Time for finding the change."""
NOTHING = 1e-9
"""Part of the largest change below which a change is none."""


@dataclass(frozen=True)
class Change:
    """By how much rules are loosened."""

    rows: Floats
    """Of each row, by how much its limit is loosened, shape (m,) [row's unit]."""
    floors: Floats
    """Of each floor, the share of it that is given up, from 0 to 1."""
    values: Floats
    """Values of the columns that keep the loosened rules, shape (n,)."""


def least_change(
    program: Program,
    rows: Integers,
    floors: Sequence[Integers] = (),
    prices: Floats | None = None,
    seconds: float = SECONDS,
) -> Change | None:
    """Find the least change of some limits with which all rules can be kept.

    Parameters
    ----------
    program : Program
        A program that no values satisfy.
    rows : ndarray of int
        Rows whose limit may be loosened, shape (k,); they have one limit each.
    floors : sequence of ndarray of int
        Columns whose lower bounds are one floor: they are lowered together, each by the same share.
    prices : ndarray, optional
        Price of a unit of each row, then of each whole floor; one where missing.
    seconds : float
        Time for finding it [s].

    Returns
    -------
    Change or None
        None where these limits cannot do it, or not in time.
    """
    price = np.ones(rows.size + len(floors)) if prices is None else prices
    count = program.lower.size
    highs = Highs(_elastic(program, rows, floors), whole=bool(program.whole.any()))
    highs.limit_time(seconds)
    highs.objective(np.append(np.zeros(count), price), maximise=False)
    if highs.run() is not Status.OPTIMAL:
        return None
    values, loosened = np.split(highs.solution(), [count])
    worth = price * loosened
    loosened = np.where(worth > NOTHING * worth.max(initial=0.0), loosened, 0.0)
    found = Change(np.zeros(program.row_lower.size), loosened[rows.size :], values)
    found.rows[rows] = loosened[: rows.size]
    return found


def _elastic(program: Program, rows: Integers, floors: Sequence[Integers]) -> Program:
    """The program with a column for each limit that may be loosened.

    A column whose lower bound may be loosened gets a row: x + share · bound ≥ bound.
    """
    height, width = program.matrix.shape
    from_below = np.isfinite(program.row_lower[rows])
    give = coo_array(
        (np.where(from_below, 1.0, -1.0), (rows, np.arange(rows.size))), shape=(height, rows.size)
    )
    held = np.concatenate([np.empty(0, np.int64), *floors])
    which = np.repeat(np.arange(len(floors)), [floor.size for floor in floors])
    bound, number = program.lower[held], np.arange(held.size)
    own = coo_array((np.ones(held.size), (number, held)), shape=(held.size, width))
    filled = coo_array((bound, (number, which)), shape=(held.size, len(floors)))
    above = hstack([program.matrix, give, coo_array((height, len(floors)))])
    below = hstack([own, coo_array((held.size, rows.size)), filled])
    lower = program.lower.copy()
    lower[held] = 0.0
    more = rows.size + len(floors)
    return replace(
        program,
        matrix=csr_array(vstack([above, below])),
        lower=np.append(lower, np.zeros(more)),
        upper=np.concatenate([program.upper, np.full(rows.size, np.inf), np.ones(len(floors))]),
        whole=np.append(program.whole, np.zeros(more, dtype=bool)),
        row_lower=np.append(program.row_lower, bound),
        row_upper=np.append(program.row_upper, np.full(held.size, np.inf)),
    )
