"""From the tables of a saved allocation back to outputs, flows and columns of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from finmodel.allocation.allowances import allowances
from finmodel.allocation.columns import doubles, whole
from finmodel.allocation.flows import provided
from finmodel.allocation.proof.failed import NotVerified, Reason, capped, reason
from finmodel.allocation.purses import lay_out_purses
from finmodel.allocation.rounded import Rounded, WholeFlows
from finmodel.allocation.rounding import OUTPUT_GRID
from finmodel.allocation.whole_columns import on_grid, rounded_columns, settled_columns
from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program

NONE = -1
SAME = 1e-12
"""Share by which two doubles may differ and be the same number."""
HELD_BY_TABLES = ("deliver", "fund.", "pool.", "carry.")
"""Families of columns whose values follow from the tables; the certificate holds all others."""


def follows_from_tables(name: str) -> bool:
    """Whether the columns of a family follow from the tables."""
    return name.startswith(HELD_BY_TABLES)


def read_back(program: Program, tables: Mapping[str, pa.Table], others: Floats) -> Rounded:
    """Build the rounded allocation that the tables describe.

    Parameters
    ----------
    program : Program
        The program of the scenario.
    tables : mapping of str to Table
        money, delivery and sources.
    others : ndarray, shape (n,)
        Values of the columns that the tables do not hold.

    Returns
    -------
    Rounded
        Cost and use are sums of the flows; availability and charges follow from the scenario.

    Raises
    ------
    NotVerified
        If a table names what the scenario does not have, or money that may not be paid.
    """
    panel, unit = program.panel, program.panel.scenario.rounding_unit
    units = panel.scenario.money.scale / unit
    flows = read_flows(program, tables["money"], unit)
    paid, passed = payments_of(program, flows)
    output = _outputs(program, tables["delivery"])
    cost = np.zeros((program.cells.count, len(panel.years)), dtype=np.int64)
    np.add.at(cost, (flows.cell, flows.year), flows.amount)
    used = np.zeros(panel.pots.available.shape, dtype=np.int64)
    pot = panel.pots.paying[flows.source, program.cells.region[flows.cell]]
    np.add.at(used, (pot, flows.year), flows.amount)
    carried = _carried(program, tables["sources"])
    settled = settled_columns(program, others, output, units, OUTPUT_GRID)
    _refuse_unsettled(program, others, settled)
    purses = lay_out_purses(program, settled, units)
    carried_in = np.concatenate([np.zeros_like(carried[:, :1]), carried[:, :-1]], axis=1)
    money = (part / unit / units for part in (paid, passed, carried))
    return Rounded(
        unit=unit,
        grid=OUTPUT_GRID,
        output=output,
        cost=cost,
        flows=flows,
        available=purses.available * unit,
        added=purses.added * unit,
        first_charges=purses.charges * unit,
        carried_in=carried_in,
        used=used,
        carried_out=carried,
        lapsed=purses.free * unit + carried_in - used - carried,
        values=rounded_columns(program, settled, *money),
        allowances=allowances(program, unit, OUTPUT_GRID),
        contracted=provided(program, settled),
        charged={what: amount * unit for what, amount in purses.charged.items()},
    )


def _refuse_unsettled(program: Program, others: Floats, settled: Floats) -> None:
    """Columns that the certificate holds must be rounded as they are when a plan is saved."""
    mine = np.ones(others.size, dtype=bool)
    for family in program.columns:
        if follows_from_tables(family.name):
            mine[family.range] = False
    off = mine & (np.abs(settled - others) > SAME * np.maximum(1.0, np.abs(others)))
    if off.any():
        family, place = program.find_column(int(np.nonzero(off)[0][0]))
        raise NotVerified(
            [
                reason(
                    "certificate.json: {name} is not rounded, or more than it may be",
                    name=program.names(family)[place],
                )
            ]
        )


def positions(table: pa.Table, column: str, axis: Sequence[object], file: str) -> Integers:
    """Places of a column's entries on an axis.

    Raises
    ------
    NotVerified
        If an entry is not on the axis.
    """
    known = {key: place for place, key in enumerate(axis)}
    said = table[column].to_pylist()
    found = [known.get(entry, NONE) for entry in said]
    if NONE in found:
        at = found.index(NONE)
        why = reason("the scenario has no {column} called {name}", column=column, name=said[at])
        raise NotVerified([_in_row(file, at, why)])
    return np.array(found, dtype=np.int64)


def read_flows(program: Program, table: pa.Table, unit: int) -> WholeFlows:
    """Flows of allocation.csv, sorted.

    Raises
    ------
    NotVerified
        If it names what the scenario does not have, or amounts that are none.
    """
    panel, cells, file = program.panel, program.cells, "allocation.csv"
    axes = {
        "region": panel.regions,
        "programme": panel.programmes,
        "category": panel.categories,
        "year": panel.years,
        "source": panel.sources,
    }
    place = {name: positions(table, name, axis, file) for name, axis in axes.items()}
    shape = (len(panel.programmes), len(panel.regions), len(panel.categories))
    number = np.full(shape, NONE, dtype=np.int64)
    number[cells.programme, cells.region, cells.category] = np.arange(cells.count)
    cell = number[place["programme"], place["region"], place["category"]]
    amount = whole(table, "amount")
    years = len(panel.years)
    key = (place["source"] * cells.count + cell) * years + place["year"]
    wrong = {
        reason("nothing is to be paid there"): cell < 0,
        reason("the amount is not a whole multiple of {unit} above zero", unit=unit): (amount <= 0)
        | (amount % unit != 0),
        reason("the same payment stands there twice"): _repeated(key),
    }
    _refuse(file, wrong)
    order = np.argsort(key, kind="stable")
    return WholeFlows(*(part[order] for part in (place["source"], cell, place["year"], amount)))


def _repeated(key: Integers) -> np.ndarray:
    again = np.ones(key.size, dtype=bool)
    again[np.unique(key, return_index=True)[1]] = False
    return again


def _in_row(file: str, at: int, why: Reason) -> Reason:
    return reason("{file}, row {row}: {why}", file=file, row=at + 1, why=why)


def _refuse(file: str, wrong: Mapping[Reason, np.ndarray]) -> None:
    reasons = [
        _in_row(file, at, why)
        for why, there in wrong.items()
        for at in np.nonzero(there)[0].tolist()
    ]
    if reasons:
        raise NotVerified(capped(reasons))


def _outputs(program: Program, table: pa.Table) -> Floats:
    """Output of each programme, region and year, whoever provides it."""
    panel, file = program.panel, "delivery.csv"
    axes = (("programme", panel.programmes), ("region", panel.regions), ("year", panel.years))
    place = tuple(positions(table, name, axis, file) for name, axis in axes)
    said = doubles(table, "output")
    off = ~np.isfinite(said) | (said < 0)
    off |= on_grid(np.where(off, 0.0, said), OUTPUT_GRID) != said
    grid = f"{OUTPUT_GRID:.6f}"
    why = reason("output is not a multiple of {grid} of at least zero", grid=grid)
    _refuse(file, {why: off})
    steps = np.zeros(panel.need.shape, dtype=np.int64)
    np.add.at(steps, place, np.rint(said / OUTPUT_GRID).astype(np.int64))
    return on_grid(np.asarray(steps * OUTPUT_GRID, dtype=np.float64), OUTPUT_GRID)


def _carried(program: Program, table: pa.Table) -> Integers:
    """Money carried out of each pot and year, (N, T), from sources.csv."""
    panel, file = program.panel, "sources.csv"
    pots = {
        (panel.sources[source], region): number
        for number, (source, region) in enumerate(
            zip(panel.pots.source.tolist(), panel.pots.region, strict=True)
        )
    }
    named = zip(table["source"].to_pylist(), table["region"].to_pylist(), strict=True)
    pot = np.array([pots.get(key, NONE) for key in named], dtype=np.int64)
    year = positions(table, "year", panel.years, file)
    amount = whole(table, "carried_out")
    wrong = {
        reason("the scenario has no such source"): pot < 0,
        reason("what is carried is negative"): amount < 0,
    }
    _refuse(file, wrong)
    carried = np.zeros(panel.pots.available.shape, dtype=np.int64)
    carried[pot, year] = amount
    return carried


def payments_of(program: Program, flows: WholeFlows) -> tuple[Integers, Integers]:
    """What sources pay to blocks, and pools to the finest blocks, in the order of the columns."""
    blocks, years = program.blocks, len(program.panel.years)
    none = np.empty(0, dtype=np.int64)
    paid, passed, reasons = [none], [none], []
    for number, pool in enumerate(blocks.pools):
        mine = np.nonzero(np.isin(flows.source, pool.sources))[0]
        block = pool.block[flows.cell[mine]]
        family = program.column_family(f"fund.{number + 1}")
        place = np.full((len(program.panel.sources), pool.count, years), NONE, dtype=np.int64)
        labels = family.labels
        place[labels["source"], labels["block"], labels["year"]] = np.arange(family.count)
        at = np.where(block >= 0, place[flows.source[mine], block, flows.year[mine]], NONE)
        reasons += [_forbidden(program, flows, int(flow)) for flow in mine[at < 0]]
        total = np.zeros(family.count, dtype=np.int64)
        np.add.at(total, at[at >= 0], flows.amount[mine[at >= 0]])
        paid.append(total)
        if pool.direct:
            continue
        family = program.column_family(f"pool.{number + 1}")
        fine = np.full((blocks.count, years), NONE, dtype=np.int64)
        fine[family.labels["block"], family.labels["year"]] = np.arange(family.count)
        to = fine[blocks.finest[flows.cell[mine]], flows.year[mine]]
        total = np.zeros(family.count, dtype=np.int64)
        np.add.at(total, to[to >= 0], flows.amount[mine[to >= 0]])
        passed.append(total)
    unpaid = set(flows.source.tolist()) - {s for pool in blocks.pools for s in pool.sources}
    reasons += [
        _forbidden(program, flows, int(np.nonzero(flows.source == source)[0][0]))
        for source in sorted(unpaid)
    ]
    if reasons:
        raise NotVerified(capped(reasons))
    return np.concatenate(paid), np.concatenate(passed)


def _forbidden(program: Program, flows: WholeFlows, flow: int) -> Reason:
    panel, cells, cell = program.panel, program.cells, flows.cell[flow]
    return reason(
        "allocation.csv: {source} may not pay for {programme} ({category}) in {region} in {year}",
        source=panel.sources[flows.source[flow]],
        programme=panel.programmes[cells.programme[cell]],
        category=panel.categories[cells.category[cell]],
        region=panel.regions[cells.region[cell]],
        year=panel.years[flows.year[flow]],
    )
