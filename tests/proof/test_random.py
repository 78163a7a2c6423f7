"""Random scenarios are proved as they are saved, and forged multipliers only weaken a bound."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from finmodel.allocation.make import allocate
from finmodel.allocation.proof.bounds import Loosened, Multipliers, best_possible
from finmodel.allocation.proof.closeness import NEAR, Closeness
from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.verify import Proof, prove
from finmodel.allocation.proof.whole_numbers import nearest
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.pairs import Pair
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.allocation.helpers import answer, loaded
from tests.program.small import scenario
from tests.synthetic.strategies import scenarios

steady = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def proved(scenario: Scenario) -> Proof:
    """The proof of a scenario's allocation, as it stands in memory."""
    return prove(answer(scenario), "", 0)


@given(scenarios())
@steady
def test_what_is_saved_is_proved(scenario: Scenario) -> None:
    proof = proved(scenario)
    for stage in proof.checked.stages:
        assert stage.gap >= 0
    for part in proof.closeness:
        assert part.gap >= 0
        assert part.share <= NEAR


@given(scenarios(), st.integers(0, 2**32 - 1))
@steady
def test_forged_multipliers_only_weaken_the_bound(scenario: Scenario, seed: int) -> None:
    program = build_program(build_panel(scenario))
    assume(not program.whole.any())
    try:
        stages = solve_program(program).stages
    except Infeasible:
        reject()
    exact = ExactProgram.of(program, np.array([stage.value for stage in stages]))
    objective, best = stages[0].objective, Fraction(stages[0].value)
    random = np.random.default_rng(seed)
    forged = random.normal(size=program.row_lower.size) * 10.0 ** random.uniform(-6, 6)
    for values in (forged, -stages[0].multipliers, np.zeros_like(forged)):
        whole = nearest(Pair.of(values), 12)
        strict = Loosened.not_at_all(exact)
        (bound,) = best_possible(exact, 0, Multipliers(whole, 12), strict)
        near = Fraction(1, 10**6) * max(1, abs(best))
        assert (bound - best) * (1 if objective.maximise else -1) >= -near


def test_the_last_digits_of_an_allocation_of_nothing_are_no_distance() -> None:
    gap = Fraction(1, 10**50)
    assert Closeness("flows", gap, 1e-27).share < 1e-20
    assert Closeness("flows", gap, 1e-10).share == pytest.approx(math.sqrt(2) * 1e-15)


def test_a_column_at_a_bound_that_no_double_is_stays_within_it() -> None:
    # Where 1.6 trainers stand in for places at a rate of a half, they are worth 3.2 places at most,
    # and the double that is called 3.2 is a little more.
    capacities = {
        "places": {"name": "Places", "amount": 13.9, "use": {"literacy": 0.05}},
        "trainers": {"name": "Trainers", "amount": 1.6, "use": {"literacy": 0}},
    }
    capacities["places"]["stand_ins"] = {"trainers": 0.5}
    rich = scenario(capacities=capacities, sources={"state": {"ceiling": 5000}})
    prove(allocate(loaded(rich)), "", 0)
