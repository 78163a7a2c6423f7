"""What a step more and a step less of money changes, and how far it stays in proportion."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from finmodel.allocation.marginal import raised
from finmodel.allocation.one_more import one_more, step_size
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED
from finmodel.solve.run import Solution
from finmodel.solve.status import Infeasible
from tests.choice.moved import moved
from tests.choice.small import programme, region, scenario
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios

STEP = 100
"""Step that the small scenarios come to [thousand]."""


def solved(given: Scenario) -> tuple[Program, Solution, list[dict[str, Any]]]:
    program, solution = solve_whole(build_program(build_panel(given)))
    return program, solution, one_more(program, solution).to_pylist()


def state(ceiling: float) -> dict[str, Any]:
    return {"state": {"kind": "central budget", "ceiling": ceiling}}


def test_a_step_that_crosses_two_kinks_gains_less_and_less() -> None:
    # 2,500 of the best programme, 40 of the second, and 2,470 of money.
    best, third = programme(1000, 3.0), programme(1000, 0.5)
    second = programme(1000, 1.0, need={"share": 0.016, "of": "adults"})
    given = scenario(
        programmes={"best": best, "second": second, "third": third},
        regions={"list": {"a": region(2500)}},
        sources=state(2470),
    )
    _, _, (row,) = solved(given)
    assert row["step"] == STEP
    assert row["gain"] == pytest.approx(30 * 3 + 40 * 1 + 30 * 0.5)
    assert row["loss"] == pytest.approx(STEP * 3)
    assert row["more_holds"] == pytest.approx(30)
    assert row["less_holds"] >= STEP


@pytest.mark.parametrize(("money", "more", "less"), [(2060, 40, STEP), (2140, STEP, 40)])
def test_a_range_goes_on_where_only_the_corner_changes(money: int, more: int, less: int) -> None:
    # Seventy regions of thirty: each that is full is a corner, the slope changes only at 2,100.
    regions = {"list": {f"r{number}": region(30) for number in range(70)}}
    programmes = {"best": programme(1000, 3.0), "second": programme(1000, 1.0)}
    _, _, (row,) = solved(scenario(programmes=programmes, regions=regions, sources=state(money)))
    assert row["step"] == STEP
    assert row["more_holds"] == pytest.approx(more)
    assert row["less_holds"] == pytest.approx(less)


def test_where_more_must_be_used_and_cannot_be_the_gain_is_empty() -> None:
    # The cost is kept at its least, which pays the tenth that must be used: more breaks that.
    _, _, (row,) = solved(
        scenario(
            sources={"fund": {"kind": "special fund", "amount": 1000, "use_at_least": "10%"}},
            objective=["minimise cost", "maximise coverage"],
        )
    )
    assert (row["gain"], row["loss"]) == (None, 0.0)
    assert (row["programme"], row["outputs"]) == ("p", 0.0)


def test_where_nothing_can_be_paid_more_money_is_worth_nothing() -> None:
    # Nobody is in need, so there is nothing to choose.
    program, _, (row,) = solved(scenario(regions={"list": {"a": region(0)}}))
    assert program.lower.size == 0
    assert (row["gain"], row["loss"]) == (0.0, 0.0)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_the_change_is_in_proportion_as_far_as_it_is_said_to_hold(given: Scenario) -> None:
    panel = build_panel(given)
    assume(panel.pots.available.sum() * given.money.scale >= 1)
    try:
        program, solution, rows = solved(given)
    except Infeasible:
        assume(False)
    step, size = step_size(panel), abs(solution.stages[-1].value)
    for row in rows:
        assert row["source"] != UNFUNDED
        source = panel.positions["source"][row["source"]]
        pots = np.nonzero(panel.pots.source == source)[0].astype(np.int64)
        year = panel.years.index(row["year"])
        direction = raised(program, pots, year)
        assert row["step"] == (step if year == 0 else 1.0)
        for change, holds, sign in (
            (row["gain"], row["more_holds"], 1.0),
            (row["loss"], row["less_holds"], -1.0),
        ):
            if change is None or math.isnan(change):
                continue
            # A step of a later year is read from the basis: it is so as far as it holds.
            if year == 0 or (holds or 0.0) >= row["step"]:
                whole = moved(program, solution, direction, sign * row["step"])
                assert whole == pytest.approx(sign * change, rel=1e-6, abs=1e-6 + 1e-9 * size)
            if holds is None or holds <= 0:
                continue
            end = min(holds, row["step"])
            at_end = moved(program, solution, direction, sign * end)
            half = moved(program, solution, direction, sign * end / 2)
            assert at_end is not None
            assert half == pytest.approx(at_end / 2, rel=1e-6, abs=1e-6 + 1e-9 * size)
