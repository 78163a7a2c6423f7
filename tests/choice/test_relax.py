"""The least change of limits is enough, and no smaller one is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from scipy.optimize import linprog

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.relax import Change, least_change
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.choice.small import programme, scenario
from tests.synthetic.strategies import scenarios


def loosened(program: Program, floors: list[np.ndarray], change: Change, part: float) -> Program:
    """The program with a part of the change made."""
    below = np.isfinite(program.row_lower)
    lower = program.lower.copy()
    for columns, share in zip(floors, change.floors, strict=True):
        lower[columns] *= 1 - part * share
    by = part * change.rows
    return replace(
        program,
        lower=lower,
        row_lower=np.where(below, program.row_lower - by, program.row_lower),
        row_upper=np.where(below, program.row_upper, program.row_upper + by),
    )


def can_be_kept(program: Program) -> bool:
    try:
        solve_program(program)
    except Infeasible:
        return False
    return True


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_the_change_is_enough_and_the_least(given_: Scenario) -> None:
    program = build_program(build_panel(given_))
    assume(not program.whole.any() and not can_be_kept(program))
    one_sided = np.isfinite(program.row_lower) != np.isfinite(program.row_upper)
    rows = np.nonzero(one_sided)[0].astype(np.int64)
    on_floor = np.nonzero(program.lower > 0)[0].astype(np.int64)
    floors = [on_floor] if on_floor.size else []
    change = least_change(program, rows, floors)
    assert change is not None, "every rule with one limit can be let go"
    assert can_be_kept(loosened(program, floors, change, 1 + 1e-6))
    assert not can_be_kept(loosened(program, floors, change, 0.99))
    assert _least_total(program, rows, on_floor) == pytest.approx(
        change.rows.sum() + change.floors.sum(), rel=1e-6, abs=1e-7
    )


def _least_total(program: Program, rows: np.ndarray, on_floor: np.ndarray) -> float:
    """The least sum of changes, written again for another solver: a column for each, dense."""
    matrix = program.matrix.toarray()
    count, given_ = program.lower.size, dict(zip(rows.tolist(), range(rows.size), strict=True))
    above, sides, equal, equals = [], [], [], []
    for row in range(matrix.shape[0]):
        slack = np.zeros(rows.size + 1)
        if row in given_:
            slack[given_[row]] = -1.0
        low, high = program.row_lower[row], program.row_upper[row]
        if low == high:
            equal.append(np.append(matrix[row], slack))
            equals.append(low)
            continue
        for sign, side in ((1, high), (-1, -low)):
            if np.isfinite(side):
                above.append(np.append(sign * matrix[row], slack))
                sides.append(side)
    for column in on_floor:
        line = np.zeros(count + rows.size + 1)
        line[column], line[-1] = -1.0, -program.lower[column]
        above.append(line)
        sides.append(-program.lower[column])
    lower = program.lower.copy()
    lower[on_floor] = 0.0
    bounds = [*zip(lower, program.upper, strict=True), *[(0, None)] * rows.size, (0, 1)]
    found = linprog(
        np.append(np.zeros(count), np.ones(rows.size + 1)),
        A_ub=np.array(above),
        b_ub=sides,
        A_eq=np.array(equal) if equal else None,
        b_eq=equals or None,
        bounds=bounds,
    )
    assert found.status == 0
    return float(found.fun)


def test_what_may_not_give_way_is_kept() -> None:
    """Only the floor may be lowered: of 60 of 100 at a cost of one each, 40 of money pays 40."""
    must = programme(coverage={"at_least": 0.6})
    small = scenario(
        regions={"list": {"a": {"name": "A", "attributes": {"adults": 100}}}},
        programmes={"p": must},
        sources={"state": {"kind": "central budget", "ceiling": 40}},
    )
    program = build_program(build_panel(small))
    floor = np.nonzero(program.lower > 0)[0].astype(np.int64)
    none = np.empty(0, dtype=np.int64)
    change = least_change(program, none, [floor])
    assert change is not None
    assert change.floors == pytest.approx([1 / 3])
    assert not change.rows.any()
    assert least_change(program, none) is None
