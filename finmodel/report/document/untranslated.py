"""Texts of a scenario that a language lacks: they are listed, never translated by guess."""

from __future__ import annotations

import re

from finmodel.report.languages.language import ENGLISH
from finmodel.report.letters.letter import FIRM_YEARS
from finmodel.report.views import CATEGORIES
from finmodel.scenario.inside import inside
from finmodel.scenario.names import in_words, plain_words, unnamed_ids
from finmodel.scenario.notes import noted
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import Text

LETTERS = re.compile(r"[^\W\d_]")
FIXED = {*CATEGORIES, *FIRM_YEARS}
"""Words that scenarios may choose and every language has."""
ELSEWHERE = ("glossary", "addressed_to")
"""A glossary may hold any language; letters have an address of their own."""
NOWHERE = Text(root={"": ""})
"""What is said of a word that a glossary lacks."""


def untranslated(scenario: Scenario, code: str) -> list[str]:
    """Texts of a scenario that a report shows in another language than it is written in.

    Parameters
    ----------
    scenario : Scenario
        A scenario; plain words in it count as English.
    code : str
        Language of the report.

    Returns
    -------
    list of str
        Each text once, as it is shown, in the order of the scenario.
    """
    held = (each for each in inside(scenario, ELSEWHERE) if isinstance(each, Text))
    texts = (text.read(code) for text in held if not _has(text, code))
    plain = [
        word
        for word in ((*plain_words(scenario), *noted(scenario)) if code != ENGLISH else ())
        if LETTERS.search(word)
        and word not in FIXED
        and code not in scenario.glossary.get(word, NOWHERE).root
    ]
    ids = set(unnamed_ids(scenario))
    shown = (in_words(word) if word in ids else word for word in plain)
    return list(dict.fromkeys(words for words in (*texts, *shown) if words))


def _has(text: Text, code: str) -> bool:
    return code in text.root or (code == ENGLISH and "" in text.root)
