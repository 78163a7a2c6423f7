"""What a paper holds, as data for its template."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from finmodel.report.document.parts import Block, Document, Figure, SourceNote, Words
from finmodel.report.document.pdf.tables import fits_upright, table_data
from finmodel.report.languages.language import language_of

MOST_NOTES = 60
"""Source notes on paper; the workbook holds all."""
HEAD = 60
"""Letters whose room the title of a finding takes."""


def figures_of(document: Document) -> list[Figure]:
    """Every figure, in the order of the document."""
    return [
        block
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Figure)
    ]


def file_of(place: int) -> str:
    """Name of the file of a figure, by its place in the document."""
    return f"figure-{place}.pdf"


def contents(document: Document) -> dict[str, Any]:
    """Lay a document out for the template.

    Returns
    -------
    dict
        `columns`: words of the findings, in two columns of about the same length; `pictures`: the
        figures of the findings (the first `own`), then those of the detail; `annexes`: chapters in
        groups that stand upright or lie across the page.
    """
    _ = language_of(document.language).gettext
    files = {id(figure): file_of(place) for place, figure in enumerate(figures_of(document))}
    findings, annexes = [], []
    own: list[dict[str, Any]] = []
    more: list[dict[str, Any]] = []
    for chapter in document.chapters:
        blocks = [_block(block, document, files) for block in chapter.blocks]
        pictures = [each for each in blocks if each["kind"] == "figure"]
        if chapter.part == "findings":
            words = [each for each in blocks if each["kind"] == "words"]
            findings.append({"title": chapter.title, "blocks": words})
            for each in pictures:
                each["in_front"] = len(own)
                own.append(each)
            blocks = [each for each in blocks if each["kind"] != "words"]
        elif chapter.part == "detail":
            more += pictures[:1]
        if blocks:
            annexes.append({"title": chapter.title, "blocks": blocks})
    if document.notes:
        annexes.append(_notes(document.notes, document))
    if document.untranslated:
        said = [*document.untranslated[:MOST_NOTES]]
        left = len(document.untranslated) - len(said)
        said += [_left_out(left, document)] if left else []
        lines = [{"kind": "words", "firm": False, "text": text} for text in said]
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
        "columns": _balanced(findings),
        "pictures": [*own, *more],
        "own": len(own),
        "annexes": groups,
    }


def _balanced(chapters: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part chapters in their order into two columns of about the same length; one needs none."""
    if len(chapters) < 2:
        return [list(chapters)]
    lengths = [HEAD + sum(len(each["text"]) for each in told["blocks"]) for told in chapters]
    cuts = range(len(chapters) + 1)
    best = min(cuts, key=lambda cut: abs(sum(lengths[:cut]) - sum(lengths[cut:])))
    return [list(chapters[:best]), list(chapters[best:])]


def _turned(chapters: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Chapters one after another, in groups that stand upright or lie across the page."""

    def lies(chapter: dict[str, Any]) -> bool:
        tables = [each for each in chapter["blocks"] if each["kind"] == "table"]
        return not all(fits_upright(each) for each in tables)

    return [
        {"flipped": flipped, "chapters": list(group)} for flipped, group in groupby(chapters, lies)
    ]


def _block(block: Block, document: Document, files: dict[int, str]) -> dict[str, Any]:
    if isinstance(block, Words):
        return {"kind": "words", "text": block.text, "firm": block.firm}
    if isinstance(block, Figure):
        return {
            "kind": "figure",
            "finding": block.finding,
            "image": files[id(block)],
            "in_front": -1,
        }
    return table_data(block, document)


def _left_out(count: int, document: Document) -> str:
    language = language_of(document.language)
    return language.gettext(
        "{count} more rows stand in the workbook.", count=language.number(count)
    )


def _notes(notes: Sequence[SourceNote], document: Document) -> dict[str, Any]:
    """Sources and notes as an annex of their own."""
    _ = language_of(document.language).gettext
    heads = [_("No."), _("Figure"), _("Value"), _("Status"), _("Source"), _("Year"), _("Note")]
    # What names a source comes first, in the order of the scenario.
    order = sorted(notes, key=lambda note: not note.source)
    numbers = document.note_numbers
    rows = [
        [
            str(numbers[note.id]),
            *(note.figure, note.value, note.status, note.source, note.year, note.note),
        ]
        for note in order
    ]
    more = _left_out(len(rows) - MOST_NOTES, document)
    table = {
        "kind": "table",
        "title": "",
        "heads": heads,
        "sides": ["left"] * len(heads),
        "letters": [5, 30, 16, 14, 36, 10, 48],
        "rows": rows[:MOST_NOTES],
        "total": [],
        "wide": True,
        "notes": [more] if len(rows) > MOST_NOTES else [],
        "size": 7,
    }
    return {"title": _("Sources and notes"), "blocks": [table]}
