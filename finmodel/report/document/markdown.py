"""A document as Markdown, whole, for version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from finmodel.report.document.notes import row_notes
from finmodel.report.document.parts import (
    Block,
    Chapter,
    Document,
    Figure,
    SourceNote,
    Table,
    Words,
)
from finmodel.report.document.shown import shown
from finmodel.report.languages.language import language_of

MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
"""Signs that Markdown or HTML would take for more than text."""


def as_markdown(document: Document) -> str:
    """Write a document as Markdown: every chapter, table and note; of a figure what it shows."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    _ = language_of(document.language).gettext
    yield from (f"# {text(document.title)}", "")
    if document.subtitle:
        yield from (text(document.subtitle), "")
    yield from (f"**{text(document.standing)}**", "")
    yield from (text(_("Digest of the allocation: {digest}", digest=document.digest)), "")
    for chapter in document.chapters:
        yield from chapter_lines(chapter, document)
    if document.notes:
        yield from (f"## {text(_('Where the figures come from'))}", "")
        yield from _notes(document.notes, document)
    if document.untranslated:
        yield from (f"## {text(_('Texts of the scenario that are not translated'))}", "")
        yield from (f"- {text(words)}" for words in document.untranslated)
        yield ""


def chapter_lines(chapter: Chapter, document: Document) -> Iterator[str]:
    """Lines of one chapter of a document."""
    yield from (f"## {text(chapter.title)}", "")
    for block in chapter.blocks:
        yield from _block(block, document)


def _block(block: Block, document: Document) -> Iterator[str]:
    if isinstance(block, Words):
        words = text(block.text)
        yield from (f"**{words}**" if block.firm else words, "")
    elif isinstance(block, Figure):
        yield from (f"*{text(block.finding)}*", "")
    else:
        yield from _table(block, document)


def _table(table: Table, document: Document) -> Iterator[str]:
    columns = shown(table, document)
    yield from (f"### {text(table.title)}", "")
    own = bool(table.notes)
    notes = language_of(document.language).gettext("Notes")
    yield _row([*(text(column.head) for column in columns), *([text(notes)] if own else [])])
    yield _row(["--:" if column.numeric else ":--" for column in columns] + [":--"] * own)
    for at in range(len(table.rows)):
        cells = [text(column.cells[at]) for column in columns]
        yield _row([*cells, *([row_notes(table, at, document)] if own else [])])
    if any(column.total_cell for column in columns):
        total = language_of(document.language).gettext("Total")
        cells = [column.total_cell for column in columns]
        yield _row(
            [f"**{text(cell)}**" if cell else "" for cell in (cells[0] or total, *cells[1:])]
            + [""] * own
        )
    yield ""
    if table.note:
        yield from (text(table.note), "")


def _notes(notes: Sequence[SourceNote], document: Document) -> Iterator[str]:
    _ = language_of(document.language).gettext
    heads = (_("No."), _("Figure"), _("Value"), _("Status"), _("Source"), _("Year"), _("Note"))
    yield _row([text(head) for head in heads])
    yield _row([":--"] * len(heads))
    for number, note in enumerate(notes, 1):
        cells = (
            str(number),
            note.figure,
            note.value,
            note.status,
            note.source,
            note.year,
            note.note,
        )
        yield _row([text(cell) for cell in cells])
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def text(words: str) -> str:
    r"""Words that stay words, whatever signs stand in them.

    Examples
    --------
    >>> print(text("<b>2*3</b> | 4"))
    \<b\>2\*3\</b\> \| 4
    """
    return MEANS_SOMETHING.sub(r"\\\1", " ".join(words.split()))
