"""From the program's columns back to cells: each cell gets its block's mix of sources."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program


@dataclass(frozen=True)
class CellFlows:
    """Money from sources to cost cells, one row for each pair that has any."""

    source: Integers
    cell: Integers
    year: Integers
    amount: Floats
    """[money unit]"""


def outputs(program: Program, values: Floats) -> Floats:
    """Output of each programme, region and year, shape (P, R, T)."""
    family = program.column_family("deliver")
    total = np.zeros(program.panel.need.shape)
    place = tuple(family.labels[axis] for axis in ("programme", "region", "year"))
    np.add.at(total, place, values[family.range])
    return total


def provided(program: Program, values: Floats) -> Floats:
    """What each contract provides, shape (J, R, T) [units of output]."""
    panel = program.panel
    total = np.zeros((len(panel.signings.contracts), len(panel.regions), len(panel.years)))
    for family in program.families("provide"):
        labels = family.labels
        total[labels["contract"], labels["region"], labels["year"]] = values[family.range]
    return total


def conventional(program: Program, output: Floats, contracted: Floats) -> Floats:
    """Output that contracts do not provide, shape (P, R, T) [units of output].

    Parameters
    ----------
    output : ndarray, shape (P, R, T)
    contracted : ndarray, shape (J, R, T)
    """
    rest = output.copy()
    np.subtract.at(rest, program.panel.signings.programme, contracted)
    return np.maximum(rest, 0.0)


def cell_costs(program: Program, output: Floats) -> Floats:
    """Cost of each cell at an output that contracts do not provide, shape (C, T) [money unit]."""
    return np.asarray(program.cells.pick(program.panel.unit_cost * output[:, :, None, :]))


def flows_to_cells(program: Program, values: Floats, cost: Floats) -> CellFlows:
    """Share the flows of blocks out to cells in proportion to cost.

    Exact, because flows are continuous and costs are not negative: cells of one block have equal
    coefficients in every row.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Value of every column.
    cost : ndarray, shape (C, T)
        Cost of each cell [money unit].

    Returns
    -------
    CellFlows
        Flows sorted by source, cell and year.
    """
    blocks = program.blocks
    fine_cost = _sums(blocks.finest, blocks.count, cost)
    parts = []
    for number, pool in enumerate(blocks.pools):
        family = program.column_family(f"fund.{number + 1}")
        source, block, year = (family.labels[axis] for axis in ("source", "block", "year"))
        amount = values[family.range]
        paid = _paid(program, values, number, fine_cost)
        inside = np.nonzero(pool.block >= 0)[0]
        order = inside[np.argsort(pool.block[inside], kind="stable")]
        size = np.bincount(pool.block[inside], minlength=pool.count)
        first = np.cumsum(size) - size
        some = np.nonzero(amount > 0)[0]
        repeat = size[block[some]]
        flow = np.repeat(some, repeat)
        offset = np.arange(flow.size) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        cell = order[first[block[flow]] + offset]
        share = _cell_share(program, cost, fine_cost, paid, pool.block, pool.count, pool.direct)
        parts.append((source[flow], cell, year[flow], amount[flow] * share[cell, year[flow]]))
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return CellFlows(none, none, none, np.empty(0))
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    keep = joined[3] > 0
    keys = np.lexsort((joined[2][keep], joined[1][keep], joined[0][keep]))
    return CellFlows(*(part[keep][keys] for part in joined))


def _sums(label: Integers, count: int, values: Floats) -> Floats:
    """Sums of cell values by class, shape (count, T)."""
    total = np.zeros((count, values.shape[1]))
    inside = label >= 0
    np.add.at(total, label[inside], values[inside])
    return total


def _paid(program: Program, values: Floats, number: int, fine_cost: Floats) -> Floats:
    """What a pool pays to each of the finest blocks, shape (B, T); all of the cost if direct."""
    if program.blocks.pools[number].direct:
        return fine_cost
    family = program.column_family(f"pool.{number + 1}")
    paid = np.zeros_like(fine_cost)
    paid[family.labels["block"], family.labels["year"]] = values[family.range]
    return paid


def _cell_share(
    program: Program,
    cost: Floats,
    fine_cost: Floats,
    paid: Floats,
    block: Integers,
    count: int,
    direct: bool,
) -> Floats:
    """Share of its pool block's flows that each cell gets, shape (C, T)."""
    finest = program.blocks.finest
    within = _ratio(cost, fine_cost[finest])
    if direct:
        return within
    mine = within * paid[finest]
    return _ratio(mine, _sums(block, count, mine)[block])


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
