"""What a source is and on what terms it pays, as a sentence that a planner can read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch

from finmodel.scenario.names import in_words, percent, programme_names, region_names, source_names
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection
from finmodel.scenario.sources import (
    CommunityInKind,
    EarmarkedTransfer,
    Guarantee,
    HouseholdFee,
    Loan,
    MatchingGrant,
    PooledFund,
    ResultsBasedFinance,
    SourceBase,
)
from finmodel.scenario.sources.transfers import EQUAL


class Words:
    """Names of one scenario, for sentences on its sources."""

    def __init__(self, scenario: Scenario, language: str = "en") -> None:
        self.language = language
        """Language of names."""
        self.programmes = programme_names(scenario, language)
        self.sources = source_names(scenario, language)
        self.regions = region_names(scenario, language) | {
            key: (group.name.read(language) if group.name else in_words(key).lower())
            for key, group in scenario.regions.groups.items()
        }
        self._themes = {key: text.read(language) for key, text in scenario.themes.items()}
        self._columns = {
            key: column.title.read(language)
            for key, column in scenario.regions.columns.items()
            if column.title
        }

    def attribute(self, key: str) -> str:
        """Name of an attribute of the regions."""
        return self._columns.get(key) or in_words(key).lower()

    def slice(self, chosen: Selection) -> str:
        """A slice of the money in words, such as `Literacy (capital) in aimags`."""
        on = [
            *(self.programmes.get(key, key) for key in chosen.programmes or ()),
            *(f"the theme {self._themes.get(key, key)}" for key in chosen.themes or ()),
            *(f"the learning-city area {key}" for key in chosen.learning_city_areas or ()),
        ]
        words = listed(on, {}) if on else "all programmes"
        if chosen.marker:
            words += f" by their weight on {in_words(chosen.marker).lower()}"
        if chosen.categories:
            words += f" ({listed(chosen.categories, {})})"
        if chosen.regions:
            words += f" in {listed(chosen.regions, self.regions)}"
        return words + (f" in {listed(map(str, chosen.years), {})}" if chosen.years else "")


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


@source_sentence.register
def _matching(source: MatchingGrant, words: Words) -> str:
    others = listed(source.match.from_, words.sources)
    each = "" if source.match.each == "year" else f", for each {source.match.each}"
    return (
        f"Released only beside {others}: {source.match.ratio:g} of theirs for 1, each year{each}."
    )


@source_sentence.register
def _in_kind(source: CommunityInKind, words: Words) -> str:
    return (
        f"Brings {source.of.read(words.language)}, valued at a stated price: it covers cost and is "
        f"no money. It covers at most {percent(source.pays_at_most)} of the "
        f"{' and '.join(source.only_for.categories or ())} cost of each programme in each year."
    )


@source_sentence.register
def _pooled(source: PooledFund, words: Words) -> str:
    names = {
        key: partner.name.read(words.language) if partner.name else in_words(key)
        for key, partner in source.partners.items()
    }
    kept = "What is not paid stays in the fund"
    if not source.keeps_balance:
        share = percent(source.carry_over or 0.0)
        kept = f"At most {share} of a year's deposits stays for the next year"
    wants = [
        f"At least {percent(partner.earmark.at_least)} of what it pays goes to "
        f"{words.slice(partner.earmark.for_)}, as {names[key]} asks"
        for key, partner in source.partners.items()
        if partner.earmark is not None
    ]
    sentence = f"Pools deposits of {listed(names, names)}. {kept}."
    return " ".join([sentence, *(f"{want}." for want in wants)])


@source_sentence.register
def _loan(source: Loan, words: Words) -> str:
    terms = source.terms
    payments = {1: "a payment", 2: "two payments", 4: "four payments", 12: "twelve payments"}
    grace = {
        None: "no grace",
        "interest only": f"{_years(terms.grace)} of interest only",
        "first principal": f"first principal after {_years(terms.grace)}",
    }[terms.grace_means if terms.grace else None]
    sentence = (
        f"Paid back over {_years(terms.maturity)} in {payments[terms.payments_a_year]} a year "
        f"({terms.profile}), {grace}, at {percent(terms.interest)} interest"
    )
    fees = [
        f"{share * 100:.4g}% {word}"
        for share, word in (
            (terms.commitment_fee, "a year on what is not yet drawn"),
            (terms.upfront_fee, "upfront"),
        )
        if share
    ]
    sentence += f", with fees of {' and '.join(fees)}" if fees else ""
    payer = words.sources.get(terms.serviced_by, terms.serviced_by)
    return f"{sentence}. Serviced by: {payer}, before programmes."


@source_sentence.register
def _guarantee(source: Guarantee, words: Words) -> str:
    of = "fixed amounts"
    if source.backs is not None:
        of = f"what is owed of {words.sources.get(source.backs, source.backs)}"
    payer = words.sources.get(source.called_on, source.called_on)
    return (
        f"No money for programmes: guarantees {percent(source.coverage)} of {of}. In a year it is "
        f"called with a probability of {percent(source.default_probability)}, for "
        f"{percent(source.loss_given_default)} of that; what is expected is paid first by: {payer}."
    )


def _years(time: float) -> str:
    return f"{time:g} {'year' if time == 1 else 'years'}"
