"""What a source is and on what terms it pays, as a sentence that a planner can read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch

from finmodel.scenario.names import in_words, percent, programme_names, region_names, source_names
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import (
    EarmarkedTransfer,
    HouseholdFee,
    ResultsBasedFinance,
    SourceBase,
)
from finmodel.scenario.sources.transfers import EQUAL


class Words:
    """Names of one scenario, for sentences on its sources."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        self.programmes = programme_names(scenario, language)
        self.sources = source_names(scenario, language)
        self.regions = region_names(scenario, language) | {
            key: (group.name.read(language) if group.name else in_words(key).lower())
            for key, group in scenario.regions.groups.items()
        }
        self.money = str(scenario.money)
        self._columns = {
            key: column.title.read(language)
            for key, column in scenario.regions.columns.items()
            if column.title
        }

    def attribute(self, key: str) -> str:
        """Name of an attribute of the regions."""
        return self._columns.get(key) or in_words(key).lower()


def source_sentences(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Terms of each source that has some of its own, as sentences, by id."""
    words = Words(scenario, language)
    said = {key: source_sentence(source, words) for key, source in scenario.sources.items()}
    return {key: sentence for key, sentence in said.items() if sentence}


def listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """Names in a row, such as `a, b and c`."""
    found = [names.get(key, key) for key in keys]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


@singledispatch
def source_sentence(source: SourceBase, words: Words) -> str:
    """Terms of one source; empty where amount and earmarks are all there is to say."""
    return ""


@source_sentence.register
def _transfer(source: EarmarkedTransfer, words: Words) -> str:
    if not source.shared:
        return ""
    among = "all regions" if source.shared_among is None else ""
    among = among or listed(source.shared_among or (), words.regions)
    sentence = f"One amount a year is shared among {among} {_by(source, words)}."
    if source.paid_to == "parent":
        sentence += " Regions with a parent share as one, and the parent's money pays below it."
    if source.hold_harmless is not None:
        least = percent(1 - source.hold_harmless.lose_at_most)
        sentence += f" None gets less than {least} of what it had in the base year."
    return sentence


def _by(source: EarmarkedTransfer, words: Words) -> str:
    if source.by_need is None:
        parts = [
            f"{percent(weight)} {'equally' if key == EQUAL else f'by {words.attribute(key)}'}"
            for key, weight in (source.formula or {}).items()
        ]
        return "by formula: " + ", ".join(parts)
    need = source.by_need
    more = [
        f"{beta:g} more for each unit of {words.attribute(k)}" for k, beta in need.more_for.items()
    ]
    counted = f"in proportion to {words.attribute(need.people)}"
    return f"{counted}, a person counting {', '.join(more)}" if more else counted


@source_sentence.register
def _results(source: ResultsBasedFinance, words: Words) -> str:
    lag = source.verified_after
    when = "in the same year" if lag == 0 else f"{lag} year{'s' if lag > 1 else ''} later"
    what = listed(source.results_of, words.programmes)
    sentence = f"Pays for each verified result of {what}, {when}; other sources pay for it before."
    caps = [
        when_capped
        for when_capped, cap in (
            ("in each year", source.at_most),
            ("over the plan", source.in_all_at_most),
        )
        if cap is not None
    ]
    return sentence + (f" It is capped {' and '.join(caps)}." if caps else "")


@source_sentence.register
def _fees(source: HouseholdFee, words: Words) -> str:
    if source.users_of is None:
        who = "users"
    else:
        who = f"users of {listed(source.users_of, words.programmes)}, as many as are served"
    sentence = f"A fee of {who}; the exempt pay nothing, and what is collected counts."
    if source.burden is not None:
        sentence += f" It is at most {percent(source.burden.at_most)} of a household's income."
    return sentence
