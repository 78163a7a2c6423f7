"""The same choice after another solver's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pulp
import pytest
from hypothesis import HealthCheck, given, settings

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.equals import choose
from finmodel.solve.other import UnknownSolver, ended_as, find_solver, solve_with, whole_with
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible, SolverStopped, Status
from finmodel.solve.whole import settle
from tests.choice.small import chosen, scenario
from tests.synthetic.sized import sized
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios

CBC = "CBC"

STAGES = ("maximise lowest coverage", "maximise benefit")
IN_TURN = ("maximise lowest coverage, then the next", "maximise benefit")


@pytest.mark.parametrize(
    "example",
    [
        scenario(),
        sized("S", local_budgets=True),
        sized("M", goals=STAGES),
        sized("S", goals=IN_TURN),
    ],
    ids=["ties", "local budgets", "stages", "in turn"],
)
def test_cbc_leads_to_the_same_allocation(
    example: Scenario, capfd: pytest.CaptureFixture[str]
) -> None:
    first = chosen(example)
    opinion = solve_with(first.program, CBC)
    assert capfd.readouterr().out == ""
    for stage, value in zip(first.solution.stages, opinion.reported, strict=True):
        assert value == pytest.approx(stage.value, rel=1e-7)
    other = choose(first.program, opinion.solution)
    assert other.polished
    difference = np.abs(other.values - first.choice.values).max()
    assert difference * example.money.scale < 1e-6


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_cbc_gives_every_stage_the_same_value(example: Scenario) -> None:
    program = build_program(build_panel(example))
    try:
        held, solution = solve_whole(program)
    except Infeasible:
        with pytest.raises(Infeasible):
            settle(program, whole_with(CBC)) if program.whole.any() else solve_with(program, CBC)
        return
    thresholds = None
    if program.whole.any():
        settled = settle(program, whole_with(CBC))
        assert (settled.program.lower == held.lower).all()
        assert settled.values == pytest.approx(settle(program).values, rel=1e-6, abs=1e-6)
        thresholds = settled.thresholds
    reported = solve_with(held, CBC, thresholds=thresholds).reported
    for stage, value in zip(solution.stages, reported, strict=True):
        assert value == pytest.approx(stage.value, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", ["CBC", "cbc", "highs"])
def test_solvers_are_found_by_what_people_call_them(name: str) -> None:
    known = {"cbc": ("PULP_CBC_CMD", "COIN_CMD"), "highs": ("HiGHS",)}[name.lower()]
    assert find_solver(name) in known, "the names of PuLP 3 and 4"


def test_a_solver_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(UnknownSolver, match=r"NO_SUCH is at hand; name one of these: .*CBC.*HiGHS"):
        solve_with(build_program(build_panel(scenario())), "NO_SUCH")


MUCH = {"much": {"programmes": "p", "each": "together", "coverage": {"at_least": 0.9}}}


def test_rules_in_conflict_are_found_whoever_solves() -> None:
    program = build_program(build_panel(scenario(policies=MUCH)))
    found = []
    for solve in (solve_program, lambda program: solve_with(program, CBC)):
        with pytest.raises(Infeasible) as ended:
            solve(program)
        found.append(ended.value.conflict)
    assert found[0] == found[1]


def test_an_answer_that_is_not_optimal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    program = build_program(build_panel(scenario(policies=MUCH)))
    monkeypatch.setattr("finmodel.solve.highs.Highs.run", lambda highs: Status.OPTIMAL)
    with pytest.raises(SolverStopped, match=r"(PULP_CBC|COIN)_CMD ended with: infeasible"):
        solve_with(program, CBC)


def test_a_solver_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise pulp.PulpSolverError("no licence")

    monkeypatch.setattr("pulp.LpProblem.solve", fail)
    with pytest.raises(SolverStopped, match=r"(PULP_CBC|COIN)_CMD ended with: no licence"):
        solve_with(build_program(build_panel(scenario())), CBC)


class StatusOfFour(IntEnum):
    """A status as PuLP 4 has it."""

    Optimal = 1
    TimeLimit = -4


@dataclass
class StatsOfFour:
    """What PuLP 4 gives back of a solve."""

    status: StatusOfFour


def test_how_a_solver_ended_is_read_of_pulp_three_and_four(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {1: "Optimal", -1: "Infeasible"}
    monkeypatch.setattr(pulp, "LpStatus", names, raising=False)
    assert ended_as(1) == "Optimal"
    assert ended_as(-1) == "Infeasible"
    assert ended_as(StatsOfFour(StatusOfFour.Optimal)) == "Optimal"
    assert ended_as(StatsOfFour(StatusOfFour.TimeLimit)) == "TimeLimit"
