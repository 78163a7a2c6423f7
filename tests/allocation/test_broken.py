"""Rules that may be broken at a price: constraints.csv says by how much they were."""

from __future__ import annotations

from typing import Any

import pytest

from tests.allocation.helpers import rows, solved
from tests.program.small import scenario


def rule(least: float, price: float) -> dict[str, Any]:
    """The row of a floor on spending for workshops in 2026, in a plan that has 50 a year."""
    floor = {"programme": "workshops", "years": 2026, "spending": {"at_least": least}}
    policies = {"workshops": {**floor, "may_break_at": price}}
    allocation = solved(scenario(sources={"state": {"ceiling": 50}}, policies=policies))
    assert allocation is not None
    (row,) = [row for row in rows(allocation, "constraints") if row["rule"].startswith("policies")]
    return row


def test_a_rule_that_cannot_be_kept_is_broken_by_what_is_missing() -> None:
    row = rule(least=60, price=1000)
    assert row["broken_by"] == pytest.approx(10)
    assert (row["activity"], row["slack"]) == (pytest.approx(50), pytest.approx(-10))
    price = "May be broken at a price of 1,000 benefit points for each million MNT."
    assert price in row["sentence"]
    assert row["sentence"].endswith("Broken by 10.")


# A million buys 2 learners worth 2 points each, or a fifth of a place worth 7.
@pytest.mark.parametrize(("price", "broken"), [(4 - 7 / 5 - 0.1, 40), (4 - 7 / 5 + 0.1, 0)])
def test_a_rule_is_broken_where_that_is_worth_its_price(price: float, broken: float) -> None:
    row = rule(least=40, price=price)
    assert row["broken_by"] == pytest.approx(broken)
    assert ("Broken by" in row["sentence"]) == (broken > 0)
