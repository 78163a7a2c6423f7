"""Loans for small random scenarios."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import (
    FIRST,
    SHARES,
    Rule,
    Tree,
    add_policy,
    one_of,
    selection,
    some,
    tenths,
)


def _loan(draw: DrawFn, tree: Tree) -> None:
    years = [str(year) for year in tree["years"]]
    terms = {
        "interest": one_of(draw, [0.0, 0.02, 0.07]),
        "maturity": one_of(draw, [2, 3, 6]),
        "payments_a_year": one_of(draw, [1, 2]),
        "profile": one_of(draw, ["equal principal", "annuity"]),
        "commitment_fee": one_of(draw, [0.0, 0.01]),
        "upfront_fee": one_of(draw, [0.0, 0.005]),
        "serviced_by": "state",
    }
    if draw(st.booleans()):
        terms |= {"grace": 1, "grace_means": one_of(draw, ["interest only", "first principal"])}
    loan: Tree = {"kind": one_of(draw, ["concessional loan", "commercial loan"]), "terms": terms}
    loan["draw"] = {year: {"at_most": tenths(draw, 0, 4000)} for year in some(draw, years)}
    if draw(st.booleans()):
        loan["limit"] = tenths(draw, 100, 4000)
    if draw(st.booleans()):
        loan["only_for"] = selection(draw, tree, most=1)
    if draw(st.booleans()):
        loan["currency"] = "USD"
        # Other rules may see to one more year.
        rates = {str(FIRST + number): tenths(draw, 20, 60) for number in range(3)}
        tree["prices"].setdefault("exchange_rate", {})["USD"] = rates
    loan["lender"] = one_of(draw, ["external", "domestic"])
    tree["sources"]["loan"] = loan


def _loan_that_must_be_drawn(draw: DrawFn, tree: Tree) -> None:
    _loan(draw, tree)
    loan = tree["sources"]["loan"]
    loan.pop("limit", None)
    loan["draw"] = {str(FIRST): {"at_least": tenths(draw, 0, 300), "at_most": 400}}


def _guarantee(draw: DrawFn, tree: Tree) -> None:
    guarantee: Tree = {
        "kind": "guarantee",
        "default_probability": draw(SHARES),
        "loss_given_default": draw(SHARES),
        "coverage": draw(SHARES),
        "called_on": "state",
    }
    if draw(st.booleans()):
        guarantee["exposure"] = {str(year): tenths(draw, 0, 900) for year in tree["years"]}
    else:
        _loan(draw, tree)
        guarantee["backs"] = "loan"
        if draw(st.booleans()):
            guarantee["limit"] = tenths(draw, 0, 900)
    tree["sources"]["promise"] = guarantee


def _guarantees_together(draw: DrawFn, tree: Tree) -> None:
    _guarantee(draw, tree)
    backs = "backs" in tree["sources"]["promise"]
    policy: Tree = {"guaranteed": {"at_most": {str(FIRST): tenths(draw, 900, 4000), "always": 950}}}
    if backs:
        policy["existing"] = {str(FIRST): tenths(draw, 0, 200)}
        others = dict.fromkeys(["default_probability", "loss_given_default"], 0.1)
        fixed = {"exposure": tenths(draw, 0, 500), "called_on": "state"}
        tree["sources"]["second_promise"] = {"kind": "guarantee", **others, **fixed}
    if draw(st.booleans()):
        policy["sources"] = ["promise"]
    add_policy(tree, policy)


def _debt_policy(name: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        _loan(draw, tree)
        policies: dict[str, Callable[[], Tree]] = {
            "grant element": lambda: {"grant_element": {"at_least": draw(SHARES)}},
            "new external debt": lambda: {
                "new_external_debt": {"at_most": tenths(draw, 0, 4000)},
                "over": one_of(draw, ["each year", "whole plan"]),
            },
            "external debt": lambda: {
                "external_debt": {"at_most": {str(FIRST): tenths(draw, 200, 4000), "always": 500}},
                "existing": {str(FIRST): tenths(draw, 0, 200)},
            },
            "debt service": lambda: one_of(
                draw,
                [
                    {"debt_service": {"at_most": draw(SHARES)}, "of": "state"},
                    {"debt_service": {"at_most": tenths(draw, 300, 2000)}},
                ],
            ),
        }
        add_policy(tree, policies[name]())

    return rule


LOANS: dict[str, Callable[[DrawFn, Tree], None]] = {
    "loan": _loan,
    "loan that must be drawn": _loan_that_must_be_drawn,
    "guarantee": _guarantee,
    "guarantees together": _guarantees_together,
    "grant element": _debt_policy("grant element"),
    "new external debt": _debt_policy("new external debt"),
    "external debt": _debt_policy("external debt"),
    "debt service": _debt_policy("debt service"),
}
"""Each adds itself to a scenario's tree."""
