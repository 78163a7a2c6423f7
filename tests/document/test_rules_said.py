"""What each rule says, in each language, from the same words and values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from finmodel.allocation.rule_sentences import rule_sentences, sentence_named
from finmodel.report.languages.language import language_of
from finmodel.scenario.load import load_scenario
from finmodel.scenario.policies import POLICIES
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sentences import Speaker, policy_sentences

EVERY_RULE = Path(__file__).parent / "every-rule.yaml"
SCENARIO = load_scenario(EVERY_RULE).scenario
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:-\d+)?%?")


def said(scenario: Scenario, code: str) -> dict[str, str]:
    language = language_of(code)
    return rule_sentences(scenario, Speaker(scenario, code, language.gettext, language.unit))


ENGLISH, MONGOLIAN = said(SCENARIO, "en"), said(SCENARIO, "mn")


def test_every_kind_of_policy_is_tried() -> None:
    kinds = {type(policy) for policy in SCENARIO.policies.values()}
    assert kinds == set(POLICIES)


def test_english_is_what_is_saved_with_an_allocation() -> None:
    assert rule_sentences(SCENARIO) == ENGLISH
    policies = {f"policies.{key}": words for key, words in policy_sentences(SCENARIO).items()}
    assert policies.items() <= ENGLISH.items()


@pytest.mark.parametrize("rule", ENGLISH)
def test_mongolian_has_the_numbers_and_no_word_of_english(rule: str) -> None:
    english, mongolian = ENGLISH[rule], MONGOLIAN[rule]
    assert re.findall("[A-Za-z]{2,}", mongolian) == []
    assert sorted(NUMBER.findall(mongolian)) == sorted(NUMBER.findall(english))
    assert mongolian[0].isupper() or mongolian[0] in "«"
    assert mongolian.count("(") == mongolian.count(")")


@pytest.mark.parametrize("rule", [rule for rule in ENGLISH if rule.startswith("policies.")])
def test_both_name_the_same_things(rule: str) -> None:
    names = {
        text.read("en"): text.read("mn")
        for text in (
            *(region.name for region in SCENARIO.regions.list.values()),
            *(each.name for each in SCENARIO.regions.groups.values() if each.name),
            *(each.name for each in SCENARIO.sources.values() if each.name),
            *(each.name for each in SCENARIO.programmes.values() if each.name),
            *SCENARIO.themes.values(),
        )
    }
    for english, mongolian in names.items():
        counted = [
            len(re.findall(rf"\b{re.escape(name)}\b", words[rule]))
            for words, name in ((ENGLISH, english), (MONGOLIAN, mongolian))
        ]
        assert counted[0] == counted[1], (english, ENGLISH[rule], MONGOLIAN[rule])


def test_a_sentence_in_mongolian_reads_in_its_own_order() -> None:
    assert MONGOLIAN["policies.share_of"] == (
        "Зардал (эх үүсвэр: Улсын төсөв ба Буцалтгүй тусламж; юунд: «Ур чадвар» сэдэв; ангилал: "
        "урсгал ба хөрөнгө оруулалт; он: 2026 ба 2028): төлөвлөгөөний бүх хугацаанд «зардал (эх "
        "үүсвэр: Улсын төсөв)» дүнгийн ихдээ 50% байна."
    )


def test_rows_have_the_sentence_of_their_rule() -> None:
    assert sentence_named("policies.fall.rise", ENGLISH) == ENGLISH["policies.fall"]
    assert sentence_named("sources.pool.earmark.b", ENGLISH).endswith("where Partner B wants it.")
    assert sentence_named("delivery.cost", ENGLISH) == ""
