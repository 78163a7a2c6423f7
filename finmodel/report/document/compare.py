"""Makes the document of a comparison of saved allocations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finmodel.allocation.compare.causes import Causes
from finmodel.allocation.compare.sides import Side
from finmodel.report.compare.facts import compare_facts
from finmodel.report.compare.money import Money
from finmodel.report.document.chapters import changed, comparison, trust
from finmodel.report.document.compared import Compared
from finmodel.report.document.ledger.ledger import Ledger
from finmodel.report.document.ledger.origins import Known
from finmodel.report.document.notes import compared_notes, with_sources
from finmodel.report.document.parts import Document
from finmodel.report.document.printed import as_shown
from finmodel.report.document.subject import Subject
from finmodel.report.document.untranslated import untranslated


def make_comparisons(
    sides: Sequence[Side],
    languages: Sequence[str],
    causes: Sequence[Causes | None],
) -> list[Document]:
    """Make the document of a comparison in several languages.

    Parameters
    ----------
    sides : sequence of Side
        Saved allocations, the base first.
    languages : sequence of str
        Codes of languages.
    causes : sequence of Causes or None
        Causes of the difference of each other side, where they were looked for.

    Returns
    -------
    list of Document
        One for each language. Where each figure comes from is said of each allocation.

    Raises
    ------
    UnknownLanguage
        If there are no words in a language.
    """
    ledger = Ledger(sides, None, causes, {"sides": float(len(sides))}, languages=languages)
    return [_comparison(sides, code, causes, ledger) for code in languages]


def _comparison(
    sides: Sequence[Side], code: str, causes: Sequence[Causes | None], ledger: Ledger
) -> Document:
    facts: Mapping[str, Any] = compare_facts(sides, language=code, known=causes)
    decimals = Money(facts).decimals
    compared = Compared(facts, code, decimals)
    letters = [side["letter"] for side in facts["sides"]]
    subjects = [Subject(side, code) for side in sides]
    standing = [
        f"{letter}: {trust.standing_words(about)}"
        for letter, about in zip(letters, subjects, strict=True)
    ]
    named = [
        f"{letter}: {about.scenario.title.read(code)} ({about.side.folder})"
        for letter, about in zip(letters, subjects, strict=True)
    ]
    missing = [words for side in sides for words in untranslated(side.allocation.scenario, code)]
    notes = compared_notes(dict(zip(letters, subjects, strict=True)))
    chapters = [changed.changed(compared), *comparison.comparison(compared)]
    title = compared.say.plural(
        "Comparison of {n} saved allocation",
        "Comparison of {n} saved allocations",
        len(sides),
        Known("sides"),
    )
    made = Document(
        title=title.text,
        opening=[title],
        subtitle="; ".join(named),
        standing=" ".join(standing),
        language=code,
        money_unit=compared.unit,
        money_scale=facts["money_scale"],
        money_decimals=decimals,
        digest=" ".join(side.digest for side in sides),
        chapters=with_sources(chapters, notes, subjects[0]),
        notes=notes,
        untranslated=list(dict.fromkeys(missing)),
        facts=facts,
        ledger=ledger,
    )
    return as_shown(made)
