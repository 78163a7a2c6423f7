"""The same choice after another solver's answer."""

from __future__ import annotations

import numpy as np
import pytest

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.equals import choose
from finmodel.solve.other import solve_with
from finmodel.solve.status import SolverStopped
from tests.choice.small import chosen, scenario
from tests.synthetic.sized import sized

CBC = "CBC"

STAGES = ("maximise lowest coverage", "maximise benefit")


@pytest.mark.parametrize(
    "given",
    [scenario(), sized("S", local_budgets=True), sized("M", goals=STAGES)],
    ids=["ties", "local budgets", "stages"],
)
def test_cbc_leads_to_the_same_allocation(
    given: Scenario, capfd: pytest.CaptureFixture[str]
) -> None:
    first = chosen(given)
    opinion = solve_with(first.program, CBC)
    assert capfd.readouterr().out == ""
    for stage, value in zip(first.solution.stages, opinion.reported, strict=True):
        assert value == pytest.approx(stage.value, rel=1e-7)
    other = choose(first.program, opinion.solution)
    assert other.polished
    difference = np.abs(other.values - first.choice.values).max()
    assert difference * given.money.scale < 1e-6


def test_a_solver_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(SolverStopped, match="NO_SUCH_SOLVER is not at hand"):
        solve_with(build_program(build_panel(scenario())), "NO_SUCH_SOLVER")


def test_an_answer_that_is_not_optimal_is_refused() -> None:
    policies = {
        "much": {"programmes": "p", "each": "together", "coverage": {"at_least": 0.9}},
    }
    with pytest.raises(SolverStopped, match="ended with: infeasible"):
        solve_with(build_program(build_panel(scenario(policies=policies))), CBC)
