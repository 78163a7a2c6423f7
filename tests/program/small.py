"""A scenario of two regions and two programmes that each test bends to its purpose."""

from __future__ import annotations

from typing import Any

from finmodel.panel.build import build_panel
from finmodel.panel.panel import Panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario

BASE: dict[str, Any] = {
    "scenario": "small",
    "title": "Small",
    "stage": "budget proposal",
    "years": "2026-2027",
    "money": "million MNT",
    "regions": {
        "list": {
            "east": {"name": "East", "attributes": {"adults": 1000}},
            "west": {"name": "West", "attributes": {"adults": 3000}},
        }
    },
    "prices": {"base_year": 2026},
    "programmes": {
        "literacy": {
            "name": "Literacy",
            "output": "learners",
            "need": {"share": "10%", "of": "adults"},
            "unit_cost": {"teaching": {"amount": 500000}},
            "benefit": [{"up_to": "100%", "weight": 2}],
        },
        "workshops": {
            "name": "Workshops",
            "output": "places",
            "need": {"each_region": 20},
            "unit_cost": {
                "running": {"amount": 1000000},
                "building": {"amount": 4000000, "category": "capital"},
            },
            "benefit": [{"up_to": "100%", "weight": 7}],
        },
    },
    "sources": {"state": {"kind": "central budget", "ceiling": 150}},
    "objective": ["maximise benefit"],
}


def merged(base: Any, change: Any) -> Any:
    """A copy of nested mappings with a change laid over it."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    return {
        key: merged(base.get(key), change[key]) if key in change else base[key]
        for key in (*base, *(key for key in change if key not in base))
    }


def scenario(**change: Any) -> Scenario:
    """The base scenario with some keys laid over it."""
    return Scenario.model_validate(merged(BASE, change))


def panel_of(tree: Any) -> Panel:
    """Panel of a scenario's tree."""
    return build_panel(Scenario.model_validate(tree))


def program(**change: Any) -> Program:
    """Program of the base scenario with some keys laid over it."""
    return build_program(build_panel(scenario(**change)))
