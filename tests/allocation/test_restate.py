"""The figure that would do instead of the one that is written: it does, and no nearer one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.loosen import least_changes
from finmodel.allocation.make import NoAllocation, allocate
from finmodel.allocation.restate import OF_PERCENT
from finmodel.allocation.solvable import program_of
from finmodel.scenario.load import load_scenario
from finmodel.scenario.stated import with_figure
from finmodel.solve.least_figure import can_be_kept
from tests.allocation.helpers import loaded
from tests.synthetic.strategies import POLICY_RULES, scenarios

PLAN = """scenario: figures
title: Figures
years: 2026-2027
money: thousand USD
regions:
  list:
    north: {name: North, attributes: {people: 1000}}
    south: {name: South, attributes: {people: 3000}}
programmes:
  clinics: {output: visits, need: 1000, coverage: {at_least: 60%}, unit_cost: 100, benefit: 3}
  schools: {output: pupils, need: 1000, unit_cost: 50, benefit: 1}
sources:
  budget: {kind: central budget, ceiling: 160}
  grant: {kind: grant, amount: 0}
policies:
  rule: {RULE, negotiable: yes}
objective: [maximise benefit]
"""

# Clinics take 120 of 160 a year at the least, 60 in each region: schools get 40 at the most.
CASES: dict[str, tuple[str, str, float, str]] = {
    "a share": (
        "programmes: schools, share_of_spending: {at_least: 30%}",
        "policies.rule.share_of_spending.at_least",
        0.25,
        "At least 25% instead of 30% would do",
    ),
    "a share that no round figure meets": (
        "regions: north, programmes: schools, of: {regions: north}, "
        "share_of_spending: {at_least: 41%}",
        "policies.rule.share_of_spending.at_least",
        0.40,
        "At least 40% instead of 41% would do",
    ),
    "money": (
        "programmes: schools, spending: {at_least: {2026: 10, 2027: 55}}",
        "policies.rule.spending.at_least.values.2027",
        40.0,
        "At least 40 thousand USD in 2027 instead of 55 thousand USD would do",
    ),
    "per head": (
        "programmes: schools, regions: south, per: people, spending: {at_least: 15}",
        "policies.rule.spending.at_least.always",
        40_000 / 3000,
        "At least 13.3333 USD per head instead of 15 USD per head would do; in all",
    ),
    "a ratio": (
        "ahead: north, behind: south, per: people, ratio: {at_most: 150%}",
        "policies.rule.ratio.at_most",
        1.8,
        "At most 180% instead of 150% would do",
    ),
    "coverage": (
        "programme: schools, coverage: {at_least: 50%}",
        "policies.rule.coverage.at_least",
        0.4,
        "At least 40% instead of 50% would do; in all 400 units of output",
    ),
    "output for each unit of another": (
        "programme: schools, goes_with: clinics, each: together, per_unit: {at_least: 0.75}",
        "policies.rule.per_unit.at_least",
        800 / 1200,
        "At least 0.666666 for each unit instead of 0.75 for each unit would do",
    ),
    "the Gini coefficient": (
        "per: people, gini: {at_most: 5%}",
        "policies.rule.gini.at_most",
        0.125,
        "At most 12.5% instead of 5% would do",
    ),
    "a ceiling beside its floor": (
        "programmes: schools, share_of_spending: {at_least: 30%, at_most: 30%}",
        "policies.rule.share_of_spending.at_least",
        0.25,
        "At least 25% instead of 30% would do",
    ),
    "a baseline": (
        "fungibility: {share: 30%, baseline: 190}, external: grant",
        "policies.rule.fungibility.baseline.always",
        160.0,
        "A baseline of 160 thousand USD instead of 190 thousand USD would do",
    ),
    "no more than nothing": (
        "programmes: clinics, share_of_spending: {at_most: 0%}",
        "policies.rule.share_of_spending.at_most",
        0.75,
        "At most 75% instead of 0% would do",
    ),
    "a reserve": (
        "sources: budget, reserve: {share: 30%}",
        "policies.rule.reserve.share.always",
        0.25,
        "25% instead of 30% would do",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_rule_is_said_in_its_own_figure_and_that_figure_does(name: str, tmp_path: Path) -> None:
    rule, path, figure, words = CASES[name]
    file = tmp_path / "scenario.yaml"
    file.write_text(PLAN.replace("RULE", rule), encoding="utf-8")
    with pytest.raises(NoAllocation) as caught:
        allocate(load_scenario(file))
    ((loosened,),) = (way.rules for way in caught.value.ways)
    (said,) = loosened.figures
    assert ".".join(said.stated.path) == path
    assert said.now == pytest.approx(figure, rel=1e-5)
    assert words in loosened.words
    assert loosened.facts()["figures"] == [
        {"figure": path, "was": said.stated.value, "now": said.now}
    ]
    written = path.replace(".always", "").replace(".values", "")
    allocate(load_scenario(file, [f"{written}={said.now!r}"]))


KINDS = [
    *POLICY_RULES,
    *("use at least", "co-financing each year", "coverage at least", "ramp-up", "absorption"),
]


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_figures_that_are_said_would_do_and_no_nearer_one(data: Any) -> None:
    kinds = st.lists(st.sampled_from([*KINDS]), min_size=1, max_size=4, unique=True)
    scenario = data.draw(scenarios(sorted(data.draw(kinds))))
    program = program_of(scenario)
    if can_be_kept(program):
        return
    for way in least_changes(loaded(scenario), program):
        if not all(rule.figures for rule in way.rules):
            continue
        said = [figure for rule in way.rules for figure in rule.figures]
        changed = scenario
        for figure in said:
            changed = with_figure(changed, figure.stated.path, figure.now)
            assert changed is not None
        assert can_be_kept(program_of(changed)), way.lines()
        nearer = said[0].stated.value - said[0].now
        by = 2.5 * OF_PERCENT if said[0].stated.percent else 1e-4 * abs(nearer)
        if len(said) > 1 or abs(nearer) <= by:
            continue
        back = said[0].now + (by if nearer > 0 else -by)
        almost = with_figure(changed, said[0].stated.path, back)
        assert almost is None or not can_be_kept(program_of(almost)), way.lines()
