"""Kinds of sources with rules of their own, for small random scenarios."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import (
    FIRST,
    SHARES,
    Tree,
    add_policy,
    one_of,
    selection,
    some,
    tenths,
    two_years,
    yearly,
)
from tests.synthetic.loans import LOANS


def _formula_transfer(draw: DrawFn, tree: Tree) -> None:
    weight = draw(SHARES)
    transfer = {"kind": "earmarked transfer", "amount": yearly(draw, len(tree["years"]), high=4000)}
    if draw(st.booleans()):
        transfer["formula"] = {"adults": weight, "equal": 1 - weight}
    else:
        transfer["by_need"] = {"people": "adults", "more_for": {"cost_index": weight}}
    transfer["paid_to"] = one_of(draw, ["region", "parent"])
    tree["sources"]["shared"] = transfer


def _results(draw: DrawFn, tree: Tree) -> None:
    years = tree["years"]
    lag = draw(st.integers(0, 2))
    fund = {
        "kind": "results-based finance",
        "price": {str(year): tenths(draw, 0, 80) for year in years},
        "results_of": some(draw, list(tree["programmes"])),
        "verified_after": lag,
    }
    if draw(st.booleans()):
        fund["at_most"] = yearly(draw, len(years), low=10, high=2000)
    if draw(st.booleans()):
        fund["in_all_at_most"] = tenths(draw, 10, 3000)
    if lag and draw(st.booleans()):
        fund["results_before"] = {str(FIRST - lag): tenths(draw, 0, 500)}
    if draw(st.booleans()):
        fund["only_for"] = selection(draw, tree)
    if draw(st.booleans()):
        fund["certainty"] = {str(year): {"pipeline": 0.6} for year in years}
        tree["count_on"] = one_of(draw, ["secured", "expected", "everything"])
    if draw(st.booleans()):
        fund["carry_over"] = draw(SHARES)
    tree["sources"]["results"] = fund


def _fees(draw: DrawFn, tree: Tree) -> None:
    fees = {
        "kind": "household fee",
        "fee": {str(year): tenths(draw, 0, 90) for year in tree["years"]},
        "exempt": draw(SHARES),
        "collection": 0.9,
    }
    if draw(st.booleans()):
        fees["users"] = yearly(draw, len(tree["years"]), high=3000)
    else:
        fees["users_of"] = some(draw, list(tree["programmes"]))
    if draw(st.booleans()):
        fees["absorption"] = draw(SHARES)
    if draw(st.booleans()):
        fees["use_at_least"] = draw(SHARES)
    tree["sources"]["fees"] = fees


def _matching(each: str) -> Callable[[DrawFn, Tree], None]:
    def rule(draw: DrawFn, tree: Tree) -> None:
        grant = {"kind": "matching grant", "amount": yearly(draw, len(tree["years"]))}
        grant["match"] = {
            "ratio": one_of(draw, [0.5, 1, 3]),
            "from": some(draw, [key for key in tree["sources"] if key != "matching"]),
            "each": each,
        }
        if draw(st.booleans()):
            grant["only_for"] = selection(draw, tree)
        tree["sources"]["matching"] = grant

    return rule


def _in_kind(draw: DrawFn, tree: Tree) -> None:
    tree["sources"]["help"] = {
        "kind": "community contribution in kind",
        "quantity": yearly(draw, len(tree["years"]), high=2000),
        "of": "days of work",
        "valued_at": tenths(draw, 5, 20),
        "pays_at_most": draw(SHARES),
        "only_for": {"categories": some(draw, ["recurrent", "capital"])},
    }


def _pooled(draw: DrawFn, tree: Tree) -> None:
    years = len(tree["years"])
    partners: Tree = {"one": {"deposits": yearly(draw, years)}, "two": {"deposits": 200}}
    if draw(st.booleans()):
        share = draw(SHARES)
        partners["one"]["earmark"] = {"at_least": share, "for": selection(draw, tree)}
    fund = {"kind": "pooled fund", "partners": partners}
    if draw(st.booleans()):
        fund["carry_over"] = draw(SHARES)
    tree["sources"]["pool"] = fund


def _growth(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    rise = {"at_most": one_of(draw, [0.0, 0.2]), "plus": tenths(draw, 0, 300)}
    policy: Tree = {"each": one_of(draw, ["region", "rural"]), "rise": rise}
    if draw(st.booleans()):
        policy["sources"] = some(draw, list(tree["sources"]))
    add_policy(tree, {**policy, **selection(draw, tree, most=1)})


def _fungibility(draw: DrawFn, tree: Tree) -> None:
    tree["sources"]["aid"] = {"kind": "grant", "amount": yearly(draw, len(tree["years"]))}
    policy: Tree = {
        "fungibility": {"share": draw(SHARES), "baseline": {str(FIRST): tenths(draw, 0, 2000)}}
    }
    if draw(st.booleans()):
        policy |= {"domestic": ["state"], "external": ["aid"]}
    add_policy(tree, {**policy, **selection(draw, tree, most=1)})


KINDS: dict[str, Callable[[DrawFn, Tree], None]] = {
    "transfer by formula": _formula_transfer,
    "results-based finance": _results,
    "household fee": _fees,
    "matching grant each year": _matching("year"),
    "matching grant each programme": _matching("programme"),
    "community contribution in kind": _in_kind,
    "pooled fund": _pooled,
    "growth of regions": _growth,
    "fungibility": _fungibility,
    **LOANS,
}
"""Each adds itself, or a rule on its money, to a scenario's tree."""
