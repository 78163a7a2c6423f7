"""Random policies, each kind by name."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import (
    SHARES,
    Rule,
    Tree,
    add_policy,
    one_of,
    selection,
    some,
    two_years,
)


def _share_floor(draw: DrawFn, tree: Tree) -> None:
    add_policy(tree, {**selection(draw, tree), "share_of_spending": {"at_least": draw(SHARES)}})


def _share_cap(draw: DrawFn, tree: Tree) -> None:
    add_policy(tree, {**selection(draw, tree), "share_of_spending": {"at_most": draw(SHARES)}})


def _share_of_slice(draw: DrawFn, tree: Tree) -> None:
    bound = one_of(draw, ["at_least", "at_most"])
    policy = {**selection(draw, tree), "share_of_spending": {bound: draw(SHARES)}}
    add_policy(tree, {**policy, "of": selection(draw, tree, most=1)})


def _share_by_source(draw: DrawFn, tree: Tree) -> None:
    bound = one_of(draw, ["at_least", "at_most"])
    policy = {"sources": some(draw, list(tree["sources"])), **selection(draw, tree, most=1)}
    if draw(st.booleans()):
        policy["of"] = {"sources": some(draw, list(tree["sources"]))}
    add_policy(tree, {**policy, "share_of_spending": {bound: draw(SHARES)}})


def _share_whole_plan(draw: DrawFn, tree: Tree) -> None:
    bound = one_of(draw, ["at_least", "at_most"])
    policy = {**selection(draw, tree), "share_of_spending": {bound: draw(SHARES)}}
    add_policy(tree, {**policy, "over": "whole plan"})


def _relative_to_mean(draw: DrawFn, tree: Tree) -> None:
    policy = {"per": "adults", "relative_to_mean": {"at_least": one_of(draw, [0.2, 0.5, 0.9])}}
    policy["each"] = one_of(draw, ["region", "rural"])
    if draw(st.booleans()):
        policy |= {k: v for k, v in selection(draw, tree).items() if k != "regions"}
    add_policy(tree, policy)


def _coverage_policy(each: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        policy = {"each": each, "coverage": {"at_least": one_of(draw, [0.02, 0.05, 0.1])}}
        ways = {k: v for k, v in selection(draw, tree).items() if k != "categories"}
        add_policy(tree, {**ways, **policy})

    return rule


def _stability(each: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        two_years(draw, tree)
        bounds = some(draw, ["fall", "rise"])
        policy = {bound: {"at_most": one_of(draw, [0.0, 0.1, 0.5])} for bound in bounds}
        add_policy(tree, {**selection(draw, tree, most=1), "each": each, **policy})

    return rule


POLICY_RULES: dict[str, Rule] = {
    "share floor": _share_floor,
    "share cap": _share_cap,
    "share of a slice": _share_of_slice,
    "share by source": _share_by_source,
    "share over the whole plan": _share_whole_plan,
    "relative to mean": _relative_to_mean,
    "coverage policy each region": _coverage_policy("region"),
    "coverage policy each in a group": _coverage_policy("rural"),
    "coverage policy together": _coverage_policy("together"),
    "stability of regions": _stability("region"),
    "stability of a group": _stability("rural"),
    "stability of programmes": _stability("programme"),
}
"""Every kind of policy by name; each adds itself to a scenario's tree."""
