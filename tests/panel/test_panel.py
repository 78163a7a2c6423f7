"""The panel: prices, costs, needs and money worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.panel.build import build_panel
from finmodel.panel.decimals import exact
from tests.program.small import scenario


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_keeps_twelve_digits(value: float) -> None:
    rounded = float(exact(value))
    digits = Decimal(repr(rounded)).normalize().as_tuple().digits
    assert len(digits) <= 12
    if abs(value) > 1e-300:
        assert rounded == pytest.approx(value, rel=1e-11)


@given(st.integers(-(10**11), 10**11), st.integers(0, 9))
def test_exact_leaves_short_decimals_alone(whole: int, places: int) -> None:
    value = float(Decimal(whole).scaleb(-places))
    assert float(exact(value)) == value


def test_unit_costs_follow_prices_regions_and_months() -> None:
    panel = build_panel(
        scenario(
            regions={"list": {"east": {"attributes": {"adults": 1000, "index": 1.25}},
                              "west": {"attributes": {"adults": 3000, "index": 1.0}}}},
            prices={"base_year": 2025, "growth": {"pay": {"2026": "10%", "2027": "20%"}},
                    "regional_cost_index": "index"},
            programmes={
                "literacy": {
                    "starts": {"year": 2026, "months_in_first_year": 3},
                    "unit_cost": {
                        "teaching": {"amount": 400000, "growth": "pay"},
                        "books": {"amount": 100000, "price_year": 2026, "regional": False},
                        "rooms": {"amount": 80000, "category": "capital"},
                        "posts": {"amount": 900000, "already_paid": True},
                    },
                }
            },
        )
    )  # fmt: skip
    literacy = panel.positions["programme"]["literacy"]
    east = panel.positions["region"]["east"]
    capital, recurrent = (panel.positions["category"][key] for key in ("capital", "recurrent"))
    cost = panel.unit_cost[literacy, east]
    # Million MNT: pay 0.4 × 1.1 (× 1.2) and a quarter of the first year; capital in full.
    np.testing.assert_allclose(cost[recurrent], [(0.44 * 1.25 + 0.1) / 4, 0.528 * 1.25 + 0.1])
    np.testing.assert_allclose(cost[capital], [0.1, 0.1])
    np.testing.assert_allclose(panel.baseline_cost[literacy, east, recurrent], [0.28125, 1.125])
    np.testing.assert_allclose(
        panel.national_cost[literacy], [(0.44 + 0.1) / 4 + 0.08, 0.528 + 0.1 + 0.08]
    )


def test_needs_coverage_and_today() -> None:
    panel = build_panel(
        scenario(
            programmes={
                "literacy": {
                    "coverage": {
                        "now": "5%",
                        "at_least": {"2027": "10%"},
                        "at_most": "50%",
                        "by_region": {"west": {"now": "8%", "at_most": "40%"}},
                    }
                }
            }
        )
    )
    literacy = panel.positions["programme"]["literacy"]
    np.testing.assert_allclose(panel.need[literacy], [[100, 100], [300, 300]])
    np.testing.assert_allclose(panel.floor[literacy], [[0, 0.1], [0, 0.1]])
    np.testing.assert_allclose(panel.ceiling[literacy], [[0.5, 0.5], [0.4, 0.4]])
    np.testing.assert_allclose(panel.today[literacy], [5, 24])


def test_attributes_are_scaled_and_unknowns_stand_in() -> None:
    panel = build_panel(
        scenario(
            regions={
                "list": {
                    "land": {"name": "Land", "attributes": {"poverty": 30}},
                    "east": {"parent": "land", "attributes": {"poverty": "unknown", "herders": 10}},
                    "west": {
                        "parent": "land",
                        "attributes": {"poverty": 20, "herders": "none recorded"},
                    },
                },
                "columns": {
                    "adults": {"scale_to": {"total": 8000}},
                    "poverty": {"unknown": {"use": "parent"}},
                },
            }
        )
    )
    assert panel.regions == ("east", "west")
    assert panel.attributes["adults"].tolist() == [2000, 6000]
    assert panel.attributes["poverty"].tolist() == [30, 20]
    assert panel.attributes["herders"].tolist() == [10, 0]


def test_foreign_money_and_local_purses() -> None:
    panel = build_panel(
        scenario(
            prices={"base_year": 2026, "exchange_rate": {"USD": {"2026": 3600, "2027": 3700}}},
            sources={
                "grant": {"kind": "grant", "currency": "USD", "amount": {"2026": 1.5, "2027": 2}},
                "local": {"kind": "local own revenue", "amounts": {"west": 7}},
            },
        )
    )
    grant, local, state = (panel.positions["source"][k] for k in ("grant", "local", "state"))
    pots = panel.pots
    assert pots.available[pots.paying[grant, 0]].tolist() == [5400, 7400]
    assert pots.paying[local].tolist() == [-1, 1]
    assert pots.region == ("", "west", "")
    assert pots.available[pots.paying[local, 1]].tolist() == [7, 7]
    assert (pots.paying[state] == 2).all()


def test_the_order_of_the_file_changes_nothing() -> None:
    base = scenario()
    turned = base.model_copy(
        update={
            "programmes": dict(reversed(base.programmes.items())),
            "regions": base.regions.model_copy(
                update={"list": dict(reversed(base.regions.list.items()))}
            ),
        }
    )
    first, second = build_panel(base), build_panel(turned)
    assert first.programmes == second.programmes
    np.testing.assert_array_equal(first.need, second.need)
    np.testing.assert_array_equal(first.unit_cost, second.unit_cost)
