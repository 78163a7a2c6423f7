"""The purses of all sources: what each kind of source has in each year."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

import numpy as np

from finmodel.panel.costs import in_scenario_currency
from finmodel.panel.decimals import exact
from finmodel.panel.earnings import fees_of_one, per_unit
from finmodel.panel.panel import Bools, Floats, Pots
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sharing import shared_amounts
from finmodel.scenario.sources import (
    ChargedSource,
    CommunityInKind,
    EarmarkedTransfer,
    Guarantee,
    HouseholdFee,
    Loan,
    LocalSource,
    ResultsBasedFinance,
    SourceBase,
)
from finmodel.scenario.sources.unfunded import Unfunded
from finmodel.scenario.values import ByYear

Purses = dict[str, Floats]
"""Money of each year by region [money unit], each of shape (T,); a national purse has no region."""

AMPLE = 2.0
"""What may be missing, times the cost of everything, so that no bound of it ever holds."""


def lay_out_pots(
    scenario: Scenario,
    sources: tuple[str, ...],
    regions: tuple[str, ...],
    cost: Floats,
    addable: Mapping[str, Floats],
) -> Pots:
    """Lay out what all sources have, and which purse pays where.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    sources, regions : tuple of str
        Ids on their axes.
    cost : ndarray, shape (T,)
        What everything costs at its ceiling: the most that can be missing [money unit].
    addable : mapping of str to ndarray, shape (T,)
        Most that decisions may add to a source with one purse, by source [money unit].
    """
    owner: list[int] = []
    names: list[str] = []
    amounts: list[Floats] = []
    charges: list[Floats] = []
    added: list[Floats] = []
    paying = np.full((len(sources), len(regions)), -1, dtype=np.int64)
    place = {key: position for position, key in enumerate(regions)}
    for position, key in enumerate(sources):
        source = scenario.sources[key]
        whole = {"": AMPLE * cost}
        purses = whole if isinstance(source, Unfunded) else purses_of(source, scenario)
        counted = np.array([source.counted(year, scenario.count_on) for year in scenario.years])
        counted = counted * _in_time(scenario, key)
        for region, money in sorted(purses.items()):
            members = scenario.regions.below(region) if region else regions
            for leaf in members:
                paying[position, place[leaf]] = len(owner)
            owner.append(position)
            names.append(region)
            offered = _offered(scenario, key)
            amounts.append(money * counted * ~offered)
            charges.append(charges_of(source, scenario))
            added.append(addable.get(key, 0.0) + money * counted * offered)
    return Pots(
        source=np.array(owner, dtype=np.int64),
        region=tuple(names),
        available=exact(np.array(amounts)),
        charges=exact(np.array(charges)),
        addable=exact(np.array(added)),
        paying=paying,
    )


def _offered(scenario: Scenario, source: str) -> Bools:
    """Years in which a source's money is no money at hand but the most that a lever can raise.

    Before the lever's first year the source has nothing, which is offered as nothing.
    """
    return np.full(
        len(scenario.years), any(one.raises == source for one in scenario.levers.values())
    )


def _in_time(scenario: Scenario, source: str) -> Bools:
    """Years in which a lever on a source, if there is one, can bring money already."""
    first = [
        lever.from_ or scenario.years[0]
        for lever in scenario.levers.values()
        if lever.raises == source
    ]
    return np.array([year >= max(first, default=year) for year in scenario.years])


def charges_of(source: SourceBase, scenario: Scenario) -> Floats:
    """Fixed first charges of a source's purse, shape (T,) [money unit]."""
    total = np.zeros(len(scenario.years))
    if isinstance(source, ChargedSource):
        for key in sorted(source.first_charges):
            total += _nominal(source, source.first_charges[key], scenario)
    return total


@singledispatch
def purses_of(source: SourceBase, scenario: Scenario) -> Purses:
    """Money of one source.

    Raises
    ------
    NotImplementedError
        If the kind of source has none yet: each class registers its own function here.
    """
    raise NotImplementedError(type(source).__name__)


@purses_of.register
def _one_purse(source: ChargedSource, scenario: Scenario) -> Purses:
    said = [source.money(year) for year in scenario.years]
    return {"": in_scenario_currency(scenario, said, source.currency)}


@purses_of.register
def _nothing(source: Guarantee, scenario: Scenario) -> Purses:
    return {}


@purses_of.register
def _drawn(source: Loan, scenario: Scenario) -> Purses:
    return {"": np.zeros(len(scenario.years))}


@purses_of.register
def _local(source: LocalSource, scenario: Scenario) -> Purses:
    return {region: _nominal(source, yearly, scenario) for region, yearly in source.amounts.items()}


@purses_of.register
def _results(source: ResultsBasedFinance, scenario: Scenario) -> Purses:
    """All of its money is earned by outputs."""
    return {"": np.zeros(len(scenario.years))}


@purses_of.register
def _fees(source: HouseholdFee, scenario: Scenario) -> Purses:
    """Fee · users · (1 − exempt) · collection; fees of a programme's users are earned by it."""
    if source.users is None:
        return {"": np.zeros(len(scenario.years))}
    users = np.array([source.users.at(year) or 0.0 for year in scenario.years])
    return {"": users * fees_of_one(source, scenario)}


@purses_of.register
def _in_kind(source: CommunityInKind, scenario: Scenario) -> Purses:
    """Quantity · value of a unit."""
    quantity = np.array([source.quantity.at(year) or 0.0 for year in scenario.years])
    value = [source.valued_at.at(year) for year in scenario.years]
    return {"": quantity * per_unit(source, scenario, value)}


@purses_of.register
def _transfer(source: EarmarkedTransfer, scenario: Scenario) -> Purses:
    if not source.shared:
        return _local(source, scenario)
    return {
        region: in_scenario_currency(scenario, amounts, source.currency)
        for region, amounts in shared_amounts(source, scenario).items()
    }


def _nominal(source: SourceBase, yearly: ByYear[float], scenario: Scenario) -> Floats:
    """Amounts in the scenario's currency."""
    amounts = [yearly.at(year) for year in scenario.years]
    return in_scenario_currency(scenario, amounts, source.currency)
