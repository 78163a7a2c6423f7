"""Indicators of how a plan is financed: what they are shares of, and that they are saved."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from finmodel.allocation.files import load, save
from finmodel.report.indicators import indicators
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import answer, rows, solved
from tests.choice.small import programme, region
from tests.synthetic.strategies import scenarios

Tree = dict[str, Any]
Key = tuple[str, int | None]


def tree(**parts: Any) -> Tree:
    """A need of 200 at a thousand each, of which 40 are capital, 100 of it from abroad."""
    cost = {
        "teaching": {"amount": 800},
        "building": {"amount": 200, "category": "capital"},
    }
    return {
        "scenario": "small",
        "title": "Small",
        "stage": "budget proposal",
        "years": [2026, 2027],
        "money": "thousand MNT",
        "regions": {"list": {"a": region(200)}},
        "prices": {"base_year": 2026},
        "programmes": {"p": programme(unit_cost=cost)},
        "sources": {
            "state": {"kind": "central budget", "ceiling": 60},
            "grant": {"kind": "grant", "amount": {"2026": 20, "2027": 40}},
            "families": {"kind": "community contribution", "amount": 10},
        },
        "objective": ["maximise benefit"],
        **parts,
    }


FIGURES = {
    "gdp": {"2024": 4000},
    "revenue": {"2024": 900, "2025": 1000, "2027": 2000},
    "public_expenditure": {"2025": 1200},
    "education_spending": {"2025": 240},
}


def measured(scenario: Scenario) -> dict[Key, dict[str, Any]]:
    """Rows of the table by indicator and year."""
    found = solved(scenario)
    assert found is not None
    return {(row["indicator"], row["year"]): row for row in rows(found, "indicators")}


def test_shares_of_the_money_spent() -> None:
    found = measured(Scenario.model_validate(tree()))
    # 90 in 2026 and 110 in 2027, of which 20 and 40 come from abroad and 10 from families.
    assert found["aid_dependency", None]["percent"] == pytest.approx(30)
    assert found["aid_dependency", 2027]["percent"] == pytest.approx(100 * 40 / 110)
    assert found["domestic_share", None]["percent"] == pytest.approx(70)
    assert found["public", None]["amount"] == 180_000
    assert found["private", None]["amount"] == 20_000
    assert found["in_kind", None]["amount"] == 0
    assert found["recurrent_after_plan", 2027]["amount"] == 88_000
    assert found["recurrent_after_plan", 2027]["percent"] is None


def test_national_figures_of_the_latest_year_that_is_not_younger() -> None:
    found = measured(Scenario.model_validate(tree(national_figures=FIGURES)))
    after = found["recurrent_after_plan", 2027]
    assert (after["out_of_year"], after["percent"]) == (2027, pytest.approx(4.4))
    assert found["plan_in_education", 2026]["percent"] == pytest.approx(100 * 80 / 240)
    assert found["education_in_expenditure", 2025]["percent"] == pytest.approx(20)
    to_gdp = found["education_to_gdp", 2025]
    assert (to_gdp["out_of_year"], to_gdp["percent"]) == (2024, pytest.approx(6))


def test_a_later_figure_is_never_used() -> None:
    later = {"revenue": {"2028": 2000}, "gdp": {"2026": 4000}, "education_spending": {"2025": 9}}
    found = measured(Scenario.model_validate(tree(national_figures=later)))
    assert found["recurrent_after_plan", 2027]["out_of"] is None
    assert not any(key == "education_to_gdp" for key, _ in found)


def test_what_is_missing_is_nobodys_money() -> None:
    aim = programme(coverage={"target": 1.0})
    gap = tree(question="gap", objective=["minimise gap"], programmes={"p": aim})
    found = measured(Scenario.model_validate(gap))
    assert found["aid_dependency", None]["out_of"] == 200_000
    assert found["funding", None]["amount"] == 200_000
    # Its recurrent cost goes on all the same.
    assert found["recurrent_after_plan", 2027]["amount"] == 200_000


LOAN = {
    "kind": "concessional loan",
    "draw": {"2026": {"at_most": 50}},
    "terms": {
        "interest": 0.02,
        "grace": 1,
        "grace_means": "interest only",
        "maturity": 5,
        "serviced_by": "state",
    },
}


def with_loan(**figures: Any) -> Scenario:
    """All of 50 is drawn in 2026, repaid in four parts from 2028."""
    sources = {**tree()["sources"], "loan": LOAN}
    return Scenario.model_validate(tree(sources=sources, national_figures=FIGURES | figures))


def test_debt_service_of_each_year_and_what_is_still_due() -> None:
    found = measured(with_loan())
    # Interest of 1 in 2027; then 12.5 and interest on what is owed.
    due = {2027: 1, 2028: 13.5, 2029: 13.25, 2030: 13, 2031: 12.75}
    for year, amount in due.items():
        row = found["debt_service", year]
        assert row["amount"] == pytest.approx(amount * 1000, abs=1)
        assert row["percent"] == pytest.approx(100 * amount / 2000, rel=1e-3)
    assert found["due_after_plan", None]["amount"] == pytest.approx(52_500, abs=4)
    assert found["loans", None]["amount"] == 50_000
    assert found["funding", 2026]["amount"] == 90_000


@pytest.mark.parametrize(
    ("capacity", "words"),
    [(None, "below 14-23%"), ("medium", "below 18%"), ("strong", "below 23%")],
)
def test_the_highest_debt_service_beside_its_threshold(capacity: str | None, words: str) -> None:
    allocation = solved(with_loan(debt_carrying_capacity=capacity))
    assert allocation is not None
    row = next(row for row in indicators(View(allocation)) if row["id"] == "debt_service")
    assert row["year"] == 2028
    assert words in row["benchmark"]


def test_the_table_comes_back(tmp_path: Path) -> None:
    found = solved(Scenario.model_validate(tree(national_figures=FIGURES)))
    assert found is not None
    again = load(save(found, tmp_path / "saved"))
    assert again.tables["indicators"].equals(found.tables["indicators"])


@settings(max_examples=15)
@given(scenarios())
def test_parts_are_the_whole(scenario: Scenario) -> None:
    allocation = answer(scenario)
    found = {(row["indicator"], row["year"]): row for row in rows(allocation, "indicators")}
    money = [row for row in rows(allocation, "money") if row["source"] != "unfunded"]
    for year in (None, *scenario.years):
        spent = sum(row["amount"] for row in money if year in (None, row["year"]))
        brought = [found[key, year] for key in ("public", "private", "in_kind")]
        assert sum(row["amount"] for row in brought) == spent
        assert {row["out_of"] for row in brought} == {spent}
        both = [found[key, year] for key in ("domestic_share", "aid_dependency")]
        assert sum(row["amount"] for row in both) == both[0]["out_of"]
        ways = [found[key, year] for key in ("funding", "loans", "private_capital")]
        assert sum(row["amount"] for row in ways) == ways[0]["out_of"]
        for row in (*brought, *both, *ways):
            if row["out_of"]:
                assert row["percent"] == pytest.approx(100 * row["amount"] / row["out_of"])
            else:
                assert row["percent"] is None or math.isnan(row["percent"])
