"""Random policies, each kind by name."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import (
    SHARES,
    Rule,
    Tree,
    add_policy,
    leaves,
    one_of,
    selection,
    some,
    tenths,
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


def _bounds(draw: DrawFn, low: float, high: float) -> Tree:
    """A floor, a ceiling or both."""
    given = {"at_least": low, "at_most": high}
    return {side: given[side] for side in some(draw, list(given))}


def _no_categories(draw: DrawFn, tree: Tree) -> Tree:
    return {k: v for k, v in selection(draw, tree).items() if k != "categories"}


def _over(draw: DrawFn) -> Tree:
    return {"over": one_of(draw, ["each year", "whole plan"])}


def _spending(each: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        low = tenths(draw, 0, 400)
        bounds = _bounds(draw, low, low + tenths(draw, 0, 4000))
        policy = {**selection(draw, tree), **_over(draw), "each": each, "spending": bounds}
        if draw(st.booleans()):
            policy["sources"] = some(draw, list(tree["sources"]))
        add_policy(tree, policy)

    return rule


def _per_head(draw: DrawFn, tree: Tree) -> None:
    low = tenths(draw, 0, 20)
    policy = {"each": one_of(draw, ["region", "together", "rural"]), "per": "adults"}
    bounds = _bounds(draw, low, low + tenths(draw, 0, 90))
    add_policy(tree, {**selection(draw, tree, most=1), **policy, "spending": bounds})


def _spending_by_year(draw: DrawFn, tree: Tree) -> None:
    by_year = {str(year): tenths(draw, 0, 900) for year in some(draw, tree["years"])}
    add_policy(tree, {**selection(draw, tree, most=1), "spending": {"at_most": by_year}})


def _output(each: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        low = tenths(draw, 0, 60)
        bounds = _bounds(draw, low, low + tenths(draw, 0, 300))
        add_policy(
            tree, {**_no_categories(draw, tree), **_over(draw), "each": each, "output": bounds}
        )

    return rule


def _gini(draw: DrawFn, tree: Tree) -> None:
    policy = {"per": "adults", "gini": {"at_most": one_of(draw, [0.0, 0.05, 0.2])}}
    policy["each"] = one_of(draw, ["region", "region", "rural"])
    if not [r for r in tree["regions"]["list"].values() if r.get("type") == "rural"]:
        policy["each"] = "region"
    add_policy(
        tree, {k: v for k, v in selection(draw, tree, most=1).items() if k != "regions"} | policy
    )


def _groups(draw: DrawFn, tree: Tree) -> Tree:
    named = [*tree["regions"]["list"], "first"]
    return {"ahead": one_of(draw, named), "behind": one_of(draw, named), "per": "adults"}


def _ratio(draw: DrawFn, tree: Tree) -> None:
    bounds = _bounds(draw, one_of(draw, [0.2, 0.5, 0.8]), one_of(draw, [0.9, 1.2, 1.8]))
    policy = {**_groups(draw, tree), **_over(draw), "ratio": bounds}
    if draw(st.booleans()):
        policy["sources"] = some(draw, list(tree["sources"]))
    add_policy(tree, policy)


def _convergence(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    policy = {**_groups(draw, tree), "each": one_of(draw, ["together", "region"])}
    if draw(st.booleans()):
        del policy["ahead"]
    add_policy(tree, {**policy, "gap_shrinks": {"at_least": one_of(draw, [0.0, 0.1, 0.5])}})


def _hold_harmless(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    policy = {"each": one_of(draw, ["region", "rural"])}
    policy |= {"hold_harmless": {"at_least": one_of(draw, [0.5, 0.9, 1.0])}}
    add_policy(tree, {**selection(draw, tree, most=1), **policy})


def _hold_harmless_table(draw: DrawFn, tree: Tree) -> None:
    had = {region: tenths(draw, 0, 300) for region in some(draw, leaves(tree["regions"]))}
    policy = {"hold_harmless": {"at_least": draw(SHARES)}, "amounts": had}
    add_policy(tree, {**selection(draw, tree, most=1), **policy})


def _share_of_learners(draw: DrawFn, tree: Tree) -> None:
    tree["target_groups"] = {"women": {"name": "Women"}}
    for programme in tree["programmes"].values():
        if draw(st.booleans()):
            programme["reaches"] = {"women": draw(SHARES)}
    bounds = _bounds(draw, one_of(draw, [0.1, 0.2]), one_of(draw, [0.3, 0.4]))
    policy = {"target_group": "women", "share_of_learners": bounds, **_over(draw)}
    policy["each"] = one_of(draw, ["together", "region", "rural"])
    add_policy(tree, {**_no_categories(draw, tree), **policy})


def _two_programmes(draw: DrawFn, tree: Tree) -> list[str]:
    names = list(tree["programmes"])
    if len(names) == 1:
        tree["programmes"]["p9"] = {**tree["programmes"][names[0]], "need": tenths(draw, 100, 900)}
        names.append("p9")
    return list(draw(st.permutations(names)))[:2]


def _prerequisite(draw: DrawFn, tree: Tree) -> None:
    later, first = _two_programmes(draw, tree)
    policy = {"programme": later, "requires": first, "per_unit": {"at_most": tenths(draw, 1, 30)}}
    policy |= {
        "already": tenths(draw, 0, 50),
        "each": one_of(draw, ["region", "together", "rural"]),
    }
    add_policy(tree, policy)


def _complement(draw: DrawFn, tree: Tree) -> None:
    one, other = _two_programmes(draw, tree)
    low = tenths(draw, 0, 20)
    policy = {"programme": one, "goes_with": other, "each": one_of(draw, ["region", "together"])}
    add_policy(tree, {**policy, "per_unit": _bounds(draw, low, low + tenths(draw, 0, 20))})


def _substitutes(draw: DrawFn, tree: Tree) -> None:
    policy = {"shared_need": {"at_most": one_of(draw, [0.1, 0.4, 1.0])}}
    policy["each"] = one_of(draw, ["region", "together", "rural"])
    add_policy(tree, {**_no_categories(draw, tree), **policy})


def _reserve(draw: DrawFn, tree: Tree) -> None:
    add_policy(
        tree, {"sources": some(draw, list(tree["sources"])), "reserve": {"share": draw(SHARES)}}
    )


def _reserve_amount(draw: DrawFn, tree: Tree) -> None:
    add_policy(tree, {"sources": "state", "reserve": {"amount": tenths(draw, 0, 100)}})


def _capacity(draw: DrawFn, tree: Tree, by_region: bool) -> Tree:
    use = {name: tenths(draw, 0, 20) for name in some(draw, list(tree["programmes"]))}
    if by_region:
        places = some(draw, leaves(tree["regions"]))
        return {"name": "Places", "use": use, "amounts": {r: tenths(draw, 0, 300) for r in places}}
    amount = {str(year): tenths(draw, 0, 900) for year in tree["years"]}
    return {"name": "Trainers", "use": use, "amount": amount}


def _capacities(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    tree["capacities"] = {"one": _capacity(draw, tree, draw(st.booleans()))}


def _stand_ins(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    keys = ("one", "two", "three")
    capacities = {key: _capacity(draw, tree, draw(st.booleans())) for key in keys}
    for helped, helper in (("one", "two"), ("two", "three"), ("one", "three")):
        if helped == "one" or draw(st.booleans()):
            stand_ins = capacities[helped].setdefault("stand_ins", {})
            stand_ins[helper] = one_of(draw, [0.5, 1, 2.5])
    tree["capacities"] = capacities


def _lumps(draw: DrawFn, tree: Tree) -> None:
    programme = tree["programmes"][one_of(draw, list(tree["programmes"]))]
    programme["lumps"] = {"size": one_of(draw, [1, 2.5, 20, 150]), "stay": draw(st.booleans())}


def _new_regions(draw: DrawFn, tree: Tree) -> None:
    most = draw(st.integers(0, 2))
    by_year = {str(year): most for year in some(draw, tree["years"])}
    given = by_year if draw(st.booleans()) else most
    add_policy(tree, {**_no_categories(draw, tree), "new_regions": {"at_most": given}})
    programme = tree["programmes"][one_of(draw, list(tree["programmes"]))]
    if draw(st.booleans()):
        programme.setdefault("coverage", {})["now"] = 0.05


def _whole_units(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    capacity = _capacity(draw, tree, draw(st.booleans()))
    tree["capacities"] = {"whole": {**capacity, "whole_in_each_region": True}}


def _may_break(kinds: list[Rule]) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        one_of(draw, kinds)(draw, tree)
        last = list(tree["policies"])[-1]
        tree["policies"][last]["may_break_at"] = tenths(draw, 1, 60)

    return rule


SOFT = [_share_floor, _spending("region"), _output("region"), _gini, _ratio, _convergence]
SOFT += [_substitutes, _stability("region"), _relative_to_mean, _share_by_source, _complement]
SOFT += [_new_regions, _coverage_policy("together"), _reserve, _hold_harmless, _share_of_learners]


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
    "spending together": _spending("together"),
    "spending of each region": _spending("region"),
    "spending of each programme": _spending("programme"),
    "spending by year": _spending_by_year,
    "spending per head": _per_head,
    "output together": _output("together"),
    "output of each region": _output("region"),
    "output of each programme": _output("programme"),
    "Gini": _gini,
    "ratio of groups": _ratio,
    "convergence": _convergence,
    "hold harmless": _hold_harmless,
    "hold harmless by table": _hold_harmless_table,
    "share of learners": _share_of_learners,
    "prerequisite": _prerequisite,
    "complement": _complement,
    "substitutes": _substitutes,
    "reserve": _reserve,
    "capacities": _capacities,
    "stand-ins": _stand_ins,
    "lumps": _lumps,
    "new regions": _new_regions,
    "whole units": _whole_units,
    "may be broken": _may_break(SOFT),
    "reserve by amount": _reserve_amount,
}
"""Every kind of policy by name; each adds itself to a scenario's tree."""
