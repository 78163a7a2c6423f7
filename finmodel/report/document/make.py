"""Makes the document of a saved allocation: ten questions, then the detail, then the annex."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.report.compare.facts import compare_facts
from finmodel.report.document.chapters import (
    annex,
    changed,
    comparison,
    detail,
    headings,
    later,
    margins,
    missing,
    money,
    places,
    spread,
    trust,
)
from finmodel.report.document.compared import Compared
from finmodel.report.document.ledger.ledger import Ledger
from finmodel.report.document.notes import source_notes, with_sources
from finmodel.report.document.parts import Chapter, Document
from finmodel.report.document.printed import as_shown
from finmodel.report.document.solved import CUT, Since, SolvedAgain
from finmodel.report.document.subject import Subject
from finmodel.report.document.untranslated import untranslated
from finmodel.solve.apart import Apart

Maker = Callable[[Subject], Chapter | None]


def _what_changed(about: Subject) -> Chapter:
    compared = _compared(about)
    return changed.unchanged(about.code) if compared is None else changed.changed(compared)


FINDINGS: tuple[Maker, ...] = (
    *(money.money, money.buys, places.per_head, places.behind, missing.missing),
    *(_what_changed, margins.more_or_less, margins.rules, later.later, trust.trust),
)
"""The ten questions of the first screen, in their order."""
DETAIL: tuple[Maker, ...] = (
    *(
        spread.over_years,
        spread.reached,
        spread.flows,
        detail.by_year,
        detail.contracts,
        detail.learning_cities,
        detail.aims,
        detail.local_plans,
    ),
)
ANNEXES: tuple[Maker, ...] = (headings.headings, annex.marginal_lines)


def make_document(
    of: Path | str | Side,
    language: str = "en",
    since: Path | str | Side | None = None,
    progress: Progress | None = None,
    cut: float = CUT,
) -> Document:
    """Make the document of a saved allocation.

    Parameters
    ----------
    of : Path or Side
        Folder of a saved allocation, or one that was opened.
    language : str
        Language of fixed words, numbers, and of the scenario's texts where they have it.
    since : Path or Side, optional
        The version before, to say what changed.
    progress : callable, optional
        Told in words what is being done.
    cut : float
        Cut of every source's money whose losses are shown [share].

    Raises
    ------
    NotAnAllocation
        If a folder holds none.
    UnknownLanguage
        If there are no words in this language.
    """
    return make_documents(of, [language], since, progress, cut)[0]


def make_documents(
    of: Path | str | Side,
    languages: Sequence[str],
    since: Path | str | Side | None = None,
    progress: Progress | None = None,
    cut: float = CUT,
    causes: bool = True,
    apart: Apart | None = None,
) -> list[Document]:
    """Make the document of a saved allocation in several languages; as `make_document`.

    What needs solving again is solved once for all of them, some of it in another Python if one was
    begun.
    """
    side = opened(of, progress)
    solved = SolvedAgain(side, cut, progress, apart)
    before = None
    if since is not None:
        before = Since(opened(since, progress), side, causes, progress)
    sides = [side] if before is None else [before.before, side]
    found = [] if before is None else [before.causes]
    # Books say what is, so that one ledger serves the documents in all languages.
    ledger = Ledger(sides, solved, found, {"cut": cut}, languages=languages)
    return [_document(Subject(side, language, solved, before), ledger) for language in languages]


def _document(about: Subject, ledger: Ledger) -> Document:
    chapters = [made for make in FINDINGS if (made := make(about)) is not None]
    compared = _compared(about)
    if compared is not None:
        chapters += comparison.comparison(compared)
    chapters += [made for make in (*DETAIL, *ANNEXES) if (made := make(about)) is not None]
    notes = source_notes(about)
    subtitle = about.say.words("Report on a saved allocation, {span}", span=about.span)
    document = Document(
        title=about.scenario.title.read(about.code),
        subtitle=subtitle.text,
        opening=[subtitle],
        ledger=ledger,
        standing=trust.standing_words(about),
        language=about.code,
        money_unit=about.unit,
        money_scale=about.scenario.money.scale,
        money_decimals=about.decimals,
        digest=about.side.digest,
        chapters=with_sources(chapters, notes, about),
        notes=notes,
        untranslated=_untranslated(about),
    )
    return as_shown(document)


def _untranslated(about: Subject) -> list[str]:
    """Texts that the language lacks, those of the version before too, whose things may be named."""
    scenarios = [about.scenario]
    if about.since is not None:
        scenarios.append(about.since.before.allocation.scenario)
    return list(
        dict.fromkeys(text for each in scenarios for text in untranslated(each, about.code))
    )


def _compared(about: Subject) -> Compared | None:
    """The version before beside this one; None where none was named."""
    since = about.since
    if since is None:
        return None
    sides = [since.before, since.now]
    facts = compare_facts(sides, language=about.code, known=[since.causes])
    return Compared(facts, about.code, about.decimals)


def opened(of: Path | str | Side, progress: Progress | None = None) -> Side:
    """Open and verify a saved allocation, if it is not open yet."""
    return of if isinstance(of, Side) else open_sides([Path(of)], progress)[0]
