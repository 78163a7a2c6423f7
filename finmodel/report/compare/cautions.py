"""What cannot be set side by side, or only with care, in the language of a report."""

from __future__ import annotations

from finmodel.allocation.compare.sides import Side, not_comparable
from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import language_of, marked

CAUTIONS = {
    "scenario": marked(
        "They are different scenarios ({old} and {new}); things are taken to be the same where "
        "their ids are."
    ),
    "currency": marked(
        "Money is in {old} here and in {new} there: no rate is assumed, so amounts are not "
        "compared and have no causes."
    ),
    "years": marked(
        "The plans cover different years ({old} and {new}); totals are over each plan's own "
        "years, and only years of both compare like with like."
    ),
    "question": marked(
        "One asks for {old} and the other for {new}: what is optimal in one is not the aim of "
        "the other."
    ),
    "only the first": marked(
        "Only the first has the regions {names}; they count as nothing elsewhere."
    ),
    "only the other": marked(
        "Only the other has the regions {names}; they count as nothing elsewhere."
    ),
}


def cautions(base: Side, other: Side, language: str) -> list[str]:
    """Sentences on what compares badly."""
    said_in = language_of(language)
    _ = said_in.gettext
    said = []
    for caution in not_comparable(base, other):
        values = dict(caution.values)
        if caution.kind == "question":
            values = {side: choice_words(said_in, word) for side, word in values.items()}
        said.append(_(CAUTIONS[caution.kind], **values))
    return said
