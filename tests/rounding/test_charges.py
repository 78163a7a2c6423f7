"""Charges and money that follow from decisions, in whole units: no purse pays what it lacks."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.rounding import round_allocation
from finmodel.panel.build import build_panel
from finmodel.program import build
from finmodel.program.emitter import Emitter
from finmodel.program.policies import add_policies
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.program.small import program
from tests.rounding.test_rounding import holds
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios

Decide = Callable[[Emitter], None]


def with_decisions(decide: Decide, made: Callable[[], Program]) -> Program:
    """A program whose families charge sources, or add to them, as `decide` says."""

    def families(emitter: Emitter) -> None:
        add_policies(emitter)
        decide(emitter)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "add_policies", families)
        return made()


def per_output(share: float) -> Decide:
    """The state pays a share of each output's cost beside the programmes, in the last year too."""

    def decide(emitter: Emitter) -> None:
        panel = emitter.panel
        outputs = emitter.columns[0]
        place = tuple(outputs.labels[axis] for axis in ("programme", "region", "year"))
        cost = share * panel.unit_cost.sum(axis=2)[place]
        state = panel.positions["source"]["state"]
        emitter.charge("upkeep", state, place[2], outputs.numbers(), cost)
        last = len(panel.years) - 1
        emitter.charge("pensions", state, last, outputs.numbers(), cost / 7)

    return decide


def test_what_is_charged_for_an_output_is_missing_for_others() -> None:
    built = with_decisions(per_output(0.25), program)
    rounded = round_allocation(built, solve_program(built).values)
    # 2026: 150 = 1.25 · 120. 2027: 150 = 1.25 · c + (120 + c) / 28, so c = 113 1/3; the charges of
    # 28 1/3 and 8 1/3 million are each rounded up.
    assert rounded.used.tolist() == [[120_000_000, 113_333_332]]
    assert rounded.first_charges.tolist() == [[30_000_000, 36_666_668]]
    assert rounded.charged["pensions"].tolist() == [[0, 8_333_334]]
    assert rounded.lapsed.tolist() == [[0, 0]]


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.sampled_from([0.01, 0.3]), st.sampled_from([1, 7]))
def test_no_purse_pays_charges_beyond_its_money(
    scenario: Scenario, share: float, unit: int
) -> None:
    built = with_decisions(per_output(share), lambda: build.build_program(build_panel(scenario)))
    try:
        built, solution = solve_whole(built)
    except Infeasible:
        return
    rounded = round_allocation(built, solution.values, unit)
    holds(built, rounded)
    exact = sum(
        terms.total(rounded.values, rounded.used.shape) * scenario.money.scale
        for terms in built.charges.values()
    )
    fixed = built.panel.pots.charges * scenario.money.scale
    assert (rounded.first_charges >= exact + fixed - unit - 1e-5).all()
    assert (rounded.first_charges < exact + fixed + (len(built.charges) + 1) * unit).all()
