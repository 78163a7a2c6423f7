"""Makes the document of a saved allocation: ten questions first, then the detail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.report.document.chapters import headings, money, places, spread, trust
from finmodel.report.document.parts import Chapter, Document
from finmodel.report.document.subject import Subject

Maker = Callable[[Subject], Chapter]

FINDINGS: tuple[Maker, ...] = (money.money, money.buys, places.per_head, places.behind, trust.trust)
"""The questions of the first screen, in their order."""
DETAIL: tuple[Maker, ...] = (spread.over_years, spread.reached, spread.flows)
"""What stands after them."""
ANNEXES: tuple[Maker, ...] = (headings.headings,)
"""What stands at the end."""


def make_document(
    of: Path | str | Side,
    language: str = "en",
    since: Path | str | Side | None = None,
    progress: Progress | None = None,
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

    Raises
    ------
    NotAnAllocation
        If a folder holds none.
    UnknownLanguage
        If there are no words in this language.
    """
    side = opened(of, progress)
    about = Subject(side, language, None if since is None else opened(since, progress))
    return Document(
        title=about.scenario.title.read(language),
        subtitle=about.words("Report on a saved allocation, {span}", span=about.span),
        standing=trust.standing_words(about),
        language=language,
        money_unit=about.unit,
        money_scale=about.scenario.money.scale,
        money_decimals=about.decimals,
        digest=side.digest,
        chapters=[make(about) for make in (*FINDINGS, *DETAIL, *ANNEXES)],
    )


def opened(of: Path | str | Side, progress: Progress | None = None) -> Side:
    """Open and verify a saved allocation, if it is not open yet."""
    return of if isinstance(of, Side) else open_sides([Path(of)], progress)[0]
