"""The least change that would do: which rule, where it stands, by how much."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.allocation.loosen import MONEY_ALONE, NEGOTIABLE, NONE_NEGOTIABLE, NOT_ENOUGH
from finmodel.allocation.make import NoAllocation, allocate
from finmodel.scenario.load import load_scenario

PLAN = """scenario: short
title: Short of money
years: 2026-2027
money: thousand USD
regions: {list: {north: {name: North}, south: {name: South}}}
programmes:
  clinics: {output: visits, need: 1000, coverage: {at_least: 60%}, unit_cost: 100, benefit: 3}
  schools: {output: pupils, need: 1000, unit_cost: 50, benefit: 1}
sources:
  budget: {kind: central budget, ceiling: 130}
policies:
  schools_too: {programme: schools, output: {at_least: 800}, NEGOTIABLE}
objective: [maximise benefit]
"""


def ended(tmp_path: Path, negotiable: str, *more: str) -> NoAllocation:
    file = tmp_path / "scenario.yaml"
    file.write_text(PLAN.replace(", NEGOTIABLE", negotiable), encoding="utf-8")
    with pytest.raises(NoAllocation) as caught:
        allocate(load_scenario(file, more))
    return caught.value


def test_a_negotiable_rule_gives_way_alone(tmp_path: Path) -> None:
    """Clinics take 120 a year of 130, so that 10 buys 200 pupils of the 800 that are asked for."""
    (way,) = ended(tmp_path, ", negotiable: yes").ways
    (rule,) = way.rules
    assert way.title == NEGOTIABLE
    assert (rule.rule, rule.place) == ("policies.schools_too", "scenario.yaml:12")
    assert rule.by == pytest.approx(2 * 600)
    assert "At least 200 units instead of 800 units would do" in rule.words
    assert "in all 1,200 units of output (600 units of output 2026" in rule.words


def test_where_nothing_is_negotiable_all_rules_are_asked_and_money(tmp_path: Path) -> None:
    all_rules, money = ended(tmp_path, "").ways
    assert all_rules.title == NONE_NEGOTIABLE
    assert money.title == MONEY_ALONE
    (source,) = money.rules
    # 30 thousand are missing in each year.
    assert source.by == pytest.approx(60)
    assert "60 thousand USD more from Budget" in source.words
    spent = {"policies.schools_too": 50 / 1000, "programmes.clinics.coverage.at_least": 100 / 1000}
    assert sum(rule.by * spent[rule.rule] for rule in all_rules.rules) == pytest.approx(60)


def test_where_the_negotiable_is_not_enough_that_is_said(tmp_path: Path) -> None:
    found = ended(tmp_path, ", negotiable: yes", "sources.budget.ceiling=90")
    assert found.ways[0].title == NOT_ENOUGH
    assert found.remedies()[0] == NOT_ENOUGH
    floor = "programmes.clinics.coverage.at_least"
    assert any(floor in line for line in found.remedies())


def test_the_change_that_is_named_would_do(tmp_path: Path) -> None:
    found = ended(
        tmp_path, "", "policies.schools_too.output.at_least=0", "sources.budget.ceiling=90"
    )
    (floor,) = found.ways[0].rules
    assert floor.words == "the coverage floor of Clinics 45% instead of 60%"
    done = ("policies.schools_too.output.at_least=0", "sources.budget.ceiling=90")
    lowered = (*done, "programmes.clinics.coverage.at_least=45%")
    allocate(load_scenario(tmp_path / "scenario.yaml", lowered))


def test_facts_are_plain_data(tmp_path: Path) -> None:
    facts = ended(tmp_path, "").facts()
    assert facts["ok"] is False
    assert {problem["place"] for problem in facts["problems"]} >= {"scenario.yaml:12"}
    assert facts["least_changes"][1]["rules"][0]["rule"] == "sources.budget"


def test_no_money_makes_up_for_staff(tmp_path: Path) -> None:
    """Twelve hundred visits a year ask for 120 nurses, and there are 45."""
    staff = ", NEGOTIABLE}\ncapacities:\n  nurses: {amount: 45, use: {clinics: 0.1}}\nobjective"
    file = tmp_path / "scenario.yaml"
    text = PLAN.replace(", NEGOTIABLE}\nobjective", staff).replace(", NEGOTIABLE", "")
    file.write_text(text.replace("ceiling: 130", "ceiling: 1000"), encoding="utf-8")
    with pytest.raises(NoAllocation) as caught:
        allocate(load_scenario(file))
    (way,) = caught.value.ways
    (rule,) = way.rules
    # Of 1,200 visits a year 450 are possible: 75 more nurses in each year, or a lower floor.
    assert rule.rule in ("capacities.nurses", "programmes.clinics.coverage.at_least")
    assert rule.by == pytest.approx({"capacities.nurses": 150}.get(rule.rule, 1500))
