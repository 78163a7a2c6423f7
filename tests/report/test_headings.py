"""The same money under other headings."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pytest
from rich.console import Console

from finmodel.allocation.totals import total_by
from finmodel.report.headings import headings_given, money_under_headings
from finmodel.report.picture import picture
from finmodel.report.terminal import print_picture
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario
from tests.report.conftest import FakeAllocation


@pytest.fixture
def headed(small_tree: dict[str, Any]) -> FakeAllocation:
    """The small scenario with headings on some of its money."""
    tree = deepcopy(small_tree)
    tree["themes"] = {"basics": "Basic skills"}
    tree["markers"] = {"gender": "Gender equality"}
    tree["target_groups"] = {
        "women": {"name": "Women", "of": "adults", "share": "50%"},
        "migrants": {"name": "Migrants"},
    }
    literacy, centres = tree["programmes"]["literacy"], tree["programmes"]["centres"]
    literacy |= {
        "theme": "basics",
        "budget": {"function": "09.5", "spends": "Ministry"},
        "markers": {"gender": "40%"},
        "reaches": {"women": "60%"},
    }
    literacy["unit_cost"]["teaching"]["item"] = "21 pay"
    literacy["unit_cost"]["books"] |= {"item": "22 goods", "budget": {"spends": "Library"}}
    centres |= {"new_policy": False, "learning_city_area": "quality in learning"}
    return FakeAllocation(Scenario.model_validate(tree))


def amounts(facts: dict[str, Any], kind: str) -> dict[str | None, int]:
    rows = next(each["rows"] for each in facts["headings"] if each["heading"] == kind)
    return {row["key"]: row["amount"] for row in rows}


def test_every_heading_adds_up_to_all_the_money(headed: FakeAllocation) -> None:
    view = View(headed)
    facts = money_under_headings(view)
    assert {each["heading"] for each in facts["headings"]} >= {"theme", "item", "policy"}
    for each in facts["headings"]:
        assert sum(row["amount"] for row in each["rows"]) == view.total
    assert facts["never_said"] == ["Account", "Decided by", "Delivered by"]


def test_cost_lines_share_the_money_of_their_cell_by_their_price(headed: FakeAllocation) -> None:
    facts = money_under_headings(View(headed))
    spent = total_by(headed.money, ["programme", "year"], "amount")
    # Pay rises by 10% in 2027: 500 of 600 thousand, then 550 of 650.
    pay = spent["literacy", 2026] * 500 / 600 + spent["literacy", 2027] * 550 / 650
    literacy = spent["literacy", 2026] + spent["literacy", 2027]
    centres = spent["centres", 2026] + spent["centres", 2027]
    assert amounts(facts, "item")["21 pay"] == pytest.approx(pay, abs=1)
    assert amounts(facts, "item")["22 goods"] == pytest.approx(literacy - pay, abs=1)
    assert amounts(facts, "item")[None] == centres
    # A line's own heading goes before the programme's.
    assert amounts(facts, "spends")["Library"] == amounts(facts, "item")["22 goods"]
    assert amounts(facts, "function") == {"09.5": literacy, None: centres}
    assert amounts(facts, "policy") == {"new policy": literacy, "already in place": centres}
    assert facts["markers"][0]["amount"] == pytest.approx(0.4 * literacy, abs=1)
    assert [row["amount"] for row in facts["target_groups"]] == [round(0.6 * literacy), 0]


def test_target_groups_are_counted_with_scaled_attributes(headed: FakeAllocation) -> None:
    given = headings_given(headed.panel)
    assert [row["people"] for row in given["target_groups"]] == [110_000, None]
    assert [row["programmes"] for row in given["target_groups"]] == [["literacy"], []]
    items = next(each["rows"] for each in given["headings"] if each["heading"] == "item")
    assert [(row["key"], row["programmes"]) for row in items][-1] == (None, ["centres"])


def test_headings_are_printed(headed: FakeAllocation) -> None:
    screen = Console(file=io.StringIO(), width=100, highlight=False, markup=False)
    print_picture(screen, picture(headed))
    assert isinstance(screen.file, io.StringIO)
    text = " ".join(screen.file.getvalue().split())
    for words in ("Theme: Basic skills", "without this heading", "Counts towards: Gender equality"):
        assert words in text
    assert "No programme says: Account, Decided by, Delivered by." in text
