"""Policies: what no single field can tell of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.reach import reach
from finmodel.scenario.objective import PRICED_BY
from finmodel.scenario.policies import (
    BetweenGroups,
    Complement,
    Convergence,
    Gini,
    NoLosses,
    OutputBounds,
    PolicyBase,
    Prerequisite,
    Reserve,
    ShareOfLearners,
    Substitutes,
)
from finmodel.scenario.problems import listed
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection
from finmodel.scenario.sources import LocalSource

MOST_PAIRS = 100_000
"""Pairs of regions, over all years, that the Gini coefficient may compare."""


@check(
    "no-heads",
    "`{per}` is zero in every region, so there is no spending per head",
    "choose another column for `per`",
    needs="whole",
)
def policies_without_heads(context: Context) -> Iterator[Hit]:
    """Find policies per head where there are no heads."""
    regions = context.scenario.regions
    for key, policy in context.scenario.policies.items():
        per = getattr(policy, "per", None)
        if per is not None and not _counted(context, per, frozenset(regions.leaves())):
            yield ("policies", key, "per"), {"per": per}


@check(
    "group-without-heads",
    "`{group}` has no {per}, so it cannot be compared per head",
    "choose another group, or another column for `per`",
    needs="whole",
)
def groups_without_heads(context: Context) -> Iterator[Hit]:
    """Find comparisons of groups that have no heads."""
    every = frozenset(context.scenario.regions.leaves())
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, BetweenGroups) and _counted(context, policy.per, every):
            for side in ("ahead", "behind"):
                group = getattr(policy, side)
                if not _counted(context, policy.per, context.members(group)):
                    yield ("policies", key, side), {"group": group, "per": policy.per}


def _counted(context: Context, per: str, members: frozenset[str]) -> bool:
    """Whether some of the regions have heads."""
    regions = context.scenario.regions.list
    figures = [regions[leaf].attributes.get(per) for leaf in members]
    return any(figure not in (0, "none recorded") for figure in figures)


@check(
    "compares-one-year",
    "`{policy}` compares years, and speaks of one",
    "let it speak of more years, or take it out",
)
def comparisons_of_one_year(context: Context) -> Iterator[Hit]:
    """Find policies that compare the years of a plan of one year."""
    for key, policy in context.scenario.policies.items():
        within = isinstance(policy, NoLosses) and policy.amounts is None
        if isinstance(policy, Selection) and (isinstance(policy, Convergence) or within):
            years = context.scenario.years if policy.years is None else policy.years
            if len(years) < 2:
                yield ("policies", key), {"policy": key}


@check(
    "category-of-output",
    "`{policy}` chooses a cost category, and output has none",
    "take `category` out",
)
def categories_of_output(context: Context) -> Iterator[Hit]:
    """Find policies about output that choose a category of cost."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Selection) and policy.counts_output and policy.categories:
            yield ("policies", key), {"policy": key}


@check(
    "output-of-two-units",
    "`{policy}` adds up {units}",
    "choose programmes that count the same, or write a policy for each",
    needs="whole",
)
def sums_of_units(context: Context) -> Iterator[Hit]:
    """Find policies that add up learners and buildings."""
    scenario = context.scenario
    for key, policy in scenario.policies.items():
        if not isinstance(policy, OutputBounds | ShareOfLearners) or policy.each == "programme":
            continue
        units = {scenario.programmes[name].output: None for name in _counting(scenario, policy)}
        if len(units) > 1:
            yield ("policies", key), {"policy": key, "units": listed(units)}


def _counting(scenario: Scenario, policy: PolicyBase) -> list[str]:
    """Programmes whose output a policy adds up."""
    assert isinstance(policy, Selection)
    chosen = {name for name, _ in reach(scenario, policy).pairs}
    if isinstance(policy, ShareOfLearners):
        group = policy.target_group
        chosen = {name for name in chosen if group in scenario.programmes[name].reaches}
    return [name for name in scenario.programmes if name in chosen]


@check(
    "reaches-unsaid",
    "no programme of `{policy}` says how many of `{group}` it reaches",
    "write `reaches: {{{group}: 50%}}` in a programme",
    needs="whole",
)
def groups_nobody_reaches(context: Context) -> Iterator[Hit]:
    """Find shares of a target group that no programme speaks of."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, ShareOfLearners) and not _counting(context.scenario, policy):
            yield ("policies", key), {"policy": key, "group": policy.target_group}


@check(
    "gini-too-large",
    "`{policy}` compares {regions} regions pair by pair in {years} years, {pairs:,} pairs in all",
    "compare the regions of a group, or narrow `years`; up to {most:,} pairs are compared",
)
def large_ginis(context: Context) -> Iterator[Hit]:
    """Find Gini coefficients over more regions than pairs can be laid out for."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Gini):
            named = "all" if policy.each == "region" else policy.each
            regions = len(context.members(named))
            years = len(context.scenario.years if policy.years is None else policy.years)
            pairs = regions * (regions - 1) // 2 * years
            if pairs > MOST_PAIRS:
                words = {"policy": key, "regions": regions, "years": years}
                yield ("policies", key), {**words, "pairs": pairs, "most": MOST_PAIRS}


@check(
    "programme-with-itself",
    "`{policy}` sets `{programme}` beside itself",
    "name two programmes",
)
def programmes_beside_themselves(context: Context) -> Iterator[Hit]:
    """Find rules between a programme and itself."""
    for key, policy in context.scenario.policies.items():
        other = getattr(policy, "requires", None) or getattr(policy, "goes_with", None)
        if isinstance(policy, Prerequisite | Complement) and policy.programme == other:
            yield ("policies", key), {"policy": key, "programme": other}


@check(
    "need-of-one",
    "`{policy}` adds up the coverage of {count}",
    "choose two programmes or more",
    needs="whole",
)
def shared_needs_of_one(context: Context) -> Iterator[Hit]:
    """Find needs that are shared with nobody."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Substitutes):
            chosen = {name for name, _ in reach(context.scenario, policy).pairs}
            if len(chosen) == 1:
                yield ("policies", key), {"policy": key, "count": listed(chosen)}


@check(
    "reserve-of-local",
    "`{source}` has money in each region, and the reserve is one amount",
    "write `share` instead of `amount`",
)
def reserves_of_local_sources(context: Context) -> Iterator[Hit]:
    """Find reserves by amount in sources that have many purses."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Reserve) and policy.reserve.amount is not None:
            for name in policy.sources:
                if isinstance(context.scenario.sources.get(name), LocalSource):
                    yield ("policies", key, "reserve", "amount"), {"source": name}


@check(
    "amount-of-parent",
    "`{region}` is a parent, and amounts are given for the regions below it",
    "write the amounts of {below}",
)
def amounts_of_parents(context: Context) -> Iterator[Hit]:
    """Find amounts by region, given for regions that receive no money themselves."""
    scenario, regions = context.scenario, context.scenario.regions
    given = {
        ("policies", key): getattr(one, "amounts", None) for key, one in scenario.policies.items()
    }
    given |= {("capacities", key): one.amounts for key, one in scenario.capacities.items()}
    for path, amounts in given.items():
        for region in amounts or {}:
            if region in regions.list and regions.below(region) != (region,):
                words = {"region": region, "below": listed(regions.below(region), most=5)}
                yield (*path, "amounts", region), words


@check(
    "stand-in-circle",
    "`{capacity}` stands in for itself, by way of {others}",
    "take one of them out of `stand_ins`",
)
def circles_of_stand_ins(context: Context) -> Iterator[Hit]:
    """Find capacities that stand in for each other, which would make much out of nothing."""
    capacities = context.scenario.capacities
    for key in capacities:
        met: list[str] = []
        ahead = list(capacities[key].stand_ins)
        while ahead:
            here = ahead.pop(0)
            if here == key:
                words = {"capacity": key, "others": listed(met or [key])}
                yield ("capacities", key, "stand_ins"), words
                break
            if here not in met and here in capacities:
                met.append(here)
                ahead += capacities[here].stand_ins


@check(
    "price-uncounted",
    "`{policy}` may be broken at a price, and no stage of the objective counts prices",
    "add a stage such as `then: maximise benefit`, or take `may_break_at` out",
)
def uncounted_prices(context: Context) -> Iterator[Hit]:
    """Find prices on breaking rules that nothing counts."""
    counted = any(stage.goal in PRICED_BY for stage in context.scenario.objective)
    for key, policy in context.scenario.policies.items():
        if policy.may_break_at is not None and not counted:
            yield ("policies", key, "may_break_at"), {"policy": key}
