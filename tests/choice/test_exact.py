"""The chosen allocation keeps every limit in exact numbers, however the solver came to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve import equals, polish, refine
from finmodel.solve.equals import choose
from finmodel.solve.face import optimal_face
from finmodel.solve.pairs import Pair, PairMatrix
from finmodel.solve.polish import Polished
from tests.choice import small
from tests.choice.test_same_answer import choose_or_skip, repeatable
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios


@settings(repeatable, max_examples=60)
@given(scenarios())
def test_walking_inside_the_limits_comes_to_the_same_answer(scenario: Scenario) -> None:
    usual = choose_or_skip(scenario).choice
    assume(usual.residual < 1e-12)
    program, solution = solve_whole(build_program(build_panel(scenario)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(equals, "polish", _no_luck)
        walked = choose(program, solution)
    assert walked.polished, walked.message
    assert np.abs(walked.values - usual.values).max(initial=0.0) < 1e-9


def _no_luck(*given: object, **named: object) -> Polished:
    found = polish.polish(*given, **named)  # type: ignore[arg-type]
    return replace(found, done=False, wrong=10**9)


def test_a_basis_that_misses_limits_is_brought_to_one_that_keeps_them() -> None:
    # The money is just enough for one of two regions: a corner that three limits meet at.
    program = build_program(
        build_panel(small.scenario(sources={"state": {"kind": "central budget", "ceiling": 100}}))
    )
    program, solution = solve_whole(program)
    basic, _ = solution.highs.basic()
    at_zero = basic[solution.values[basic] == 0]
    assert at_zero.size
    # A limit moved by less than the solver's tolerance: its basis stays as it is and misses it.
    least = np.full(at_zero.size, 5e-10)
    solution.highs.column_range(at_zero, least, program.upper[at_zero])
    exact, last = PairMatrix.decimal(program.matrix), len(program.objectives) - 1
    before = refine.missed(program, solution.highs, exact, Pair.of(solution.values))
    assert before.most > refine.KEPT
    corner = optimal_face(program, solution.highs, last).vertex
    assert refine.missed(program, solution.highs, exact, corner).most <= refine.KEPT
    assert (corner.rounded()[at_zero] >= least * (1 - 1e-9)).all()
