"""A scenario small enough to check by hand."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pyarrow as pa
import pytest

from finmodel.panel.build import build_panel
from finmodel.scenario.scenario import Scenario

SMALL: dict[str, Any] = {
    "scenario": "small",
    "title": "Two programmes in three regions",
    "stage": "budget proposal",
    "years": "2026-2027",
    "money": "million MNT",
    "regions": {
        "list": {
            "north": {
                "name": "North Steppe",
                "type": "aimag",
                "tile": [1, 1],
                "attributes": {"adults": 50000, "herders": 3000, "poverty": 30},
            },
            "south": {
                "name": "South Steppe",
                "type": "aimag",
                "tile": [1, 2],
                "attributes": {"adults": 30000, "herders": 1000, "poverty": 20},
            },
            "capital": {
                "name": "Capital",
                "type": "city",
                "tile": [2, 1],
                "attributes": {"adults": 120000, "herders": "none recorded", "poverty": "unknown"},
            },
        },
        "columns": {
            "adults": {
                "title": "adults aged 15+",
                "unit": "persons",
                "source": "Statistics Office",
                "year": 2020,
                "status": "official",
                "scale_to": {"total": 220000, "year": 2025, "status": "derived"},
            },
            "herders": {"year": 2020, "source": "Herd count", "status": "official"},
            "poverty": {"year": 2018, "unknown": {"use": "mean"}},
        },
        "groups": {"aimags": {"type": "aimag"}},
    },
    "prices": {"base_year": 2026, "growth": {"pay": {2027: "10%"}}},
    "programmes": {
        "literacy": {
            "name": "Adult literacy",
            "output": "learners",
            "need": {"share": "10%", "of": "adults", "source": "Census", "status": "derived"},
            "coverage": {"now": "10%", "at_least": "10%", "at_most": "40%"},
            "unit_cost": {
                "teaching": {"amount": 500000, "growth": "pay", "status": "derived"},
                "books": {"amount": 100000},
            },
            "benefit": [{"up_to": "100%", "weight": 6}],
        },
        "centres": {
            "name": "Learning centres",
            "output": "centres",
            "need": 10,
            "coverage": {"at_least": "10%", "at_most": "50%"},
            "unit_cost": {
                "works": {"amount": 80000000, "category": "capital"},
                "staff": {"amount": 60000000, "growth": "pay", "already_paid": True},
            },
            "benefit": [{"up_to": "100%", "weight": 400}],
        },
    },
    "sources": {
        "state_budget": {
            "kind": "central budget",
            "ceiling": {2026: 4000, 2027: 4400},
            "source": "Budget law",
            "status": "official",
        },
        "fund": {
            "kind": "special fund",
            "amount": {2026: 600, 2027: 300},
            "only_for": {"category": "capital"},
        },
    },
    "policies": {
        "aimags_first": {"regions": "aimags", "share_of_spending": {"at_least": "45%"}},
        "nobody_behind": {
            "each": "region",
            "per": "adults",
            "relative_to_mean": {"at_least": "60%"},
        },
        "literacy_floor": {
            "programme": "literacy",
            "each": "aimags",
            "years": 2027,
            "coverage": {"at_least": "15%"},
        },
        "no_sudden_cuts": {"each": "region", "fall": {"at_most": "10%"}, "negotiable": True},
    },
    "objective": [{"first": "maximise benefit"}],
}


@pytest.fixture
def small_tree() -> dict[str, Any]:
    """The small scenario as a planner would write it."""
    return deepcopy(SMALL)


@pytest.fixture
def small() -> Scenario:
    """The small scenario, checked."""
    return Scenario.model_validate(SMALL)


class FakeAllocation:
    """The tables of an allocation halfway between floor and ceiling, paid by the first that may."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.panel = build_panel(scenario)
        panel, unit = self.panel, scenario.money.scale
        output = panel.need * (panel.floor + panel.ceiling) / 2
        left = panel.pots.available.copy() * unit
        delivery, money = [], []
        for p, programme in enumerate(panel.programmes):
            for r, region in enumerate(panel.regions):
                for t, year in enumerate(panel.years):
                    total = 0
                    for k, category in enumerate(panel.categories):
                        due = int(panel.unit_cost[p, r, k, t] * output[p, r, t] * unit)
                        for s, source in enumerate(panel.sources):
                            pot = panel.pots.paying[s, r]
                            if pot < 0 or not panel.eligible(source)[p, r, k, t]:
                                continue
                            paid = int(min(due, left[pot, t]))
                            left[pot, t] -= paid
                            due -= paid
                            total += paid
                            if paid:
                                money.append((region, programme, year, category, source, paid))
                    need = float(panel.need[p, r, t])
                    made = float(output[p, r, t])
                    delivery.append(
                        (
                            region,
                            programme,
                            year,
                            need,
                            made,
                            made / need if need else 0.0,
                            made,
                            total,
                        )
                    )
        columns = ("region", "programme", "year", "category", "source", "amount")
        self.money = as_table(columns, money)
        columns = ("region", "programme", "year", "need", "output", "coverage", "benefit", "cost")
        self.delivery = as_table(columns, delivery)
        columns = (
            *("source", "region", "year", "available", "drawn", "carried_in", "used"),
            *("first_charges", "contract_income"),
        )
        self.sources = as_table(
            columns,
            [
                (
                    panel.sources[panel.pots.source[n]],
                    panel.pots.region[n],
                    year,
                    int(panel.pots.available[n, t] * unit),
                    0,
                    0,
                    int(panel.pots.available[n, t] * unit) - int(left[n, t]),
                    0,
                    0,
                )
                for n in range(len(panel.pots.region))
                for t, year in enumerate(panel.years)
            ],
        )
        columns = ("rule", "region", "year", "slack", "allowance", "one_less", "sentence")
        columns += ("activity", "limit", "one_more")
        self.constraints = as_table(
            columns,
            [
                (
                    "policies.nobody_behind",
                    "capital",
                    2027,
                    0.0,
                    0.01,
                    0.4,
                    "Spending per head in Capital is at least 60%.",
                    0.0,
                    0.0,
                    0.4,
                ),
                (
                    "policies.aimags_first",
                    "",
                    2027,
                    12.0,
                    0.02,
                    0.0,
                    "Spending in aimags is at least 45%.",
                    12.0,
                    0.0,
                    0.0,
                ),
            ],
        )
        columns = ("source", "year", "step", "gain", "loss", "more_holds", "less_holds")
        columns = (*columns, "programme", "outputs")
        self.one_more = as_table(
            columns,
            [
                (
                    "state_budget",
                    2026,
                    1000.0,
                    10000.0,
                    10000.0,
                    1500.0,
                    1200.0,
                    "literacy",
                    1500.0,
                ),
                ("state_budget", 2027, 1e3, 9000.0, 9500.0, 2500.0, 100.0, "literacy", 1400.0),
                ("fund", 2026, 1000.0, 0.0, 0.0, None, 300.0, "", 0.0),
                ("fund", 2027, 1000.0, 50.0, None, 2000.0, 0.0, "centres", 0.5),
            ],
        )
        columns = ("region", "programme", "cost", "least", "most", "range")
        self.tables = {
            "undecided": as_table(columns, [("north", "literacy", 900, 800, 1000, "exact")])
        }
        chosen = {
            "stay_close_to": "need",
            "polished": True,
            "message": "",
            "share_undecided": 0.25,
        }
        self.manifest: dict[str, Any] = {"scenario": scenario.scenario, "among_equals": chosen}


def as_table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pa.Table:
    """A table from rows."""
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(columns)})


@pytest.fixture
def allocation(small: Scenario) -> FakeAllocation:
    """An allocation of the small scenario."""
    return FakeAllocation(small)
