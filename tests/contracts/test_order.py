"""A contract and conventional delivery at the same cost: the stated order decides."""

from __future__ import annotations

from typing import Any

import pytest

from finmodel.allocation.allocation import Allocation
from tests.allocation.helpers import rows
from tests.allocation.helpers import solved as allocated
from tests.program.small import scenario

PRICES = {"discount_rate": "5%"}


def courses(fee: float = 10, **more: Any) -> dict[str, Any]:
    """Twenty learners a year at 0.5 each, which is their conventional cost where the fee is 10."""
    return {
        "kind": "operating contract",
        "sign": {"year": 2026},
        "delivers": {"programme": "literacy", "regions": "east", "outputs_a_year": 20},
        "operates": "2026-2027",
        "fee": fee,
        "paid_by": "state",
        **more,
    }


def solved(contracts: dict[str, Any], order: list[str], **change: Any) -> Allocation:
    programmes = {
        "literacy": {"benefit": [{"up_to": "100%", "weight": 2}], "coverage": {"at_least": "50%"}},
        "workshops": {"benefit": [{"up_to": "100%", "weight": 7}]},
    }
    allocation = allocated(
        scenario(
            prices=PRICES,
            contracts=contracts,
            programmes=programmes,
            among_equals={"order": order},
            **change,
        )
    )
    assert allocation is not None
    return allocation


def signed(allocation: Allocation) -> set[str]:
    return {row["contract"] for row in rows(allocation, "contracts")}


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("order", "expected"),
    [([], set()), (["conventional", "one"], set()), (["one", "conventional"], {"one"})],
)
def test_a_tie_with_conventional_delivery(
    whole: bool, order: list[str], expected: set[str]
) -> None:
    sign = {"year": 2026, "all_or_nothing": whole}
    allocation = solved({"one": courses(sign=sign)}, order)
    assert signed(allocation) == expected
    assert allocation.manifest["among_equals"]["polished"]
    provided = sum(
        row["output"] for row in rows(allocation, "delivery") if row["provider"] == "one"
    )
    assert provided == pytest.approx(40 if expected else 0)


@pytest.mark.parametrize("order", [["one", "two", "conventional"], ["two", "one", "conventional"]])
def test_a_tie_between_contracts(order: list[str]) -> None:
    # Only one of them may be paid for.
    policies = {"one_of_them": {"ppp_payments": {"at_most": 10}}}
    both = {"one": courses(), "two": courses()}
    allocation = solved(both, order, policies=policies)
    assert signed(allocation) == {order[0]}


def test_a_contract_that_costs_less_is_signed_whatever_the_order() -> None:
    allocation = solved({"one": courses(fee=9)}, ["conventional", "one"])
    assert signed(allocation) == {"one"}


def test_a_contract_that_costs_more_is_not_signed_whatever_the_order() -> None:
    allocation = solved({"one": courses(fee=11)}, ["one", "conventional"])
    assert signed(allocation) == set()
    sources = rows(allocation, "sources")
    assert all(row["first_charges"] == 0 for row in sources)


def test_a_contract_with_more_than_the_need_provides_the_need() -> None:
    many = {"programme": "literacy", "regions": "east", "outputs_a_year": 1000}
    allocation = solved({"one": courses(fee=9, delivers=many)}, [])
    for row in rows(allocation, "delivery"):
        if row["provider"] == "one":
            assert row["output"] == 100  # a tenth of 1,000 adults


def test_a_contract_signed_in_the_last_year_is_paid_beyond_the_plan() -> None:
    late = courses(sign={"year": 2027}, operates="2027-2030", fee=1)
    allocation = solved({"one": late}, [])
    assert [(row["year"], row["public_payment"]) for row in rows(allocation, "contracts")] == [
        (year, 1_000_000) for year in range(2027, 2031)
    ]
