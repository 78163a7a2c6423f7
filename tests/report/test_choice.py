"""What is said of the choice among equally good allocations."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from ruamel.yaml import YAML

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.lab.summary import summary
from finmodel.report.choice import choice_facts, choice_sentences
from finmodel.report.picture import picture
from finmodel.report.terminal import print_picture
from finmodel.report.views import View
from finmodel.scenario.load import load_scenario
from tests.allocation.test_reference import tree


def solved(folder: Path, **parts: Any) -> Allocation:
    with (folder / "scenario.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(tree(**parts), file)
    return allocate(load_scenario(folder))


def sentences(allocation: Allocation) -> list[str]:
    facts = choice_facts(View(allocation))
    return choice_sentences(facts, 1000, "thousand MNT", "MNT")


def printed(allocation: Allocation) -> str:
    console = Console(file=io.StringIO(), width=100)
    print_picture(console, picture(allocation))
    return " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]


def test_a_tie_is_said_with_its_ranges(tmp_path: Path) -> None:
    allocation = solved(tmp_path)
    decided, ranges, rounding = sentences(allocation)
    assert decided.startswith("The objective alone decides 0% of the money. The other 100% is")
    assert "2 pairs of programme and region, of 2" in decided
    assert "closest to equal coverage of need" in decided
    assert "A programme in A region (a) has 30.0 thousand MNT and could have 0.0 to 60.0;" in ranges
    assert rounding.startswith("Amounts are rounded to whole MNT. That may move a rule by 0.00")
    text = printed(allocation)
    for sentence in (decided, ranges, rounding):
        assert sentence in text
        assert sentence in summary(allocation)


def test_nothing_open_is_said(tmp_path: Path) -> None:
    source = {"kind": "central budget", "ceiling": 200}
    first, rounding = sentences(solved(tmp_path, sources={"s": source}, rounding_unit=1000))
    assert first == "The objective decides the whole allocation; nothing was left to choose."
    assert rounding.startswith("Amounts are rounded to multiples of 1,000 MNT.")


@pytest.mark.parametrize("polished", [True, False])
def test_a_choice_that_is_not_exact_is_said(tmp_path: Path, polished: bool) -> None:
    allocation = solved(tmp_path)
    chosen = allocation.manifest["among_equals"] | {"polished": polished, "message": "flows: much"}
    failed = replace(allocation, manifest=allocation.manifest | {"among_equals": chosen})
    (warning,) = (line for line in sentences(failed) if line.startswith("Warning"))
    assert "another machine may differ in the last units (flows: much)" in warning
    assert warning in printed(failed)
    assert warning in summary(failed)
    assert picture(failed)["choice"]["message"] == "flows: much"
    assert "Warning" not in printed(allocation)


def test_the_reference_is_named(tmp_path: Path) -> None:
    allocation = solved(tmp_path)
    chosen = allocation.manifest["among_equals"] | {"stay_close_to": "plan-2025"}
    renamed = replace(allocation, manifest=allocation.manifest | {"among_equals": chosen})
    assert "closest to the allocation in plan-2025" in sentences(renamed)[0]
