"""Round a solution to whole units of money, so that every total is the sum of its parts.

Availability is rounded down first, then output to its grid, then the cost of each cell. Payments
of purses to blocks are brought down to these costs and rounded as one network; what each source
pays to a block is then split among the block's cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.allocation.allowances import allowances, check_rules
from finmodel.allocation.controlled import sums
from finmodel.allocation.flows import cell_costs, conventional, outputs, provided
from finmodel.allocation.payments import (
    Payments,
    WholePayments,
    lay_out_payments,
    round_payments,
)
from finmodel.allocation.purses import (
    CLOSE,
    Purses,
    lay_out_purses,
    rounded_down,
    rounded_up,
)
from finmodel.allocation.rounded import Rounded, WholeFlows, check_sums
from finmodel.allocation.split import Margin, split
from finmodel.allocation.whole_columns import on_grid, rounded_columns, settled_columns
from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program

__all__ = ["OUTPUT_GRID", "Rounded", "on_grid", "round_allocation"]

OUTPUT_GRID = 1e-6
"""Units of output to whose multiples output is rounded down."""


def round_allocation(
    program: Program, values: Floats, unit: int = 1, grid: float = OUTPUT_GRID
) -> Rounded:
    """Round a solution.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Value of every column.
    unit : int
        Rounding unit [currency unit].
    grid : float
        Grid of output [unit of output].

    Returns
    -------
    Rounded
        For each cell the sources' payments add up to its cost; for each pot and year, available,
        added and carried in are used, first charges, carried out and lapsed, and nothing is
        negative.

    Raises
    ------
    ValueError
        If the rounding unit or the grid is not above zero.
    RoundingError
        If a sum or a rule does not hold after rounding, which means that `values` is no solution
        of the program.
    """
    if unit < 1:
        raise ValueError(f"the rounding unit must be at least one currency unit, not {unit}")
    if not grid > 0:
        raise ValueError(f"the grid of output must be above zero, not {grid}")
    units = program.panel.scenario.money.scale / unit
    output = on_grid(outputs(program, values), grid)
    settled = settled_columns(program, values, output, units, grid)
    purses = lay_out_purses(program, settled, units)
    plan = _plan(program, values, settled, output, purses, units)
    payments = plan.payments
    whole = round_payments(payments, plan.node_cost, plan.limit.reshape(-1))
    used = sums(payments.purse, whole.amount, payments.purses).reshape(plan.limit.shape)
    carried = purses.carried(used)
    carried_in = np.concatenate([np.zeros_like(carried[:, :1]), carried[:, :-1]], axis=1)
    source, cell, year, amount = _flows(program, plan, whole)
    money = (part / units for part in (whole.amount, whole.passed, carried))
    rounded = Rounded(
        unit=unit,
        grid=grid,
        output=output,
        cost=plan.cost * unit,
        flows=WholeFlows(source, cell, year, amount * unit),
        available=purses.available * unit,
        added=purses.added * unit,
        first_charges=purses.charges * unit,
        carried_in=carried_in * unit,
        used=used * unit,
        carried_out=carried * unit,
        lapsed=(purses.free + carried_in - used - carried) * unit,
        values=rounded_columns(program, settled, *money),
        allowances=allowances(program, unit, grid),
        contracted=provided(program, settled),
        charged={what: amount * unit for what, amount in purses.charged.items()},
    )
    check_sums(program, rounded)
    check_rules(program, rounded.values, rounded.allowances)
    return rounded


@dataclass(frozen=True)
class _Plan:
    """Whole costs, and the payments that meet them within whole limits, in rounding units."""

    cost: Integers
    """Shape (C, T)."""
    node_cost: Integers
    """Of each finest block and year, shape (finest,)."""
    payments: Payments
    limit: Integers
    """Most that each pot may pay, shape (N, T)."""


def _plan(
    program: Program,
    values: Floats,
    settled: Floats,
    output: Floats,
    purses: Purses,
    units: float,
) -> _Plan:
    """Bring costs down to whole numbers, and payments down to costs and limits."""
    payments = lay_out_payments(program, values, units)
    before = conventional(program, outputs(program, values), provided(program, values))
    full = cell_costs(program, before) * units
    after = conventional(program, output, provided(program, settled))
    most = np.minimum(cell_costs(program, after) * units, full)
    cost, node_cost = _costs(program, payments, full, most)
    wanted = payments.meeting(node_cost).by_purse().reshape(purses.available.shape)
    limit = purses.limits(rounded_up(wanted, CLOSE))
    # Part of a unit is missing where availability was not whole: all that the purse pays for gets
    # as much less. The purses beside it may then have to pay more of a whole cost.
    while (over := wanted > limit + CLOSE).any():
        have = payments.by_purse().reshape(limit.shape)
        share = np.where(over, limit / np.where(over, have, 1.0), 1.0)
        payments = payments.within(share.reshape(-1))
        cost, node_cost = _costs(program, payments, full, most)
        wanted = payments.meeting(node_cost).by_purse().reshape(limit.shape)
        limit = purses.limits(rounded_up(wanted, CLOSE))
    payments = payments.meeting(node_cost)
    wanted = payments.by_purse().reshape(limit.shape)
    # What a purse that carries over pays beyond its plan would be missing in another year.
    carries = (purses.most_carried > 0).any(axis=1, keepdims=True)
    limit = np.where(carries, np.minimum(rounded_up(wanted, CLOSE), limit), limit)
    return _Plan(cost, node_cost, payments, limit)


def _costs(
    program: Program, payments: Payments, full: Floats, most: Floats
) -> tuple[Integers, Integers]:
    """Whole cost of each cell, never above the money that pays, and of each finest block.

    Parameters
    ----------
    full : ndarray, shape (C, T)
        Cost of each cell before rounding; its block's money is shared out in proportion to it.
    most : ndarray, shape (C, T)
        Cost of the rounded output.

    Returns
    -------
    cost : ndarray of int, shape (C, T)
    node_cost : ndarray of int, shape (finest,)
    """
    years = len(program.panel.years)
    node = (program.blocks.finest[:, None] * years + np.arange(years)).reshape(-1)
    whole = np.zeros(payments.finest)
    np.add.at(whole, node, full.reshape(-1))
    paid = np.divide(payments.received(), whole, out=np.zeros_like(whole), where=whole > 0)
    money = full * np.minimum(paid, 1.0)[node].reshape(full.shape)
    cost = rounded_down(np.minimum(most, money))
    return cost, sums(node, cost.reshape(-1), payments.finest)


def _flows(
    program: Program, plan: _Plan, whole: WholePayments
) -> tuple[Integers, Integers, Integers, Integers]:
    """Source, cell, year and amount of each flow, sorted."""
    years = len(program.panel.years)
    parts = [_flows_of_year(program, plan, whole, year) for year in range(years)]
    source, cell, year, amount = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort((source * program.cells.count + cell) * years + year, kind="stable")
    return source[order], cell[order], year[order], amount[order]


def _flows_of_year(
    program: Program, plan: _Plan, whole: WholePayments, year: int
) -> tuple[Integers, Integers, Integers, Integers]:
    """Flows of one year: the finest blocks' money to cells, then the pools' part to sources."""
    years, finest, payments = len(program.panel.years), program.blocks.finest, plan.payments
    cells = np.nonzero(plan.cost[:, year])[0]
    cells = cells[np.argsort(finest[cells], kind="stable")]
    cost = plan.cost[cells, year]
    spends = plan.node_cost > 0
    mine = np.nonzero(payments.direct & (payments.node % years == year))[0]
    mine = mine[spends[payments.node[mine]]]
    passed = np.nonzero(spends[payments.passed_to] & (payments.passed_to % years == year))[0]
    group = np.concatenate([payments.node[mine], payments.passed_to[passed]]) // years
    order = np.argsort(group, kind="stable")
    total = np.concatenate([whole.amount[mine], whole.passed[passed]])
    share = np.concatenate([payments.amount[mine], payments.passed[passed]])
    payers = Margin(group[order], total[order], share[order])
    payer, at, amount = split(payers, Margin(finest[cells], cost, cost.astype(np.float64)))
    some = amount > 0
    payer, at, amount = order[payer[some]], at[some], amount[some]
    direct = payer < mine.size
    below = passed[payer[~direct] - mine.size]
    cell = cells[at[~direct]]
    part = cost[at[~direct]] / plan.node_cost[payments.passed_to[below]]
    lower = (payments.source[mine[payer[direct]]], cells[at[direct]], amount[direct])
    upper = _pools_flows(
        payments,
        whole,
        payments.passed_from[below],
        Margin(cell, amount[~direct], payments.passed[below] * part),
    )
    source, cell, money = (np.concatenate(pair) for pair in zip(lower, upper, strict=True))
    return source, cell, np.full(source.size, year, dtype=np.int64), money


def _pools_flows(
    payments: Payments, whole: WholePayments, node: Integers, cells: Margin
) -> tuple[Integers, Integers, Integers]:
    """Source, cell and amount: what pools pay to cells, split among their sources.

    Parameters
    ----------
    node : ndarray of int
        Node of the pool that pays to each cell.
    cells : Margin
        Cells, and the whole and the unrounded money that they get from the pool.
    """
    order = np.lexsort((cells.group, node))
    found, group = np.unique(node[order], return_inverse=True)
    place = np.full(payments.nodes, -1, dtype=np.int64)
    place[found] = np.arange(found.size)
    mine = np.nonzero(place[payments.node] >= 0)[0]
    mine = mine[np.argsort(place[payments.node[mine]], kind="stable")]
    payers = Margin(place[payments.node[mine]], whole.amount[mine], payments.amount[mine])
    payer, at, money = split(payers, Margin(group, cells.total[order], cells.share[order]))
    some = money > 0
    return payments.source[mine[payer[some]]], cells.group[order[at[some]]], money[some]
