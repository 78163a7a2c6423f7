"""Contracts of each form, and caps on them, for golden program texts."""

from __future__ import annotations

from typing import Any

PRICES = {"discount_rate": "5%", "growth": {"fees": {"2027": "10%"}}}


def _contract(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "sign": {"year": 2026},
        "delivers": {"programme": "literacy", "outputs_a_year": 40},
        "operates": "2027-2028",
        "capital": {"2026": 30},
        "paid_by": "state",
        **more,
    }


def _one(kind: str, **more: Any) -> dict[str, Any]:
    return {"prices": PRICES, "contracts": {"courses": _contract(kind, **more)}}


PARTLY = {
    "kind": "operating contract",
    "sign": {"year": 2026, "all_or_nothing": False},
    "delivers": {"programme": "workshops", "regions": "east", "outputs_a_year": 3},
    "operates": "2026-2027",
    "fee": 8,
    "paid_by": "state",
}

CONTRACT_CASES: dict[str, dict[str, Any]] = {
    "contract_availability_payment": _one(
        "availability payment",
        sign={"years": "2026-2027"},
        rate="8%",
        capital_grant=10,
        operation=2,
        indexed="50% of fees",
        deductions="2%",
    ),
    "contract_viability_gap": _one(
        "viability gap",
        revenue=20,
        operation=5,
        rate="10%",
        at_most="40%",
        sign={"year": 2026, "all_or_nothing": False},
    ),
    "contract_user_fee_concession": _one("user-fee concession", revenue=20, royalty="5%"),
    "contract_minimum_revenue_guarantee": _one(
        "minimum revenue guarantee",
        revenue=20,
        guaranteed=[{"years": "2027-2028", "share": "80%"}],
        clawed_back_above=[{"years": 2027, "share": "120%"}],
        cases={
            "low": {"probability": "30%", "of_forecast": "60%"},
            "high": {"probability": "70%", "of_forecast": "130%"},
        },
        termination={"exposure": 15, "probability": "2%"},
    ),
    "contract_joint_venture": _one("joint venture", public_share="40%", dividends=5),
    "contract_operating": {"prices": PRICES, "contracts": {"workshops_run": PARTLY}},
    "contract_outcome": _one(
        "outcome contract",
        outcomes_a_year=30,
        price=400000,
        threshold=5,
        at_most=9,
        operates=2026,
    ),
    "caps_on_contracts": {
        "prices": PRICES,
        "contracts": {
            "courses": _contract(
                "availability payment",
                payment=12,
                termination={"exposure": 15, "probability": "2%"},
            ),
            "workshops_run": PARTLY,
        },
        "policies": {
            "payments": {
                "ppp_payments": {"at_most": "12%", "of": "state"},
                "existing": {"2026-2028": 2},
            },
            "debt": {"commitments": {"at_most": "5%", "base": {"2026": 400, "2027": 500}}},
            "calls": {"contingent": {"at_most": 10}, "contracts": "courses"},
        },
    },
}
