"""Split whole amounts of payers among whole costs of cells, block by block.

Each block is a table, payers by cells, whose margins are whole numbers already. Every entry is its
fractional amount rounded down or up. Which entries go up is found payer by payer, as Gale (1957)
and Ryser (1957) build a matrix of zeros and ones from its margins: a payer's units go to the cells
that can wait least, then to the largest remainders, then in order of id.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.allocation.controlled import (
    ONE,
    move_units,
    pick,
    remainder_order,
    snapped,
    sums,
)
from finmodel.panel.panel import Bools, Floats, Integers


@dataclass(frozen=True)
class Margin:
    """One side of all tables: the payers, or the cells."""

    group: Integers
    """Table of each, sorted."""
    total: Integers
    """Whole amount of each; those of a table add up to the same on both sides."""
    share: Floats
    """Amount of each before rounding."""

    def part(self, chosen: Bools) -> Margin:
        """Return some of them, tables keeping their numbers."""
        return Margin(self.group[chosen], self.total[chosen], self.share[chosen])


@dataclass(frozen=True)
class _Entries:
    """Entries of tables, sorted by the payer's rank in its table, then table, payer and cell."""

    payer: Integers
    cell: Integers
    start: Integers
    """First entry of each rank, and the end."""


def split(payers: Margin, cells: Margin) -> tuple[Integers, Integers, Integers]:
    """Split each payer's total among the cells of its table.

    Parameters
    ----------
    payers, cells : Margin
        The two sides. Without rounding, a payer's amount for a cell would be the payer's share
        times the cell's part of all cells' shares.

    Returns
    -------
    payer, cell, amount : ndarray of int
        Entries; their sums over cells are the payers' totals, and over payers the cells' totals.
    """
    tables = int(max(payers.group.max(initial=-1), cells.group.max(initial=-1))) + 1
    # With one payer there is nothing to decide.
    single = np.bincount(payers.group, minlength=tables) == 1
    alone = _entries(payers.group, cells.group, tables, single)
    joint = _entries(payers.group, cells.group, tables, ~single)
    weight = np.bincount(cells.group, cells.share, minlength=tables)
    table = cells.group[joint.cell]
    expected = payers.share[joint.payer] * cells.share[joint.cell] / weight[table]
    whole, part = snapped(expected)
    amount, failed = _fill(payers, cells, joint, whole, part)
    if failed.any():
        again = failed[table]
        amount[again] = _of_totals(payers, cells, joint.payer[again], joint.cell[again])
    return (
        np.concatenate([alone.payer, joint.payer]),
        np.concatenate([alone.cell, joint.cell]),
        np.concatenate([cells.total[alone.cell], amount]),
    )


def _entries(payer_group: Integers, cell_group: Integers, tables: int, wanted: Bools) -> _Entries:
    cells = np.bincount(cell_group, minlength=tables)
    first_cell = np.cumsum(cells) - cells
    payers = np.bincount(payer_group, minlength=tables)
    rank = np.arange(payer_group.size) - (np.cumsum(payers) - payers)[payer_group]
    order = np.nonzero(wanted[payer_group])[0]
    order = order[np.argsort(rank[order], kind="stable")]
    size = cells[payer_group[order]]
    payer = np.repeat(order, size)
    ends = np.cumsum(size)
    offset = np.arange(payer.size) - np.repeat(ends - size, size)
    cell = first_cell[payer_group[payer]] + offset
    ranks = np.arange(int(rank[order].max(initial=-1)) + 2)
    start = np.concatenate([[0], ends])[np.searchsorted(rank[order], ranks)]
    return _Entries(payer, cell, start)


def _fill(
    payers: Margin, cells: Margin, entries: _Entries, whole: Integers, part: Integers
) -> tuple[Integers, Bools]:
    """Round entries down or up to the margins.

    Returns
    -------
    amount : ndarray of int
        Amount of each entry.
    failed : ndarray of bool
        Tables in which the order of filling led to a dead end.
    """
    tables = int(cells.group.max(initial=-1)) + 1
    open_ = part > 0
    quota = payers.total - sums(entries.payer, whole, payers.total.size)
    room = cells.total - sums(entries.cell, whole, cells.total.size)
    later = np.bincount(entries.cell[open_], minlength=cells.total.size)
    amount = whole.copy()
    failed = np.zeros(max(tables, int(payers.group.max(initial=-1)) + 1), dtype=bool)
    for begin, end in zip(entries.start[:-1], entries.start[1:], strict=True):
        cell, payer = entries.cell[begin:end], entries.payer[begin:end]
        may = np.nonzero(open_[begin:end] & (room[cell] > 0))[0]
        wait = np.clip(later[cell[may]] - room[cell[may]], 0, 127)
        first = (wait << 11) | remainder_order(part[begin:end][may])
        taken = may[pick(payer[may], first, quota)]
        amount[begin + taken] += 1
        room[cell[taken]] -= 1
        np.subtract.at(quota, payer[taken], 1)
        later[cell[open_[begin:end]]] -= 1
    touched = np.zeros(payers.total.size, dtype=bool)
    touched[entries.payer] = True
    failed[payers.group[touched & (quota != 0)]] = True
    met = np.zeros(cells.total.size, dtype=bool)
    met[entries.cell] = True
    failed[cells.group[met & (room != 0)]] = True
    return amount, failed


def _of_totals(payers: Margin, cells: Margin, payer: Integers, cell: Integers) -> Integers:
    """Amounts of all entries of some tables, adjacent to those that the whole totals give.

    These are totals × totals / total. Their margins are the whole numbers wanted, so that there
    always is a way to round them.
    """
    tables = int(cells.group.max(initial=-1)) + 1
    grand = sums(cells.group, cells.total, tables)[cells.group[cell]]
    whole, part = _exact_product(payers.total[payer], cells.total[cell], grand)
    rows, count = payers.total.size, cells.total.size
    mine = np.zeros(rows + count, dtype=bool)
    mine[payer], mine[rows + cell] = True, True
    quota = np.where(mine[:rows], payers.total - sums(payer, whole, rows), 0)
    room = np.where(mine[rows:], cells.total - sums(cell, whole, count), 0)
    return whole + move_units(
        payer,
        rows + cell,
        part,
        np.zeros(payer.size, dtype=bool),
        np.concatenate([np.zeros(rows, np.int64), room]),
        np.concatenate([quota, np.full(count, -1)]),
    )


def _exact_product(left: Integers, right: Integers, grand: Integers) -> tuple[Integers, Integers]:
    """Whole numbers and parts of left × right / grand, exact where the product overflows."""
    divisor = np.maximum(grand, 1)
    whole = np.floor(left.astype(np.float64) * right / divisor).astype(np.int64)
    # Overflow wraps around, and the remainder is small, so that its wrapped value is the true one.
    rest = left * right - whole * divisor
    whole += rest // divisor
    rest %= divisor
    part = np.floor(rest.astype(np.float64) / divisor * ONE).astype(np.int64)
    return whole, np.where(rest > 0, np.clip(part, 1, ONE - 1), 0)
