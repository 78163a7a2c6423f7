"""One more and one less: unique slopes, whatever corner the solver came to."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.corner import Direction
from finmodel.solve.run import Solution
from finmodel.solve.status import Infeasible
from finmodel.solve.two_sided import TwoSided, two_sided
from tests.choice.moved import moved
from tests.choice.small import programme, region, scenario
from tests.choice.test_same_answer import PIVOTS
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios


def available(program: Program) -> list[Direction]:
    """Each row of money that is available, on its own."""
    return [
        Direction(np.array([row]), np.ones(1))
        for family in program.rows
        if family.name.endswith(".available")
        for row in family.numbers()
    ]


def solved(given: Scenario, **options: Any) -> tuple[Program, Solution, list[TwoSided]]:
    program, solution = solve_whole(build_program(build_panel(given)), options=options)
    return program, solution, two_sided(program, solution, available(program))


def test_a_kink_has_two_values() -> None:
    # Money for exactly the better programme: one more buys the other, one less takes it away.
    programmes = {"p": programme(1000, 1.0), "q": programme(1000, 3.0)}
    regions = {"list": {"a": region(100)}}
    sources = {"state": {"kind": "central budget", "ceiling": 100}}
    _, _, (only,) = solved(scenario(programmes=programmes, regions=regions, sources=sources))
    assert only.more.value == pytest.approx(1.0)
    assert only.less.value == pytest.approx(3.0)
    assert only.more.holds == pytest.approx(100)
    assert only.less.holds == pytest.approx(100)


def test_between_kinks_both_are_the_same_and_hold_as_far_as_the_kinks() -> None:
    programmes = {"p": programme(1000, 1.0), "q": programme(1000, 3.0)}
    regions = {"list": {"a": region(100)}}
    sources = {"state": {"kind": "central budget", "ceiling": 130}}
    _, _, (only,) = solved(scenario(programmes=programmes, regions=regions, sources=sources))
    assert only.more.value == only.less.value == pytest.approx(1.0)
    assert only.more.holds == pytest.approx(70)
    assert only.less.holds == pytest.approx(30)


def test_money_that_nothing_can_use_is_worth_nothing_more() -> None:
    sources = {"state": {"kind": "central budget", "ceiling": 200}}
    _, _, (only,) = solved(scenario(sources=sources))
    assert only.more.value == 0
    assert only.less.value == pytest.approx(1.0)


def test_where_a_floor_needs_it_all_nothing_can_be_taken() -> None:
    programmes = {"p": programme(1000, 1.0, coverage={"at_least": 0.3})}
    _, _, (only,) = solved(scenario(programmes=programmes))
    assert only.more.value == pytest.approx(1.0)
    assert math.isnan(only.less.value)
    assert only.less.holds == 0


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_slopes_are_those_of_solving_again_and_the_same_for_other_pivots(given: Scenario) -> None:
    panel = build_panel(given)
    assume(panel.pots.available.sum() * given.money.scale >= 1)
    try:
        program, solution, found = solved(given)
    except Infeasible:
        assume(False)
    for direction, sides in zip(available(program), found, strict=True):
        for side, sign in ((sides.more, 1.0), (sides.less, -1.0)):
            if math.isnan(side.value):
                continue
            step = sign * min(side.holds, 1.0)
            value = moved(program, solution, direction, step)
            assert value is not None
            size = abs(solution.stages[-1].value)
            assert value == pytest.approx(side.value * step, rel=1e-6, abs=1e-5 + 1e-6 * size)
    for options in PIVOTS[:2]:
        _, _, others = solved(given, **options)
        for one, two in zip(found, others, strict=True):
            for side in ("more", "less"):
                first, second = getattr(one, side).value, getattr(two, side).value
                assert second == pytest.approx(first, rel=1e-6, abs=1e-7, nan_ok=True)
