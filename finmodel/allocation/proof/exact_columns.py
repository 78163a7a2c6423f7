"""Value of every column after rounding, exactly as the tables say it."""

from __future__ import annotations

import numpy as np

from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.read_back import payments_of
from finmodel.allocation.proof.whole_numbers import Whole, none
from finmodel.allocation.rounded import Rounded
from finmodel.panel.panel import Integers
from finmodel.program.program import Program


def grid_places(grid: float) -> int:
    """Places after the point of outputs on a grid."""
    return int(np.rint(-np.log10(grid)))


def output_steps(rounded: Rounded) -> Integers:
    """Outputs in steps of their grid, (P, R, T)."""
    return np.rint(rounded.output / rounded.grid).astype(np.int64)


def conventional_steps(program: Program, rounded: Rounded) -> Integers:
    """Outputs that no contract provides, in steps of their grid, (P, R, T)."""
    rest = output_steps(rounded)
    contracted = np.rint(rounded.contracted / rounded.grid).astype(np.int64)
    np.subtract.at(rest, program.panel.signings.programme, contracted)
    return np.maximum(rest, 0)


def exact_columns(exact: ExactProgram, rounded: Rounded, others: Whole, places: int) -> Whole:
    """Values of all columns in units of 10⁻ᵖ.

    Parameters
    ----------
    exact : ExactProgram
        The program.
    rounded : Rounded
        The rounded allocation.
    others : ndarray of int, shape (n,)
        Columns that the tables do not hold, in units of 10⁻ᵖ.
    places : int
        The places p; at least the exact program's, and those of the output's grid.
    """
    program, values = exact.program, others.copy()
    panel = program.panel
    values[program.column_family("deliver").range] = _filled(exact, rounded, places)
    money = 10**places // panel.scenario.money.scale
    paid, passed = (part.astype(object) * money for part in payments_of(program, rounded.flows))
    start = {"fund": 0, "pool": 0}
    for number, pool in enumerate(program.blocks.pools):
        for kind, amounts in (("fund", paid), ("pool", passed)):
            if kind == "pool" and pool.direct:
                continue
            family = program.column_family(f"{kind}.{number + 1}")
            values[family.range] = amounts[start[kind] : start[kind] + family.count]
            start[kind] += family.count
    for family in program.families("carry."):
        carried = rounded.carried_out[family.labels["pot"], family.labels["year"]]
        values[family.range] = carried.astype(object) * money
    return values


def _filled(exact: ExactProgram, rounded: Rounded, places: int) -> Whole:
    """Output in the steps of benefit, filled in their order; the last takes what is left."""
    program = exact.program
    family = program.column_family("deliver")
    axes = ("programme", "region", "year")
    place = np.ravel_multi_index(
        tuple(family.labels[axis] for axis in axes), program.panel.need.shape
    )
    unit = 10 ** (places - grid_places(rounded.grid))
    left = output_steps(rounded).reshape(-1).astype(object) * unit
    width = exact.upper[family.range] * 10 ** (places - exact.places)
    step = family.labels["step"]
    last = np.zeros(left.size, dtype=np.int64)
    np.maximum.at(last, place, step)
    filled = none(family.count)
    for number in range(int(step.max(initial=-1)) + 1):
        mine = np.nonzero(step == number)[0]
        cell = place[mine]
        fits = np.minimum(left[cell], width[mine])
        filled[mine] = np.where(last[cell] == number, left[cell], fits)
        left[cell] = left[cell] - filled[mine]
    return filled
