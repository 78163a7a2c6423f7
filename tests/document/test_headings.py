"""The money under every budget heading: parts that add up, and what stands under none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from finmodel.allocation.compare.sides import open_sides
from finmodel.allocation.files import load
from finmodel.report.budget_lines import payments_under
from finmodel.report.document.chapters.headings import headings
from finmodel.report.document.parts import Chapter, Table, Words
from finmodel.report.document.subject import Subject
from finmodel.report.headings import money_under_headings
from finmodel.report.views import View
from tests.compare.plans import changed, solved

KEYS = ["region", "programme", "year", "category", "source"]


def headed() -> dict[str, Any]:
    """The small plan with budget headings on some of its money."""
    return changed(
        prices={"regional_cost_index": "cost_index"},
        programmes__skills__budget={"function": "09.5", "spends": "Ministry", "decides": "Council"},
        programmes__skills__unit_cost={
            "staff": {"amount": 700, "regional": True, "item": "21 pay"},
            "books": {
                "amount": 200,
                "regional": False,
                "item": "22 goods",
                "budget": {"spends": "=Library"},
            },
            "rent": {"amount": 100.5, "regional": False},
        },
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return solved(headed(), tmp_path_factory.mktemp("headed") / "saved")


@pytest.fixture(scope="module")
def chapter(saved: Path) -> Chapter:
    return headings(Subject(open_sides([saved])[0]))


def test_every_payment_is_parted_to_the_last_unit(saved: Path) -> None:
    allocation = load(saved)
    paid = payments_under(allocation, ["spends", "item"])
    assert (paid["amount"] > 0).all()
    whole = allocation.money.to_pandas()
    parts = paid.groupby(KEYS, sort=True)["amount"].sum()
    expected = whole[whole["amount"] != 0].groupby(KEYS, sort=True)["amount"].sum()
    assert parts.to_dict() == expected.to_dict()
    assert len(paid) > len(expected)


def test_parts_are_those_of_the_prices(saved: Path) -> None:
    allocation = load(saved)
    paid = payments_under(allocation, ["item"])
    skills = paid[paid["programme"] == "skills"]
    by_item = skills.groupby(["region", "item"], dropna=False)["amount"].sum()
    rows = skills.groupby("region").size()
    for region, factor in (("north", 1.5), ("south", 1.0)):
        whole = by_item[region].sum()
        price = 700 * factor + 200 + 100.5
        # Rounding moves each payment by half a unit at most.
        assert abs(by_item[region]["21 pay"] - whole * 700 * factor / price) <= rows[region]
        assert abs(by_item[region]["22 goods"] - whole * 200 / price) <= rows[region]
    facts = money_under_headings(View(allocation))
    items = next(each["rows"] for each in facts["headings"] if each["heading"] == "item")
    sums = paid.fillna({"item": ""}).groupby("item")["amount"].sum()
    assert all(abs(sums[row["key"] or ""] - row["amount"]) <= len(paid) for row in items)


def test_every_heading_adds_up_to_the_allocation(chapter: Chapter, saved: Path) -> None:
    total = int(load(saved).money["amount"].to_numpy().sum())
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    assert [table.id for table in tables] == [
        f"headings-{kind}" for kind in ("function", "item", "spends", "decides", "class")
    ]
    for table in tables:
        for column in table.columns:
            if column.total:
                assert table.rows[column.key].sum() == table.adds_up_to[column.key]
        assert table.rows["money"].sum() == total
        assert np.isclose(table.rows["share"].sum(), 1)
        years = [column.key for column in table.columns if column.key.isdigit()]
        assert (table.rows[years].sum(axis=1) == table.rows["money"]).all()


def test_money_under_no_heading_is_shown_and_reported(chapter: Chapter) -> None:
    said = " ".join(block.text for block in chapter.blocks if isinstance(block, Words))
    assert "The scenario names no national account." in said
    assert "The scenario does not say who delivers." in said
    assert "Money by economic item (GFS): " in said
    assert "stands under no heading." in said
    by_item = next(b for b in chapter.blocks if isinstance(b, Table) and b.id == "headings-item")
    assert by_item.rows["heading"].iloc[-1] == "Under no heading"
    spends = next(b for b in chapter.blocks if isinstance(b, Table) and b.id == "headings-spends")
    assert set(spends.rows["heading"]) == {"Ministry", "=Library"}


def test_what_is_missing_is_a_class_of_its_own(tmp_path: Path) -> None:
    tree = changed(question="gap", objective=[{"first": "minimise gap"}])
    del tree["policies"]
    for programme in tree["programmes"].values():
        programme["coverage"] = {"target": "100%"}
    made = headings(Subject(open_sides([solved(tree, tmp_path / "gap")])[0]))
    table = next(b for b in made.blocks if isinstance(b, Table) and b.id == "headings-class")
    assert set(table.rows["heading"]) == {"Public budgets and funds", "Not funded"}
