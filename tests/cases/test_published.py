"""Published linear programs: optimum, marginal values, ranges, conflicts, stages, worst-off first.

Each file of `published/` names its source. What has several optima is asserted by its value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from finmodel.scenario.objective import Goal
from finmodel.solve.conflict import smallest_conflict
from finmodel.solve.relax import least_change
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.cases.arrays import PUBLISHED, Case, Terms, case_of, expected, read_case
from tests.choice.test_conflict import can_be_kept


def each(*kinds: str) -> Callable[..., Any]:
    """Run a test on everything that was published of some kinds."""
    found = expected(*kinds)
    return pytest.mark.parametrize(
        ("case", "want"),
        [
            pytest.param(case_of(read_case(name), want["lp"]), want, id=f"{name}-{number}")
            for number, (name, want) in enumerate(found)
        ],
    )


KINDS = {
    "objective",
    "solution",
    "dual",
    "reduced_cost",
    "rhs_range",
    "rhs_step",
    "obj_range",
    "param",
    "combo",
    "infeasible",
    "iis",
    "min_relax",
    "lex_payoff",
    "pareto",
    "leximin",
}


def test_every_kind_of_answer_is_compared() -> None:
    """Each kind that stands in the files has its test below."""
    assert {want["kind"] for _, want in expected(*KINDS)} == KINDS
    everything = [
        one for path in PUBLISHED.glob("*.json") for one in read_case(path.stem)["expected"]
    ]
    assert len(expected(*KINDS)) == len(everything)


def optimum(case: Case) -> float:
    return case.value(solve_program(case.program))


@each("objective")
def test_the_best_value(case: Case, want: dict[str, Any]) -> None:
    assert optimum(case) == pytest.approx(want["value"], abs=want["tol"])


@each("solution")
def test_the_only_best_answer(case: Case, want: dict[str, Any]) -> None:
    values = solve_program(case.program).values
    found = {name: values[case.column(name)] for name in want["values"]}
    assert found == pytest.approx(want["values"], abs=want["tol"])


@each("dual")
def test_marginal_values(case: Case, want: dict[str, Any]) -> None:
    for name, value in want["values"].items():
        sides = case.sides(name)
        known = [side.value for side in (sides.more, sides.less) if side.holds > 1e-4]
        # Each published limit may move to both sides and is worth the same there.
        assert known == pytest.approx([value, value], abs=want["tol"]), name


@each("reduced_cost")
def test_what_a_floor_costs(case: Case, want: dict[str, Any]) -> None:
    """A reduced cost is what one more unit that must be delivered changes."""
    base, program = optimum(case), case.program
    for name, value in want["values"].items():
        here = solve_program(program).values[case.column(name)]
        lower, upper = program.lower.copy(), program.upper.copy()
        step = 1e-3
        if value:
            lower[case.column(name)] = here + step
        else:
            upper[case.column(name)] = max(here + step, upper[case.column(name)])
        moved = solve_program(replace(program, lower=lower, upper=upper))
        change = (case.value(moved) - base) / step
        assert change == pytest.approx(value, abs=max(want["tol"], 1e-6)), name


@each("rhs_range")
def test_ranges_of_limits(case: Case, want: dict[str, Any]) -> None:
    sides = case.sides(want["con"])
    for side, published in ((sides.less, want["dec"]), (sides.more, want["inc"])):
        if published is not None:
            assert side.holds == pytest.approx(published, rel=2e-6)
    if want["inc"] is None and want["dec"] is not None:
        assert sides.more.holds == np.inf


@each("rhs_step")
def test_steps_of_limits(case: Case, want: dict[str, Any]) -> None:
    more = case.sides(want["con"]).more
    assert more.holds >= want["delta"]
    assert more.value * want["delta"] == pytest.approx(want["obj_change"], abs=want["tol"])


@each("obj_range")
def test_ranges_of_benefits(case: Case, want: dict[str, Any]) -> None:
    """Within its range a benefit leaves the answer alone, beyond it the answer changes."""
    name = want["var"]
    chosen = solve_program(case.program).values
    own, low, high = case.columns[name]

    def with_benefit(value: float) -> np.ndarray:
        columns = {**case.columns, name: (value, low, high)}
        return np.asarray(solve_program(replace(case, columns=columns).program).values)

    for sign, room in ((-1.0, want["dec"]), (1.0, want["inc"])):
        within = 0.999 * room if room is not None else own
        assert with_benefit(own + sign * within) == pytest.approx(chosen, abs=1e-7)
        if room is not None:
            beyond = with_benefit(own + sign * 1.001 * room)
            assert np.abs(beyond - chosen).max() > 1e-3


def with_limit(case: Case, row: str, limit: float) -> Case:
    terms, sign, _ = case.rows[row]
    return replace(case, rows={**case.rows, row: (terms, sign, limit)})


@each("param")
def test_the_value_along_a_limit(case: Case, want: dict[str, Any]) -> None:
    for low, high, slope in want["steps"]:
        ends = [optimum(with_limit(case, want["con"], limit)) for limit in (low, high)]
        assert (ends[1] - ends[0]) / (high - low) == pytest.approx(slope, abs=1e-4)
    for limit in want["infeasible_at"]:
        with pytest.raises(Infeasible):
            solve_program(with_limit(case, want["con"], limit).program)


@pytest.mark.parametrize(("name", "want"), expected("combo"), ids=lambda one: str(one)[:40])
def test_expected_values(name: str, want: dict[str, Any]) -> None:
    data = read_case(name)
    total = sum(share * optimum(case_of(data, lp)) for lp, share in want["terms"].items())
    assert total == pytest.approx(want["value"], abs=want["tol"])


@each("infeasible")
def test_what_has_no_answer(case: Case, want: dict[str, Any]) -> None:
    with pytest.raises(Infeasible):
        solve_program(case.program)


@each("iis")
def test_smallest_conflicts(case: Case, want: dict[str, Any]) -> None:
    """What contradicts itself is found; that nothing is negative stands beside every conflict."""
    program = case.program
    found = smallest_conflict(program)
    assert not can_be_kept(program, found)
    rows = {case.row(name.rstrip("<>=")) for name in want["rows"]}
    bounds = {
        ">=": {case.column(name[:-2]) for name in want["bounds"] if name.endswith(">=")},
        "<=": {case.column(name[:-2]) for name in want["bounds"] if name.endswith("<=")},
    }
    assert set(found.rows) == rows
    assert set(found.at_most) == bounds["<="]
    # A floor that is let go leaves zero, with which one floor of ten contradicts a total of five.
    floors = {place for place in bounds[">="] if program.lower[place] > 0}
    assert floors >= set(found.at_least)
    assert bool(floors) == bool(found.at_least)


@each("lex_payoff")
def test_stages_in_every_order(case: Case, want: dict[str, Any]) -> None:
    """Each objective first, the others after it in their cyclic order, nothing given up."""
    goals: list[Terms] = want["objectives"]
    count = len(goals)
    cost: Goal = "minimise cost"
    for first, published in enumerate(want["table"]):
        order = [first, *(place for place in range(count) if place != first)]
        stages = solve_program(
            case.with_objectives([(goals[place], cost, 0.0) for place in order])
        ).stages
        found = {place: stage.value for place, stage in zip(order, stages, strict=True)}
        assert [found[place] for place in range(count)] == pytest.approx(published, abs=want["tol"])


@each("pareto")
def test_efficient_corners(case: Case, want: dict[str, Any]) -> None:
    """Both ends by stages, the corners between them by weights that look past each chord."""
    both = [want["o1"], want["o2"]]
    constant = np.array([goal.get("const", 0.0) for goal in both])
    better = -1.0 if case.sense == "max" else 1.0

    def at(*stages: Terms) -> tuple[float, float]:
        values = solve_program(
            case.with_objectives([(terms, case.goal, 0.0) for terms in stages])
        ).values
        found = np.array([case.line(goal) @ values for goal in both]) + constant
        return float(found[0]), float(found[1])

    ends = [at(both[0], both[1]), at(both[1], both[0])]
    corners = list(ends)
    chords = [tuple(ends)]
    while chords:
        one, two = chords.pop()
        weights = (abs(two[1] - one[1]), abs(two[0] - one[0]))
        names = {name for goal in both for name in goal if name != "const"}
        mixed = {
            name: sum(w * goal.get(name, 0.0) for w, goal in zip(weights, both, strict=True))
            for name in names
        }
        new = at(mixed, both[0])
        gain = better * (np.dot(weights, one) - np.dot(weights, new))
        if gain > 1e-6 and new not in corners:
            corners.append(new)
            chords += [(one, new), (new, two)]
    assert np.array(sorted(corners)) == pytest.approx(
        np.array(sorted(map(tuple, want["points"]))), abs=want["tol"]
    )


@each("leximin")
def test_the_worst_off_first_then_the_next(case: Case, want: dict[str, Any]) -> None:
    program = case.in_turn(want["utils"])
    values = solve_program(program).values
    found = [case.line(terms) @ values[: len(case.columns)] for terms in want["utils"]]
    # Levels are let go by one part in a hundred million while the next ones are sought.
    assert found == pytest.approx(want["values"], abs=max(want["tol"], 1e-6))


@each("min_relax")
def test_the_least_change(case: Case, want: dict[str, Any]) -> None:
    rows = np.array([case.row(name) for name in want["relax"]])
    found = least_change(case.program, rows)
    assert found is not None
    assert found.rows[rows].sum() == pytest.approx(want["value"], rel=1e-9)
    assert np.delete(found.rows, rows).sum() == 0
