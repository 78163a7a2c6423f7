"""Published cases as planners would write them: optimum, answer, marginal values and ranges.

Each file of `scenarios/` names its source; the numbers that were published stand in `published/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from finmodel.allocation.make import NoAllocation, allocate
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.load import load_scenario
from finmodel.solve.corner import Direction
from finmodel.solve.run import solve_program
from finmodel.solve.two_sided import TwoSided, two_sided
from tests.cases.arrays import expected
from tests.choice.small import Chosen, chosen

SCENARIOS = Path(__file__).parent / "scenarios"


def written(name: str) -> Chosen:
    """A case solved as its scenario says, and chosen among equals."""
    return chosen(load_scenario(SCENARIOS / f"{name}.yaml").scenario)


def published(case: str, kind: str) -> list[dict[str, Any]]:
    return [want for name, want in expected(kind) if name == case]


def limits(name: str, families: dict[str, str]) -> dict[str, TwoSided]:
    """What one more and one less of some rules' limits change, by the names that were published."""
    program = build_program(build_panel(load_scenario(SCENARIOS / f"{name}.yaml").scenario))
    rows = {f.name: f.start for f in program.rows}
    directions = [Direction(np.array([rows[family]]), np.ones(1)) for family in families.values()]
    found = two_sided(program, solve_program(program), directions)
    return dict(zip(families, found, strict=True))


RULES = {
    "star_oil": {"time0": "sources.time_0.available", "time1": "sources.time_1.available"},
    "dakota": {
        "lumber": "sources.lumber.available",
        "finishing": "capacities.finishing",
        "carpentry": "capacities.carpentry",
    },
    "ampl_steel4": {"reheat": "capacities.reheat", "roll": "capacities.roll"},
}
FILES = {"star_oil": "star-oil", "dakota": "dakota", "ampl_steel4": "steel"}
PROGRAMMES = {
    "star_oil": {"x1": "one", "x2": "two", "x3": "three", "x4": "four", "x5": "five"},
    "dakota": {key: key for key in ("desks", "tables", "chairs")},
    "ampl_steel4": {key: key for key in ("bands", "coils", "plate")},
}


@pytest.mark.parametrize("case", FILES)
def test_optimum_and_answer(case: str) -> None:
    found = written(FILES[case])
    (value,) = published(case, "objective")
    assert found.solution.stages[-1].value == pytest.approx(value["value"], abs=value["tol"])
    (answer,) = published(case, "solution")
    outputs = {
        key: found.output[PROGRAMMES[case][key], "country", 2026] for key in answer["values"]
    }
    assert outputs == pytest.approx(answer["values"], abs=answer["tol"])


@pytest.mark.parametrize("case", FILES)
def test_marginal_values_and_ranges(case: str) -> None:
    sides = limits(FILES[case], RULES[case])
    (values,) = published(case, "dual")
    for key, rule in sides.items():
        both = [rule.more.value, rule.less.value]
        assert both == pytest.approx([values["values"][key]] * 2, abs=1e-5), key
    for want in published(case, "rhs_range"):
        if want["con"] in sides:
            rule = sides[want["con"]]
            for side, room in ((rule.less, want["dec"]), (rule.more, want["inc"])):
                if room is not None:
                    assert side.holds == pytest.approx(room, rel=3e-6), want["con"]


def test_saved_allocations_of_one_region_and_one_year_add_up() -> None:
    loaded = load_scenario(SCENARIOS / "star-oil.yaml")
    allocation = allocate(loaded)
    paid = allocation.sources["used"].to_pylist()
    # Money is whole dollars: outputs are rounded down to what it pays for.
    assert paid == [pytest.approx(40e6, abs=100), pytest.approx(20e6, abs=100)]
    assert sum(allocation.delivery["cost"].to_pylist()) == sum(paid)


def test_floors_beyond_the_money_are_named_with_their_sources() -> None:
    with pytest.raises(NoAllocation) as ended:
        allocate(load_scenario(SCENARIOS / "transport.yaml"))
    said = "\n".join(map(str, ended.value.problems))
    for part in ("sources.seattle", "sources.san_diego", "programmes.cases.coverage.at_least"):
        assert part in said
    (want,) = published("gams_trnsport", "min_relax")
    # The floors may be lowered, or the plants give more.
    assert len(ended.value.ways) == 2
    for way in ended.value.ways:
        assert sum(rule.by for rule in way.rules) == pytest.approx(want["value"])


def test_equal_demands_share_alike_up_to_what_they_ask_for() -> None:
    """Constrained equal awards: nobody gets more than they ask for, the others alike."""
    found = written("fair-shares")
    (want,) = (one for one in published("maxmin_keshav_cea", "leximin") if one["lp"] == "keshav")
    amounts = [found.output["capacity", region, 2026] for region in "abcd"]
    assert amounts == pytest.approx(want["values"], abs=1e-9)


def test_a_fixed_cost_falls_due_once_where_anything_is_made() -> None:
    """Fixed-charge problem of Winston, chapter 9: only pants are sewn, and profit is 75 dollars."""
    found = written("cloth")
    assert found.solution.stages[-1].value == pytest.approx(75, abs=1e-9)
    made = {key: output for (key, _, _), output in found.output.items() if output > 0}
    assert made == pytest.approx({"pants": 25, "pants_machine": 1})
    allocation = allocate(load_scenario(SCENARIOS / "cloth.yaml"))
    assert sum(allocation.sources["used"].to_pylist()) == 25 * 8 + 100


def test_a_fixed_cost_is_paid_whole_however_little_is_made() -> None:
    known = ["capacities.labour.amount=60", "programmes.pants.benefit=11"]
    allocation = allocate(load_scenario(SCENARIOS / "cloth.yaml", known))
    assert sum(allocation.sources["used"].to_pylist()) == 10 * 8 + 100
