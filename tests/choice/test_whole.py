"""What comes whole or not at all: lumps, regions that begin, units that are not shared."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import NoAllocation, allocate
from finmodel.allocation.proof.verify import prove
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.held import held
from finmodel.solve.in_parts import InParts
from finmodel.solve.run import solve_program
from finmodel.solve.thresholds import kept
from tests.allocation.helpers import answer, loaded, rows
from tests.program.small import BASE, merged, scenario
from tests.synthetic.strategies import scenarios

EQUAL: dict[str, Any] = {
    "years": "2026",
    "regions": {"list": {"west": {"name": "West", "attributes": {"adults": 1000}}}},
    "sources": {"state": {"kind": "central budget", "ceiling": 52}},
}
"""Two regions alike, and money for three classes of 30 learners and some more."""

repeatable = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def output(allocation: Allocation, programme: str) -> dict[tuple[str, int], float]:
    """Output of a programme by region and year."""
    return {
        (row["region"], row["year"]): row["output"]
        for row in rows(allocation, "delivery")
        if row["programme"] == programme
    }


def literacy_alone(**change: Any) -> Scenario:
    """A scenario of equal regions with one programme."""
    tree = merged(deepcopy(BASE), EQUAL)
    del tree["programmes"]["workshops"]
    return Scenario.model_validate(merged(tree, change))


def test_output_comes_in_lumps_and_of_equal_regions_the_first_gets_the_odd_one() -> None:
    lumpy = literacy_alone(programmes={"literacy": {"lumps": {"size": 30}}})
    found = output(allocate(loaded(lumpy)), "literacy")
    assert found == {("east", 2026): 90.0, ("west", 2026): 0.0}


def test_without_lumps_equal_regions_are_treated_equally() -> None:
    found = output(allocate(loaded(literacy_alone())), "literacy")
    assert found == {("east", 2026): 52.0, ("west", 2026): 52.0}


@pytest.mark.parametrize(("stay", "expected"), [(False, (90.0, 30.0)), (True, (30.0, 30.0))])
def test_what_stays_does_not_close_when_there_is_less_money(
    stay: bool, expected: tuple[float, float]
) -> None:
    """Classes of 30 learners cost 15: 52 pay for three of them, and 20 for one."""
    given = literacy_alone(
        years="2026-2027",
        sources={"state": {"ceiling": {"2026": 52, "2027": 20}}},
        programmes={"literacy": {"lumps": {"size": 30, "stay": stay}}},
    )
    found = output(allocate(loaded(given)), "literacy")
    total = [sum(v for (_, year), v in found.items() if year == y) for y in (2026, 2027)]
    assert tuple(total) == expected


@pytest.mark.parametrize("most", [0, 1])
def test_no_more_regions_are_new_in_a_year_than_may_be(most: int) -> None:
    policy = {"programme": "workshops", "new_regions": {"at_most": {"2026": most, "2027": 1}}}
    slowly = scenario(policies={"slowly": policy}, sources={"state": {"ceiling": 900}})
    found = output(allocate(loaded(slowly)), "workshops")
    years = (2026, 2027)
    served = [{r for (r, y), amount in found.items() if y == year and amount} for year in years]
    assert len(served[0]) == most
    assert len(served[1] - served[0]) == 1


def test_where_a_programme_delivers_today_it_is_not_new() -> None:
    change = {
        "programmes": {"workshops": {"coverage": {"by_region": {"west": {"now": "10%"}}}}},
        "sources": {"state": {"ceiling": 900}},
        "policies": {"none": {"programme": "workshops", "new_regions": {"at_most": 0}}},
    }
    found = output(allocate(loaded(scenario(**change))), "workshops")
    assert found["west", 2026] > 0
    assert found["east", 2026] == found["east", 2027] == 0


def test_units_that_no_two_regions_share() -> None:
    trainers = {"name": "Trainers", "amount": 3, "use": {"literacy": 0.05}}
    shared = literacy_alone(capacities={"trainers": trainers})
    apart = {**trainers, "whole_in_each_region": True}
    alone = literacy_alone(capacities={"trainers": apart})
    assert sum(output(allocate(loaded(shared)), "literacy").values()) == pytest.approx(60)
    found = output(allocate(loaded(alone)), "literacy")
    assert sum(np.ceil(np.array(list(found.values())) * 0.05)) == 3
    assert sum(found.values()) == pytest.approx(60)


def test_what_a_stage_reached_with_other_whole_numbers_is_not_what_these_reach() -> None:
    goals = [{"first": "maximise benefit", "give_up_at_most": "100%"}, {"then": "minimise cost"}]
    change = {"literacy": {"lumps": {"size": 30}}}
    rich = {"state": {"ceiling": 5000}}
    lumpy = literacy_alone(programmes=change, sources=rich, objective=goals)
    program = build_program(build_panel(lumpy))
    in_parts = InParts(program)
    first = in_parts.solve(0)
    assert first is not None
    in_parts.keep(program.objectives[0], kept(first.value, program.objectives[0]))
    second = in_parts.solve(1)
    assert second is not None
    assert first.columns[program.whole].tolist() == [3, 3]
    assert second.columns[program.whole].tolist() == [0, 0]
    settled = held(program, second.columns)
    thresholds = [kept(each.value, program.objectives[0]) for each in (first, second)]
    found, alone = in_parts.solution(settled), solve_program(settled, thresholds=thresholds)
    assert found is not None
    reached = [stage.value for stage in found.stages]
    assert reached == pytest.approx([stage.value for stage in alone.stages])
    assert reached[0] < first.value
    prove(allocate(loaded(lumpy)), "", 0)


def test_rules_that_leave_no_lump_are_named() -> None:
    change = {"literacy": {"lumps": {"size": 30}, "coverage": {"at_least": "95%"}}}
    with pytest.raises(NoAllocation) as caught:
        allocate(loaded(literacy_alone(programmes=change, sources={"state": {"ceiling": 500}})))
    said = "\n".join(str(problem) for problem in caught.value.problems)
    assert "Literacy comes in whole lumps of 30 in each region and year" in said
    assert "coverage" in said


@settings(repeatable, max_examples=25)
@given(scenarios(["lumps", "new regions"]))
def test_rounded_output_is_whole_and_the_proof_holds(example: Scenario) -> None:
    allocation = answer(example)
    for key, programme in example.programmes.items():
        if programme.lumps is not None:
            for amount in output(allocation, key).values():
                lumps = amount / programme.lumps.size
                assert lumps == pytest.approx(round(lumps), abs=1e-9)
    prove(allocation, "", 0)


@settings(repeatable, max_examples=15)
@given(scenarios(["lumps", "new regions", "whole units"]))
def test_cbc_leads_to_the_same_whole_numbers(example: Scenario) -> None:
    first = answer(example)
    other = allocate(loaded(example), solver="CBC")
    assert rows(other, "delivery") == rows(first, "delivery")
    assert rows(other, "money") == rows(first, "money")
