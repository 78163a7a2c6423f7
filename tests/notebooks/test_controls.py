"""The control that moves a rule says what is in conflict, and the least change that would do."""

from __future__ import annotations

from pathlib import Path

from finmodel.allocation.make import NoAllocation, allocate
from finmodel.lab.controls import RuleControl
from finmodel.scenario.load import load_scenario

PLAN = """scenario: schools
title: Schools
years: 2026
money: thousand USD
programmes:
  schools: {output: pupils, need: 1000, unit_cost: 100, benefit: 1}
sources:
  budget: {kind: central budget, ceiling: 60}
policies:
  enough: {programme: schools, output: {at_least: 500}, negotiable: yes}
objective: [maximise benefit]
"""


def test_a_conflict_comes_with_the_least_change(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(PLAN, encoding="utf-8")
    control = RuleControl(
        file, "policies.enough.output.at_least", ["800"], allocate(load_scenario(file))
    )
    assert isinstance(control.result("800"), NoAllocation)
    words = control.words("800")
    assert "**No allocation satisfies all the rules.** In conflict:" in words
    assert "The least change that would do, among the rules that are negotiable:" in words
    # 60 pay for 600 pupils.
    assert "- policies.enough: " in words
    assert "At least 600 units instead of 800 units would do" in words
