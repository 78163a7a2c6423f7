"""Why this much and not more, in a scenario that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.explain import GOALS, Again
from finmodel.allocation.make import allocate
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.objectives import IN_TURN
from finmodel.report.explain import place_facts, standing_facts
from finmodel.report.views import View
from finmodel.scenario.load import Loaded, load_scenario
from finmodel.solve.highs import Highs
from finmodel.solve.status import SolverStopped, Status

PLAN = """scenario: two-places
title: Two places
years: 2026
money: thousand USD
regions: {list: {north: {name: North}, south: {name: South}}}
programmes:
  clinics:
    output: visits
    need: 1000
    coverage: {at_least: 10%}
    unit_cost: 100
    benefit: 3
  schools: {output: pupils, need: 1000, unit_cost: 50, benefit: 1}
sources:
  budget: {kind: central budget, ceiling: 120}
  gift: {kind: grant, amount: 20, only_for: {regions: south, programmes: schools}}
policies:
  schools_too: {programme: schools, output: {at_least: 1000}}
capacities:
  nurses: {amounts: {north: 40, south: 200}, use: {clinics: 0.1}}
objective: [maximise benefit]
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    file = tmp_path_factory.mktemp("plan") / "scenario.yaml"
    file.write_text(PLAN, encoding="utf-8")
    return load_scenario(file)


@pytest.fixture(scope="module")
def allocation(loaded: Loaded) -> Allocation:
    return allocate(loaded)


@pytest.fixture(scope="module")
def again(loaded: Loaded, allocation: Allocation) -> Again:
    return Again(allocation, loaded.where)


def test_each_rule_has_its_price_and_its_place(again: Again) -> None:
    """Of 140, schools must get 50: the gift's 20 and 30 of the budget, which leaves 900 visits.

    Without the rule the budget pays for 1,200 visits, and the gift for 400 pupils: 300 visits more
    are 900 points, 600 pupils less are 600.
    """
    prices = {price.rule: price for price in again.prices()}
    assert prices["policies.schools_too"].gain == pytest.approx(300)
    assert prices["policies.schools_too"].place == "scenario.yaml:18"
    assert prices["capacities.nurses"].gain == 0
    assert prices["programmes.clinics.coverage.at_least"].gain == 0
    assert next(iter(prices)) == "policies.schools_too"
    # What the gift pays for schools, the budget need not: its money goes to visits all the same.
    assert prices["sources.gift.only_for"].gain == 0
    assert prices["sources.gift.only_for"].sentence == "Gift pays only for what it is meant for."


TIGHT = (
    PLAN.replace("coverage: {at_least: 10%}", "coverage: {at_least: 10%, at_most: 30%}")
    .replace("amount: 20", "amount: 60")
    .replace("ceiling: 120", "ceiling: 100")
)


def prices_of(file: Path, plan: str) -> tuple[float, dict[str, float | None]]:
    """Value of the last stage, and the price of each rule."""
    file.write_text(plan, encoding="utf-8")
    given = load_scenario(file)
    allocation = allocate(given)
    found = {price.rule: price.gain for price in Again(allocation, given.where).prices()}
    return allocation.manifest["stages"][-1]["value"], found


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("sources.gift.only_for", ", only_for: {regions: south, programmes: schools}"),
        ("programmes.clinics.coverage.at_most", ", at_most: 30%"),
    ],
)
def test_an_earmark_or_a_ceiling_costs_what_is_gained_without_it(
    rule: str, words: str, tmp_path: Path
) -> None:
    value, prices = prices_of(tmp_path / "scenario.yaml", TIGHT)
    without, _ = prices_of(tmp_path / "scenario.yaml", TIGHT.replace(words, ""))
    assert prices[rule] == pytest.approx(without - value, abs=1e-6)
    assert (prices[rule] or 0) > 0 or rule.startswith("sources")


def test_without_a_ceiling_earlier_goals_count_as_they_did(tmp_path: Path) -> None:
    """The lowest coverage keeps its share of what could be reached under the ceiling."""
    two = TIGHT.replace(
        "[maximise benefit]", "[{first: maximise lowest coverage}, {then: maximise benefit}]"
    )
    _, prices = prices_of(tmp_path / "scenario.yaml", two)
    gain = prices["programmes.clinics.coverage.at_most"]
    assert gain is not None
    assert gain > 0


DEAR_NORTH = """scenario: dear-north
title: Dear north
years: 2026
money: thousand USD
regions:
  list:
    north: {name: North, attributes: {dear: 2}}
    south: {name: South, attributes: {dear: 1}}
prices: {base_year: 2026, regional_cost_index: dear}
programmes:
  clinics:
    output: visits
    need: 1000
    unit_cost: {all: {amount: 100, regional: yes}}
    benefit: 3
    coverage: {at_most: 60%}
  schools: {output: pupils, need: 1000, unit_cost: {all: {amount: 50, regional: yes}}, benefit: 1}
sources:
  budget: {kind: central budget, ceiling: 150}
  gift:
    kind: grant
    amount: 60
    only_for: {regions: south, programmes: schools}
    co_financing: {at_least: 10%, each: region, from: budget}
objective: [{first: GOAL}, {then: maximise benefit}]
"""
"""The gift asks for co-financing in each region: without its earmark there are more rows."""


@pytest.mark.parametrize("goal", ["maximise lowest coverage", IN_TURN])
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("sources.gift.only_for", "    only_for: {regions: south, programmes: schools}\n"),
        ("programmes.clinics.coverage.at_most", "    coverage: {at_most: 60%}\n"),
    ],
)
def test_without_an_earmark_or_ceiling_earlier_goals_are_kept(
    goal: str, rule: str, words: str, tmp_path: Path
) -> None:
    """Both regions stand equally low, so that both goals keep the same."""
    plan = DEAR_NORTH.replace("GOAL", f'"{goal}"')
    value, prices = prices_of(tmp_path / "scenario.yaml", plan)
    known = load_scenario(tmp_path / "scenario.yaml").scenario
    (tmp_path / "scenario.yaml").write_text(
        DEAR_NORTH.replace("GOAL", "maximise lowest coverage").replace(words, ""), encoding="utf-8"
    )
    wide = build_panel(load_scenario(tmp_path / "scenario.yaml").scenario)
    program = build_program(replace(wide, aimed=build_panel(known).reachable))
    lowest = allocate(load_scenario_of(plan, tmp_path)).manifest["stages"][0]["kept_at"]
    highs = Highs(program)
    highs.row_bounds(program.objectives[0].row, lowest, np.inf)
    highs.objective(program.objective(1), maximise=True)
    assert highs.run() is Status.OPTIMAL
    assert prices[rule] == pytest.approx(highs.value - value, rel=1e-5)
    assert (prices[rule] or 0) > 0


def load_scenario_of(plan: str, folder: Path) -> Loaded:
    """A plan that is written into a folder."""
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return load_scenario(folder / "plan.yaml")


@pytest.mark.parametrize("first", ["", f'{{first: "{IN_TURN}"}}, '])
@pytest.mark.parametrize(
    ("ceiling", "could", "rule", "more"),
    [
        ("35%", 70, "programmes.clinics.coverage.at_most", 10),
        ("45%", 80, "sources.gift.only_for", 10),
    ],
)
def test_an_earmark_or_a_ceiling_stands_in_the_way(
    first: str, ceiling: str, could: float, rule: str, more: float, tmp_path: Path
) -> None:
    """Clinics would take all of the budget's 80, and the gift's 20 up to their ceiling of 90."""
    goals = f"{first}{{then: maximise benefit}}" if first else "maximise benefit"
    plan = f"""scenario: way
title: In the way
years: 2026
money: thousand USD
programmes:
  clinics:
    output: visits
    need: 2000
    coverage: {{at_most: {ceiling}}}
    unit_cost: 100
    benefit: 3
  schools: {{output: pupils, need: 1000, unit_cost: 50, benefit: 1}}
sources:
  budget: {{kind: central budget, ceiling: 80, only_for: {{programmes: clinics}}}}
  gift: {{kind: grant, amount: 20, only_for: {{programmes: schools}}}}
objective: [{goals}]
"""
    given = load_scenario_of(plan, tmp_path)
    found = Again(allocate(given), given.where).obstacles(programme="clinics")
    assert found.could == pytest.approx(could, rel=1e-5)
    gains = {price.rule: price.gain for price in found.rules}
    assert gains[rule] == pytest.approx(more, rel=1e-3)


def test_what_stands_in_the_way_of_a_region(again: Again, allocation: Allocation) -> None:
    """North gets at most 40 for clinics and 30 for schools; the goals would let it have 90."""
    found = again.obstacles(region="north")
    assert found.could == pytest.approx(40 + 30, rel=1e-5)
    assert found.most == pytest.approx(150)
    gains = {price.rule: price.gain for price in found.rules}
    # Without staff as a limit, the other 50 of the clinics' money could go there, less 10 of south.
    assert gains["capacities.nurses"] == pytest.approx(40, rel=1e-3)
    # Without the rule all of the budget is for clinics, of which north may have 40.
    assert "policies.schools_too" not in gains
    assert GOALS in gains
    # More money would go to clinics, and to them in the south: the north has no more nurses.
    assert found.sources == ()


def test_what_stands_in_the_way_of_a_programme(again: Again) -> None:
    found = again.obstacles(programme="clinics")
    assert found.could == pytest.approx(90, rel=1e-5)
    gains = {price.rule: price.gain for price in found.rules}
    assert gains["policies.schools_too"] == pytest.approx(30, rel=1e-3)
    assert found.sources[0].source == "budget"
    assert found.sources[0].gain == pytest.approx(found.step, rel=1e-3)


def test_facts_of_a_place_add_up(again: Again, allocation: Allocation) -> None:
    facts = place_facts(View(allocation), again, "north", None)
    assert facts["name"] == "North"
    assert sum(row["amount"] for row in facts["by_source"]) == pytest.approx(facts["gets"])
    assert sum(row["amount"] for row in facts["by_programme"]) == pytest.approx(facts["gets"])
    assert facts["rules"][0]["gain"] >= facts["rules"][-1]["gain"]
    both = place_facts(View(allocation), again, "north", "clinics")
    assert both["name"] == "Clinics in North"
    assert both["gets"] <= facts["gets"]


def test_another_value_than_the_saved_one_is_not_explained(
    loaded: Loaded, allocation: Allocation
) -> None:
    (stage,) = allocation.manifest["stages"]
    changed = {**allocation.manifest, "stages": [{**stage, "value": stage["value"] * 1.01}]}
    with pytest.raises(SolverStopped, match="was saved"):
        Again(replace(allocation, manifest=changed), loaded.where)


def test_one_more_is_a_sentence_with_its_range(allocation: Allocation) -> None:
    """One more thousand pays for 10 visits, 30 points, until south has all the visits it needs.

    The gift saves the budget as much: what it pays for schools the budget pays for visits.
    """
    sentences = standing_facts(View(allocation))["one_more"]
    assert any("10.0 more visits of Clinics" in words for words in sentences), sentences
    rule = next(words for words in sentences if "1,000" in words and "limit" in words)
    # One more pupil must be taken from half a visit: 1 - 1.5 points.
    assert "changes benefit points by -0.50 (each, up to" in rule


def test_a_folder_is_explained(tmp_path: Path, allocation: Allocation) -> None:
    from finmodel.allocation.files import load, save

    folder = save(allocation, tmp_path / "saved")
    again = Again(load(folder), load_scenario(folder / "scenario.yaml").where)
    assert again.prices()[0].rule == "policies.schools_too"
