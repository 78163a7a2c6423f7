"""How far rounding may leave a rule outside its bounds, and the check that it goes no further.

An amount of money that a row names stands for as many cells as its block holds. Rounding the cost
of each of them down takes up to one rounding unit from it, and rounding the amount itself up to
one more. Output goes down by up to its grid.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from finmodel.allocation.flows import cell_costs
from finmodel.allocation.whole_columns import PART_GRID, earned, totals
from finmodel.panel.panel import Floats, Integers
from finmodel.program.blocks import representatives
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
    change = most_change(program, unit / program.panel.scenario.money.scale, grid, solved)
    size: csr_array = abs(program.matrix)
    return np.asarray(size @ with_totals(program, size, change)) + solved


def with_totals(program: Program, size: csr_array, change: Floats) -> Floats:
    """Most that rounding may change in each column, totals as their own rows let them follow."""
    change = change.copy()
    for row, column in totals(program):
        part = slice(size.indptr[row], size.indptr[row + 1])
        others = size.indices[part] != column
        change[column] = float(
            np.add.reduce(size.data[part][others] * change[size.indices[part][others]])
        )
    return change


def most_change(program: Program, unit: float, grid: float, solved: float = SOLVED) -> Floats:
    """Most that rounding may change in each column, shape (n,); `unit` in money units."""
    change = np.zeros(program.lower.size)
    years = len(program.panel.years)
    delivery = program.column_family("deliver")
    # A row names output once: its coefficients are the same in every step, where they differ the
    # first is the greatest.
    change[delivery.range] = np.where(delivery.labels["step"] == 0, grid * (1 + SNAP), 0.0)
    for family in program.families("provide"):
        # It follows the output and the signed part of its contract down, then goes to its grid.
        change[family.range] = 3 * grid * (1 + SNAP)
    for family in program.families("sign"):
        change[family.range] = PART_GRID * (1 + SNAP)
    by_outputs = abs(program.matrix) @ change
    for family in program.families("draw."):
        change[family.range] = unit * (1 + SNAP)
    for row, column in earned(program):
        change[column] += by_outputs[row] + solved
    short = _most_short(program, unit, solved, change)
    finest = program.blocks.finest
    fine = _by_block(finest, program.blocks.count, _most_by_cell(program, unit, grid))
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
    follows = _follows(program, unit, change).sum(axis=1)
    for family in program.families("carry."):
        change[family.range] = unit * (years + 1) + follows[family.labels["pot"]]
    return change


def cell_allowances(program: Program, unit: int, grid: float, solved: float = SOLVED) -> Floats:
    """How far the cost of each cell may stay below unit cost × output, (C, T) [money unit].

    Parameters are those of `allowances`.
    """
    unit_of_money = unit / program.panel.scenario.money.scale
    change = most_change(program, unit_of_money, grid, solved)
    short = _short_by_block(program, _most_short(program, unit_of_money, solved, change))
    return _most_by_cell(program, unit_of_money, grid) + short[program.blocks.finest]


def column_allowances(program: Program, unit: int, grid: float) -> Floats:
    """How far rounding may leave each column outside its bounds, shape (n,).

    Output goes down by up to its grid, which a floor of coverage feels. Money is rounded within its
    bounds, but for what snapping adds. A total follows what it adds up.

    Parameters
    ----------
    program : Program
        The program.
    unit : int
        Rounding unit [currency unit].
    grid : float
        Grid of output [unit of output].
    """
    unit_of_money = unit / program.panel.scenario.money.scale
    beyond = np.zeros(program.lower.size)
    beyond[program.column_family("deliver").range] = grid * (1 + SNAP)
    for family in program.families("carry."):
        beyond[family.range] = SNAP * unit_of_money
    size: csr_array = abs(program.matrix)
    change = with_totals(program, size, most_change(program, unit_of_money, grid))
    for _, column in totals(program):
        beyond[column] = change[column] + SOLVED
    return beyond


def _most_by_cell(program: Program, unit: float, grid: float) -> Floats:
    """Most that rounding output and cost takes from the cost of each cell, (C, T)."""
    parts = np.ones(program.panel.need.shape)
    for family in program.families("provide"):
        np.add.at(parts, program.provided_at(family), 3.0)
    return unit * (1 + SNAP) + cell_costs(program, grid * (1 + SNAP) * parts)


def _by_block(label: Integers, count: int, values: Floats) -> Floats:
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, label, values)
    return total


def _most_short(program: Program, unit: float, solved: float, change: Floats) -> Floats:
    """Money that rounding availability, charges and carry-over may take from each pot, (N, T)."""
    panel = program.panel
    scaled = panel.pots.available / unit
    short = np.where(np.abs(scaled - np.rint(scaled)) <= SNAP * np.maximum(1.0, scaled), 0.0, unit)
    carries = np.zeros(len(panel.pots.region), dtype=bool)
    for family in program.families("carry."):
        carries[family.labels["pot"]] = True
    follows = _follows(program, unit, change)
    # What is missing in one year may have been meant for another.
    later = np.where(carries, follows.sum(axis=1) + 2 * unit * len(panel.years), 0.0)
    return np.asarray(short + solved + follows + later[:, None])


def _follows(program: Program, unit: float, change: Floats) -> Floats:
    """Money that rounding decisions, and what follows from them, may take from each pot, (N, T)."""
    shape = program.panel.pots.available.shape
    total = np.zeros(shape)
    for terms in (program.supply, *program.charges.values()):
        whole = np.zeros(shape)
        whole[terms.pot, terms.year] = unit
        total += whole + terms.sized().total(change, shape)
    return total


def _short_by_block(program: Program, short: Floats) -> Floats:
    """Money that all pots that may pay for a finest block may lack, (finest blocks, T)."""
    blocks, panel = program.blocks, program.panel
    first = representatives(blocks.finest)
    total = np.zeros((blocks.count, short.shape[1]))
    for source in range(len(panel.sources)):
        pot = panel.pots.paying[source, program.cells.region[first]]
        total += np.where(pot[:, None] >= 0, short[pot], 0.0)
    return total


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
