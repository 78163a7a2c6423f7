"""A whole document as a workbook."""

from __future__ import annotations

from typing import Any

from finmodel.report.document.excel.book import INK, Book, put_link, put_paragraph, put_text
from finmodel.report.document.excel.charts import insert_chart
from finmodel.report.document.excel.findings import write_findings
from finmodel.report.document.excel.notes import link_rows, write_notes
from finmodel.report.document.excel.tables import Placed, write_table
from finmodel.report.document.parts import Chapter, Document, Figure, Table, Words


def as_excel(document: Document) -> bytes:
    """Write a document as an Excel workbook.

    Money stands in whole currency units and is shown in the document's unit, with as many decimals
    as it takes to show it exactly. Totals are formulas that follow the filters; each one is set
    against what the allocation says. Texts are never formulas, whatever they begin with.

    Parameters
    ----------
    document : Document
        What to write.

    Returns
    -------
    bytes
        An .xlsx file, the same for the same document.
    """
    book = Book(document)
    first = book.sheet(book.gettext("Findings"))
    placed: dict[str, Placed] = {}
    explained = [chapter for chapter in document.chapters if _only_words(chapter)]
    for chapter in document.chapters:
        words = [block for block in chapter.blocks if isinstance(block, Words)]
        above = [] if chapter.part == "findings" else [block.text for block in words]
        for table in (block for block in chapter.blocks if isinstance(block, Table)):
            sheet = book.sheet(table.title)
            placed[table.id] = write_table(book, table, sheet, above, first)
            above = []
    others: list[Any] = []
    if explained:
        others.append(book.sheet(book.gettext("Explanations")))
        _explanations(book, others[-1], explained, first)
    if document.notes or document.untranslated:
        others.append(book.sheet(book.gettext("Sources and notes")))
        write_notes(book, others[-1], _used_in(document, placed), first)
        link_rows(book, others[-1], placed.values())
    _charts_beside(book, placed)
    write_findings(book, first, placed, others)
    first.activate()
    return book.finished()


def _only_words(chapter: Chapter) -> bool:
    """Whether a chapter's words have neither the first sheet nor a table's to stand on."""
    tables = any(isinstance(block, Table) for block in chapter.blocks)
    return chapter.part != "findings" and not tables and bool(chapter.blocks)


def _used_in(document: Document, placed: dict[str, Placed]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {note.id: [] for note in document.notes}
    for each in placed.values():
        for note in each.table.sources:
            found.setdefault(note, []).append(each.sheet)
    return found


def _charts_beside(book: Book, placed: dict[str, Placed]) -> None:
    """Draw the figures of the other chapters to the right of their tables."""
    below: dict[str, int] = {}
    for chapter in book.document.chapters:
        if chapter.part == "findings":
            continue
        for block in chapter.blocks:
            if isinstance(block, Figure) and block.table in placed:
                table = placed[block.table]
                row = below.get(block.table, table.head - 1)
                at = len(table.widths) + 1
                below[block.table] = insert_chart(book, block, table, table.sheet, row, at)


def _explanations(book: Book, sheet: Any, chapters: list[Chapter], back: Any) -> None:
    sheet.set_column(0, 0, 120)
    link = book.style(font_color="#0563c1", underline=1)
    put_link(sheet, 0, 0, back, book.gettext("Back to the findings"), link)
    row = 1
    for chapter in chapters:
        row += 1
        style = book.style(bold=True, font_size=13, font_color=INK)
        put_text(sheet, row, 0, chapter.title, style)
        for block in chapter.blocks:
            if isinstance(block, Words):
                row += 1
                style = book.style(text_wrap=True, bold=block.firm)
                put_paragraph(sheet, row, 1, 120, block.text, style)
