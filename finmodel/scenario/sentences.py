"""Policies as sentences that a planner can read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from finmodel.scenario.names import in_words, percent, programme_names, region_names, source_names
from finmodel.scenario.policies import (
    CoverageFloor,
    PolicyBase,
    RelativeToMean,
    ShareBounds,
    ShareOfSpending,
    Stability,
)
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection, Slice


def policy_sentences(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Each policy of a scenario as one sentence, by id."""
    speaker = Speaker(scenario, language)
    return {key: speaker.policy(policy) for key, policy in scenario.policies.items()}


class Speaker:
    """Puts rules into words with the names of one scenario."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        groups = scenario.regions.groups
        self._regions = region_names(scenario, language) | {
            key: (group.name.read(language) if group.name else in_words(key).lower())
            for key, group in groups.items()
        }
        self._programmes = programme_names(scenario, language)
        self._sources = source_names(scenario, language)
        self._themes = {key: text.read(language) for key, text in scenario.themes.items()}
        self._columns = {
            key: column.title.read(language)
            for key, column in scenario.regions.columns.items()
            if column.title
        }
        self._templates: dict[type[PolicyBase], Callable[[Any], str]] = {
            ShareOfSpending: self._share_of_spending,
            RelativeToMean: self._relative_to_mean,
            CoverageFloor: self._coverage_floor,
            Stability: self._stability,
        }

    def policy(self, policy: PolicyBase) -> str:
        """One sentence for a policy."""
        sentence = self._templates[type(policy)](policy)
        return sentence + (" Negotiable." if policy.negotiable else "")

    def attribute(self, key: str) -> str:
        """Name of an attribute of the regions."""
        return self._columns.get(key) or in_words(key).lower()

    def money(self, chosen: Selection) -> str:
        """A slice of the spending in words, such as `spending on literacy in aimags`."""
        words = "spending"
        if isinstance(chosen, Slice) and chosen.sources:
            words += " from " + _listed(chosen.sources, self._sources)
        if chosen.marker:
            words += f" that counts towards {in_words(chosen.marker).lower()}"
        return words + self._scope(chosen)

    def _scope(self, chosen: Selection) -> str:
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

    def _each(self, each: str | None, chosen: Selection) -> str:
        if each in (None, "together"):
            return _listed(chosen.regions, self._regions) if chosen.regions else "the whole country"
        if each != "region":
            return f"each of {self._regions.get(each, each)}"
        within = f" of {_listed(chosen.regions, self._regions)}" if chosen.regions else ""
        return "each region" + within

    def _share_of_spending(self, rule: ShareOfSpending) -> str:
        whole = self.money(rule.of) if rule.of else "all spending"
        over = "in each year" if rule.over == "each year" else "over the whole plan"
        part = self.money(rule)
        return (
            f"{part[0].upper()}{part[1:]} is {_bounds(rule.share_of_spending)} of {whole}, {over}."
        )

    def _relative_to_mean(self, rule: RelativeToMean) -> str:
        least = percent(rule.relative_to_mean.at_least)
        scope = self._scope(rule.model_copy(update={"regions": None}))
        return (
            f"Spending{scope} per head ({self.attribute(rule.per)}) in "
            f"{self._each(rule.each, rule)} is at least {least} of the national mean."
        )

    def _coverage_floor(self, rule: CoverageFloor) -> str:
        least = percent(rule.coverage.at_least)
        scope = self._scope(rule.model_copy(update={"regions": None, "years": None}))
        what = scope.removeprefix(" on ") if scope.startswith(" on ") else "every programme"
        when = f" in {spoken_years(rule.years)}" if rule.years else ""
        return f"Coverage of {what} is at least {least} in {self._each(rule.each, rule)}{when}."

    def _stability(self, rule: Stability) -> str:
        who = "each programme" if rule.each == "programme" else self._each(rule.each, rule)
        parts = []
        if rule.fall is not None:
            parts.append(f"falls by at most {percent(rule.fall.at_most)}")
        if rule.rise is not None and rule.rise.at_most is not None:
            parts.append(f"rises by at most {percent(rule.rise.at_most)}")
        scope = self._scope(rule.model_copy(update={"regions": None}))
        place = "on" if rule.each == "programme" else "in"
        return f"Spending{scope} {place} {who} {' and '.join(parts)} from one year to the next."


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


def _bounds(bounds: ShareBounds) -> str:
    words = []
    if bounds.at_least is not None:
        words.append(f"at least {percent(bounds.at_least)}")
    if bounds.at_most is not None:
        words.append(f"at most {percent(bounds.at_most)}")
    return " and ".join(words)


def _listed(keys: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    words = [names.get(key, key) if names else key for key in keys]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
