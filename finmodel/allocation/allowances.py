"""How far rounding may leave a rule outside its bounds, and the check that it goes no further.

An amount of money that a row names stands for as many cells as its block holds. Rounding the cost
of each of them down takes up to one rounding unit from it, and rounding the amount itself up to
one more. Output goes down by up to its grid.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from finmodel.allocation.flows import cell_costs
from finmodel.panel.panel import Floats, Integers
from finmodel.program.blocks import representatives
from finmodel.program.delivery import step_widths
from finmodel.program.program import Program

SNAP = 1e-6
"""Part of a rounding unit, or of the output grid, that snapping may add to either."""
SOLVED = 1e-6
"""How far the solver may leave a row outside its bounds, in the row's own unit."""


class RuleBroken(RuntimeError):
    """A rule is broken by more than its allowance."""


def allowances(program: Program, unit: int, grid: float, solved: float = SOLVED) -> Floats:
    """Allowance of each row: Σ |coefficient| × what rounding may change in each column.

    Parameters
    ----------
    program : Program
        The program.
    unit : int
        Rounding unit [currency unit].
    grid : float
        Grid of output [unit of output].
    solved : float
        How far the solver may leave a row outside its bounds.

    Returns
    -------
    ndarray, shape (m,)
        In each row's own unit, money in money units.
    """
    change = _most_change(program, unit / program.panel.scenario.money.scale, grid, solved)
    size: csr_array = abs(program.matrix)
    for row, column in _totals(program):
        # A total follows from its own row.
        part = slice(size.indptr[row], size.indptr[row + 1])
        others = size.indices[part] != column
        change[column] = float(
            np.add.reduce(size.data[part][others] * change[size.indices[part][others]])
        )
    return np.asarray(size @ change) + solved


def _totals(program: Program) -> list[tuple[int, int]]:
    """Row and column of each total: a column that a row of the same name defines."""
    rows = {family.name: family for family in program.rows if family.name.endswith(".total")}
    return [
        (int(row), int(column))
        for family in program.columns
        if family.name in rows
        for row, column in zip(rows[family.name].numbers(), family.numbers(), strict=True)
    ]


def _most_change(program: Program, unit: float, grid: float, solved: float) -> Floats:
    """Most that rounding may change in each column, shape (n,); `unit` in money units."""
    change = np.zeros(program.lower.size)
    years = len(program.panel.years)
    delivery = program.column_family("deliver")
    # A row names output once: its coefficients are the same in every step, where they differ the
    # first is the greatest.
    change[delivery.range] = np.where(delivery.labels["step"] == 0, grid * (1 + SNAP), 0.0)
    by_output = np.full(program.panel.need.shape, grid * (1 + SNAP))
    by_cell = unit * (1 + SNAP) + cell_costs(program, by_output)
    short = _most_short(program, unit, solved)
    finest = program.blocks.finest
    fine = _by_block(finest, program.blocks.count, by_cell)
    fine += _short_by_block(program, short)
    for number, pool in enumerate(program.blocks.pools):
        family = program.column_family(f"fund.{number + 1}")
        block, year = family.labels["block"], family.labels["year"]
        first = representatives(pool.block)
        member = np.unique(np.stack([pool.block[pool.block >= 0], finest[pool.block >= 0]]), axis=1)
        held = np.zeros((pool.count, years))
        np.add.at(held, member[0], fine[member[1]])
        assert first.size == pool.count
        change[family.range] = held[block, year] + unit
        if not pool.direct:
            family = program.column_family(f"pool.{number + 1}")
            change[family.range] = fine[family.labels["block"], family.labels["year"]] + unit
    for family in program.families("carry."):
        change[family.range] = unit * (years + 1)
    return change


def _by_block(label: Integers, count: int, values: Floats) -> Floats:
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, label, values)
    return total


def _most_short(program: Program, unit: float, solved: float) -> Floats:
    """Money that rounding availability and carry-over may take from each pot, (N, T)."""
    panel = program.panel
    scaled = panel.pots.available / unit
    short = np.where(np.abs(scaled - np.rint(scaled)) <= SNAP * np.maximum(1.0, scaled), 0.0, unit)
    carries = np.zeros(len(panel.pots.region), dtype=bool)
    for family in program.families("carry."):
        carries[family.labels["pot"]] = True
    return short + solved + np.where(carries, 2 * unit * len(panel.years), 0.0)[:, None]


def _short_by_block(program: Program, short: Floats) -> Floats:
    """Money that all pots that may pay for a finest block may lack, (finest blocks, T)."""
    blocks, panel = program.blocks, program.panel
    first = representatives(blocks.finest)
    total = np.zeros((blocks.count, short.shape[1]))
    for source in range(len(panel.sources)):
        pot = panel.pots.paying[source, program.cells.region[first]]
        total += np.where(pot[:, None] >= 0, short[pot], 0.0)
    return total


def rounded_columns(
    program: Program,
    values: Floats,
    output: Floats,
    paid: Floats,
    passed: Floats,
    carried: Floats,
) -> Floats:
    """Value of every column after rounding.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Values before rounding, kept in columns that are neither output nor money.
    output : ndarray, shape (P, R, T)
        Rounded output, which fills the steps of benefit in their order.
    paid, passed : ndarray
        Rounded payments of all pools and what pools pass on, in the order of their columns.
    carried : ndarray, shape (N, T)
        Money carried out of each year; all money in money units.

    Returns
    -------
    ndarray, shape (n,)
    """
    columns = values.copy()
    delivery = program.column_family("deliver")
    place = tuple(delivery.labels[axis] for axis in ("programme", "region", "year", "step"))
    width = step_widths(program.panel)
    before = np.cumsum(width, axis=3) - width
    filled = np.clip(output[place[:3]] - before[place], 0.0, width[place])
    # The last step takes what the sum of the others leaves, so that the steps add up to output.
    columns[delivery.range] = filled
    start = {"fund": 0, "pool": 0}
    for number, pool in enumerate(program.blocks.pools):
        for kind, money in (("fund", paid), ("pool", passed)):
            if kind == "pool" and pool.direct:
                continue
            family = program.column_family(f"{kind}.{number + 1}")
            columns[family.range] = money[start[kind] : start[kind] + family.count]
            start[kind] += family.count
    for family in program.families("carry."):
        columns[family.range] = carried[family.labels["pot"], family.labels["year"]]
    matrix = program.matrix
    for row, column in _totals(program):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        own = matrix.indices[part] == column
        rest = matrix.data[part][~own] * columns[matrix.indices[part][~own]]
        columns[column] = -float(np.add.reduce(rest)) / float(matrix.data[part][own][0])
    return columns


def check_rules(program: Program, columns: Floats, allowance: Floats) -> None:
    """Check that every row holds within its allowance.

    Parameters
    ----------
    program : Program
        The program.
    columns : ndarray, shape (n,)
        Value of every column after rounding.
    allowance : ndarray, shape (m,)
        Allowance of each row.

    Raises
    ------
    RuleBroken
        If some row is farther outside its bounds; it names the first and worst.
    """
    activity = program.matrix @ columns
    below = np.where(np.isfinite(program.row_lower), program.row_lower - activity, -np.inf)
    above = np.where(np.isfinite(program.row_upper), activity - program.row_upper, -np.inf)
    beyond = np.maximum(below, above) - allowance
    # Adding up a long row of large amounts is itself exact to a few parts in 1e13 only.
    noise = 1e-13 * (abs(program.matrix) @ np.abs(columns))
    broken = np.nonzero(beyond > noise)[0]
    if broken.size:
        worst = int(broken[np.argmax(beyond[broken])])
        family, place = program.find_row(worst)
        name = program.names(family)[place]
        raise RuleBroken(
            f"{broken.size} rules are broken by more than rounding allows, the worst {name} by "
            f"{beyond[worst] + allowance[worst]:g} where {allowance[worst]:g} are allowed"
        )
