"""The naive model gives the answers that small cases have by hand."""

from __future__ import annotations

from typing import Any

import pytest

from finmodel.panel.build import build_panel
from finmodel.scenario.scenario import Scenario
from tests.naive.model import NaiveResult, solve_naive

Tree = dict[str, Any]


def programme(cost: float, weight: float, **more: Any) -> Tree:
    """One programme with a need of 100 in each region."""
    return {
        "name": "A programme",
        "output": "learners",
        "need": 100,
        "unit_cost": {"staff": {"amount": cost}},
        "benefit": [{"up_to": 1, "weight": weight}],
        **more,
    }


def solve(
    programmes: Tree | None = None,
    sources: Tree | None = None,
    policies: Tree | None = None,
    objective: list[Any] | None = None,
    years: str = "2026",
) -> NaiveResult:
    """Two regions, `a` with 100 adults and `b` with 300; 200 of money unless told otherwise."""
    regions = {
        key: {"name": key, "attributes": {"adults": adults}}
        for key, adults in (("a", 100), ("b", 300))
    }
    tree = {
        "scenario": "by-hand",
        "title": "By hand",
        "stage": "budget proposal",
        "years": years,
        "money": "MNT",
        "regions": {"list": regions},
        "prices": {"base_year": 2026},
        "programmes": programmes or {"p": programme(2, 1)},
        "sources": sources or {"state": {"kind": "central budget", "ceiling": 200}},
        "policies": policies or {},
        "objective": objective or ["maximise benefit"],
    }
    return solve_naive(build_panel(Scenario.model_validate(tree)))


def fund(amount: Any, **more: Any) -> Tree:
    return {"kind": "special fund", "amount": amount, **more}


STATE = {"kind": "central budget", "ceiling": 200}
CAPITAL = {"staff": {"amount": 1}, "works": {"amount": 1, "category": "capital"}}
TWO_YEARS: Tree = {"years": "2026-2027"}
STEPS = {"benefit": [{"up_to": 0.2, "weight": 3}, {"up_to": 1, "weight": 1}]}

CASES: dict[str, tuple[Tree, float]] = {
    "money over cost": ({}, 100),
    "steps: 20 of each region count three times": (
        {"programmes": {"p": programme(2, 1) | STEPS}},
        180,
    ),
    "a fund that pays only at home": (
        {"sources": {"fund": fund(300, only_for={"regions": "a"})}},
        100,
    ),
    "capital cannot be paid without a source": (
        {
            "programmes": {"p": programme(2, 1, unit_cost=CAPITAL)},
            "sources": {"fund": fund(300, only_for={"categories": "recurrent"})},
        },
        0,
    ),
    "the state pays a quarter beside the fund": (
        {
            "sources": {
                "state": {"kind": "central budget", "ceiling": 50},
                "fund": fund(300, co_financing={"at_least": 0.25, "from": "state"}),
            }
        },
        100,
    ),
    "half of what is left in 2026 is kept": (
        {
            "sources": {"fund": fund({"2026": 200, "2027": 0}, carry_over=0.5)},
            "programmes": {"p": programme(2, 1, starts={"year": 2027})},
            **TWO_YEARS,
        },
        50,
    ),
    "absorption": ({"sources": {"fund": fund(200, absorption=0.6)}}, 60),
    "growth of at most 10 % over 10 today": (
        {
            "programmes": {"p": programme(1, 1, ramp_up={"at_most": 0.1}, coverage={"now": 0.1})},
            **TWO_YEARS,
        },
        2 * (11 + 12.1),
    ),
    "four months of the first year": (
        {"programmes": {"p": programme(3, 3, starts={"year": 2026, "months_in_first_year": 4})}},
        200,
    ),
    "q must have three quarters of the money": (
        {
            "programmes": {"p": programme(1, 2), "q": programme(1, 1)},
            "policies": {"x": {"programmes": "q", "share_of_spending": {"at_least": 0.75}}},
        },
        50 * 2 + 150,
    ),
    "p may have a quarter of what q has": (
        {
            "programmes": {"p": programme(1, 2), "q": programme(1, 1)},
            "policies": {
                "x": {
                    "programmes": "p",
                    "of": {"programmes": "q"},
                    "share_of_spending": {"at_most": 0.25},
                }
            },
        },
        40 * 2 + 160,
    ),
    "the fund pays at most a fifth of all": (
        {
            "sources": {"state": {"kind": "central budget", "ceiling": 80}, "fund": fund(200)},
            "policies": {"x": {"sources": "fund", "share_of_spending": {"at_most": 0.2}}},
        },
        50,
    ),
    "b must have half the mean per head, at a price": (
        {
            "programmes": {
                "p": programme(1, 2, need={"amounts": {"a": 400}}),
                "q": programme(1, 1, need={"amounts": {"b": 400}}),
            },
            "policies": {"x": {"per": "adults", "relative_to_mean": {"at_least": 0.5}}},
        },
        # b has 300 of 400 heads: at least 0.5 × 0.75 × 200 = 75.
        125 * 2 + 75,
    ),
    "coverage floor in each region": (
        {
            "programmes": {"p": programme(1, 2), "q": programme(1, 1)},
            "policies": {"x": {"programme": "q", "coverage": {"at_least": 0.3}}},
        },
        140 * 2 + 60,
    ),
    "a fall of at most half": (
        {
            "sources": {"state": {"kind": "central budget", "ceiling": {"2026": 200, "2027": 50}}},
            "programmes": {"p": programme(1, 1)},
            "policies": {"x": {"each": "region", "fall": {"at_most": 0.5}}},
            **TWO_YEARS,
        },
        100 + 50,
    ),
    "coverage": ({"objective": ["maximise coverage"]}, 0.5),
    "lowest coverage": (
        {
            "programmes": {"p": programme(1, 1, need={"amounts": {"a": 100, "b": 300}})},
            "objective": ["maximise lowest coverage"],
        },
        0.5,
    ),
    "least cost of a floor": (
        {
            "programmes": {"p": programme(2, 1, coverage={"at_least": 0.3})},
            "objective": ["minimise cost"],
        },
        120,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_naive_model_gives_the_answer_by_hand(case: str) -> None:
    tree, expected = CASES[case]
    assert solve(**tree).values == pytest.approx([expected])


def test_a_later_stage_keeps_what_the_earlier_one_may_not_give_up() -> None:
    stages = [
        {"first": "maximise lowest coverage", "give_up_at_most": 0.1},
        {"then": "maximise benefit"},
    ]
    programmes = {
        "p": programme(1, 2, need={"amounts": {"a": 200}}),
        "q": programme(1, 1, need={"amounts": {"b": 200}}),
    }
    result = solve(programmes, objective=stages)
    assert result.values == pytest.approx([0.5, (200 - 0.45 * 200) * 2 + 0.45 * 200])


def test_a_floor_beyond_the_money_is_infeasible() -> None:
    result = solve({"p": programme(2, 1, coverage={"at_least": 0.6})})
    assert result.statuses == ["Infeasible"]
    assert not result.optimal
