"""Rules that may be broken at a price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.emitter import Emitter, Family

BROKEN = "broken."
"""How the names of columns begin that say by how much a rule is broken."""


@dataclass(frozen=True)
class Breach:
    """By how much the rows of a rule are broken, and what one unit of that costs."""

    columns: Family
    price: float
    """Price of a unit of the rule, in the unit of the stage that counts it."""


def let_break(emitter: Emitter, family: Family, price: float) -> None:
    """Add s ≥ 0 to each row of a rule: Σ + s ≥ limit, Σ − s ≤ limit; a unit of s has a price."""
    lower, upper = emitter.bounds("row")[:, family.range]
    floor = np.isfinite(lower)
    limit = np.where(floor, lower, upper)
    # Twice what could ever be missing, so that this bound never stops a breach.
    most = 2.0 * (np.abs(limit) + _most_activity(emitter, family))
    columns = emitter.add_columns(BROKEN + family.name, 0.0, most, **family.labels)
    emitter.enter(family.numbers(), columns.numbers(), np.where(floor, 1.0, -1.0))
    emitter.breaches.append(Breach(columns, price))


def _most_activity(emitter: Emitter, family: Family) -> Floats:
    """Most that the columns of each row can add up to, at their bounds, shape (count,)."""
    panel = emitter.panel
    reach = np.abs(emitter.bounds("column")).max(axis=0)
    rows, columns, values = emitter.entries()
    mine = (rows >= family.start) & (rows < family.start + family.count)
    size = np.abs(values[mine]) * reach[columns[mine]]
    most = np.zeros(family.count)
    np.add.at(most, rows[mine] - family.start, size)
    everything = float(np.einsum("prkt,prt->", panel.unit_cost, panel.reachable))
    for term in emitter.flow_terms:
        if ((term.rows >= family.start) & (term.rows < family.start + family.count)).any():
            most = most + 2.0 * everything * float(np.abs(term.coefficients).max())
    return most
