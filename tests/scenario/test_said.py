"""What is said of scenarios that are wrong: every message, with its file and line.

The cases stand in `cases/`: changes to the small scenario, files written beside it, values of the
command line, and all that is said of the result.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from finmodel.scenario.checks import CHECKS
from finmodel.scenario.load import load_scenario
from finmodel.scenario.problems import ScenarioError

from .conftest import Draft

CASES = [
    pytest.param(case, id=f"{file.stem}-{number}-{case.get('check', '')}".rstrip("-"))
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for number, case in enumerate(YAML(typ="safe", pure=True).load(file), start=1)
]
JARGON = re.compile(r"pydantic|https?:|Input should|dict|tuple|float|NoneType|<class|ruamel|0x")


@pytest.mark.parametrize("case", CASES)
def test_all_problems_are_said_at_their_places(draft: Draft, case: dict[str, Any]) -> None:
    for name, text in case.get("files", {}).items():
        (draft.folder / name).parent.mkdir(exist_ok=True)
        draft.write(text, name)
    for change in case.get("change", []):
        draft.change(*change)
    for number in range(case.get("more_regions", 0)):
        row = f"M{number},More,Илүү,aimag,none,none,none,1,1,1,1\n"
        draft.write(draft.text("regions.csv") + row, "regions.csv")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(draft.folder / case.get("load", "scenario.yaml"), case.get("set", ()))
    assert str(caught.value).splitlines() == case["said"].splitlines()
    assert not JARGON.search(str(caught.value))


def test_every_check_is_tripped() -> None:
    tripped = set()
    for parameter in CASES:
        case: Any = parameter.values[0]
        if "check" in case:
            template = re.sub(r"\\\{.*?\\\}", ".*", re.escape(CHECKS[case["check"]].message))
            assert re.search(template, case["said"]), case["check"]
            tripped.add(case["check"])
    assert tripped == set(CHECKS)


def test_misspelt_key_unknown_programme_and_empty_cell_are_seen_at_once(draft: Draft) -> None:
    draft.change("unit: persons", "unti: persons")
    draft.change("only_for: {themes: skills,", "only_for: {programmes: workshop,")
    draft.change(",200,50,", ",,50,", "regions.csv")
    assert [problem.place for problem in draft.problems()] == [
        "regions.csv:2, column adults",
        "scenario.yaml:11",
        "scenario.yaml:75",
    ]
