"""What 'staying close' means: the weights of the choice among equally good allocations.

Delivery: Σ need · (coverage − reference)², by default with one reference κ for all.

Flows: Σ f² / (ρ · cost) over sources and cost cells, ρ a source's share of all money. For sources
that pay blocks of cells directly, the least value over all ways to share a block's flow out to its
cells is f² / (ρ · cost of the block), reached in proportion to cost. For a pool that pays finer
blocks a pooled amount g, the least value over all flows with the same totals f by source and g by
finer block is

    Σ f² / (ρ·C) + Σ g² / (R·c) − G² / (R·C),

where c is the cost of a finer block, C their sum, R the sum of ρ in the pool and G = Σ f = Σ g. So
cells, blocks and pools give one answer as long as that sharing needs no negative flow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.panel.reference import reference_weights
from finmodel.program.blocks import Pool
from finmodel.program.contracts import HEADROOM
from finmodel.program.emitter import Family
from finmodel.program.order import used_first
from finmodel.program.program import Program
from finmodel.solve.form import Form
from finmodel.solve.pairs import Pair, PairMatrix


def all_money(panel: Panel) -> float:
    """Money of all pots and years, with what decisions may add to it [money unit]."""
    return math.fsum(panel.pots.most.reshape(-1).tolist())


def equal_coverage(panel: Panel) -> float:
    """Coverage κ that the money would buy if every need cost what it costs and were met alike.

    Money of all years, loans at the most that may be drawn, over the cost of full need in all
    years in which a programme runs, at most 1; 1 where need costs nothing. One number for the
    whole scenario, from data alone, with 12 digits.
    """
    wanted = panel.need * (panel.ceiling > 0)
    cost = math.fsum((panel.unit_cost * wanted[:, :, None, :]).reshape(-1).tolist())
    return min(1.0, float(exact(all_money(panel) / cost))) if cost > 0 else 1.0


def shares_of_money(panel: Panel) -> Floats:
    """Share of each source in all money, shape (S,), with 12 digits; a loan by what it may lend."""
    total = all_money(panel)
    amounts = [
        math.fsum(panel.pots.most[panel.pots.source == s].reshape(-1).tolist())
        for s in range(len(panel.sources))
    ]
    return np.asarray(exact(np.array(amounts) / total if total > 0 else np.zeros(len(amounts))))


def worth(program: Program) -> Floats:
    """Currency units that one unit of each column stands for, shape (n,).

    Money counts as it is, a unit of output at its cost, anything else at all the money over the
    column's range.
    """
    panel, scale = program.panel, float(program.panel.scenario.money.scale)
    ranges = program.upper - program.lower
    result = np.where(ranges > 0, all_money(panel) / np.where(ranges > 0, ranges, 1.0), 1.0)
    cost = panel.unit_cost.sum(axis=2)
    for family in program.columns:
        if family.name == "deliver":
            each = cost[_place(family)]
            result[family.range] = np.where(each > 0, each, 1.0)
        elif family.name == "provide":
            each = cost[program.provided_at(family)]
            result[family.range] = np.where(each > 0, each, 1.0)
        elif _in_money(family):
            result[family.range] = 1.0
    return np.where(result > 0, result, 1.0) * scale


def _in_money(family: Family) -> bool:
    return family.name.startswith(("fund.", "pool.", "carry.", "draw."))


def _place(family: Family) -> tuple[Integers, Integers, Integers]:
    labels = family.labels
    return labels["programme"], labels["region"], labels["year"]


def delivery_form(program: Program, reference: Floats) -> Form:
    """½ Σ weight · need · (coverage − reference)² over programme, region and year.

    What contracts provide is chosen with it: ½ Σ need · (the part of the need that they could
    provide and do not)² for those that the stated order puts before conventional delivery, or that
    are signed whole. For the others it is ½ Σ need · (the part that they could provide and the
    part that they do)².

    Parameters
    ----------
    program : Program
        The program.
    reference : ndarray, shape (P, R, T)
        Coverage to stay close to [share of need].
    """
    family = program.column_family("deliver")
    place = _place(family)
    need = program.panel.need[place]
    code = np.ravel_multi_index(place, program.panel.need.shape)
    _, cell = np.unique(code, return_inverse=True)
    rows, columns = _within(cell.reshape(-1))
    weight = reference_weights(program.panel)[place[0]]
    one = Pair.of(weight[rows]) / Pair.of(need[rows])
    linear = np.zeros(program.lower.size)
    linear[family.range] = -weight * reference[place]
    entries = [(family.start + rows, family.start + columns, one)]
    for provided in program.families("provide"):
        whole = Pair.of(program.panel.need[program.provided_at(provided)])
        numbers = provided.numbers()
        entries.append((numbers, numbers, Pair.of(np.ones(numbers.size)) / whole))
        most = program.upper[provided.range] / HEADROOM
        # As far below nothing as the others are drawn above it: nothing is then a clear answer.
        aim = np.where(used_first(program)[provided.labels["contract"]], most, -most)
        linear[provided.range] = -(Pair.of(aim) / whole).rounded()
    return Form(_joined(program, entries), Pair.of(linear))


def _joined(program: Program, entries: list[tuple[Integers, Integers, Pair]]) -> PairMatrix:
    """Sparse symmetric matrix of several parts, none of which name a place twice."""
    rows, columns = (
        np.concatenate([entry[side] for entry in entries]).astype(np.int64) for side in (0, 1)
    )
    values = Pair(
        np.concatenate([entry[2].high for entry in entries]),
        np.concatenate([entry[2].low for entry in entries]),
    )
    return _matrix(program, rows, columns, values)


def _within(label: Integers) -> tuple[Integers, Integers]:
    """All ordered pairs of places that have the same label."""
    order = np.argsort(label, kind="stable")
    size = np.bincount(label)
    first = np.cumsum(size) - size
    repeat = size[label[order]]
    left = np.repeat(order, repeat)
    offset = np.arange(left.size) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    right = order[np.repeat(first[label[order]], repeat) + offset]
    return left.astype(np.int64), right.astype(np.int64)


def _matrix(program: Program, rows: Integers, columns: Integers, values: Pair) -> PairMatrix:
    """Sparse symmetric matrix in pairs; no place may be named twice."""
    count = program.lower.size
    order = np.lexsort((columns, rows))
    start = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    matrix = csr_array((values.high[order], columns[order], start), shape=(count, count))
    return PairMatrix(matrix, values.low[order])


@dataclass(frozen=True)
class Costs:
    """Costs of blocks at given outputs."""

    fine: Pair
    """Of the finest blocks, flat over (B, T) [money unit]."""
    pools: tuple[Pair, ...]
    """Of each pool's blocks, flat over (blocks, T) [money unit]."""
    years: int


def block_costs(program: Program, point: Pair) -> Costs:
    """Costs of the blocks, from the rows that charge them to the sources."""
    panel, blocks = program.panel, program.blocks
    years = len(panel.years)
    rows = next(family for family in program.rows if family.name == "cost")
    outputs = np.concatenate([family.numbers() for family in program.outputs()])
    charges = PairMatrix.decimal(csr_array(csr_array(program.matrix[rows.range])[:, outputs]))
    cost = -(charges @ point[outputs])
    flat = rows.labels["block"] * years + rows.labels["year"]
    fine = Pair.of(np.zeros(blocks.count * years)).put(flat, cost)
    return Costs(fine, tuple(_pool_cost(program, pool, fine) for pool in blocks.pools), years)


def _pool_cost(program: Program, pool: Pool, fine: Pair) -> Pair:
    years = len(program.panel.years)
    inside = pool.block >= 0
    both = np.unique(np.stack([pool.block[inside], program.blocks.finest[inside]]), axis=1)
    time = np.arange(years)
    rows = (both[0][:, None] * years + time).reshape(-1)
    columns = (both[1][:, None] * years + time).reshape(-1)
    shape = (pool.count * years, fine.size)
    return PairMatrix(csr_array((np.ones(rows.size), (rows, columns)), shape=shape)) @ fine


@dataclass(frozen=True)
class FlowForm:
    """The objective of the flows and the columns that it cannot weigh."""

    form: Form
    void: Integers
    """Columns of blocks without cost, which must be zero."""
    size: Floats
    """Typical size of each column, shape (n,)."""


def flow_form(program: Program, costs: Costs, nothing: float) -> FlowForm:
    """½ Σ f² / (ρ · cost) in its block and pool form, and weights for every other column.

    A carried amount z counts as z² / (ρ · the most that may be carried), an amount drawn likewise.
    Any other column counts as all the money times the square of its distance, as a part of its
    range, from its lower bound; the lowest coverage from its upper bound.

    Parameters
    ----------
    program : Program
        The program.
    costs : Costs
        Costs of the blocks.
    nothing : float
        Cost up to which a block counts as free of cost [money unit].
    """
    panel = program.panel
    share, money = shares_of_money(panel), all_money(panel)
    ranges = program.upper - program.lower
    size = np.where(ranges > 0, ranges, 1.0)
    linear = np.zeros(size.size)
    nowhere = np.empty(0, dtype=np.int64)
    entries = [(nowhere, nowhere, Pair.of(np.empty(0)))]
    void: list[Integers] = []
    for number, pool in enumerate(program.blocks.pools):
        for columns, rows, partners, values, empty in _pool_entries(
            program, pool, number, costs, share, nothing, size
        ):
            entries.append((rows, partners, values))
            void.append(columns[empty])
    for family in program.columns:
        numbers = family.numbers()[ranges[family.range] > 0]
        settled = ("fund.", "pool.", "deliver", "provide")
        if family.name.startswith(settled) or not numbers.size:
            continue
        if family.name.startswith(("carry.", "draw.")):
            pots = family.labels["pot"][ranges[family.range] > 0]
            rho = np.maximum(share[panel.pots.source[pots]], 1e-12)
            weight = Pair.of(np.ones(numbers.size)) / (Pair.of(rho) * Pair.of(ranges[numbers]))
            aim = np.zeros(numbers.size)
        else:
            square = Pair.of(ranges[numbers]) * Pair.of(ranges[numbers])
            weight = Pair.of(np.full(numbers.size, money or 1.0)) / square
            at = program.upper if family.name.startswith("lowest_coverage") else program.lower
            aim = at[numbers]
        entries.append((numbers, numbers, weight))
        linear[numbers] = -(weight.high * aim)
    return FlowForm(
        Form(_joined(program, entries), Pair.of(linear)),
        np.concatenate([nowhere, *void]),
        size,
    )


_Entries = tuple[Integers, Integers, Integers, Pair, np.ndarray]
"""Columns, then rows, columns and values of coefficients, and which columns are void."""


def _pool_entries(
    program: Program,
    pool: Pool,
    number: int,
    costs: Costs,
    share: Floats,
    nothing: float,
    size: Floats,
) -> list[_Entries]:
    """Coefficients of one pool's flows and pooled amounts; sets their typical sizes."""
    family = program.column_family(f"fund.{number + 1}")
    source, block, year = (family.labels[axis] for axis in ("source", "block", "year"))
    flat = block * costs.years + year
    cost, rho = costs.pools[number][flat], share[source]
    empty = (cost.high <= nothing) | (rho <= 0)
    own = _safe(cost, empty)
    numbers = family.numbers()
    size[family.range] = np.minimum(size[family.range], own.high)
    diagonal = Pair.of(np.ones(flat.size)) / (Pair.of(np.where(rho > 0, rho, 1.0)) * own)
    if pool.direct:
        kept = ~empty
        return [(numbers, numbers[kept], numbers[kept], diagonal[kept], empty)]
    count = costs.pools[number].size
    together = np.bincount(flat, weights=rho, minlength=count).astype(np.float64)
    live = np.nonzero(~empty)[0]
    left, right = _within(np.unique(flat[live], return_inverse=True)[1].reshape(-1))
    left, right = live[left], live[right]
    values = -(Pair.of(np.ones(left.size)) / (Pair.of(together[flat[left]]) * own[left]))
    same = np.nonzero(left == right)[0]
    values = values.put(same, values[same] + diagonal[left[same]])
    flows = (numbers, numbers[left], numbers[right], values, empty)
    return [flows, _pooled_entries(program, pool, number, costs, together, nothing, size)]


def _pooled_entries(
    program: Program,
    pool: Pool,
    number: int,
    costs: Costs,
    together: Floats,
    nothing: float,
    size: Floats,
) -> _Entries:
    family = program.column_family(f"pool.{number + 1}")
    above = np.full(program.blocks.count, -1, dtype=np.int64)
    inside = pool.block >= 0
    above[program.blocks.finest[inside]] = pool.block[inside]
    block, year = family.labels["block"], family.labels["year"]
    cost = costs.fine[block * costs.years + year]
    rho = together[above[block] * costs.years + year]
    empty = (cost.high <= nothing) | (rho <= 0)
    own = _safe(cost, empty)
    size[family.range] = np.minimum(size[family.range], own.high)
    values = Pair.of(np.ones(block.size)) / (Pair.of(np.where(rho > 0, rho, 1.0)) * own)
    numbers, kept = family.numbers(), ~empty
    return numbers, numbers[kept], numbers[kept], values[kept], empty


def _safe(cost: Pair, empty: np.ndarray) -> Pair:
    return cost.put(np.nonzero(empty)[0], Pair.of(np.ones(int(empty.sum()))))
