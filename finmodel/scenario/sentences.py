"""Policies as sentences that a planner can read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from finmodel.scenario.names import (
    capacity_names,
    contract_names,
    in_words,
    percent,
    programme_names,
    region_names,
    source_names,
)
from finmodel.scenario.objective import PRICED_BY
from finmodel.scenario.policies import PolicyBase, ShareBounds
from finmodel.scenario.policies.base import AmountBounds
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.values import ByYear

T = TypeVar("T")


def policy_sentences(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Each policy of a scenario as one sentence, by id."""
    speaker = Speaker(scenario, language)
    return {key: speaker.policy(policy) for key, policy in scenario.policies.items()}


def capacity_sentences(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Each capacity of a scenario in sentences, by id."""
    speaker = Speaker(scenario, language)
    return {key: capacity.sentence(speaker) for key, capacity in scenario.capacities.items()}


class Speaker:
    """Puts rules into words with the names of one scenario."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        groups = scenario.regions.groups
        self._regions = region_names(scenario, language) | {
            key: (group.name.read(language) if group.name else in_words(key).lower())
            for key, group in groups.items()
        }
        self._one_region = len(scenario.regions.leaves()) == 1
        self._programmes = programme_names(scenario, language)
        self._sources = source_names(scenario, language)
        self._contracts = contract_names(scenario, language)
        self._themes = {key: text.read(language) for key, text in scenario.themes.items()}
        self._columns = {
            key: column.title.read(language)
            for key, column in scenario.regions.columns.items()
            if column.title
        }
        self._capacities = capacity_names(scenario, language)
        self._groups = {
            key: group.name.read(language) or key for key, group in scenario.target_groups.items()
        }
        self.unit = str(scenario.money)
        self.costs_unit = str(scenario.costs_unit)
        counting = [PRICED_BY[s.goal] for s in scenario.objective if s.goal in PRICED_BY]
        self._priced_in = counting[-1].format(unit=self.unit) if counting else ""
        self.currency = scenario.money.currency
        self.last = scenario.years[-1]

    def policy(self, policy: PolicyBase) -> str:
        """One sentence for a policy."""
        words = policy.sentence(self)
        if policy.may_break_at is not None:
            each = policy.unit or ("unit of output" if policy.counts_output else self.unit)
            price = f"{self.number(policy.may_break_at)} {self._priced_in}".strip()
            words += f" May be broken at a price of {price} for each {each}."
        return words + (" Negotiable." if policy.negotiable else "")

    def attribute(self, key: str) -> str:
        """Name of an attribute of the regions."""
        return self._columns.get(key) or in_words(key).lower()

    def money(self, chosen: Selection, but: Sequence[str] = ()) -> str:
        """A slice of the spending in words, such as `spending on literacy in aimags`."""
        words = "spending"
        if isinstance(chosen, Slice) and chosen.sources:
            words += " from " + self.sources(chosen.sources)
        if chosen.marker:
            words += f" that counts towards {self.marker(chosen.marker)}"
        return words + self.scope(chosen, but)

    def scope(self, chosen: Selection, but: Sequence[str] = ()) -> str:
        """What a selection narrows to, such as ` on literacy in aimags`; `but` names fields."""
        chosen = chosen.model_copy(update=dict.fromkeys(but))
        words = ""
        on = [
            *(self._programmes.get(key, key) for key in chosen.programmes or ()),
            *(f"the theme {self._themes.get(key, key)}" for key in chosen.themes or ()),
            *(f"the learning-city area {key!r}" for key in chosen.learning_city_areas or ()),
        ]
        if on:
            words += " on " + _listed(on)
        if chosen.categories:
            words += f" ({_listed(chosen.categories)})"
        if chosen.regions:
            words += " in " + _listed(chosen.regions, self._regions)
        if chosen.years:
            words += f" in {spoken_years(chosen.years)}"
        return words

    def each(self, each: str | None, chosen: Selection) -> str:
        """Whom a rule speaks of: each region, each of a group, or all as one."""
        if each in (None, "together") or (each == "region" and self._one_region):
            return _listed(chosen.regions, self._regions) if chosen.regions else "the whole country"
        if each != "region":
            return f"each of {self._regions.get(each, each)}"
        within = f" of {_listed(chosen.regions, self._regions)}" if chosen.regions else ""
        return "each region" + within

    def each_place(self, each: str) -> str:
        """Whom a rule speaks of that selects no regions."""
        return self.each(each, Selection())

    def place(self, each: str, chosen: Selection) -> str:
        """Where a rule holds, such as ` in each region`; empty for the whole country."""
        if each == "programme":
            return " of each programme"
        if each == "together" and not chosen.regions:
            return ""
        return f" in {self.each(each, chosen)}"

    def region(self, key: str) -> str:
        """Name of a region or group."""
        return self._regions.get(key, "the whole country" if key == "all" else key)

    def programme(self, key: str) -> str:
        """Name of a programme."""
        return self._programmes.get(key, key)

    def sources(self, keys: Iterable[str]) -> str:
        """Names of sources."""
        return _listed(keys, self._sources)

    def contracts(self, keys: Iterable[str]) -> str:
        """Names of contracts."""
        return _listed(keys, self._contracts)

    def capacity(self, key: str) -> str:
        """Name of a capacity."""
        return self._capacities.get(key, key)

    def target_group(self, key: str) -> str:
        """Name of a target group."""
        return self._groups.get(key, key)

    def marker(self, key: str) -> str:
        """A marker in words."""
        return in_words(key).lower()

    def over(self, over: str) -> str:
        """Whether a rule holds in each year or over the whole plan."""
        return "in each year" if over == "each year" else "over the whole plan"

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        return f"{value:,.10g}"

    def by_year(self, series: ByYear[T], put: Callable[[T], str]) -> str:
        """A value, or values with their years: `10 (2026) and 12 (2027-2030)`."""
        words = [f"{put(value)} ({years})" for years, value in series.values.items()]
        if series.always is not None:
            words.append(put(series.always) + (" (other years)" if words else ""))
        return _listed(words)

    def amount_bounds(self, bounds: AmountBounds, unit: str) -> str:
        """A floor, a ceiling or both, as amounts."""
        words = [
            f"at {side} {self.by_year(series, self.number)}{f' {unit}' if unit else ''}"
            for side, series in (("least", bounds.at_least), ("most", bounds.at_most))
            if series is not None
        ]
        return " and ".join(words)

    def all_of(self, each: str, chosen: Selection) -> str:
        """All regions that a rule compares."""
        if each != "region":
            return f"the regions of {self.region(each)}"
        within = f" of {_listed(chosen.regions, self._regions)}" if chosen.regions else ""
        return "all regions" + within

    def years(self, years: Iterable[int]) -> str:
        """Years, runs as ranges."""
        return spoken_years(years)

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return percent(share)

    def bounds(self, bounds: ShareBounds) -> str:
        """A floor, a ceiling or both, as percentages."""
        words = []
        if bounds.at_least is not None:
            words.append(f"at least {percent(bounds.at_least)}")
        if bounds.at_most is not None:
            words.append(f"at most {percent(bounds.at_most)}")
        return " and ".join(words)


def spoken_years(years: Iterable[int]) -> str:
    """Years with runs as ranges.

    Examples
    --------
    >>> spoken_years([2026, 2027, 2028, 2030])
    '2026-2028 and 2030'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return _listed([f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs])


def _listed(keys: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    words = [names.get(key, key) if names else key for key in keys]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
