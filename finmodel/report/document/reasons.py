"""Why a saved allocation fails verification, in the language of a report."""

from __future__ import annotations

from finmodel.allocation.proof.failed import Reason
from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import Language, marked

PARTS = {"delivery": marked("delivery"), "flows": marked("flows")}
"""Parts of the choice among equals."""
SAID = ("goal", "envelope")
"""Values that are words of the language of scenarios; others are names, numbers and files."""


def reason_in(language: Language, reason: Reason) -> str:
    """Say a reason in a language: its own fixed words, with the same values in their places."""
    values = {name: _value(language, name, value) for name, value in reason.values.items()}
    return language.gettext(reason.words, **values)


def _value(language: Language, name: str, value: object) -> str:
    if isinstance(value, Reason):
        return reason_in(language, value)
    words = str(value)
    if name == "part":
        return language.gettext(PARTS[words])
    return choice_words(language, words) if name in SAID else words
