"""The whole job on the same scenario written differently: the allocation stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from finmodel.allocation.allocation import Allocation
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from tests.choice.changed import (
    backwards,
    in_another_currency,
    in_thousands,
    kinds_of_pools,
    renamed,
    split,
    splittable,
    together,
    with_whole_purses,
)
from tests.synthetic.sized import sized
from tests.synthetic.strategies import scenarios

from .helpers import answer, rows, solved

steady = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

ONE_UNIT = 1
"""What random scenarios are rounded to [currency]."""

Amounts = dict[tuple[Any, ...], float]

MONEY = ("region", "programme", "year", "category", "source")
CELLS = ("region", "programme", "year")


def amounts(allocation: Allocation, table: str, measure: str, *keys: str) -> Amounts:
    """A measure by its keys."""
    return {tuple(row[key] for key in keys): row[measure] for row in rows(allocation, table)}


def money(allocation: Allocation) -> Amounts:
    return amounts(allocation, "money", "amount", *MONEY)


def costs(allocation: Allocation) -> Amounts:
    return amounts(allocation, "delivery", "cost", *CELLS)


def made(allocation: Allocation) -> Amounts:
    return amounts(allocation, "delivery", "output", *CELLS)


def farthest(one: Amounts, other: Amounts) -> float:
    """Largest difference; what one leaves out is zero."""
    return max((abs(one.get(k, 0) - other.get(k, 0)) for k in {*one, *other}), default=0.0)


def of_region(found: Amounts, region: str) -> Amounts:
    """Amounts of one region, its name left out; the region comes first in every key."""
    return {key[1:]: amount for key, amount in found.items() if key[0] == region}


def without(found: Amounts, *regions: str) -> Amounts:
    return {key: amount for key, amount in found.items() if key[0] not in regions}


def in_parts_only(scenario: Scenario) -> None:
    """Leave out scenarios with something whole: there the order of the scenario decides ties."""
    assume(not build_program(build_panel(scenario)).whole.any())


@given(scenarios())
@steady
def test_new_names_permute_the_allocation(scenario: Scenario) -> None:
    in_parts_only(scenario)
    names = backwards(scenario)
    first, other = answer(scenario), answer(renamed(scenario, names))

    def permuted(of: Callable[[Allocation], Amounts]) -> Amounts:
        return together(of(first), lambda part: names.get(part, part))

    assert permuted(made) == made(other)
    assert permuted(costs) == costs(other)
    # Which of two sources pays the odd unit goes by their ids.
    assert farthest(permuted(money), money(other)) <= ONE_UNIT


@given(scenarios())
@steady
def test_two_equal_halves_of_a_region_change_nothing_for_the_others(scenario: Scenario) -> None:
    # Half of an odd amount is not whole; that would be less money, not the same scenario.
    leaf = min(scenario.regions.leaves())
    scenario = splittable(with_whole_purses(scenario), leaf)
    in_parts_only(scenario)
    halves = (leaf, f"{leaf}_2")
    first, other = answer(scenario), answer(split(scenario, leaf))
    pools = [kinds_of_pools(build_program(found.panel)) for found in (first, other)]
    for of in (costs, money) if pools[0] == pools[1] else (costs,):
        assert farthest(without(of(first), leaf), without(of(other), *halves)) <= ONE_UNIT
    treated_alike(other, *halves)


def treated_alike(allocation: Allocation, one: str, other: str) -> None:
    """Two regions get the same to within one rounding unit."""
    for of in (costs, money):
        found = of(allocation)
        assert farthest(of_region(found, one), of_region(found, other)) <= ONE_UNIT


@pytest.mark.parametrize("local_budgets", [False, True])
def test_regions_that_are_alike_are_treated_alike(local_budgets: bool) -> None:
    scenario = sized("S", local_budgets)
    leaf = max(scenario.regions.leaves())
    allocation = solved(split(scenario, leaf))
    assert allocation is not None
    assert of_region(costs(allocation), leaf)
    treated_alike(allocation, leaf, f"{leaf}_2")


@given(scenarios())
@steady
def test_the_unit_of_money_changes_nothing(scenario: Scenario) -> None:
    first, other = answer(scenario), answer(in_thousands(scenario))
    for name in ("money", "funding", "contracts"):
        assert first.tables[name].equals(other.tables[name])
    assert made(first) == made(other)
    assert costs(first) == costs(other)


@given(scenarios())
@steady
def test_in_another_currency_the_same_is_delivered(scenario: Scenario) -> None:
    scenario = with_whole_purses(scenario)
    rate = 4
    # A levy of parts of a payroll may come to half a unit, which is rounded away in one currency.
    purses = build_panel(scenario).pots.available * scenario.money.scale
    assume(np.allclose(purses, np.rint(purses), rtol=0, atol=1e-6))
    first, other = answer(scenario), answer(in_another_currency(scenario, rate))
    assert made(first) == made(other)
    # A quarter of a unit can be paid there, and no category of a cell loses a whole unit.
    scaled = {cell: cost / rate for cell, cost in costs(other).items()}
    assert farthest(costs(first), scaled) < len(scenario.categories) * ONE_UNIT
