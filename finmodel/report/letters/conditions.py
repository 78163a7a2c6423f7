"""On what conditions a source pays, in the words of a language."""

from __future__ import annotations

from dataclasses import replace

from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Words
from finmodel.report.document.saying import joined
from finmodel.report.document.subject import Subject
from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import marked
from finmodel.scenario.names import (
    group_names,
    heading_names,
    id_words,
    programme_names,
    region_names,
    source_names,
)
from finmodel.scenario.selection import Selection

CATEGORIES = {"recurrent": marked("recurrent"), "capital": marked("capital")}
"""Cost categories where a scenario names none of its own."""


class Conditions:
    """Puts earmarks and shares of others into words, with the names of one scenario.

    Parameters
    ----------
    about : Subject
        The allocation in one language.
    """

    def __init__(self, about: Subject) -> None:
        self._scenario = scenario = about.scenario
        self._language = language = about.language
        self._say = about.say
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

    def of(self, source: str) -> Words:
        """Conditions of a source as sentences; empty where it pays for anything."""
        if source not in self._scenario.sources:
            return Words("")
        terms, say = self._scenario.sources[source], self._say
        said = []
        if terms.only_for is not None:
            what = self._slice(terms.only_for, source, "only_for")
            said.append(say.words("only for {what}", what=what))
        if terms.not_for is not None:
            what = self._slice(terms.not_for, source, "not_for")
            said.append(say.words("not for {what}", what=what))
        if terms.co_financing is not None:
            record = Sum("terms", "share", {"source": source, "key": "co_financing"})
            share = say.share(terms.co_financing.at_least, record)
            said.append(say.words("others pay at least {share} of the joint money", share=share))
        parts = joined(said, "; ")
        return replace(parts, text=f"{self._sources[source]}: {parts}." if said else "")

    def _slice(self, chosen: Selection, source: str, key: str) -> Words:
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
        numbers = [
            self._say.year(
                year, Sum("terms", "year", {"source": source, "key": key, "place": place})
            )
            for place, year in enumerate(chosen.years or ())
        ]
        return Words(", ".join(parts) or _("anything"), numbers=numbers)
