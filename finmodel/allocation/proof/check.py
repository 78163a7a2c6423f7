"""Whether an allocation keeps the rules, and how good it is, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from finmodel.allocation.allowances import allowances, cell_allowances, column_allowances
from finmodel.allocation.proof.bounds import Loosened, Multipliers, with_stages_kept
from finmodel.allocation.proof.exact_columns import conventional_steps, exact_columns, grid_places
from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.failed import Reason, first_of, reason
from finmodel.allocation.proof.stages import (
    Recorded,
    StageProof,
    prove_stages,
    recorded_numbers,
    said,
    stage_name,
    tolerance,
    values_at,
)
from finmodel.allocation.proof.whole_columns_held import relaxed
from finmodel.allocation.proof.whole_numbers import Whole, as_whole, places_of, rounded_down
from finmodel.allocation.proof.written import read_numbers
from finmodel.allocation.purses import NEAR, NOISE
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rounding import OUTPUT_GRID
from finmodel.panel.panel import Floats
from finmodel.program.program import Program

MONEY_PLACES = 9
"""Places that hold one currency unit of the largest unit of money."""


@dataclass(frozen=True)
class Checked:
    """What was checked of an allocation."""

    stages: list[StageProof]
    rules: int
    """Rows that were checked."""
    beyond: int
    """Rows that rounding leaves outside their limits, within their allowances."""
    broken: list[Reason]
    """What does not hold, in plain words."""
    exact: ExactProgram
    """The program in exact numbers."""


@dataclass(frozen=True)
class Proved:
    """The stages of a rounded allocation, and what they were proved with."""

    exact: ExactProgram
    values: Whole
    """Value of every column after rounding, in units of 10⁻ᵖ, shape (n,)."""
    places: int
    """The places p."""
    loosened: Loosened
    stages: list[StageProof]


def prove_answer(
    program: Program,
    rounded: Rounded,
    recorded: Sequence[Recorded],
    multipliers: Sequence[Any],
    columns: Any,
) -> Proved:
    """Bound the stages of a rounded allocation.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The rounded allocation.
    recorded : sequence of Recorded
        Values and thresholds of all stages.
    multipliers : sequence
        Multipliers of all stages, as the certificate writes them.
    columns : object
        Columns that the tables do not hold, as the certificate writes them.

    Raises
    ------
    Unreadable
        If the certificate does not hold what it must.
    """
    exact = ExactProgram.of(program, recorded_numbers(recorded))
    others, own = read_numbers(columns, program.columns, program.lower.size, reason("the columns"))
    places = max(exact.places, own, grid_places(rounded.grid))
    values = exact_columns(exact, rounded, others * 10 ** (places - own), places)
    loosened = loosened_by_rounding(exact, rounded.allowances, rounded.unit, rounded.grid)
    known, reached = read_multipliers(program, multipliers), values_at(exact, values, places)
    stages = prove_stages(exact, recorded, known, loosened, reached)
    return Proved(exact, values, places, loosened, stages)


def check_answer(
    program: Program,
    rounded: Rounded,
    recorded: Sequence[Recorded],
    multipliers: Sequence[Any],
    columns: Any,
) -> Checked:
    """Check the rules and bound the stages of a rounded allocation.

    Parameters and errors are those of `prove_answer`.
    """
    proved = prove_answer(program, rounded, recorded, multipliers, columns)
    exact, values, places = proved.exact, proved.values, proved.places
    rules = check_rules(exact, values, places, proved.loosened)
    kept = [(each.kept_at, each.held) for each in recorded]
    broken = [
        *rules.broken,
        *_broken_columns(with_stages_kept(exact, kept), values, places, proved.loosened),
        *_broken_cells(program, rounded),
        *broken_stages(exact, proved.stages),
    ]
    return Checked(proved.stages, program.row_lower.size, rules.beyond, broken, exact)


def loosened_by_rounding(exact: ExactProgram, rows: Floats, unit: int, grid: float) -> Loosened:
    """Allowances in the exact program's units, rounded down."""
    beyond = column_allowances(exact.program, unit, grid)
    return Loosened(rounded_down(rows, exact.places), rounded_down(beyond, exact.places))


def bound_stages(
    program: Program, recorded: Sequence[Recorded], multipliers: Sequence[Any]
) -> tuple[ExactProgram, list[StageProof]]:
    """Bound the stages of an answer of which only totals are saved.

    Parameters are those of `check_answer`. Where columns take whole numbers, parts of them count
    too. With other whole numbers other places may stand low: of places that were raised in turn
    only the lowest coverage is kept then.
    """
    if program.whole.any():
        program, recorded = relaxed(program), [replace(each, held=()) for each in recorded]
    exact = ExactProgram.of(program, recorded_numbers(recorded))
    unit, grid = program.panel.scenario.rounding_unit, OUTPUT_GRID
    loosened = loosened_by_rounding(exact, allowances(program, unit, grid), unit, grid)
    known = read_multipliers(program, multipliers)
    return exact, prove_stages(exact, recorded, known, loosened, None)


def with_relaxed(
    program: Program,
    recorded: Sequence[Recorded],
    multipliers: Sequence[Any],
    stages: Sequence[StageProof],
) -> list[StageProof]:
    """Add to each stage the bound that holds whatever whole numbers are chosen, and parts of them.

    Parameters are those of `bound_stages`, and the stages as they are proved given whole numbers.
    """
    _, free = bound_stages(program, recorded, multipliers)
    return [replace(own, relaxed=each.bound) for own, each in zip(stages, free, strict=True)]


def read_multipliers(program: Program, written: Sequence[Any]) -> list[Multipliers]:
    """Multipliers of all stages, as the certificate writes them."""
    count = program.row_lower.size
    return [
        Multipliers(*read_numbers(each, program.rows, count, reason("the multipliers")))
        for each in written
    ]


@dataclass(frozen=True)
class _Rules:
    beyond: int
    broken: list[Reason]


def check_rules(exact: ExactProgram, values: Whole, places: int, loosened: Loosened) -> _Rules:
    """Rows outside their limits: within their allowances, and beyond them."""
    unit = 10**places
    activity = exact.activity(values)
    below = np.where(exact.bounded_below, exact.row_lower * unit - activity, 0)
    above = np.where(exact.bounded_above, activity - exact.row_upper * unit, 0)
    outside = np.maximum(below, above)
    scale = 10 ** (exact.places + places)

    def describe(row: int) -> Reason:
        family, place = exact.program.find_row(row)
        allowed = Fraction(int(loosened.rows[row]), 10**exact.places)
        return reason(
            "the rule {rule} is broken by {amount}, where rounding allows {allowed}",
            rule=exact.program.names(family)[place],
            amount=said(Fraction(int(outside[row]), scale)),
            allowed=said(allowed, up=False),
        )

    broken = np.nonzero(outside > loosened.rows * unit)[0].tolist()
    return _Rules(int((outside > 0).sum()), first_of(broken, describe))


def _broken_columns(
    exact: ExactProgram, values: Whole, places: int, loosened: Loosened
) -> list[Reason]:
    program, unit = exact.program, 10 ** (places - exact.places)
    below = values < (exact.lower - loosened.columns) * unit
    above = values > (exact.upper + loosened.columns) * unit

    def describe(column: int) -> Reason:
        family, place = program.find_column(column)
        name = program.names(family)[place]
        if below[column]:
            return reason("{name} is less than its least", name=name)
        return reason("{name} is more than its most", name=name)

    return first_of(np.nonzero(below | above)[0].tolist(), describe)


def _broken_cells(program: Program, rounded: Rounded) -> list[Reason]:
    """Cells that do not cost what their output costs."""
    panel, cells = program.panel, program.cells
    unit_cost = np.asarray(cells.pick(panel.unit_cost))
    places = max(MONEY_PLACES, places_of(unit_cost))
    steps = conventional_steps(program, rounded)[cells.programme, cells.region]
    digits = grid_places(rounded.grid)
    full = as_whole(unit_cost.reshape(-1), places) * steps.reshape(-1).astype(object)
    unit = 10 ** (places + digits)
    cost = rounded.cost.reshape(-1).astype(object) * (unit // panel.scenario.money.scale)
    allowed = cell_allowances(program, rounded.unit, rounded.grid).reshape(-1)
    short = full - cost
    # A number just below a whole one was rounded up to it.
    near = np.maximum(NEAR * rounded.unit, 2 * NOISE * rounded.cost.reshape(-1))
    above = rounded_down(near / panel.scenario.money.scale, places + digits)
    most = rounded_down(allowed, places + digits)
    wrong = (short > most) | (-short > above)

    def describe(place: int) -> Reason:
        cell, year = divmod(place, len(panel.years))
        return reason(
            "{programme} in {region} in {year} ({category}) costs {amount}, which is not unit cost "
            "times the output that it pays for",
            programme=panel.programmes[cells.programme[cell]],
            region=panel.regions[cells.region[cell]],
            year=panel.years[year],
            category=panel.categories[cells.category[cell]],
            amount=rounded.cost[cell, year],
        )

    return first_of(np.nonzero(wrong)[0].tolist(), describe)


def broken_stages(
    exact: ExactProgram, stages: Sequence[StageProof], *, optimal: bool = True
) -> list[Reason]:
    """What does not hold of the recorded stages; `optimal` where they are said to be the best."""
    reasons = []
    for number, stage in enumerate(stages):
        name = stage_name(number, stage.goal)
        sign = 1 if stage.maximise else -1
        close = tolerance(exact, number, stage.value)
        if stage.gap < -close or stage.short < -stage.allowance - close:
            reasons.append(
                reason("{stage}: the recorded value is better than is possible", stage=name)
            )
        if optimal and stage.short > close:
            reasons.append(
                reason(
                    "{stage} is called optimal, but is proved only to within {gap}",
                    stage=name,
                    gap=said(stage.short),
                )
            )
        if stage.reached is None:
            continue
        least = stage.kept_at if stage.kept_at is not None else stage.value
        missing = (Fraction(repr(least)) - stage.reached) * sign
        if missing > stage.allowance:
            reached = {"stage": name, "reached": said(stage.reached), "least": repr(least)}
            reasons.append(
                reason("{stage}: the allocation reaches {reached} and must keep {least}", **reached)
                if stage.kept_at is not None
                else reason(
                    "{stage}: the allocation reaches {reached} and is recorded with {least}",
                    **reached,
                )
            )
    return reasons
