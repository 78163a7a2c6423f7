"""The least change of a rule as the figure that the planner would write instead.

Which rules give way is decided in money. How far a figure of theirs must move is then found in its
own unit, rounded to the safe side, put into the scenario and tried: what is said would do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from finmodel.allocation.solvable import program_of
from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.stated import Path, Stated, figures_stated, with_figure
from finmodel.solve.least_figure import Turn, can_be_kept, least_moves, turn_of
from finmodel.solve.relax import Change

DIGITS = 6
"""Digits to which amounts are said."""
OF_PERCENT = 1e-4
"""Step in which shares are said: hundredths of a per cent."""
ASIDE = 0.0137
"""Part of a figure by which it is moved to see where it stands in the program."""
TRIES = 3
"""Steps by which figures are moved further where rounding made one fall short."""


@dataclass(frozen=True)
class Restated:
    """A figure, and the one that would do instead."""

    stated: Stated
    now: float


@dataclass(frozen=True)
class _Found:
    stated: Stated
    turn: Turn
    rule: Path


def restated(
    program: Program, change: Change, floors: Sequence[tuple[Integers, float]], shifts: Floats
) -> Mapping[Path, tuple[Restated, ...]]:
    """Find the figures that would do, for rules that a change loosens.

    Parameters
    ----------
    program : Program
        A program that no allocation satisfies.
    change : Change
        The least change of its limits.
    floors : sequence of tuple of ndarray and float
        Columns of each coverage floor that is lowered, and the part of it that is left.
    shifts : ndarray
        By how much the limits of other rows are said to be loosened, shape (m,).

    Returns
    -------
    mapping of tuple of str to tuple of Restated
        By the path of the rule. Rules that no figure of theirs loosens are missing. Nothing where
        what is said was tried and would not do.
    """
    scenario = program.panel.scenario
    found = [each for rule in _loosened(program, change) for each in _figures(program, rule)]
    whole = {rule for rule, rows in _loosened(program, change) if _covered(found, rule, rows)}
    found = [each for each in found if each.rule in whole]
    if not found:
        return {}
    moved = np.concatenate([each.turn.rows for each in found])
    other = np.where(np.isin(np.arange(shifts.size), moved), 0.0, shifts)
    base = _given_way(program, floors, other)
    moves = least_moves(base, [each.turn for each in found], change.values)
    if moves is None:
        return {}
    for further in range(TRIES):
        said = [
            Restated(each.stated, _safe(each.stated, move, further))
            for each, move in zip(found, moves, strict=True)
            if move
        ]
        if _would_do(scenario, said, floors, other):
            return {
                rule: tuple(
                    each
                    for each in said
                    if any(f.rule == rule and f.stated == each.stated for f in found)
                )
                for rule in whole
            }
    return {}


def _loosened(program: Program, change: Change) -> list[tuple[Path, Integers]]:
    """Rules with rows that are loosened, and these rows."""
    rows: dict[Path, list[Integers]] = {}
    for family in program.rows:
        mine = family.numbers()[change.rows[family.range] > 0]
        if mine.size:
            rows.setdefault(family.path, []).append(mine)
    return [(rule, np.concatenate(parts)) for rule, parts in rows.items()]


def _figures(program: Program, rule: tuple[Path, Integers]) -> Iterator[_Found]:
    """Figures of a rule in whose rows the change is made."""
    path, rows = rule
    left = set(rows.tolist())
    for stated in figures_stated(program.panel.scenario, path):
        if not left:
            break
        by, other = _aside(program.panel.scenario, stated)
        if other is None:
            continue
        turn = turn_of(program, program_of(other), by, stated.value)
        if turn is not None and left & set(turn.rows.tolist()):
            left -= set(turn.rows.tolist())
            yield _Found(stated, turn, path)


def _aside(scenario: Scenario, stated: Stated) -> tuple[float, Scenario | None]:
    """Move a figure a little to a side to which it may move; a count by one."""
    by = 1.0 if stated.whole else ASIDE * stated.value or ASIDE
    less = with_figure(scenario, stated.path, stated.value - by)
    return (-by, less) if less else (by, with_figure(scenario, stated.path, stated.value + by))


def _covered(found: Sequence[_Found], rule: Path, rows: Integers) -> bool:
    mine = [each.turn.rows for each in found if each.rule == rule]
    return bool(mine) and bool(np.isin(rows, np.concatenate(mine)).all())


def _safe(stated: Stated, move: float, further: int) -> float:
    """A figure rounded so that it does, and some steps further."""
    value, sign = stated.value + move, math.copysign(1.0, move)
    step = OF_PERCENT
    if stated.whole:
        step = 1.0
    elif not stated.percent:
        step = 10.0 ** (math.ceil(math.log10(max(abs(value), abs(move)))) - DIGITS)
    steps = math.ceil(sign * value / step - 1e-6) + further
    return max(0.0, float(f"{sign * steps * step:.12g}"))


def _would_do(
    scenario: Scenario,
    said: Sequence[Restated],
    floors: Sequence[tuple[Integers, float]],
    shifts: Floats,
) -> bool:
    """Whether the scenario with other figures can be kept, floors and other limits given way."""
    changed: Scenario | None = scenario
    for each in said:
        changed = None if changed is None else with_figure(changed, each.stated.path, each.now)
    if changed is None:
        return False
    program = program_of(changed)
    if program.row_lower.size != shifts.size:
        return False
    return can_be_kept(_given_way(program, floors, shifts))


def _given_way(
    program: Program, floors: Sequence[tuple[Integers, float]], shifts: Floats
) -> Program:
    """A program whose floors are lowered, and whose limits are loosened by amounts."""
    lower = program.lower.copy()
    for columns, left in floors:
        lower[columns] *= left
    return replace(
        program,
        lower=lower,
        row_lower=program.row_lower - shifts,
        row_upper=program.row_upper + shifts,
    )
