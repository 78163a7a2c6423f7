"""Random contracts, each form by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import (
    FIRST,
    SHARES,
    Rule,
    Tree,
    add_policy,
    one_of,
    places,
    some,
    tenths,
    yearly,
)


def _contract(draw: DrawFn, tree: Tree) -> Tree:
    """What all forms share; years, term and who pays are drawn."""
    years = tree["years"]
    builds = draw(st.integers(1, 2))
    # From the first year on, and at times only when the plan has ended.
    starts = FIRST + draw(st.integers(0, len(years)))
    ends = starts + draw(st.integers(0, 5))
    contract: Tree = {
        "sign": {
            "years": [years[0], *some(draw, years)][: draw(st.integers(1, 3))],
            "all_or_nothing": draw(st.booleans()),
        },
        "delivers": {
            "programme": one_of(draw, list(tree["programmes"])),
            "outputs_a_year": tenths(draw, 0, 2000),
        },
        "operates": f"{starts}-{ends}" if ends > starts else starts,
        "capital": {
            str(year): tenths(draw, 1, 2000) for year in range(FIRST, min(FIRST + builds, ends + 1))
        },
        "paid_by": one_of(draw, ["state", *[k for k in tree["sources"] if k.startswith("fund")]]),
    }
    contract["sign"]["years"] = sorted(set(contract["sign"]["years"]))
    if draw(st.booleans()):
        contract["delivers"]["regions"] = some(draw, places(tree))
    if draw(st.booleans()):
        exposure = {"exposure": tenths(draw, 0, 900), "probability": draw(SHARES)}
        contract["termination"] = exposure
    return contract


def _prices(draw: DrawFn, tree: Tree) -> Any:
    """An index, of which a share is followed."""
    growth = {str(FIRST + 1): tenths(draw, 0, 3), f"{FIRST + 2}-{FIRST + 3}": 0.1}
    tree["prices"].setdefault("growth", {}).setdefault("fees", growth)
    return one_of(draw, ["fees", "40% of fees"])


def _availability(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    contract |= {"kind": "availability payment", "deductions": one_of(draw, [0, 0.03])}
    if draw(st.booleans()):
        whole = sum(contract["capital"].values())
        contract |= {
            "rate": one_of(draw, [0, 0.08]),
            "capital_grant": one_of(draw, [0.0, round(whole / 4, 1)]),
            "operation": tenths(draw, 0, 200),
        }
    else:
        contract["payment"] = tenths(draw, 0, 900)
    if draw(st.booleans()):
        contract["indexed"] = _prices(draw, tree)


def _viability(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    whole = sum(contract["capital"].values())
    contract |= {
        "kind": "viability gap",
        "revenue": round(whole / 10, 1),
        "operation": round(whole / 50, 1),
        "rate": one_of(draw, [0, 0.1]),
        "at_most": 1,
    }
    if draw(st.booleans()):
        contract["grant"] = round(whole * draw(SHARES), 1)


def _concession(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    contract |= {
        "kind": "user-fee concession",
        "revenue": {"always": tenths(draw, 0, 300), str(FIRST + 1): tenths(draw, 0, 300)},
        "royalty": draw(SHARES),
    }


def _guarantee(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    contract |= {
        "kind": "minimum revenue guarantee",
        "revenue": tenths(draw, 0, 900),
        "guaranteed": [{"years": contract["operates"], "share": one_of(draw, [0.7, 0.9])}],
        "clawed_back_above": [{"years": contract["operates"], "share": 1.1}],
        "nothing_below": one_of(draw, [0, 0.5]),
        "cases": {
            "low": {"probability": 0.3, "of_forecast": one_of(draw, [0.2, 0.6])},
            "as_forecast": {"probability": 0.5, "of_forecast": 1},
            "high": {"probability": 0.2, "of_forecast": 1.4},
        },
    }


def _venture(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    contract |= {
        "kind": "joint venture",
        "public_share": draw(SHARES),
        "dividends": tenths(draw, 0, 300),
    }


def _operating(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    del contract["capital"]
    contract |= {
        "kind": "operating contract",
        "fee": tenths(draw, 0, 500),
        "performance_fee": tenths(draw, 0, 100),
        "performance": draw(SHARES),
    }
    if draw(st.booleans()):
        contract["indexed"] = _prices(draw, tree)


def _outcome(draw: DrawFn, tree: Tree, contract: Tree) -> None:
    contract |= {
        "kind": "outcome contract",
        "outcomes_a_year": tenths(draw, 0, 1000),
        "price": tenths(draw, 0, 60),
        "threshold": tenths(draw, 0, 200),
        "paid_after": draw(st.integers(0, 3)),
    }
    if draw(st.booleans()):
        contract["at_most"] = tenths(draw, 0, 900)


FORMS: dict[str, Callable[[DrawFn, Tree, Tree], None]] = {
    "availability payment": _availability,
    "viability gap": _viability,
    "user-fee concession": _concession,
    "minimum revenue guarantee": _guarantee,
    "joint venture": _venture,
    "operating contract": _operating,
    "outcome contract": _outcome,
}


def _rule(form: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        tree["prices"]["discount_rate"] = 0.05
        contracts = tree.setdefault("contracts", {})
        contract = _contract(draw, tree)
        FORMS[form](draw, tree, contract)
        contracts[f"contract{len(contracts) + 1}"] = contract

    return rule


def _capped(measure: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        if not tree.get("contracts"):
            _rule(one_of(draw, list(FORMS)))(draw, tree)
        limit: Tree = {}
        way = one_of(draw, ["amount", "of", "base"])
        if way == "amount":
            limit["at_most"] = {str(FIRST): tenths(draw, 0, 900), "always": tenths(draw, 0, 900)}
        else:
            limit["at_most"] = draw(SHARES)
            limit[way] = "state" if way == "of" else yearly(draw, len(tree["years"]), high=4000)
        policy = {measure: limit}
        if draw(st.booleans()):
            policy["contracts"] = some(draw, list(tree["contracts"]))
        if draw(st.booleans()):
            policy["existing"] = {str(FIRST): tenths(draw, 0, 90)}
        add_policy(tree, policy)

    return rule


CAPS = ("ppp_payments", "commitments", "contingent")
CONTRACT_RULES: dict[str, Rule] = {f"contract: {form}": _rule(form) for form in FORMS} | {
    f"cap: {measure}": _capped(measure) for measure in CAPS
}
"""Each adds one contract of its form to a scenario's tree."""
