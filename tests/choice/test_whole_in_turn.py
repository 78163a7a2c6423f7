"""The lowest coverage first, then the next, where some decisions are whole."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from scipy.optimize import linprog
from scipy.sparse import csr_array

from finmodel.allocation.make import allocate
from finmodel.allocation.proof.verify import prove
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.program.objectives import IN_TURN
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.held import held
from finmodel.solve.next_lowest import SAME
from finmodel.solve.run import solve_program
from finmodel.solve.whole import settle
from tests.allocation.helpers import loaded, rows

Tree = dict[str, Any]
repeatable = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MOST = 400
"""Whole numbers that are tried one after another."""


def tree_of(needs: dict[str, int], money: float, **programmes: Tree) -> Tree:
    """Regions with their needs of every programme, in one year, and money for all."""
    return {
        "scenario": "places",
        "stage": "budget proposal",
        "title": "Places",
        "prices": {"base_year": 2026},
        "years": "2026",
        "money": "USD",
        "regions": {
            "list": {key: {"name": key, "attributes": {"need": n}} for key, n in needs.items()}
        },
        "programmes": {
            key: {
                "name": key,
                "output": "places",
                "need": {"share": "100%", "of": "need"},
                **programme,
            }
            for key, programme in programmes.items()
        },
        "sources": {"budget": {"kind": "central budget", "ceiling": money}},
        "objective": [{"first": IN_TURN}, {"then": "maximise benefit"}],
    }


def program_of(tree: Tree) -> Program:
    return build_program(build_panel(Scenario.model_validate(tree)))


def sorted_best(program: Program) -> Floats | None:
    """The best sorted coverages of a linear program: for each k the sum of the k lowest.

    Written from the definition, with a row for each place and another solver's interface.
    """
    objective = program.objectives[0]
    places = objective.places
    assert places is not None
    matrix = program.matrix.toarray()
    width, count = program.lower.size, places.reach.size
    # Columns: those of the program, then t and d for each k.
    bounds = [*zip(program.lower, program.upper, strict=True)]
    lines, rights = [], []
    for row, low, high in zip(matrix, program.row_lower, program.row_upper, strict=True):
        for sign, side in ((1.0, high), (-1.0, -low)):
            if np.isfinite(side):
                lines.append(sign * row)
                rights.append(side)
    kept: list[float] = []
    for k in range(1, count + 1):
        size = width + k * (count + 1)
        now, right = [np.pad(line, (0, size - width)) for line in lines], [*rights]
        for number in range(k):
            t = width + number * (count + 1)
            for place in range(count):
                line = np.zeros(size)
                line[t], line[t + 1 + place] = 1.0, -1.0
                line[places.columns[place]] = -1.0 / places.reach[place]
                now.append(line)
                right.append(0.0)
            total = np.zeros(size)
            total[t], total[t + 1 : t + 1 + count] = -(number + 1.0), 1.0
            if number < k - 1:
                now.append(total)
                right.append(-kept[number] + 1e-9)
        found = linprog(
            total,
            A_ub=csr_array(np.array(now)),
            b_ub=right,
            bounds=[*bounds, *[(0.0, 2.0)] * (size - width)],
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        kept.append(-float(found.fun))
    return np.diff([0.0, *kept])


def every_whole(program: Program) -> list[Floats]:
    """Every choice of the whole columns."""
    whole = np.nonzero(program.whole)[0]
    ranges = [range(int(program.lower[c]), int(program.upper[c]) + 1) for c in whole]
    if np.prod([len(each) for each in ranges]) > MOST:
        return []
    found = []
    for choice in product(*ranges):
        values = program.lower.copy()
        values[whole] = choice
        found.append(values)
    return found


def first_better(one: Floats, other: Floats, near: float) -> bool:
    apart = np.nonzero(np.abs(one - other) > near)[0]
    return bool(apart.size and one[apart[0]] > other[apart[0]])


@st.composite
def trees(draw: DrawFn) -> Tree:
    """Two to four regions, one programme in lumps and one that is divisible."""
    tenths = st.integers(1, 30).map(lambda n: n / 10)
    count = draw(st.integers(2, 4))
    needs = {f"r{number}": draw(st.integers(1, 6)) * 10 for number in range(count)}
    size = draw(st.sampled_from([10, 15, 20, 30]))
    lumpy: Tree = {
        "unit_cost": {"all": {"amount": draw(tenths)}},
        "benefit": [{"up_to": "100%", "weight": draw(tenths)}],
        "lumps": {"size": size},
    }
    plain: Tree = {
        "unit_cost": {"all": {"amount": draw(tenths)}},
        "benefit": [{"up_to": "100%", "weight": draw(tenths)}],
    }
    money = draw(st.integers(5, 250))
    tree = tree_of(needs, money, lumpy=lumpy, plain=plain)
    if draw(st.booleans()):
        del tree["programmes"]["plain"]
    else:
        part = draw(st.integers(0, 100))
        tree["policies"] = {"plain_too": {"programmes": "plain", "spending": {"at_most": part}}}
    if draw(st.booleans()):
        own = draw(st.integers(5, 100))
        tree["sources"]["own"] = {"kind": "grant", "amount": own, "only_for": {"regions": "r0"}}
    tree["objective"][0]["give_up_at_most"] = draw(st.sampled_from(["0.0001%", "0%"]))
    return tree


@settings(repeatable, max_examples=50)
@given(trees())
def test_no_other_whole_numbers_have_better_sorted_coverages(tree: Tree) -> None:
    program = program_of(tree)
    if not (tried := every_whole(program)):
        return
    vectors = [each for values in tried if (each := sorted_best(held(program, values))) is not None]
    best = vectors[0]
    for each in vectors[1:]:
        if first_better(each, best, 1e-7):
            best = each
    settled = settle(program)
    reached = sorted_best(settled.program)
    assert reached is not None
    assert reached == pytest.approx(best, rel=SAME, abs=1e-6)
    places = settled.program.objectives[0].places
    assert places is not None
    assert places.best == pytest.approx(best, rel=SAME, abs=1e-6)
    assert settled.values[0] == pytest.approx(best[0], rel=1e-7, abs=1e-9)
    stage = solve_program(settled.program, thresholds=settled.thresholds).stages[0]
    apart = np.abs(best[:, None] - np.array(stage.levels)[None, :])
    assert apart.min(axis=1) == pytest.approx(0.0, abs=2e-5)


def centres(money: float, *, costs: dict[str, float] | None = None, **change: Any) -> Tree:
    """Centres of five places; A needs four of them, B and C two each."""
    lumpy: Tree = {
        "unit_cost": {"all": {"amount": 0.2, "regional": bool(costs)}},
        "benefit": [{"up_to": "100%", "weight": 1}],
        "lumps": {"size": 5},
    }
    tree = tree_of({"a": 20, "b": 10, "c": 10}, money, centres=lumpy)
    if costs is not None:
        tree["prices"]["regional_cost_index"] = "index"
        for key, index in costs.items():
            tree["regions"]["list"][key]["attributes"]["index"] = index
    return tree | change


def opened(tree: Tree, solver: str | None = None) -> tuple[float, ...]:
    """Centres in a, b and c; the proof holds."""
    allocation = allocate(loaded(Scenario.model_validate(tree)), solver=solver)
    prove(allocation, "", 0)
    return tuple(row["output"] / 5 for row in rows(allocation, "delivery"))


def test_the_fifth_centre_goes_where_it_lifts_the_next_lowest_most() -> None:
    """Four centres give half of the need everywhere. The fifth lifts B to all of it, A to 75%."""
    assert opened(centres(5)) == (2, 2, 1)
    # The lowest coverage alone does not tell them apart, and the first by id gets it.
    alone = [{"first": "maximise lowest coverage"}, {"then": "maximise benefit"}]
    assert opened(centres(5, objective=alone)) == (3, 1, 1)


@pytest.mark.parametrize("solver", [None, "CBC"])
def test_later_goals_decide_who_stays_behind_among_equally_good_whole_numbers(
    solver: str | None,
) -> None:
    """B and C may get the fifth centre; in C it costs less."""
    dear = centres(6, costs={"a": 1, "b": 1.2, "c": 1})
    assert opened(dear, solver) == (2, 2, 1)
    cheap = [{"first": IN_TURN}, {"then": "minimise cost"}]
    assert opened(dear | {"objective": cheap}, solver) == (2, 1, 2)


def test_what_may_be_given_up_is_given_up_of_the_best_levels() -> None:
    """Best are 50%, 50% and all of the need. Half of that is a centre in each region.

    A is then at 25%, B and C at 50%.
    """
    half = [{"first": IN_TURN, "give_up_at_most": "50%"}, {"then": "minimise cost"}]
    assert opened(centres(5, objective=half)) == (1, 1, 1)
    less = [{"first": IN_TURN, "give_up_at_most": "40%"}, {"then": "minimise cost"}]
    # 60% of the best is 30% for two of them and 60% for the third: that takes all five centres,
    # and of the ways to keep it the first one by id.
    assert opened(centres(5, objective=less)) == (3, 1, 1)
