"""Money that outputs earn for a source: payments for results, fees of users."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from finmodel.panel.costs import in_scenario_currency
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import HouseholdFee, ResultsBasedFinance, SourceBase


@dataclass(frozen=True)
class Earnings:
    """Money of one source that follows from outputs; each amount at the part that is counted on."""

    rate: Floats
    """Paid in a year for each unit of output of `lag` years before, (P, T) [money unit]."""
    lag: int
    """Years between output and payment."""
    before: Floats
    """Paid in a year for results before the plan, (T,) [money unit]."""
    most: Floats
    """Most that is paid in a year, (T,) [money unit]; infinite where nothing bounds it."""
    in_all: float
    """Most that is paid over the plan, if all that is hoped for comes [money unit]."""
    counted: Floats
    """Part of each year's money that is counted on, (T,) [share]."""

    def earnable(self, reachable: Floats) -> Floats:
        """Money of outputs at their ceiling, before what bounds it, (T,) [money unit]."""
        by_programme = reachable.sum(axis=1)
        years = self.before.size
        money = self.before.copy()
        for year in range(self.lag, years):
            money[year] += float(self.rate[:, year] @ by_programme[:, year - self.lag])
        return money

    def addable(self, reachable: Floats) -> Floats:
        """Most that can be paid in each year, (T,) [money unit]."""
        whole = np.minimum(self.earnable(reachable), self.most)
        if np.isfinite(self.in_all):
            whole = np.minimum(whole, self.in_all * self.counted)
        return np.where(self.counted > 0, whole, 0.0)


def lay_out_earnings(
    scenario: Scenario, programmes: tuple[str, ...], sources: tuple[str, ...]
) -> dict[str, Earnings]:
    """Earnings of every source that has any, by id."""
    found = {key: earnings_of(scenario.sources[key], scenario, programmes) for key in sources}
    return {key: earnings for key, earnings in found.items() if earnings is not None}


@singledispatch
def earnings_of(
    source: SourceBase, scenario: Scenario, programmes: tuple[str, ...]
) -> Earnings | None:
    """Earnings of one source; None for a kind whose money does not follow from outputs."""
    return None


@earnings_of.register
def _results(
    source: ResultsBasedFinance, scenario: Scenario, programmes: tuple[str, ...]
) -> Earnings:
    """A_t ≤ price_t · result_{t−lag}, at most the caps."""
    counted = _counted(source, scenario)
    price = per_unit(source, scenario, [source.price.at(year) for year in scenario.years])
    earlier = source.results_before
    results = [
        (earlier.at(year - source.verified_after) or 0.0)
        if earlier is not None and year - source.verified_after < scenario.years[0]
        else 0.0
        for year in scenario.years
    ]
    caps = source.at_most
    most = np.full(len(scenario.years), np.inf)
    if caps is not None:
        given = [caps.at(year) for year in scenario.years]
        most = in_scenario_currency(scenario, given, source.currency) * counted
    return Earnings(
        rate=exact(_of(source.results_of, programmes)[:, None] * (price * counted)[None, :]),
        lag=source.verified_after,
        before=exact(price * np.array(results) * counted),
        most=exact(most),
        in_all=_in_all(source, scenario),
        counted=counted,
    )


def _in_all(source: ResultsBasedFinance, scenario: Scenario) -> float:
    """Total cap, at the mean exchange rate of the plan's years."""
    if source.in_all_at_most is None:
        return np.inf
    each = [source.in_all_at_most for _ in scenario.years]
    return float(exact(in_scenario_currency(scenario, each, source.currency).mean()))


@earnings_of.register
def _fees(source: HouseholdFee, scenario: Scenario, programmes: tuple[str, ...]) -> Earnings | None:
    """A_t = fee_t · output_t · (1 − exempt) · collection."""
    if source.users_of is None:
        return None
    counted = _counted(source, scenario)
    each = fees_of_one(source, scenario) * counted
    nothing = np.zeros(len(scenario.years))
    return Earnings(
        rate=exact(_of(source.users_of, programmes)[:, None] * each[None, :]),
        lag=0,
        before=nothing,
        most=np.full(nothing.size, np.inf),
        in_all=np.inf,
        counted=counted,
    )


def fees_of_one(source: HouseholdFee, scenario: Scenario) -> Floats:
    """What comes in for one user in each year, (T,) [money unit]."""
    return per_unit(source, scenario, [source.of_one_user(year) for year in scenario.years])


def per_unit(source: SourceBase, scenario: Scenario, amounts: list[float | None]) -> Floats:
    """Amounts for one unit of something, in the unit of unit costs, as money of the scenario."""
    scale = scenario.costs_unit.scale / scenario.money.scale
    return in_scenario_currency(scenario, amounts, source.currency) * scale


def _counted(source: SourceBase, scenario: Scenario) -> Floats:
    return np.array([source.counted(year, scenario.count_on) for year in scenario.years])


def _of(named: tuple[str, ...], programmes: tuple[str, ...]) -> Floats:
    return np.array([float(key in named) for key in programmes])
