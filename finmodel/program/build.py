"""Build the program of a panel: emit every family, derive the blocks, assemble sparse arrays."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.blocks import (
    Blocks,
    Pool,
    Signatures,
    most_cost,
    reduce,
    representatives,
    sign,
)
from finmodel.program.capacities import add_capacities
from finmodel.program.contracts import add_contracts
from finmodel.program.delivery import add_delivery, add_lumps, add_ramp_up
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.program.funding import add_funding
from finmodel.program.funding.charges import enter_charges
from finmodel.program.funding.guarantees import add_guarantees
from finmodel.program.funding.loans import add_loans
from finmodel.program.levers import add_levers
from finmodel.program.objectives import add_objectives
from finmodel.program.policies import add_policies
from finmodel.program.program import Program

HEADROOM = 2.0
"""Flows are bounded by this many times what their block can cost: every column has a finite bound,
and it is always a rule that stops a flow, never this bound, so that the rule has the marginal
value."""


def build_program(panel: Panel) -> Program:
    """Build the linear program of a panel.

    Parameters
    ----------
    panel : Panel
        Labelled arrays of a scenario.

    Returns
    -------
    Program
        Rows and columns sorted by family and id; coefficients and bounds 12 decimals long.
    """
    emitter = Emitter(panel)
    add_delivery(emitter)
    add_contracts(emitter)
    add_ramp_up(emitter)
    add_lumps(emitter)
    add_funding(emitter)
    add_capacities(emitter)
    add_loans(emitter)
    add_guarantees(emitter)
    add_levers(emitter)
    add_policies(emitter)
    objectives = add_objectives(emitter)
    enter_charges(emitter)
    signatures = sign(emitter)
    blocks = reduce(signatures, emitter.cells)
    cost_rows = _add_cost(emitter, blocks)
    for number, pool in enumerate(blocks.pools):
        _add_pool(emitter, signatures, blocks, pool, number, cost_rows)
    return _assemble(emitter, blocks, tuple(objectives))


def _add_cost(emitter: Emitter, blocks: Blocks) -> Integers:
    """Σ flows − Σ unit cost × output = 0 for each finest block and year; rows of shape (B, T)."""
    panel, cells = emitter.panel, emitter.cells
    active = most_cost(emitter, blocks.finest, blocks.count) > 0
    block, year = (axis.astype(np.int64) for axis in np.nonzero(active))
    family = emitter.add_rows("cost", 0.0, 0.0, block=block, year=year)
    rows = np.full(active.shape, NONE, dtype=np.int64)
    rows[block, year] = family.numbers()
    # Two categories of one programme and region may stand in one block: their costs add up.
    for category in np.unique(cells.category):
        mask = cells.category == category
        by_output = np.full(panel.need.shape, NONE, dtype=np.int64)
        by_output[cells.programme[mask], cells.region[mask]] = rows[blocks.finest[mask]]
        emitter.on_conventional(by_output, -panel.unit_cost[:, :, category, :])
    return rows


def _add_pool(
    emitter: Emitter,
    signatures: Signatures,
    blocks: Blocks,
    pool: Pool,
    number: int,
    cost_rows: Integers,
) -> None:
    """Columns of a pool's flows and, where its blocks are coarse, of what it pays to fine ones."""
    first = representatives(pool.block)
    most = most_cost(emitter, pool.block, pool.count)
    if pool.direct:
        pay_rows = cost_rows[blocks.finest[first]]
    else:
        year_active = most > 0
        block, year = (axis.astype(np.int64) for axis in np.nonzero(year_active))
        family = emitter.add_rows(f"pool.{number + 1}", 0.0, 0.0, block=block, year=year)
        pay_rows = np.full(most.shape, NONE, dtype=np.int64)
        pay_rows[block, year] = family.numbers()
        _add_pooled(emitter, blocks, pool, number, pay_rows, cost_rows)
    flows = _add_flows(emitter, signatures, pool, number, HEADROOM * most)
    block, year = flows.labels["block"], flows.labels["year"]
    emitter.enter(pay_rows[block, year], flows.numbers(), 1.0)
    _enter_terms(emitter, pool, flows, first)


def _add_pooled(
    emitter: Emitter, blocks: Blocks, pool: Pool, number: int, pay_rows: Integers, rows: Integers
) -> None:
    """g[b,t]: what a coarse pool pays to each of the finest blocks below its own."""
    inside = pool.block != NONE
    fine = np.unique(blocks.finest[inside])
    above = np.full(blocks.count, NONE, dtype=np.int64)
    above[blocks.finest[inside]] = pool.block[inside]
    most = most_cost(emitter, blocks.finest, blocks.count)[fine]
    place, year = (axis.astype(np.int64) for axis in np.nonzero(most > 0))
    columns = emitter.add_columns(
        f"pool.{number + 1}", 0.0, HEADROOM * most[place, year], block=fine[place], year=year
    )
    emitter.enter(rows[fine[place], year], columns.numbers(), 1.0)
    emitter.enter(pay_rows[above[fine[place]], year], columns.numbers(), -1.0)


def _add_flows(
    emitter: Emitter, signatures: Signatures, pool: Pool, number: int, most: Floats
) -> Family:
    """f[s,b,t] ≥ 0, at most what the block can cost, with headroom."""
    sources = np.array(pool.sources, dtype=np.int64)
    allowed = _allowed(signatures, pool)
    place, block, year = (axis.astype(np.int64) for axis in np.nonzero(allowed))
    return emitter.add_columns(
        f"fund.{number + 1}",
        0.0,
        most[block, year],
        source=sources[place],
        block=block,
        year=year,
    )


def _allowed(signatures: Signatures, pool: Pool) -> np.ndarray:
    """Whether some cell of a block may be paid by a source in a year, shape (sources, B, T)."""
    years = signatures.eligible.shape[2]
    allowed = np.zeros((len(pool.sources), pool.count, years), dtype=bool)
    inside = pool.block != NONE
    for place, source in enumerate(pool.sources):
        np.logical_or.at(allowed[place], pool.block[inside], signatures.eligible[source][inside])
    return allowed


def _enter_terms(emitter: Emitter, pool: Pool, flows: Family, first: Integers) -> None:
    """Coefficients of the flows in every row that was emitted on them."""
    source, block, year = (flows.labels[axis] for axis in ("source", "block", "year"))
    for term in emitter.flow_terms:
        if term.source not in pool.sources:
            continue
        mine = np.nonzero(source == term.source)[0]
        cell = first[block[mine]]
        emitter.enter(
            _at(term.rows, cell, year[mine]),
            flows.start + mine,
            _at(term.coefficients, cell, year[mine]),
        )


def _at(values: np.ndarray, cell: Integers, year: Integers) -> np.ndarray:
    """Values of a broadcastable (C, T) array at cells and years."""
    rows = cell if values.shape[0] > 1 else np.zeros_like(cell)
    columns = year if values.shape[1] > 1 else np.zeros_like(year)
    return np.asarray(values[rows, columns])


def _assemble(emitter: Emitter, blocks: Blocks, objectives: tuple) -> Program:  # type: ignore[type-arg]
    columns, rows = emitter.bounds("column"), emitter.bounds("row")
    row, column, value = emitter.entries()
    matrix = coo_array((value, (row, column)), shape=(rows.shape[1], columns.shape[1])).tocsr()
    matrix.sum_duplicates()
    matrix.data = exact(matrix.data)
    return Program(
        panel=emitter.panel,
        cells=emitter.cells,
        blocks=blocks,
        columns=tuple(emitter.columns),
        rows=tuple(emitter.rows),
        lower=exact(columns[0]),
        upper=exact(columns[1]),
        whole=emitter.whole(),
        row_lower=exact(rows[0]),
        row_upper=exact(rows[1]),
        matrix=matrix,
        objectives=objectives,
        charges=dict(sorted(emitter.charges.items())),
        supply=emitter.supply,
        levers=emitter.levers,
    )
