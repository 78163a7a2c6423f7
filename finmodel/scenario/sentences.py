"""Policies as sentences that a planner can read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from finmodel.scenario.names import (
    attribute_names,
    capacity_names,
    contract_names,
    group_names,
    heading_names,
    id_words,
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
from finmodel.scenario.values import ByYear, Money

T = TypeVar("T")
ENGLISH = "en"


def policy_sentences(scenario: Scenario, language: str = ENGLISH) -> dict[str, str]:
    """Each policy of a scenario as one sentence, by id."""
    speaker = Speaker(scenario, language)
    return {key: speaker.policy(policy) for key, policy in scenario.policies.items()}


def capacity_sentences(scenario: Scenario, language: str = ENGLISH) -> dict[str, str]:
    """Each capacity of a scenario in sentences, by id."""
    speaker = Speaker(scenario, language)
    return {key: capacity.sentence(speaker) for key, capacity in scenario.capacities.items()}


class Speaker:
    """Puts rules into words with the names of one scenario.

    Fixed words are said by `phrase`, as they stand in its call, so that other languages find them;
    each language puts what is named in its own order.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    language : str
        Language of its names.
    translate : callable, optional
        Gives fixed words in the language; English where missing.
    unit : callable, optional
        Says a unit of money in the language.
    """

    def __init__(
        self,
        scenario: Scenario,
        language: str = ENGLISH,
        translate: Callable[[str], str] | None = None,
        unit: Callable[[Money], str] = str,
    ) -> None:
        self._translate = translate
        self._scenario, self.language = scenario, language
        names, groups = region_names(scenario, language), group_names(scenario, language)
        self._regions = names | {
            key: words if scenario.regions.groups[key].name else words.lower()
            for key, words in groups.items()
        }
        self._one_region = len(scenario.regions.leaves()) == 1
        self._programmes = programme_names(scenario, language)
        self._sources = source_names(scenario, language)
        self._contracts = contract_names(scenario, language)
        self._themes = heading_names(scenario, "themes", language)
        self._markers = heading_names(scenario, "markers", language)
        self._columns = attribute_names(scenario, language)
        self._capacities = capacity_names(scenario, language)
        self._groups = heading_names(scenario, "target_groups", language)
        self.unit = unit(scenario.money)
        self.costs_unit = unit(scenario.costs_unit)
        counting = [PRICED_BY[s.goal] for s in scenario.objective if s.goal in PRICED_BY]
        self._priced_in = self.phrase(counting[-1]).format(unit=self.unit) if counting else ""
        single = Money(scale=1, currency=scenario.money.currency)
        self.currency = scenario.money.currency if unit is str else unit(single)
        self.last = scenario.years[-1]

    def phrase(self, words: str, /, **values: object) -> str:
        """Fixed words in the language, with names and numbers in their places."""
        said = self._translate(words) if self._translate is not None else words
        return said.format(**values) if values else said

    def opening(self, words: str, /, **values: object) -> str:
        """Fixed words that open a sentence, whatever stands first in them."""
        said = self.phrase(words, **values)
        return said[:1].upper() + said[1:]

    def policy(self, policy: PolicyBase) -> str:
        """One sentence for a policy."""
        words = policy.sentence(self)
        if policy.may_break_at is not None:
            each = policy.unit and self.phrase(policy.unit)
            each = each or (self.phrase("unit of output") if policy.counts_output else self.unit)
            price = f"{self.number(policy.may_break_at)} {self._priced_in}".strip()
            words += " " + self.phrase(
                "May be broken at a price of {price} for each {unit}.", price=price, unit=each
            )
        return words + (" " + self.phrase("Negotiable.") if policy.negotiable else "")

    def attribute(self, key: str) -> str:
        """Name of an attribute of the regions."""
        return self._columns.get(key) or id_words(self._scenario, key, self.language).lower()

    def money(self, chosen: Selection, but: Sequence[str] = (), more: Sequence[str] = ()) -> str:
        """A slice of the spending in words, such as `spending on literacy in aimags`."""
        parts = []
        if isinstance(chosen, Slice) and chosen.sources:
            parts.append(self.phrase("from {sources}", sources=self.sources(chosen.sources)))
        parts += [*self.towards(chosen), *self.scope(chosen, but), *more]
        return self.narrowed(self.phrase("spending"), parts)

    def towards(self, chosen: Selection) -> list[str]:
        """The aim that a selection counts towards, if it has one."""
        if not chosen.marker:
            return []
        return [self.phrase("that counts towards {marker}", marker=self.marker(chosen.marker))]

    def scope(self, chosen: Selection, but: Sequence[str] = ()) -> list[str]:
        """What a selection narrows to, part by part; `but` names fields that are left out."""
        chosen = chosen.model_copy(update=dict.fromkeys(but))
        parts = []
        if what := self.what(chosen):
            parts.append(self.phrase("on {what}", what=what))
        if chosen.categories:
            listed = self.listed([self.category(key) for key in chosen.categories])
            parts.append(self.phrase("({categories})", categories=listed))
        if chosen.regions:
            places = self.listed(map(self.region, chosen.regions))
            parts.append(self.phrase("in {places}", places=places))
        if chosen.years:
            parts.append(self.phrase("in {years}", years=self.years(chosen.years)))
        return parts

    def what(self, chosen: Selection) -> str:
        """Programmes, themes and areas of a selection; empty where it names none."""
        on = [self._programmes.get(key, key) for key in chosen.programmes or ()]
        on += [
            self.phrase("the theme {theme}", theme=self._themes.get(key, key))
            for key in chosen.themes or ()
        ]
        on += [
            self.phrase("the learning-city area '{area}'", area=self.phrase(key))
            for key in chosen.learning_city_areas or ()
        ]
        return self.listed(on) if on else ""

    def narrowed(self, words: str, parts: Sequence[str]) -> str:
        """Words with what they are narrowed to, part after part."""
        if not parts:
            return words
        scope = parts[0]
        for more in parts[1:]:
            scope = self.phrase("{scope} {more}", scope=scope, more=more)
        return self.phrase("{words} {scope}", words=words, scope=scope)

    def per_head(self, key: str) -> str:
        """That money counts per head, and of whom."""
        return self.phrase("per head ({heads})", heads=self.attribute(key))

    def each(self, each: str | None, chosen: Selection) -> str:
        """Whom a rule speaks of: each region, each of a group, or all as one."""
        places = self.listed(map(self.region, chosen.regions)) if chosen.regions else ""
        if each in (None, "together") or (each == "region" and self._one_region):
            return places or self.phrase("the whole country")
        if each != "region":
            return self.phrase("each of {group}", group=self._regions.get(str(each), str(each)))
        if places:
            return self.phrase("each region of {places}", places=places)
        return self.phrase("each region")

    def each_place(self, each: str) -> str:
        """Whom a rule speaks of that selects no regions."""
        return self.each(each, Selection())

    def place(self, each: str, chosen: Selection) -> list[str]:
        """Where a rule holds, such as `in each region`; nothing for the whole country."""
        if each == "programme":
            return [self.phrase("of each programme")]
        if each == "together" and not chosen.regions:
            return []
        return [self.phrase("in {places}", places=self.each(each, chosen))]

    def where(self, each: str | None, chosen: Selection) -> str:
        """Whom a rule speaks of, and in which years where it names some."""
        places = self.each(each, chosen)
        if not chosen.years:
            return places
        return self.phrase("{places} in {years}", places=places, years=self.years(chosen.years))

    def region(self, key: str) -> str:
        """Name of a region or group."""
        if key == "all" and key not in self._regions:
            return self.phrase("the whole country")
        return self._regions.get(key, key)

    def programme(self, key: str) -> str:
        """Name of a programme."""
        return self._programmes.get(key, key)

    def category(self, key: str) -> str:
        """A cost category, as it stands within a sentence."""
        return self.phrase(key) if key in CATEGORIES else self._scenario.word(key, self.language)

    def sources(self, keys: Iterable[str]) -> str:
        """Names of sources."""
        return self.listed(self._sources.get(key, key) for key in keys)

    def contracts(self, keys: Iterable[str]) -> str:
        """Names of contracts."""
        return self.listed(self._contracts.get(key, key) for key in keys)

    def capacity(self, key: str) -> str:
        """Name of a capacity."""
        return self._capacities.get(key, key)

    def target_group(self, key: str) -> str:
        """Name of a target group."""
        return self._groups.get(key, key)

    def marker(self, key: str) -> str:
        """A marker in words."""
        return in_words(key).lower() if self.language == ENGLISH else self._markers.get(key, key)

    def over(self, over: str) -> str:
        """Whether a rule holds in each year or over the whole plan."""
        if over == "each year":
            return self.phrase("in each year")
        return self.phrase("over the whole plan")

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        return f"{value:,.10g}"

    def by_year(self, series: ByYear[T], put: Callable[[T], str]) -> str:
        """A value, or values with their years: `10 (2026) and 12 (2027-2030)`."""
        words = [f"{put(value)} ({years})" for years, value in series.values.items()]
        if series.always is not None:
            always = put(series.always)
            words.append(self.phrase("{value} (other years)", value=always) if words else always)
        return self.listed(words)

    def amount_bounds(self, bounds: AmountBounds, unit: str) -> str:
        """A floor, a ceiling or both, as amounts."""
        low, high = (
            None if series is None else f"{self.by_year(series, self.number)} {unit}".strip()
            for series in (bounds.at_least, bounds.at_most)
        )
        return self.between(low, high)

    def all_of(self, each: str, chosen: Selection) -> str:
        """All regions that a rule compares."""
        if each != "region":
            return self.phrase("the regions of {places}", places=self.region(each))
        if not chosen.regions:
            return self.phrase("all regions")
        places = self.listed(map(self.region, chosen.regions))
        return self.phrase("all regions of {places}", places=places)

    def years(self, years: Iterable[int]) -> str:
        """Years, runs as ranges."""
        return self.listed(year_runs(years))

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return percent(share)

    def bounds(self, bounds: ShareBounds) -> str:
        """A floor, a ceiling or both, as percentages."""
        low, high = (
            None if share is None else percent(share) for share in (bounds.at_least, bounds.at_most)
        )
        return self.between(low, high)

    def between(self, low: str | None, high: str | None) -> str:
        """At least so much, at most so much, or both."""
        words = []
        if low is not None:
            words.append(self.phrase("at least {amount}", amount=low))
        if high is not None:
            words.append(self.phrase("at most {amount}", amount=high))
        return self.listed(words)

    def listed(self, words: Iterable[str]) -> str:
        """Words in a row, such as `a, b and c`."""
        *first, last = words
        return (
            self.phrase("{first} and {last}", first=", ".join(first), last=last) if first else last
        )


CATEGORIES = ("recurrent", "capital")
"""Cost categories where a scenario names none of its own."""


def spoken_years(years: Iterable[int]) -> str:
    """Years with runs as ranges.

    Examples
    --------
    >>> spoken_years([2026, 2027, 2028, 2030])
    '2026-2028 and 2030'
    """
    *first, last = year_runs(years)
    return f"{', '.join(first)} and {last}" if first else last


def year_runs(years: Iterable[int]) -> list[str]:
    """Runs of years, each as one word."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
