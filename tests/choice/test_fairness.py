"""The price of fairness of a plan whose curve is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from finmodel.allocation.fairness import price_of_fairness
from finmodel.scenario.scenario import Scenario
from finmodel.solve.status import Infeasible
from tests.allocation.helpers import loaded
from tests.program.small import BASE

# East's learners cost 1, West's 2, each 100 of them, money for 120. With x the lowest coverage,
# West gets 200 x of the money and East the rest: benefit is 120 - 100 x, from x = 10% to 40%.
TREE: dict[str, Any] = {
    **BASE,
    "years": "2026",
    "money": "MNT",
    "regions": {
        "list": {
            "east": {"name": "East", "attributes": {"adults": 100, "dear": 1}},
            "west": {"name": "West", "attributes": {"adults": 100, "dear": 2}},
        }
    },
    "prices": {"base_year": 2026, "regional_cost_index": "dear"},
    "programmes": {
        "literacy": {
            "name": "Literacy",
            "output": "learners",
            "need": {"each_region": 100},
            "unit_cost": {"teaching": {"amount": 1}},
            "benefit": [{"up_to": "100%", "weight": 1}],
        }
    },
    "sources": {"state": {"kind": "central budget", "ceiling": 120}},
}


def test_what_is_given_up_at_each_level_is_known() -> None:
    found = price_of_fairness(loaded(Scenario.model_validate(TREE)), steps=6)
    levels = np.linspace(0.1, 0.4, 7)
    assert found.level == pytest.approx(levels, abs=1e-6)
    assert found.value == pytest.approx(120 - 100 * levels, abs=1e-4)
    assert found.given_up == pytest.approx((levels - 0.1) * 100 / 110, abs=1e-6)


def test_rules_that_contradict_each_other_have_no_price() -> None:
    floor = {"literacy": {**TREE["programmes"]["literacy"], "coverage": {"at_least": "90%"}}}
    with pytest.raises(Infeasible):
        price_of_fairness(loaded(Scenario.model_validate({**TREE, "programmes": floor})))
