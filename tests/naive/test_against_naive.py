"""The program with blocks and pools has the naive model's optimum, for every kind of rule."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from finmodel.allocation.flows import (
    cell_costs,
    conventional,
    flows_to_cells,
    outputs,
    provided,
)
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from finmodel.solve.whole import settle
from tests.naive.model import TIGHT, NaiveModel, solve_naive
from tests.synthetic.sized import sized
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import RULES, scenarios

CLOSE = 1e-7
ALONE, COMBINED = 25, 200

# The same examples on every machine; failures are shrunk and printed as a scenario.
repeatable = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def optima(scenario: Scenario) -> list[float] | None:
    """Value of each stage of the program with blocks and pools; None where infeasible."""
    program = build_program(build_panel(scenario))
    try:
        if program.whole.any():
            return list(settle(program).values)
        solution = solve_program(program, options={**TIGHT})
    except Infeasible:
        return None
    return [stage.value for stage in solution.stages]


def assert_equal_optima(scenario: Scenario) -> None:
    naive = solve_naive(build_panel(scenario))
    expected = naive.values if naive.optimal else None
    if not naive.optimal:
        assert naive.statuses == ["Infeasible"]
    assert optima(scenario) == (
        None if expected is None else pytest.approx(expected, rel=CLOSE, abs=CLOSE)
    )


@pytest.mark.parametrize("kind", RULES)
def test_each_kind_of_rule_alone_has_the_naive_optimum(kind: str) -> None:
    @settings(repeatable, max_examples=ALONE)
    @given(scenarios([kind]))
    def holds(scenario: Scenario) -> None:
        assert_equal_optima(scenario)

    holds()


@settings(repeatable, max_examples=COMBINED)
@given(scenarios())
def test_rules_combined_have_the_naive_optimum(scenario: Scenario) -> None:
    assert_equal_optima(scenario)


def cells_keep_every_rule(scenario: Scenario) -> bool:
    """Whether cells that get their block's mix of sources keep the naive model's rules."""
    try:
        program, solution = solve_whole(build_program(build_panel(scenario)))
    except Infeasible:
        return True
    values = solution.values
    output = outputs(program, values)
    without = conventional(program, output, provided(program, values))
    flows = flows_to_cells(program, values, cell_costs(program, without))
    cells = program.cells
    place = (cells.programme[flows.cell], cells.region[flows.cell], cells.category[flows.cell])
    axes = zip(flows.source, *place, flows.year, flows.amount, strict=True)
    money = {(int(s), (int(p), int(r), int(k), int(t))): float(x) for s, p, r, k, t, x in axes}
    signings = program.panel.signings
    signed = {
        (signings.contracts[contract], int(year)): float(value)
        for family in program.families("sign")
        for contract, year, value in zip(
            signings.contract, signings.year, values[family.range], strict=True
        )
    }
    return NaiveModel(program.panel).allows(output, money, signed)


@settings(repeatable, max_examples=COMBINED)
@given(scenarios())
def test_cells_that_get_their_blocks_mix_keep_every_rule(scenario: Scenario) -> None:
    assert cells_keep_every_rule(scenario)


@pytest.mark.parametrize("local_budgets", [False, True])
@pytest.mark.parametrize("name", ["S", "M"])
def test_larger_scenarios_have_the_naive_optimum(name: str, local_budgets: bool) -> None:
    assert_equal_optima(sized(name, local_budgets))
    assert cells_keep_every_rule(sized(name, local_budgets))


@settings(repeatable, max_examples=ALONE)
@given(scenarios(["lumps", "lowest, then the next"]))
def test_lumps_raised_in_turn_have_the_naive_optimum(scenario: Scenario) -> None:
    assert_equal_optima(scenario)
