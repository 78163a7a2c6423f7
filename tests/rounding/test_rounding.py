"""Rounding of whole scenarios."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.allowances import RuleBroken, allowances
from finmodel.allocation.controlled import RoundingError
from finmodel.allocation.flows import cell_costs, conventional, outputs
from finmodel.allocation.purses import Purses, with_whole_availability
from finmodel.allocation.rounded import Rounded, check_sums
from finmodel.allocation.rounding import (
    OUTPUT_GRID,
    round_allocation,
)
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.synthetic.sized import sized
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios

quiet = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def solved(scenario: Scenario) -> tuple[Program, np.ndarray] | None:
    try:
        program, solution = solve_whole(build_program(build_panel(scenario)))
    except Infeasible:
        return None
    return program, solution.values


def holds(program: Program, rounded: Rounded) -> None:
    """Every total is the sum of its parts, and nothing is overdrawn."""
    panel, cells, unit = program.panel, program.cells, rounded.unit
    scale = panel.scenario.money.scale
    flows = rounded.flows
    money = (flows.amount, rounded.cost, rounded.available, rounded.used, rounded.carried_out)
    assert all((part % unit == 0).all() and (part >= 0).all() for part in money)
    cost = np.zeros_like(rounded.cost)
    np.add.at(cost, (flows.cell, flows.year), flows.amount)
    assert (cost == rounded.cost).all()
    pot = panel.pots.paying[flows.source, cells.region[flows.cell]]
    used = np.zeros_like(rounded.used)
    np.add.at(used, (pot, flows.year), flows.amount)
    assert (used == rounded.used).all()
    have = rounded.available + rounded.added + rounded.carried_in
    assert (have == used + rounded.first_charges + rounded.carried_out + rounded.lapsed).all()
    assert (rounded.lapsed >= 0).all()
    assert (rounded.carried_in[:, 1:] == rounded.carried_out[:, :-1]).all()
    assert (rounded.available <= panel.pots.available * scale + 1e-6).all()
    assert (rounded.available > panel.pots.available * scale - unit - 1e-6).all()
    most = np.zeros(rounded.available.shape)
    for family in program.families("carry."):
        place = (family.labels["pot"], family.labels["year"])
        most[place] = program.upper[family.range] * scale
    assert (rounded.carried_out <= most + 1e-6).all()
    # Output is on its grid and no cell costs more than its output.
    steps = rounded.output / rounded.grid
    assert np.allclose(steps, np.rint(steps), rtol=1e-12, atol=1e-3)
    charged = cell_costs(program, rounded.output) * scale
    assert (rounded.cost <= charged + 1e-5).all()


@quiet
@given(scenarios(), st.sampled_from([1, 1, 3, 10]))
def test_small_scenarios_round_to_whole_units(scenario: Scenario, unit: int) -> None:
    found = solved(scenario)
    if found is None:
        return
    program, values = found
    rounded = round_allocation(program, values, unit)
    holds(program, rounded)
    before = outputs(program, values)
    assert (rounded.output <= before + 1e-9).all()
    assert (before - rounded.output <= OUTPUT_GRID + 1e-9).all()


@quiet
@given(scenarios())
def test_costs_are_rounded_once_where_sources_have_whole_units(scenario: Scenario) -> None:
    """Where availability is whole, a cell costs what its output costs, rounded down.

    What decisions charge or add is rounded too, and takes its part of a unit from what it meets.
    """
    program = build_program(with_whole_availability(build_panel(scenario), 1))
    decided = program.charges or program.supply.column.size
    if decided or any(family.count for family in program.families("carry.")):
        return
    try:
        program, solution = solve_whole(program)
    except Infeasible:
        return
    rounded = round_allocation(program, solution.values)
    charged = cell_costs(program, conventional(program, rounded.output, rounded.contracted))
    assert (rounded.cost > charged - 1 - 1e-5).all()


@quiet
@given(scenarios(["carry-over", "local budgets"]), st.sampled_from([1, 7]))
def test_money_carried_over_adds_up(scenario: Scenario, unit: int) -> None:
    found = solved(scenario)
    if found is not None:
        holds(found[0], round_allocation(*found, unit))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 20),
            st.integers(0, 30),
            st.integers(0, 100),
            st.integers(0, 9),
            st.sampled_from([0, 0.5, 1]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_purses_never_carry_what_they_lack(years: list[tuple[int, int, int, int, float]]) -> None:
    money, wish, share, tenths, charged = (np.array([part]) for part in zip(*years, strict=True))
    charges = (money * charged).astype(int)
    available = money - charges
    most = money * share // 100
    most[:, -1] = 0
    nothing = np.zeros_like(money)
    purses = Purses(money, nothing, charges, most, np.minimum(most, tenths / 2))
    paid = np.minimum(wish, purses.limits(wish))
    carried = purses.carried(paid)
    brought = np.concatenate([np.zeros((1, 1), int), carried[:, :-1]], axis=1)
    assert (carried >= 0).all()
    assert (carried <= most).all()
    assert (available + brought - paid - carried >= 0).all()
    # The limits take nothing from a purse that could pay its wishes.
    if (np.cumsum(wish) <= np.cumsum(available))[-1] and (wish <= available).all():
        assert (paid == wish).all()


def two_regions(**more: Any) -> Scenario:
    """Two regions that are alike, paid for by two sources."""
    like = {"attributes": {"adults": 1000}}
    tree = {
        "scenario": "alike",
        "title": "Alike",
        "stage": "approved",
        "years": [2026],
        "money": "MNT",
        "regions": {"list": {"a": {"name": "A", **like}, "b": {"name": "B", **like}}},
        "prices": {"base_year": 2026},
        "programmes": {
            "p": {
                "name": "P",
                "output": "learners",
                "need": {"share": 0.5, "of": "adults"},
                "unit_cost": {"staff": {"amount": 7.3}},
                "benefit": [{"up_to": 1, "weight": 1}],
            }
        },
        "sources": {
            "one": {"kind": "central budget", "ceiling": {2026: 1001}},
            "two": {"kind": "special fund", "amount": {2026: 1500}},
        },
        "policies": {},
        "objective": ["maximise benefit"],
        **more,
    }
    return Scenario.model_validate(tree)


def test_equals_are_treated_equally_to_within_one_unit() -> None:
    found = solved(two_regions())
    assert found is not None
    program, values = found
    delivery = program.column_family("deliver")
    values[delivery.range] = values[delivery.range].mean()
    rounded = round_allocation(program, values)
    assert np.ptp(rounded.cost) == 0
    table = np.zeros((2, 2), int)
    table[rounded.flows.source, rounded.flows.cell] = rounded.flows.amount
    assert (np.abs(table[:, 0] - table[:, 1]) <= 1).all()
    assert table.sum() in (2500, 2501)
    # What one source cannot pay by halves goes to the first region.
    assert table[0, 0] - table[0, 1] in (0, 1)


def test_availability_is_rounded_down_to_the_unit() -> None:
    found = solved(two_regions())
    assert found is not None
    rounded = round_allocation(*found, unit=10)
    assert rounded.available[:, 0].tolist() == [1000, 1500]
    assert rounded.used.sum() <= 2500
    assert (rounded.used % 10 == 0).all()


def test_availability_in_whole_units_is_the_program_s() -> None:
    panel = build_panel(two_regions(money="million MNT"))
    assert with_whole_availability(panel, 3).pots.available.tolist() == [
        [1000.999998],
        [1500.0],
    ]
    program = build_program(with_whole_availability(panel, 3))
    rounded = round_allocation(program, solve_program(program).values, unit=3)
    assert rounded.available[:, 0].tolist() == [1_000_999_998, 1_500_000_000]
    assert (rounded.lapsed >= 0).all()


def test_a_unit_larger_than_a_source_leaves_it_nothing() -> None:
    found = solved(two_regions())
    assert found is not None
    rounded = round_allocation(*found, unit=1200)
    assert rounded.available[:, 0].tolist() == [0, 1200]


@pytest.mark.parametrize("unit", [0, -1])
def test_a_unit_of_zero_is_refused(unit: int) -> None:
    found = solved(two_regions())
    assert found is not None
    with pytest.raises(ValueError, match="rounding unit must be at least one currency unit"):
        round_allocation(*found, unit=unit)


def test_a_grid_of_zero_is_refused() -> None:
    found = solved(two_regions())
    assert found is not None
    with pytest.raises(ValueError, match="grid of output must be above zero"):
        round_allocation(*found, grid=0.0)


def test_values_that_break_a_rule_do_not_pass() -> None:
    found = solved(two_regions())
    assert found is not None
    program, values = found
    with pytest.raises(RuleBroken, match=r"the worst cost\[1,2026\]"):
        round_allocation(program, values * 1.2)


def test_a_policy_that_does_not_hold_is_named() -> None:
    found = solved(two_regions(policies={"a": {"regions": "a", "coverage": {"at_least": "20%"}}}))
    assert found is not None
    program, values = found
    delivery = program.column_family("deliver")
    values[delivery.range] = np.where(delivery.labels["region"] == 0, 99.99, 243.0)
    values[program.column_family("fund.1").range] *= 342.99 * 7.3 / 2501
    with pytest.raises(RuleBroken, match=r"1 rules .* policies\.a\[p,a,2026\] by 0\.01"):
        round_allocation(program, values)


def test_sums_that_do_not_hold_do_not_pass() -> None:
    found = solved(two_regions())
    assert found is not None
    program, values = found
    rounded = round_allocation(program, values)
    with pytest.raises(RoundingError, match="is not its cost"):
        check_sums(program, replace(rounded, cost=rounded.cost + 1))
    with pytest.raises(RoundingError, match="add up to what it used"):
        check_sums(program, replace(rounded, used=rounded.used + 1))
    with pytest.raises(RoundingError, match="pays more than it has"):
        check_sums(program, replace(rounded, lapsed=rounded.lapsed - 10_000))


def test_allowances_count_the_amounts_that_a_rule_names() -> None:
    program = build_program(build_panel(two_regions()))
    allowed = allowances(program, unit=1, grid=0.001, solved=0.0)
    names = program.row_names()
    # Two cells of cost in the one block, and the amount itself, for each of two sources, and the
    # cost of two outputs on the grid.
    each = 2 * (1 + 7.3 * 0.001) + 1
    assert allowed[names.index("sources.one.available[national,2026]")] == pytest.approx(each)
    cost = 2 * each + 2 * 7.3 * 0.001
    assert allowed[names.index("cost[1,2026]")] == pytest.approx(cost)
    # In tens, the first source also loses what is not a whole ten.
    tens = allowances(program, unit=10, grid=0.001, solved=0.0)
    each = 2 * (10 + 7.3 * 0.001) + 10 + 10
    assert tens[names.index("sources.one.available[national,2026]")] == pytest.approx(each)


@pytest.mark.parametrize("local", [False, True])
def test_a_country_of_thirty_regions_rounds(local: bool) -> None:
    scenario = sized("M", local)
    found = solved(scenario)
    assert found is not None
    program, values = found
    rounded = round_allocation(program, values)
    holds(program, rounded)
    # Of each cell, less than a unit is lost, and less than what the grid of output costs.
    scale = scenario.money.scale
    before = cell_costs(program, outputs(program, values)) * scale
    lost = before - rounded.cost
    unit_cost = program.cells.pick(program.panel.unit_cost) * scale
    assert (lost < 1 + unit_cost * OUTPUT_GRID + 1e-3).all()


def test_rounding_twice_gives_the_same() -> None:
    found = solved(sized("S", True))
    assert found is not None
    one, two = (round_allocation(*found) for _ in range(2))
    assert all(
        np.array_equal(getattr(one.flows, name), getattr(two.flows, name))
        for name in ("source", "cell", "year", "amount")
    )


def test_noise_in_the_last_digits_changes_nothing() -> None:
    """Other processors add up in another order: the last digits of a solution may differ."""
    found = solved(sized("S", True))
    assert found is not None
    program, values = found
    random = np.random.default_rng(7)
    noisy = values * (1 + random.integers(-2, 3, values.size) * 2.2e-16)
    noisy = np.clip(noisy, program.lower, program.upper)
    one, two = round_allocation(program, values), round_allocation(program, noisy)
    assert np.array_equal(one.output, two.output)
    assert np.array_equal(one.cost, two.cost)
    assert np.array_equal(one.flows.amount, two.flows.amount)
