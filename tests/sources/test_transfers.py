"""What regions get of an amount that is shared by formula."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from finmodel.panel.build import build_panel
from finmodel.scenario.sharing import formula_shares
from finmodel.scenario.source_sentences import source_sentences
from finmodel.scenario.sources import EarmarkedTransfer
from tests.program.small import scenario

AMOUNT = {"kind": "earmarked transfer", "amount": 100}
# A province with two towns, and a region without a parent.
COUNTRY = {
    "list": {
        "east": {"name": "East"},
        "lake": {"name": "Lake", "parent": "east", "attributes": {"adults": 1000, "poverty": 0.5}},
        "hill": {"name": "Hill", "parent": "east", "attributes": {"adults": 2000, "poverty": 0.1}},
        "west": {"name": "West", "attributes": {"adults": 3000, "poverty": 0.2}},
    },
    "groups": {"towns": {"parent": "east"}},
}


def gets(source: dict[str, Any], **change: Any) -> dict[str, float]:
    """Amount of 2026 in each purse of a transfer."""
    panel = build_panel(scenario(sources={"it": AMOUNT | source}, regions=COUNTRY, **change))
    mine = np.nonzero(panel.pots.source == panel.positions["source"]["it"])[0]
    return {panel.pots.region[pot]: float(panel.pots.available[pot, 0]) for pot in mine}


def test_each_weight_is_shared_by_its_attribute() -> None:
    formula = {"adults": "60%", "equal": "30%", "poverty": "10%"}
    # 60 by sixths of the adults, 30 in thirds, 10 by poverty.
    assert gets({"formula": formula}) == pytest.approx(
        {
            "lake": 60 / 6 + 30 / 3 + 10 * 0.5 / 0.8,
            "hill": 60 / 3 + 30 / 3 + 10 * 0.1 / 0.8,
            "west": 60 / 2 + 30 / 3 + 10 * 0.2 / 0.8,
        }
    )


def test_parents_share_for_all_regions_below_them_and_pay_there() -> None:
    source = {"formula": {"adults": "60%", "equal": "40%"}, "paid_to": "parent"}
    assert gets(source) == pytest.approx({"east": 30 + 20, "west": 30 + 20})
    panel = build_panel(scenario(sources={"it": AMOUNT | source}, regions=COUNTRY))
    paying = panel.pots.paying[panel.positions["source"]["it"]]
    at = panel.positions["region"]
    assert paying[at["lake"]] == paying[at["hill"]] != paying[at["west"]]


def test_need_counts_a_person_more_where_provision_is_dear() -> None:
    need = {"people": "adults", "more_for": {"poverty": 2}}
    # 1000 · (1 + 2 · 0.5), 2000 · 1.2, 3000 · 1.4
    whole = 2000 + 2400 + 4200
    expected = {"lake": 2000, "hill": 2400, "west": 4200}
    assert gets({"by_need": need}) == pytest.approx(
        {region: 100 * people / whole for region, people in expected.items()}
    )
    parents = gets({"by_need": need, "paid_to": "parent"})
    assert parents == pytest.approx({"east": 4400 / 86, "west": 4200 / 86})


def test_only_those_who_share_get_some() -> None:
    assert gets({"formula": {"equal": "100%"}, "shared_among": "towns"}) == {"hill": 50, "lake": 50}


def test_nobody_loses_more_of_the_base_year_than_is_allowed() -> None:
    base = {"amounts": {"lake": 60, "hill": 10, "west": 10}, "lose_at_most": "10%"}
    # 54 of 60 are protected; the others share the 46 that are left by their adults.
    found = gets({"formula": {"adults": "100%"}, "hold_harmless": base})
    assert found == pytest.approx({"lake": 54, "hill": 46 * 2 / 5, "west": 46 * 3 / 5})


def test_shares_add_up_and_amounts_have_twelve_digits() -> None:
    built = scenario(sources={"it": AMOUNT | {"formula": {"equal": "100%"}}}, regions=COUNTRY)
    source = built.sources["it"]
    assert isinstance(source, EarmarkedTransfer)
    shares = formula_shares(source, built)
    assert list(shares.values()) == pytest.approx([1 / 3] * 3)
    assert sum(shares.values()) == pytest.approx(1)
    assert set(gets({"formula": {"equal": "100%"}}).values()) == {33.3333333333}


def test_the_terms_are_said() -> None:
    base = {"amounts": {"east": 1, "west": 1}, "lose_at_most": "5%"}
    by_weights = {"formula": {"adults": "70%", "equal": "30%"}, "hold_harmless": base}
    by_need = {"by_need": {"people": "adults", "more_for": {"remoteness": 0.5}}}
    said = source_sentences(
        scenario(
            sources={
                "weights": AMOUNT | by_weights,
                "need": AMOUNT | by_need | {"paid_to": "parent", "shared_among": "east"},
            }
        )
    )
    assert said == {
        "weights": "One amount a year is shared among all regions by formula: 70% by adults, 30% "
        "equally. None gets less than 95% of what it had in the base year.",
        "need": "One amount a year is shared among East in proportion to adults, a person counting "
        "0.5 more for each unit of remoteness. Regions with a parent share as one, and the "
        "parent's money pays below it.",
    }
