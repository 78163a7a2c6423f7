"""Reach: sources that may pay for something, policies that speak of some money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.policies import Stability
from finmodel.scenario.problems import listed
from finmodel.scenario.programmes import Programme
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection
from finmodel.scenario.sources import LocalSource, SourceBase


@dataclass(frozen=True)
class Reach:
    """Cells that a selection reaches: every pair, in every region and year."""

    pairs: frozenset[tuple[str, str]]
    """Programme and cost category."""
    regions: frozenset[str]
    years: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.pairs and self.regions and self.years)

    def meets(self, other: Reach) -> bool:
        """Whether both reach some cell."""
        return bool(
            self.pairs & other.pairs and self.regions & other.regions and self.years & other.years
        )

    def less(self, other: Reach) -> bool:
        """Whether anything is left without what the other reaches."""
        covered = (
            self.pairs <= other.pairs
            and self.regions <= other.regions
            and self.years <= other.years
        )
        return bool(self) and not covered


def reach(scenario: Scenario, selection: Selection | None) -> Reach:
    """Cells with a cost that a selection reaches; all of them where there is none."""
    every = Selection() if selection is None else selection
    pairs = frozenset(
        (key, line.category)
        for key, programme in scenario.programmes.items()
        if _selects(every, key, programme)
        for line in programme.unit_cost.values()
        if not line.already_paid and (every.categories is None or line.category in every.categories)
    )
    named = ("all",) if every.regions is None else every.regions
    regions = frozenset(leaf for name in named for leaf in scenario.regions.members(name))
    years = frozenset(scenario.years if every.years is None else every.years)
    return Reach(pairs, regions, years & frozenset(scenario.years))


def _selects(selection: Selection, key: str, programme: Programme) -> bool:
    return (
        (selection.programmes is None or key in selection.programmes)
        and (selection.themes is None or programme.theme in selection.themes)
        and (selection.marker is None or programme.markers.get(selection.marker, 0) > 0)
        and (
            selection.learning_city_areas is None
            or programme.learning_city_area in selection.learning_city_areas
        )
    )


@check(
    "source-pays-nothing",
    "`{source}` may pay for nothing",
    "widen `only_for`, narrow `not_for`, or take the source out",
    needs="whole",
)
def idle_sources(context: Context) -> Iterator[Hit]:
    """Find sources whose earmarks leave no money to spend."""
    scenario = context.scenario
    for key, source in scenario.sources.items():
        if isinstance(source, LocalSource) and not source.homes(scenario.regions):
            continue  # said by another check
        may = may_pay(scenario, source)
        left = may.less(reach(scenario, source.not_for)) if source.not_for else bool(may)
        if not left:
            yield ("sources", key), {"source": key}


@check(
    "policy-on-nothing",
    "`{policy}` speaks of no money: nothing is in all that it selects",
    "widen its selection, or take the policy out",
    needs="whole",
)
def idle_policies(context: Context) -> Iterator[Hit]:
    """Find policies that select nothing."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Selection) and not reach(context.scenario, policy):
            yield ("policies", key), {"policy": key}


@check(
    "stability-one-year",
    "`{policy}` compares years, and speaks of one",
    "let it speak of more years, or take it out",
)
def stability_of_one_year(context: Context) -> Iterator[Hit]:
    """Find policies on change from year to year in a plan of one year."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Stability):
            years = context.scenario.years if policy.years is None else policy.years
            if len(years) < 2:
                yield ("policies", key), {"policy": key}


@check(
    "need-of-parent",
    "`{region}` is a parent, and needs are given for the regions below it",
    "write the need of {below}",
)
def needs_of_parents(context: Context) -> Iterator[Hit]:
    """Find needs of regions that receive no money themselves."""
    regions = context.scenario.regions
    for key, programme in context.scenario.programmes.items():
        for region in programme.need.amounts or {}:
            if region in regions.list and regions.below(region) != (region,):
                words = {"region": region, "below": listed(regions.below(region), most=5)}
                yield ("programmes", key, "need", "amounts", region), words


@check(
    "amounts-overlap",
    "`{source}` has an amount for `{region}` and one for `{parent}`, which it lies in",
    "keep one of the two",
)
def overlapping_amounts(context: Context) -> Iterator[Hit]:
    """Find local sources with an amount for a region and for its parent."""
    regions = context.scenario.regions
    for key, source in context.scenario.sources.items():
        amounts = source.amounts if isinstance(source, LocalSource) else {}
        for region in amounts:
            above = regions.list[region].parent if region in regions.list else None
            while above is not None and above in regions.list:
                if above in amounts:
                    words = {"source": key, "region": region, "parent": above}
                    yield ("sources", key, "amounts", region), words
                    break
                above = regions.list[above].parent


@check(
    "no-amounts",
    "`{source}` has an amount in no region",
    "name a CSV file with `table`, or write `amounts` by region",
    needs="whole",
)
def local_sources_without_amounts(context: Context) -> Iterator[Hit]:
    """Find local sources without any amount."""
    regions = context.scenario.regions
    for key, source in context.scenario.sources.items():
        if isinstance(source, LocalSource) and not source.homes(regions):
            yield ("sources", key), {"source": key}


@check(
    "co-financing-circle",
    "`{source}` needs co-financing from itself",
    "name other sources in `from`",
)
def co_financing_circles(context: Context) -> Iterator[Hit]:
    """Find sources that are their own co-financing, or are matched by themselves."""
    for key, source in context.scenario.sources.items():
        for name, terms in source.beside.items():
            if key in terms.from_:
                yield ("sources", key, name, "from"), {"source": key}


@check(
    "co-financing-apart",
    "`{source}` pays only beside {others}, and nothing that it may pay for is theirs to pay",
    "name sources in `from` that may pay for the same, or widen `only_for`",
    needs="whole",
)
def co_financing_apart(context: Context) -> Iterator[Hit]:
    """Find sources that can never be released, because the others may pay for nothing of theirs."""
    scenario = context.scenario
    for key, source in scenario.sources.items():
        mine = may_pay(scenario, source)
        for name, terms in source.beside.items():
            theirs = [may_pay(scenario, scenario.sources[other]) for other in terms.from_]
            if mine and terms.weights[1] > 0 and not any(mine.meets(one) for one in theirs):
                yield ("sources", key, name), {"source": key, "others": listed(terms.from_)}


def may_pay(scenario: Scenario, source: SourceBase) -> Reach:
    """Cells that a source may pay for, before `not_for`."""
    may = reach(scenario, source.only_for)
    if not isinstance(source, LocalSource):
        return may
    regions = scenario.regions
    home = {leaf for name in source.homes(regions) for leaf in regions.below(name)}
    return Reach(may.pairs, may.regions & home, may.years)
