"""Ceiling letters as PDF files, each on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from finmodel.report.document.parts import Table, Words
from finmodel.report.document.pdf.pages import Pages
from finmodel.report.document.pdf.tables import table_data
from finmodel.report.languages.language import language_of

if TYPE_CHECKING:
    from finmodel.report.letters.letter import Letter

SIZES = (10.0, 9.0, 8.0, 7.2, 6.5, 6.0)
"""Sizes of letters [points], from the most readable on."""


def letters_as_pdf(letters: Iterable[Letter]) -> Iterator[bytes]:
    """Write letters, each as large as it fits on one page.

    Parameters
    ----------
    letters : iterable of Letter
        The letters.

    Yields
    ------
    bytes
        A PDF for each, the same for the same letter. Only what does not fit in the smallest size
        goes on to a second page.
    """
    with Pages("letter.typ") as pages:
        for letter in letters:
            data = _data(letter)
            for size in SIZES:
                _resize(data, size)
                if pages.page_of(data, "letter-end") == 1:
                    break
            yield pages.pdf(data)


def _resize(data: dict[str, Any], size: float) -> None:
    data["size"] = size
    for each in data["blocks"]:
        if each["kind"] == "table":
            each["size"] = round(size * 0.85, 2)


def _align(blocks: list[dict[str, Any]]) -> None:
    """Make the same columns of all tables equally wide, so that years stand below each other."""
    tables = [each for each in blocks if each["kind"] == "table"]
    widest = [max(places) for places in zip(*(each["letters"] for each in tables), strict=True)]
    for each in tables:
        each["letters"] = list(widest)


def _data(letter: Letter) -> dict[str, Any]:
    document = letter.document
    _ = language_of(document.language).gettext
    opening, *rest = document.chapters
    blocks: list[dict[str, Any]] = []
    for block in opening.blocks:
        if isinstance(block, Words):
            blocks.append({"kind": "words", "text": block.text})
        elif isinstance(block, Table):
            blocks.append({**table_data(block, document), "wide": True})
    _align(blocks)
    rules = [block.text for chapter in rest for block in chapter.blocks if isinstance(block, Words)]
    return {
        "title": document.title,
        "subtitle": document.subtitle.removesuffix(f" – {letter.reference}"),
        "standing": document.standing,
        "running": letter.reference,
        "reference": _("Reference: {reference}", reference=letter.reference),
        "addressee": letter.addressee,
        "digest": _("Digest of the allocation: {digest}", digest=document.digest),
        "language": document.language,
        "flipped": False,
        "blocks": blocks,
        "heading": rest[0].title if rest else "",
        "conditions": rules,
    }
