"""One scenario, one allocation: however it is written and whichever corner a solver comes to."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

import finmodel.program.build as build
from finmodel.panel.build import build_panel
from finmodel.program.blocks import Blocks, Pool, Signatures
from finmodel.program.build import build_program
from finmodel.program.emitter import Cells
from finmodel.scenario.scenario import Scenario
from finmodel.solve.status import Infeasible
from tests.choice.changed import (
    backwards,
    in_another_currency,
    in_thousands,
    kinds_of_pools,
    renamed,
    split,
    splittable,
    together,
)
from tests.choice.small import Chosen, chosen, same
from tests.synthetic.sized import sized
from tests.synthetic.strategies import scenarios

repeatable = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PIVOTS: list[dict[str, Any]] = [
    {"simplex_strategy": 4, "presolve": "off"},
    {"simplex_dual_edge_weight_strategy": 0, "random_seed": 7, "presolve": "off"},
    {"solver": "ipm"},
]
"""Ways to come to other corners of the same face."""


def choose_or_skip(scenario: Scenario, **options: Any) -> Chosen:
    # Where all the money is less than one unit of currency, everything is beneath rounding.
    panel = build_panel(scenario)
    assume(panel.pots.available.sum() * scenario.money.scale >= 1)
    try:
        return chosen(scenario, **options)
    except Infeasible:
        assume(False)
        raise


@settings(repeatable, max_examples=200)
@given(scenarios())
def test_other_pivots_give_the_same_values(scenario: Scenario) -> None:
    first = choose_or_skip(scenario)
    for options in PIVOTS:
        other = chosen(scenario, **options)
        assert np.abs(other.choice.values - first.choice.values).max(initial=0.0) < 1e-9


@pytest.mark.parametrize("goals", [("maximise benefit",), ("maximise coverage",)])
def test_other_pivots_give_the_same_values_at_size(goals: tuple[str, ...]) -> None:
    scenario = sized("S", local_budgets=True, goals=goals)
    values = [chosen(scenario, **options).choice.values for options in ({}, *PIVOTS)]
    scale = scenario.money.scale
    for other in values[1:]:
        assert np.abs(other - values[0]).max() * scale < 1e-6


@settings(repeatable, max_examples=80)
@given(scenarios())
def test_names_and_order_do_not_count(scenario: Scenario) -> None:
    first = choose_or_skip(scenario)
    assume(not build_program(build_panel(scenario)).whole.any())
    names = backwards(scenario)
    other = chosen(renamed(scenario, names))
    for one, two in ((first.output, other.output), (first.money, other.money)):
        same(together(one, lambda part: names.get(part, part)), two)


@settings(repeatable, max_examples=80)
@given(scenarios())
def test_the_unit_of_money_does_not_count(scenario: Scenario) -> None:
    first, other = choose_or_skip(scenario), chosen(in_thousands(scenario))
    same(first.output, other.output)
    same(first.money, other.money)


@settings(repeatable, max_examples=40)
@given(scenarios())
def test_the_currency_does_not_count(scenario: Scenario) -> None:
    first, other = choose_or_skip(scenario), chosen(in_another_currency(scenario, 4))
    same(first.output, other.output)
    same({key: 4 * amount for key, amount in first.money.items()}, other.money)


@settings(repeatable, max_examples=80)
@given(scenarios())
def test_halves_of_a_region_get_what_the_whole_got(scenario: Scenario) -> None:
    leaf = sorted(scenario.regions.leaves())[0]
    scenario = splittable(scenario, leaf)
    first = choose_or_skip(scenario)
    # With something whole the order of the scenario decides ties, and some rules count regions.
    assume(not build_program(build_panel(scenario)).whole.any())
    other = chosen(split(scenario, leaf))
    # Both halves are alike in all data.
    for (programme, region, year), amount in other.output.items():
        if region == leaf:
            assert other.output[programme, f"{leaf}_2", year] == pytest.approx(amount, abs=1e-9)
    whole = together(other.output, lambda part: leaf if part == f"{leaf}_2" else part)
    same(first.output, whole)
    if kinds_of_pools(first.program) == kinds_of_pools(other.program):
        same(first.by_source, other.by_source)


def cell_by_cell(signatures: Signatures, cells: Cells) -> Blocks:
    """No reduction: each cell is a block of its own."""
    used = [s for s in range(signatures.labels.shape[0]) if (signatures.labels[s] >= 0).any()]
    paid = (signatures.labels[used] >= 0).any(axis=0)
    block = np.where(paid, np.cumsum(paid) - 1, -1).astype(np.int64)
    count = int(paid.sum())
    finest = block.copy()
    finest[~paid] = count + np.arange(int((~paid).sum()))
    return Blocks(finest, cells.count, (Pool(tuple(used), block, count, True),))


def without_blocks(monkeypatch: pytest.MonkeyPatch, solve: Callable[[], Chosen]) -> Chosen:
    with monkeypatch.context() as patched:
        patched.setattr(build, "reduce", cell_by_cell)
        return solve()


@settings(repeatable, max_examples=80)
@given(scenarios())
def test_blocks_give_what_cells_give(scenario: Scenario) -> None:
    first = choose_or_skip(scenario)
    assume(first.program.cells.count > 0)
    other = without_blocks(pytest.MonkeyPatch(), lambda: chosen(scenario))
    same(first.output, other.output)
    pools = first.program.blocks.pools
    if len(pools) == 1 and pools[0].direct:
        same(first.money, other.money)


def test_regions_alike_in_all_data_are_treated_alike() -> None:
    scenario = sized("S")
    leaf = sorted(scenario.regions.leaves())[0]
    found = chosen(split(scenario, leaf))
    panel = found.program.panel
    one, two = (panel.positions["region"][name] for name in (leaf, f"{leaf}_2"))
    coverage = found.coverage
    assert np.abs(coverage[:, one] - coverage[:, two]).max() < 1e-9


def test_no_warning_is_raised() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chosen(sized("S", local_budgets=True))
