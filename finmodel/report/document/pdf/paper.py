"""A document as a PDF: findings and pictures on two pages, every table in an annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from finmodel.report.document.parts import (
    Block,
    Document,
    Figure,
    SourceNote,
    Words,
)
from finmodel.report.document.pdf.pages import Pages
from finmodel.report.document.pdf.tables import WIDE, table_data
from finmodel.report.languages.language import language_of

PAGES_OF_FINDINGS = 2
SIZES = ((10.0, 62), (9.5, 56), (9.0, 50), (8.5, 44), (8.0, 38), (7.5, 32))
"""Letters [points] and height of pictures [mm] of the findings, from the most readable on."""


def as_pdf(document: Document) -> bytes:
    """Write a document as a paper: two pages of findings with pictures, then annexes.

    The findings are set as large as they fit on two pages. Tables of the findings open the annexes.

    Parameters
    ----------
    document : Document
        What to write.

    Returns
    -------
    bytes
        A PDF, the same for the same document.
    """
    pictures = _pictures(document)
    data = _data(document, set(pictures))
    with Pages("paper.typ", {f"{_file(key)}": made for key, made in pictures.items()}) as pages:
        for size, height in SIZES:
            data["size"] = size
            for each in _figures(data["findings"]):
                each["height"] = height
            if pages.page_of(data, "findings-end") <= PAGES_OF_FINDINGS:
                break
        return pages.pdf(data)


def _file(place: int) -> str:
    return f"figure-{place}.pdf"


def _pictures(document: Document) -> dict[int, bytes]:
    """Draw every figure, by its place among the figures of the document."""
    found = {}
    for place, figure in enumerate(_all_figures(document)):
        drawn = BytesIO()
        # As PDF and not as SVG, because a picture then brings the letters that it was measured in.
        figure.chart.save(drawn, format="pdf")
        found[place] = drawn.getvalue()
    return found


def _all_figures(document: Document) -> list[Figure]:
    return [
        block
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Figure)
    ]


def _figures(chapters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for chapter in chapters for each in chapter["blocks"] if each["kind"] == "figure"]


def _data(document: Document, drawn: set[int]) -> dict[str, Any]:
    """What the template shows."""
    _ = language_of(document.language).gettext
    numbers = {id(figure): place for place, figure in enumerate(_all_figures(document))}
    findings, annexes = [], []
    for chapter in document.chapters:
        blocks = [_block(block, document, numbers) for block in chapter.blocks]
        told = {"title": chapter.title, "blocks": blocks}
        if chapter.part == "findings":
            words = [each for each in blocks if each["kind"] != "table"]
            tables = [each for each in blocks if each["kind"] == "table"]
            findings.append({**told, "blocks": words})
            told = {**told, "blocks": tables}
        if told["blocks"]:
            annexes.append(told)
    if document.notes:
        annexes.append(_notes(document.notes, document))
    if document.untranslated:
        lines = [{"kind": "words", "firm": False, "text": text} for text in document.untranslated]
        title = _("Texts of the scenario that are not translated")
        annexes.append({"title": title, "blocks": lines})
    groups = _turned(annexes)
    return {
        "title": document.title,
        "flipped": not findings and bool(groups) and groups[0]["flipped"],
        "subtitle": document.subtitle,
        "standing": document.standing,
        "running": document.title,
        "digest": _("Digest of the allocation: {digest}", digest=document.digest),
        "language": document.language,
        "size": SIZES[0][0],
        "findings": findings,
        "annexes": groups,
    }


def _turned(chapters: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Chapters one after another, in groups that stand upright or lie across the page."""

    def lies(chapter: dict[str, Any]) -> bool:
        return any(len(each.get("heads", ())) >= WIDE for each in chapter["blocks"])

    return [
        {"flipped": flipped, "chapters": list(group)} for flipped, group in groupby(chapters, lies)
    ]


def _block(block: Block, document: Document, numbers: dict[int, int]) -> dict[str, Any]:
    if isinstance(block, Words):
        return {"kind": "words", "text": block.text, "firm": block.firm}
    if isinstance(block, Figure):
        image = _file(numbers[id(block)])
        return {"kind": "figure", "finding": block.finding, "image": image, "height": 90}
    return table_data(block, document)


def _notes(notes: Sequence[SourceNote], document: Document) -> dict[str, Any]:
    """Sources and notes as an annex of their own."""
    _ = language_of(document.language).gettext
    heads = [_("Figure"), _("Value"), _("Status"), _("Source"), _("Year"), _("Note")]
    rows = [
        [note.figure, note.value, note.status, note.source, note.year, note.note] for note in notes
    ]
    table = {
        "kind": "table",
        "title": "",
        "heads": heads,
        "sides": ["left"] * len(heads),
        "letters": [32, 16, 14, 36, 10, 48],
        "rows": rows,
        "total": [],
        "wide": True,
        "notes": [],
        "size": 7.5,
    }
    return {"title": _("Sources and notes"), "blocks": [table]}
