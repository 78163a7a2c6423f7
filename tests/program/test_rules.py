"""What rules achieve: measured on the allocation by formulas that the program does not know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finmodel.allocation.flows import outputs
from finmodel.finance.equity import gini
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.solve.run import solve_program

from .small import BASE, merged, panel_of

PLACES = {"east": 1000, "west": 3000, "north": 500, "south": 1700}
DEAR = {"east": 1.0, "west": 1.3, "north": 1.7, "south": 0.9}


def spending(**change: Any) -> Floats:
    """Spending by region in the first year, in four regions where costs differ."""
    regions = {
        key: {"name": key, "attributes": {"adults": adults, "dear": DEAR[key]}}
        for key, adults in PLACES.items()
    }
    ground = merged(BASE, {"regions": {"list": regions}, "prices": {"regional_cost_index": "dear"}})
    panel = panel_of(merged(ground, change))
    program = build_program(panel)
    output = outputs(program, solve_program(program).values)
    return np.asarray((output[:, :, None, :] * panel.unit_cost).sum(axis=(0, 2))[:, 0])


def of_per_head(money: Floats) -> float:
    heads = np.array([PLACES[key] for key in sorted(PLACES)], dtype=float)
    return gini(money / heads, heads)


@settings(deadline=None, derandomize=True, database=None, max_examples=25)
@given(st.integers(0, 60), st.integers(50, 400))
def test_the_gini_coefficient_stays_below_its_ceiling(percent: int, money: int) -> None:
    rule = {"even": {"per": "adults", "gini": {"at_most": percent / 100}}}
    sources = {"state": {"ceiling": money}}
    free, bounded = of_per_head(spending(sources=sources)), spending(sources=sources, policies=rule)
    # Where the ceiling is in the way it is reached, with the total free.
    assert of_per_head(bounded) <= max(percent / 100, 0) + 1e-7
    if free > percent / 100 + 1e-6:
        assert of_per_head(bounded) == pytest.approx(percent / 100, abs=1e-6)


def test_a_gini_coefficient_of_zero_spends_the_same_per_head() -> None:
    money = spending(policies={"even": {"per": "adults", "gini": {"at_most": "0%"}}})
    heads = np.array([PLACES[key] for key in sorted(PLACES)], dtype=float)
    assert money / heads == pytest.approx(np.full(4, money.sum() / heads.sum()))
