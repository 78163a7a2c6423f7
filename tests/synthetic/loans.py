"""Loans for small random scenarios."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import FIRST, Tree, one_of, selection, some, tenths


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


LOANS: dict[str, Callable[[DrawFn, Tree], None]] = {
    "loan": _loan,
    "loan that must be drawn": _loan_that_must_be_drawn,
}
"""Each adds itself to a scenario's tree."""
