"""The price of a rule is what solving from nothing without it brings, whatever basis is at hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from finmodel.allocation.explain import rules_of, spending
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.highs import Highs
from finmodel.solve.let_go import Limits, changes, changes_of_share
from finmodel.solve.run import Solution, solve_program
from finmodel.solve.status import Infeasible, Status
from finmodel.solve.thresholds import kept, side
from tests.synthetic.strategies import scenarios


def solved(scenario: Scenario) -> tuple[Program, Solution]:
    program = build_program(build_panel(scenario))
    assume(not program.whole.any())
    try:
        solution = solve_program(program)
    except Infeasible:
        assume(False)
    assume(all(stage.objective.places is None for stage in solution.stages))
    return program, solution


def without(program: Program, rule: Limits) -> Program:
    lower, row_lower, row_upper = (
        side.copy() for side in (program.lower, program.row_lower, program.row_upper)
    )
    lower[rule.floors] = 0.0
    row_lower[rule.rows], row_upper[rule.rows] = -np.inf, np.inf
    return replace(program, lower=lower, row_lower=row_lower, row_upper=row_upper)


def best(program: Program, solution: Solution, costs: np.ndarray | None = None) -> float:
    """Best last stage, or the most of some costs among the best, from nothing."""
    highs = Highs(program)
    *before, last = solution.stages
    for stage in before:
        highs.row_bounds(stage.objective.row, *side(stage.objective, stage.threshold))
    number = len(program.objectives) - 1
    highs.objective(program.objective(number), maximise=last.objective.maximise)
    if highs.run() is not Status.OPTIMAL:
        return float("nan")
    if costs is None:
        return highs.value
    reached = kept(highs.value, last.objective)
    highs.row_bounds(last.objective.row, *side(last.objective, reached))
    highs.objective(costs, maximise=True)
    return highs.value if highs.run() is Status.OPTIMAL else float("nan")


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_prices_are_those_of_solving_from_nothing(scenario: Scenario) -> None:
    program, solution = solved(scenario)
    rules = rules_of(program)
    found = changes(program, solution, rules=[rule.limits for rule in rules])
    sign = 1 if solution.stages[-1].objective.maximise else -1
    for rule, gain in zip(rules, found.without, strict=True):
        again = best(without(program, rule.limits), solution)
        size = max(1.0, abs(found.value))
        # Stages before the last one are let go by a part in a thousand million at the least.
        assert gain == pytest.approx(sign * (again - found.value), abs=1e-5 * size), rule.name
        assert gain >= -1e-6 * size


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_what_the_best_allocations_could_give_a_place(scenario: Scenario) -> None:
    program, solution = solved(scenario)
    rules = rules_of(program)
    region = program.panel.regions[0]
    costs = spending(program, region, None)
    found = changes_of_share(program, solution, costs, rules=[rule.limits for rule in rules])
    assert found.value >= costs @ solution.values - 1e-6 * max(1.0, found.value)
    for rule, gain in zip(rules, found.without, strict=True):
        again = best(without(program, rule.limits), solution, costs)
        size = max(1.0, abs(found.value))
        assert found.value + gain == pytest.approx(again, abs=1e-3 * size), rule.name
