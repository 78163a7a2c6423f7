"""The columns of a program after rounding: what is decided first, then what payments decide."""

from __future__ import annotations

import numpy as np

from finmodel.allocation.purses import rounded_down
from finmodel.panel.panel import Floats
from finmodel.program.delivery import step_widths
from finmodel.program.program import Program

PART_GRID = 1e-9
"""Grid of the signed part of a contract that may be signed in part."""
EARNED = ".earned"
"""End of the name of rows that bound money by what outputs earn."""


def settled_columns(
    program: Program, values: Floats, output: Floats, units: float, grid: float
) -> Floats:
    """Values in which what payments do not decide is rounded: output, draws, contracts.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Values before rounding, kept in all other columns.
    output : ndarray, shape (P, R, T)
        Rounded output, which fills the steps of benefit in their order.
    units : float
        Rounding units in one money unit.
    grid : float
        Grid of output [unit of output].

    Returns
    -------
    ndarray, shape (n,)
    """
    # The last digits of a solver's answer may be beyond a bound.
    columns = np.clip(values, program.lower, program.upper)
    delivery = program.column_family("deliver")
    place = tuple(delivery.labels[axis] for axis in ("programme", "region", "year", "step"))
    width = step_widths(program.panel)
    before = np.cumsum(width, axis=3) - width
    # The last step takes what the sum of the others leaves, so that the steps add up to output.
    columns[delivery.range] = np.clip(output[place[:3]] - before[place], 0.0, width[place])
    for row, column in earned(program):
        part = slice(program.matrix.indptr[row], program.matrix.indptr[row + 1])
        others = program.matrix.indices[part] != column
        terms = program.matrix.data[part] * columns[program.matrix.indices[part]]
        columns[column] = min(
            columns[column], program.row_upper[row] - float(np.add.reduce(terms[others]))
        )
    for family in program.families("draw."):
        columns[family.range] = rounded_down(columns[family.range] * units) / units
    _settle_contracts(program, columns, output, grid)
    return columns


def _settle_contracts(program: Program, columns: Floats, output: Floats, grid: float) -> None:
    """Round signed parts of contracts down, then what they provide within these and the output."""
    signings = program.panel.signings
    for family in program.families("sign"):
        parts = on_grid(columns[family.range], PART_GRID)
        columns[family.range] = parts
        signed = np.zeros((len(signings.contracts), *signings.output.shape[1:]))
        np.add.at(signed, signings.contract, parts[:, None, None] * signings.output)
        left = output.copy()
        for provide in program.families("provide"):
            labels = provide.labels
            for position, programme in enumerate(signings.programme):
                mine = np.nonzero(labels["contract"] == position)[0]
                region, year = labels["region"][mine], labels["year"][mine]
                most = np.minimum(signed[position, region, year], left[programme, region, year])
                wanted = np.minimum(columns[provide.start + mine], most)
                columns[provide.start + mine] = on_grid(np.maximum(wanted, 0.0), grid)
                left[programme, region, year] -= columns[provide.start + mine]


def on_grid(output: Floats, grid: float) -> Floats:
    """Output rounded down to multiples of a grid, as the nearest double to each.

    Examples
    --------
    >>> on_grid(np.array([0.3, 12.3456789]), 1e-6).tolist()
    [0.3, 12.345678]
    """
    steps = rounded_down(output / grid)
    if grid < 1:
        return np.asarray(steps / np.rint(1 / grid), dtype=np.float64)
    return np.asarray(steps * grid, dtype=np.float64)


def rounded_columns(
    program: Program, settled: Floats, paid: Floats, passed: Floats, carried: Floats
) -> Floats:
    """Value of every column after rounding.

    Parameters
    ----------
    program : Program
        The program.
    settled : ndarray, shape (n,)
        Values in which output and draws are rounded already.
    paid, passed : ndarray
        Rounded payments of all pools and what pools pass on, in the order of their columns.
    carried : ndarray, shape (N, T)
        Money carried out of each year; all money in money units.

    Returns
    -------
    ndarray, shape (n,)
    """
    columns = settled.copy()
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
    for row, column in totals(program):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        own = matrix.indices[part] == column
        rest = matrix.data[part][~own] * columns[matrix.indices[part][~own]]
        columns[column] = -float(np.add.reduce(rest)) / float(matrix.data[part][own][0])
    return columns


def earned(program: Program) -> list[tuple[int, int]]:
    """Row and column of each amount that outputs earn: no more is paid than rounded ones do."""
    return [
        (int(row), int(column))
        for family in program.rows
        if family.name.startswith("sources.") and family.name.endswith(EARNED)
        for row, column in zip(
            family.numbers(),
            program.column_family(_column_of(family.name)).numbers(),
            strict=True,
        )
    ]


def _column_of(rule: str) -> str:
    return "draw." + rule.removeprefix("sources.").removesuffix(EARNED)


def totals(program: Program) -> list[tuple[int, int]]:
    """Row and column of each total: a column that a row of the same name defines."""
    rows = {family.name: family for family in program.rows if family.name.endswith(".total")}
    return [
        (int(row), int(column))
        for family in program.columns
        if family.name in rows
        for row, column in zip(rows[family.name].numbers(), family.numbers(), strict=True)
    ]
