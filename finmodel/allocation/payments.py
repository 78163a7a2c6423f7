"""Payments of purses to blocks: laid out as a network, brought down to whole costs, rounded.

A purse pays to nodes. A node is one of the finest blocks in a year, whose cost is whole already,
or a coarser block of a pool, which passes on what it gets to the finest blocks below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from finmodel.allocation.controlled import move_units, pick, remainder_order, snapped, sums
from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.blocks import representatives
from finmodel.program.program import Program


@dataclass(frozen=True)
class Payments:
    """All payments of a solution, in rounding units.

    Nodes, pools' nodes and purses are numbered year by year: place × years + year.
    """

    pool: Integers
    """Pool of each payment, shape (F,)."""
    source: Integers
    purse: Integers
    node: Integers
    """Node that each payment goes to: first the finest blocks, then the blocks of the pools."""
    amount: Floats
    passed_pool: Integers
    """Pool that passes money on to a finest block, shape (G,)."""
    passed_from: Integers
    passed_to: Integers
    passed: Floats
    """Amount passed on, shape (G,)."""
    finest: int
    """Number of nodes that are finest blocks."""
    nodes: int
    purses: int

    @property
    def direct(self) -> Bools:
        """Payments that go to a finest block without a pool's node between, shape (F,)."""
        return np.asarray(self.node < self.finest)

    def received(self) -> Floats:
        """Money that reaches each finest block, shape (finest,)."""
        direct = self.direct
        paid = _sums(self.node[direct], self.amount[direct], self.finest)
        passed = _sums(self.passed_to, self.passed, self.finest)
        return paid + passed

    def by_purse(self) -> Floats:
        """Money that each purse pays, shape (purses,)."""
        return _sums(self.purse, self.amount, self.purses)

    def within(self, share: Floats) -> Payments:
        """Cut each purse's payments to a share of them, shape (purses,)."""
        cut = replace(self, amount=self.amount * share[self.purse])
        held = _sums(cut.node, cut.amount, self.nodes)
        passed = _sums(self.passed_from, self.passed, self.nodes)
        kept = np.minimum(_ratio(held, passed), 1.0)
        return replace(cut, passed=self.passed * kept[self.passed_from])

    def meeting(self, cost: Integers) -> Payments:
        """Scale payments so that each finest block receives its cost, shape (finest,)."""
        share = _ratio(cost.astype(np.float64), self.received())
        passed = self.passed * share[self.passed_to]
        held = _sums(self.node, self.amount, self.nodes)
        above = _ratio(_sums(self.passed_from, passed, self.nodes), held)
        above[: self.finest] = share
        return replace(self, amount=self.amount * above[self.node], passed=passed)


def _sums(place: Integers, amount: Floats, count: int) -> Floats:
    """Sums of amounts by place, one after the other, so that they are the same everywhere."""
    return np.bincount(place, amount, minlength=count).astype(np.float64)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def lay_out_payments(program: Program, values: Floats, units: float) -> Payments:
    """Payments of a solution.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Value of every column.
    units : float
        Rounding units in one money unit.
    """
    panel, blocks = program.panel, program.blocks
    years = len(panel.years)
    funds, passes = [np.empty((5, 0))], [np.empty((4, 0))]
    start = blocks.count
    for number, pool in enumerate(blocks.pools):
        family = program.column_family(f"fund.{number + 1}")
        source, block, year = (family.labels[axis] for axis in ("source", "block", "year"))
        first = representatives(pool.block)
        pot = panel.pots.paying[source, program.cells.region[first[block]]]
        node = blocks.finest[first[block]] if pool.direct else start + block
        money = np.maximum(values[family.range], 0.0) * units
        funds.append(
            np.stack(
                [
                    np.full(source.size, number),
                    source,
                    pot * years + year,
                    node * years + year,
                    money,
                ]
            )
        )
        if pool.direct:
            continue
        family = program.column_family(f"pool.{number + 1}")
        fine, year = family.labels["block"], family.labels["year"]
        above = np.zeros(blocks.count, dtype=np.int64)
        inside = pool.block >= 0
        above[blocks.finest[inside]] = pool.block[inside]
        money = np.maximum(values[family.range], 0.0) * units
        passes.append(
            np.stack(
                [
                    np.full(fine.size, number),
                    (start + above[fine]) * years + year,
                    fine * years + year,
                    money,
                ]
            )
        )
        start += pool.count
    fund, passed = np.concatenate(funds, axis=1), np.concatenate(passes, axis=1)
    pool_of, source, purse, node = fund[:4].astype(np.int64)
    passed_pool, passed_from, passed_to = passed[:3].astype(np.int64)
    return Payments(
        pool=pool_of,
        source=source,
        purse=purse,
        node=node,
        amount=fund[4],
        passed_pool=passed_pool,
        passed_from=passed_from,
        passed_to=passed_to,
        passed=passed[3],
        finest=blocks.count * years,
        nodes=start * years,
        purses=len(panel.pots.region) * years,
    )


@dataclass(frozen=True)
class WholePayments:
    """Rounded payments, each adjacent to its amount, every node in balance."""

    amount: Integers
    """Shape (F,)."""
    passed: Integers
    """Shape (G,)."""


def round_payments(payments: Payments, cost: Integers, limit: Integers) -> WholePayments:
    """Round payments to whole numbers.

    What pools pass on and what is paid to the finest blocks is rounded first, then what is paid to
    the blocks of pools; then units are moved from purses that would pay beyond their limit.

    Parameters
    ----------
    payments : Payments
        Payments that meet the cost.
    cost : ndarray of int, shape (finest,)
        Whole cost of each finest block in a year.
    limit : ndarray of int, shape (purses,)
        Whole limit of each purse.

    Returns
    -------
    WholePayments
        No purse pays more than its limit.
    """
    count = payments.amount.size
    tail = np.concatenate([payments.nodes + payments.purse, payments.passed_from])
    head = np.concatenate([payments.node, payments.passed_to])
    amount = np.concatenate([payments.amount, payments.passed])
    whole, part = snapped(amount)
    pool = np.concatenate([np.full(count, -1), payments.passed_pool])
    up = _largest_remainders(payments, cost, tail, head, amount, pool)
    nodes = payments.nodes + payments.purses
    rounded = whole + up
    got, given = sums(head, rounded, nodes), sums(tail, rounded, nodes)
    got[payments.nodes :] = limit
    given[: payments.finest] = cost
    spare = np.full(nodes, -1, dtype=np.int64)
    spare[payments.nodes :] = np.maximum(limit - given[payments.nodes :], 0)
    lacking = given - got
    lacking[payments.nodes :] = np.maximum(lacking[payments.nodes :], 0)
    whole += move_units(tail, head, part, up, lacking, spare)
    return WholePayments(whole[:count], whole[count:])


def _largest_remainders(
    payments: Payments,
    cost: Integers,
    tail: Integers,
    head: Integers,
    amount: Floats,
    pool: Integers,
) -> Bools:
    """Arcs to round up, node by node, without regard to what purses have."""
    whole, part = snapped(amount)
    open_, order = part > 0, remainder_order(part)
    up = np.zeros(part.size, dtype=bool)
    inner = slice(payments.finest, payments.nodes)

    def choose(arcs: Bools, by: Integers, quota: Integers) -> None:
        some = np.nonzero(arcs & open_)[0]
        up[some] = pick(by[some], order[some], quota)

    room = cost - sums(head, whole, payments.nodes)[: payments.finest]
    for number in np.unique(payments.passed_pool):
        # A pool's block passes on its own amount to the nearest unit, or as much as finds room.
        mine = pool == number
        total = np.zeros(payments.nodes)
        total[inner] = np.rint(_sums(tail[mine], amount[mine], payments.nodes)[inner])
        quota = total.astype(np.int64) - sums(tail[mine], whole[mine], payments.nodes)
        fits = np.zeros_like(mine)
        fits[mine] = room[head[mine]] > 0
        choose(fits, tail, quota)
        room -= sums(head[mine], up[mine].astype(np.int64), payments.finest)
    direct = (pool < 0) & (head < payments.finest)
    choose(direct, head, np.concatenate([room, np.zeros(payments.nodes - room.size, np.int64)]))
    above = (pool < 0) & ~direct
    passed = sums(tail[pool >= 0], (whole + up)[pool >= 0], payments.nodes)
    choose(above, head, passed - sums(head[above], whole[above], payments.nodes))
    return up
