"""Lay a solution out as tables in whole units of currency."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, numbers, texts
from finmodel.allocation.flows import CellFlows, cell_costs, flows_to_cells, outputs
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.delivery import step_widths
from finmodel.program.objectives import benefit_weights
from finmodel.program.program import Program
from finmodel.solve.run import Solution

NO_AMOUNTS = np.empty(0, dtype=np.int64)
SNAP = 1e-6
"""Part of a currency unit below which an amount counts as the whole number beside it."""


def lay_out(program: Program, solution: Solution) -> dict[str, pa.Table]:
    """Tables of a solution.

    Returns
    -------
    dict of str to Table
        money, delivery, funding, blocks, sources and contracts.
    """
    output = outputs(program, solution.values)
    cost = cell_costs(program, output)
    flows = flows_to_cells(program, solution.values, cost)
    whole = whole_units(flows.amount, program.panel)
    return {
        "money": _money(program, flows, whole),
        "delivery": _delivery(program, output, flows, whole),
        "funding": _funding(program, flows, whole),
        "blocks": _blocks(program),
        "sources": _sources(program, solution, flows, whole),
        "contracts": pa.table(
            {
                "contract": texts([]),
                "year": numbers(NO_AMOUNTS),
                "private_capital": numbers(NO_AMOUNTS),
                "public_payment": numbers(NO_AMOUNTS),
            }
        ),
    }


def whole_units(amount: Floats, panel: Panel) -> Integers:
    """Amounts in whole units of currency, rounded down, so that no source is overdrawn."""
    scaled = amount * panel.scenario.money.scale
    return np.floor(scaled + SNAP).astype(np.int64)


def _money(program: Program, flows: CellFlows, whole: Integers) -> pa.Table:
    panel, cells = program.panel, program.cells
    place = (
        cells.region[flows.cell],
        cells.programme[flows.cell],
        flows.year,
        cells.category[flows.cell],
        flows.source,
    )
    order = np.lexsort(place[::-1])
    order = order[whole[order] > 0]
    axes = (panel.regions, panel.programmes, panel.years, panel.categories, panel.sources)
    titles = ("region", "programme", "year", "category", "source")
    columns = {
        title: ids(axis, positions[order])
        for title, axis, positions in zip(titles, axes, place, strict=True)
    }
    return pa.table({**columns, "amount": numbers(whole[order])})


def _delivery(program: Program, output: Floats, flows: CellFlows, whole: Integers) -> pa.Table:
    panel, cells = program.panel, program.cells
    cost = np.zeros(panel.need.shape, dtype=np.int64)
    place = (cells.programme[flows.cell], cells.region[flows.cell], flows.year)
    np.add.at(cost, place, whole)
    need = panel.need
    region, programme, year = (
        axis.astype(np.int64) for axis in np.nonzero(need.transpose(1, 0, 2) > 0)
    )
    at = (programme, region, year)
    made = output[at]
    return pa.table(
        {
            "region": ids(panel.regions, region),
            "programme": ids(panel.programmes, programme),
            "year": ids(panel.years, year),
            "need": numbers(need[at]),
            "output": numbers(made),
            "coverage": numbers(made / need[at]),
            "benefit": numbers(benefit_of(panel, output)[at]),
            "cost": numbers(cost[at]),
            "provider": texts(["public"] * made.size),
        }
    )


def benefit_of(panel: Panel, output: Floats) -> Floats:
    """Benefit of outputs, steps filled in their order, shape (P, R, T) [points]."""
    width = step_widths(panel)
    before = np.cumsum(width, axis=3) - width
    filled = np.clip(output[..., None] - before, 0, width)
    return np.asarray(np.einsum("prtj,ptj->prt", filled, benefit_weights(panel)))


def _funding(program: Program, flows: CellFlows, whole: Integers) -> pa.Table:
    panel, blocks = program.panel, program.blocks
    pool_of = np.zeros(len(panel.sources), dtype=np.int64)
    block = np.zeros(flows.cell.size, dtype=np.int64)
    for number, pool in enumerate(blocks.pools):
        pool_of[list(pool.sources)] = number
        mine = np.isin(flows.source, pool.sources)
        block[mine] = pool.block[flows.cell[mine]]
    keys = np.stack([pool_of[flows.source], block, flows.source, flows.year])
    found, inverse = np.unique(keys, axis=1, return_inverse=True)
    total = np.zeros(found.shape[1], dtype=np.int64)
    np.add.at(total, inverse.reshape(-1), whole)
    return pa.table(
        {
            "pool": numbers(found[0] + 1),
            "block": numbers(found[1] + 1),
            "source": ids(panel.sources, found[2]),
            "year": ids(panel.years, found[3]),
            "amount": numbers(total),
        }
    )


def _blocks(program: Program) -> pa.Table:
    panel, cells = program.panel, program.cells
    none = np.empty(0, dtype=np.int64)
    parts = [(none, none, none)]
    for place, pool in enumerate(program.blocks.pools):
        inside = np.nonzero(pool.block >= 0)[0]
        order = inside[np.argsort(pool.block[inside], kind="stable")]
        parts.append((np.full(order.size, place + 1), pool.block[order] + 1, order))
    number, block, cell = (
        np.concatenate(part).astype(np.int64) for part in zip(*parts, strict=True)
    )
    return pa.table(
        {
            "pool": numbers(number),
            "block": numbers(block),
            "region": ids(panel.regions, cells.region[cell]),
            "programme": ids(panel.programmes, cells.programme[cell]),
            "category": ids(panel.categories, cells.category[cell]),
        }
    )


def _sources(program: Program, solution: Solution, flows: CellFlows, whole: Integers) -> pa.Table:
    panel = program.panel
    pots = panel.pots
    pot = pots.paying[flows.source, program.cells.region[flows.cell]]
    used = np.zeros(pots.available.shape, dtype=np.int64)
    np.add.at(used, (pot, flows.year), whole)
    available = whole_units(pots.available, panel)
    carried, marginal = _carried(program, solution, available, used)
    carried_in = np.concatenate([np.zeros_like(carried[:, :1]), carried[:, :-1]], axis=1)
    year = np.tile(np.arange(len(panel.years), dtype=np.int64), len(pots.region))
    each = np.repeat(np.arange(len(pots.region), dtype=np.int64), len(panel.years))
    return pa.table(
        {
            "source": ids(panel.sources, pots.source[each]),
            "region": texts([pots.region[number] for number in each]),
            "year": ids(panel.years, year),
            "available": numbers(available.reshape(-1)),
            "carried_in": numbers(carried_in.reshape(-1)),
            "used": numbers(used.reshape(-1)),
            "carried_out": numbers(carried.reshape(-1)),
            "lapsed": numbers((available + carried_in - used - carried).reshape(-1)),
            "marginal_value": numbers(marginal.reshape(-1)),
        }
    )


def _carried(
    program: Program, solution: Solution, available: Integers, used: Integers
) -> tuple[Integers, Floats]:
    """Money carried out of each year in whole units, and the marginal value of each pot's money.

    What is carried is what the program says, and at most what is left, so that nothing lapses
    below zero by rounding.
    """
    carried = np.zeros(available.shape, dtype=np.int64)
    marginal = np.zeros(available.shape)
    for family in program.rows:
        if family.name.startswith("sources.") and family.name.endswith(".available"):
            place = (family.labels["pot"], family.labels["year"])
            marginal[place] = solution.marginal_values[family.range]
    for family in program.families("carry."):
        place = (family.labels["pot"], family.labels["year"])
        carried[place] = whole_units(solution.values[family.range], program.panel)
    brought = np.zeros(available.shape[0], dtype=np.int64)
    for year in range(available.shape[1]):
        left = available[:, year] + brought - used[:, year]
        carried[:, year] = np.clip(carried[:, year], 0, left)
        brought = carried[:, year]
    return carried, marginal
