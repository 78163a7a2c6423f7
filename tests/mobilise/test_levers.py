"""Which new finance closes the gap: known answers, and what must always hold."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.files import load, save
from finmodel.allocation.make import allocate
from finmodel.panel.build import build_panel
from finmodel.report.answer import answer_facts
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED
from tests.allocation.helpers import answer, loaded, rows
from tests.naive.model import solve_naive
from tests.program.small import merged, scenario
from tests.synthetic.strategies import scenarios

# Literacy costs 0.5 million a learner: 80 of 400 learners today, 40 % by 2027. Workshops cost 5
# million a place and a quarter of the 40 places are aimed at. So the targets cost 110 million in
# 2026 and 130 million in 2027.
BASE: dict[str, Any] = {
    "question": "mobilise",
    "programmes": {
        "literacy": {"coverage": {"now": "20%", "target": {"2026": "30%", "2027": "40%"}}},
        "workshops": {"coverage": {"target": "25%"}},
    },
    "sources": {
        "state": {"kind": "central budget", "ceiling": 100},
        "levy": {"kind": "special fund", "amount": 20},
        "bid": {"kind": "grant", "amount": 15},
    },
    "levers": {
        "levy": {"raises": "levy", "cost_of_raising": "4%", "risk": "1%", "effort": 3},
        "bid": {"raises": "bid", "cost_of_raising": "2%", "risk": "40%", "effort": 1},
    },
    "objective": ["minimise gap", {"then": "minimise risk-weighted cost"}],
}

quiet = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def solved(**change: Any) -> Allocation:
    return allocate(loaded(scenario(**merged(BASE, change))))


def raised(allocation: Allocation) -> dict[tuple[str, int], int]:
    return {(row["lever"], row["year"]): row["raised"] for row in rows(allocation, "levers")}


def missing(allocation: Allocation) -> int:
    return sum(row["amount"] for row in rows(allocation, "money") if row["source"] == UNFUNDED)


def test_the_cheaper_lever_is_used_up_first() -> None:
    allocation = solved()
    assert raised(allocation) == {
        ("levy", 2026): 10_000_000,
        ("bid", 2026): 0,
        ("levy", 2027): 20_000_000,
        ("bid", 2027): 10_000_000,
    }
    assert missing(allocation) == 0


def test_another_goal_chooses_another_lever() -> None:
    easiest = solved(objective=["minimise gap", {"then": "minimise effort"}])
    # A point buys 20 / 3 million of the levy and 15 of the bid.
    assert raised(easiest)[("bid", 2026)] == 10_000_000
    assert raised(easiest)[("levy", 2026)] == 0
    cheapest = solved(objective=["minimise gap", {"then": "minimise cost of raising"}])
    assert raised(cheapest)[("bid", 2026)] == 10_000_000


def test_nothing_comes_before_the_lead_time() -> None:
    allocation = solved(levers={"levy": {"from": 2027}})
    assert raised(allocation)[("levy", 2026)] == 0
    assert raised(allocation)[("bid", 2026)] == 10_000_000


def test_a_lever_that_is_all_or_nothing_is_used_in_full_from_some_year_on() -> None:
    allocation = solved(levers={"levy": {"all_or_nothing": True}})
    assert raised(allocation)[("levy", 2026)] == raised(allocation)[("levy", 2027)] == 20_000_000
    naive = solve_naive(build_panel(allocation.scenario))
    stages = [stage["value"] for stage in allocation.manifest["stages"]]
    assert stages == pytest.approx(naive.values, abs=1e-6)


def test_a_lever_that_continues_never_falls_back() -> None:
    change = {
        "programmes": {
            "literacy": {"coverage": {"target": {"2026": "40%", "2027": "30%"}}},
            "workshops": {"coverage": {"target": "25%"}},
        }
    }
    falling = solved(**change)
    assert raised(falling)[("levy", 2027)] < raised(falling)[("levy", 2026)]
    steady = solved(**merged(change, {"levers": {"levy": {"continues": True}}}))
    assert raised(steady)[("levy", 2027)] >= raised(steady)[("levy", 2026)]


def test_the_price_of_closing_the_gap_is_that_of_the_lever_in_use() -> None:
    steps = rows(solved(), "closing")
    assert (steps[0]["gap_left"], steps[-1]["gap_left"]) == (40, 0)
    assert steps[0]["least_cost"] == 0
    # 30 million of levy at 5 %, then 10 of the bid at 42 %.
    assert steps[-1]["least_cost"] == pytest.approx(30 * 0.05 + 10 * 0.42)
    prices = [step["price"] for step in steps[1:]]
    assert prices[:7] == pytest.approx([0.05] * 7)
    assert prices[8:] == pytest.approx([0.42] * 2)


def test_contracts_are_levers_too() -> None:
    contract = {
        "kind": "availability payment",
        "sign": {"year": 2026},
        "delivers": {"programme": "workshops", "outputs_a_year": 6},
        "operates": "2027-2030",
        "capital": {"2026": 20},
        "rate": "8%",
        "paid_by": "state",
    }
    allocation = solved(
        prices={"base_year": 2026, "discount_rate": "5%"},
        contracts={"shops": contract},
        levers={"shops": {"signs": "shops", "cost_of_raising": "1%"}},
    )
    rows_of = [row for row in rows(allocation, "levers") if row["lever"] == "shops"]
    assert [(row["year"], row["raised"]) for row in rows_of] == [(2026, 20_000_000)]
    facts = answer_facts(allocation)
    provided = next(row for row in facts["waterfall"] if row["class"] == "contracts")
    assert provided["amount"] == 6 * 5_000_000
    due = next(row for row in facts["later"] if row["name"] == "Payments for contracts")
    assert due["within"] + due["after"] == sum(
        row["public_payment"] for row in rows(allocation, "contracts")
    )


@quiet
@given(scenarios(["levers"]))
def test_what_levers_raise_is_what_sources_draw(scenario: Scenario) -> None:
    allocation = answer(scenario)
    drawn = {(row["source"], row["year"]): row["drawn"] for row in rows(allocation, "sources")}
    for row in rows(allocation, "levers"):
        assert row["raised"] == drawn[row["moves"], row["year"]]
        assert 0 <= row["raised"] <= row["most"]
        assert row["cost_of_raising"] >= 0


@quiet
@given(scenarios(["levers"]))
def test_the_waterfall_adds_up_to_the_need(scenario: Scenario) -> None:
    facts = answer_facts(answer(scenario))
    assert sum(row["amount"] for row in facts["waterfall"]) == facts["need"]


@quiet
@given(scenarios(["levers"]), st.floats(1.1, 3))
def test_a_stronger_lever_never_leaves_more_missing(scenario: Scenario, times: float) -> None:
    source = scenario.sources["raised"]
    more = {year: amount * times for year, amount in source.amount.values.items()}
    amount = source.amount.model_copy(update={"values": more})
    stronger = scenario.model_copy(
        update={
            "sources": {
                **scenario.sources,
                "raised": source.model_copy(update={"amount": amount}),
            }
        }
    )
    before, after = (answer(one).manifest["stages"][0]["value"] for one in (scenario, stronger))
    assert after <= before + 1e-6 * max(1.0, abs(before))


@quiet
@given(scenarios(["levers"]))
def test_closing_more_never_costs_less(scenario: Scenario) -> None:
    steps = rows(answer(scenario), "closing")
    costs = [step["least_cost"] for step in steps]
    gaps = [step["gap_left"] for step in steps]
    assert all(a <= b + 1e-6 * max(1.0, abs(b)) for a, b in pairwise(costs))
    assert gaps == sorted(gaps, reverse=True)
    assert all(math.isfinite(cost) for cost in costs)


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    allocation = solved()
    again = load(save(allocation, tmp_path / "saved"))
    for name in ("levers", "closing", "contracts"):
        assert again.tables[name].to_pylist() == rows(allocation, name)
