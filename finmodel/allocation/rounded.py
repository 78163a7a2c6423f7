"""A rounded allocation, and the check that its totals are the sums of their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from finmodel.allocation.controlled import RoundingError
from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program


@dataclass(frozen=True)
class WholeFlows:
    """Whole money from sources to cost cells, sorted by source, cell and year."""

    source: Integers
    cell: Integers
    year: Integers
    amount: Integers
    """Above zero, whole rounding units [currency unit]."""


@dataclass(frozen=True)
class Rounded:
    """A rounded allocation; money in currency units, whole multiples of the rounding unit."""

    unit: int
    """Rounding unit [currency unit]."""
    grid: float
    """Grid of output [unit of output]."""
    output: Floats
    """Output, (P, R, T)."""
    contracted: Floats
    """Part of it that each contract provides, (J, R, T)."""
    cost: Integers
    """Cost of each cell, (C, T)."""
    flows: WholeFlows
    available: Integers
    """Money of each pot, (N, T); as are the six below."""
    added: Integers
    """What decisions add, such as a loan's draws."""
    first_charges: Integers
    """Paid before programmes."""
    carried_in: Integers
    used: Integers
    carried_out: Integers
    lapsed: Integers
    values: Floats
    """Value of every column of the program after rounding, (n,)."""
    allowances: Floats
    """How far rounding may leave each row outside its bounds, (m,)."""
    charged: Mapping[str, Integers]
    """Part of the first charges that follows from decisions, by what is paid, each (N, T)."""


def check_sums(program: Program, rounded: Rounded) -> None:
    """Check that every total is the sum of its parts.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The rounded allocation.

    Raises
    ------
    RoundingError
        If the flows to a cell are not its cost, those from a pot not what it used, or something
        is negative or above its limit.
    """
    flows = rounded.flows
    cost, used = np.zeros_like(rounded.cost), np.zeros_like(rounded.used)
    np.add.at(cost, (flows.cell, flows.year), flows.amount)
    pot = program.panel.pots.paying[flows.source, program.cells.region[flows.cell]]
    np.add.at(used, (pot, flows.year), flows.amount)
    if (cost != rounded.cost).any():
        raise RoundingError("what the sources pay for some cell is not its cost")
    if (used != rounded.used).any():
        raise RoundingError("what some source pays does not add up to what it used")
    purse = (
        rounded.available,
        rounded.added,
        rounded.carried_in,
        used,
        rounded.carried_out,
        rounded.lapsed,
    )
    if flows.amount.min(initial=0) < 0 or min(part.min(initial=0) for part in purse) < 0:
        raise RoundingError("some amount is negative: a source pays more than it has")
