"""What each kind of source has in each year, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from finmodel.panel.build import build_panel
from finmodel.panel.panel import Panel
from tests.program.small import scenario

DOLLARS = {"base_year": 2026, "exchange_rate": {"USD": {"2026": 3, "2027": 4}}}


def panel_of(source: dict[str, Any], **change: Any) -> Panel:
    return build_panel(scenario(sources={"it": source}, **change))


def has(source: dict[str, Any], **change: Any) -> list[float]:
    """Money of 2026 and 2027 in all purses of a source."""
    panel = panel_of(source, **change)
    mine = panel.pots.source == panel.positions["source"]["it"]
    money: list[float] = panel.pots.available[mine].sum(axis=0).tolist()
    return money


def test_commitments_are_paid_out_by_profile_at_the_rate_of_the_year() -> None:
    grant = {
        "kind": "grant",
        "currency": "USD",
        "commitments": {"2025": 10, "2027": 100},
        "profile": ["30%", "50%", "20%"],
    }
    assert has(grant, prices=DOLLARS) == [pytest.approx(3 * 5), pytest.approx(4 * (2 + 30))]


def test_nothing_is_paid_out_before_it_is_committed() -> None:
    donor = {"kind": "private donor", "commitments": {"2027": 8}, "profile": ["25%", "75%"]}
    assert has(donor) == [0, 2]


@pytest.mark.parametrize(
    ("envelope", "money"),
    [
        ("secured", [10, 0]),
        ("committed", [10, 0]),
        ("expected", [10, 12]),
        ("everything", [10, 20]),
    ],
)
def test_expected_amounts_are_the_probability_weighted_ones(
    envelope: str, money: list[float]
) -> None:
    certainty = {"2026": "secured", "2027": {"pipeline": "60%"}}
    grant = {"kind": "grant", "amount": {"2026": 10, "2027": 20}, "certainty": certainty}
    assert has(grant, count_on=envelope) == money


def test_a_levy_is_payroll_times_rate_times_compliance() -> None:
    levy = {
        "kind": "training levy",
        "payroll": {"2026": 5000, "2027": 6000},
        "rate": "2%",
        "compliance": {"2026": "50%", "2027": "75%"},
        "only_for": {"programme": "workshops"},
    }
    assert has(levy) == [50, 90]
