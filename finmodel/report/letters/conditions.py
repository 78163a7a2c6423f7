"""On what conditions a source pays, in the words of a language."""

from __future__ import annotations

from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import Language, marked
from finmodel.scenario.names import (
    group_names,
    heading_names,
    id_words,
    programme_names,
    region_names,
    source_names,
)
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection

CATEGORIES = {"recurrent": marked("recurrent"), "capital": marked("capital")}
"""Cost categories where a scenario names none of its own."""


class Conditions:
    """Puts earmarks and shares of others into words, with the names of one scenario.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    language : Language
        The language of the words.
    """

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._scenario = scenario
        self._language = language
        self._sources = source_names(scenario, language.code)
        self._programmes = programme_names(scenario, language.code)
        regions, groups = (
            region_names(scenario, language.code),
            group_names(scenario, language.code),
        )
        self._regions = regions | groups

    def category(self, key: str) -> str:
        """Name of a cost category."""
        if key in CATEGORIES:
            return self._language.gettext(CATEGORIES[key])
        return id_words(self._scenario, key, self._language.code)

    def of(self, source: str) -> str:
        """Conditions of a source as sentences; empty where it pays for anything."""
        _ = self._language.gettext
        if source not in self._scenario.sources:
            return ""
        terms = self._scenario.sources[source]
        said = []
        if terms.only_for is not None:
            said.append(_("only for {what}", what=self._slice(terms.only_for)))
        if terms.not_for is not None:
            said.append(_("not for {what}", what=self._slice(terms.not_for)))
        if terms.co_financing is not None:
            share = self._language.percent(terms.co_financing.at_least)
            said.append(_("others pay at least {share} of the joint money", share=share))
        return f"{self._sources[source]}: {'; '.join(said)}." if said else ""

    def _slice(self, chosen: Selection) -> str:
        """What a selection names, kind by kind."""
        _ = self._language.gettext
        themes = heading_names(self._scenario, "themes", self._language.code)
        markers = heading_names(self._scenario, "markers", self._language.code)
        areas = [choice_words(self._language, area) for area in chosen.learning_city_areas or ()]
        named = (
            (_("programmes"), [self._programmes.get(key, key) for key in chosen.programmes or ()]),
            (_("themes"), [themes.get(key, key) for key in chosen.themes or ()]),
            (_("areas of focus"), areas),
            (_("what counts towards"), [markers.get(k, k) for k in (chosen.marker,) if k]),
            (_("categories"), [self.category(key) for key in chosen.categories or ()]),
            (_("regions"), [self._regions.get(key, key) for key in chosen.regions or ()]),
            (_("years"), [str(year) for year in chosen.years or ()]),
        )
        parts = [f"{kind} {self._language.listed(names)}" for kind, names in named if names]
        return ", ".join(parts) or _("anything")
