"""The sheet of sources and notes: where each figure comes from, with links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from finmodel.report.document.excel.book import GREY, INK, Book, put_link, put_text
from finmodel.report.document.excel.tables import Placed
from finmodel.report.document.notes import row_notes

ADDRESS = re.compile(r"https?://[^\s<>\"']+|(?<![\w@/.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"']+")
"""A web address, with or without its protocol."""
LONGEST_LINK = 2079
TOP = 4
"""Row of the heads of the notes."""
WIDTHS = (7, 44, 18, 13, 60, 12, 70, 30)


def address_in(text: str) -> str:
    """Find the first web address of a text, with its protocol; empty where there is none.

    Examples
    --------
    >>> address_in("cabinet.gov.mn/en/10734.html, meeting of 29 August 2025")
    'https://cabinet.gov.mn/en/10734.html'
    >>> address_in("NSO table DT_NSO_0300, via WFP-VAM/prism-app")
    ''
    """
    found = ADDRESS.search(text)
    if found is None:
        return ""
    address = found.group().rstrip(".,;:)]")
    return address if address.startswith("http") else f"https://{address}"


def link_rows(book: Book, sheet: Any, placed: Iterable[Placed]) -> None:
    """Link each row of a table to the first of the notes that it rests on.

    Parameters
    ----------
    book : Book
        The workbook.
    sheet : Worksheet
        Where the notes stand.
    placed : iterable of Placed
        Tables on their sheets.
    """
    name, numbers = sheet.get_name().replace("'", "''"), book.document.note_numbers
    style = book.style(font_color="#0563c1", underline=1, bottom=4, bottom_color="#c4dcef")
    for each in placed:
        for at, ids in enumerate(each.table.notes):
            if ids:
                # Lines of a sheet count from one, and the heads stand above the first note.
                place = f"internal:'{name}'!A{TOP + 1 + numbers[ids[0]]}"
                words = row_notes(each.table, at, book.document)
                row, column = each.first + at, len(each.table.columns)
                each.sheet.write_url(row, column, place, style, words)


def write_notes(book: Book, sheet: Any, used_in: Mapping[str, list[Any]], back: Any) -> None:
    """Write the notes of a document.

    Parameters
    ----------
    book : Book
        The workbook.
    sheet : Worksheet
        Where they stand.
    used_in : mapping of str to list of Worksheet
        By the id of a note the sheets of the tables that rest on it.
    back : Worksheet
        Sheet that the first line links back to.
    """
    document, link = book.document, book.style(font_color="#0563c1", underline=1, text_wrap=True)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    title = book.style(bold=True, font_size=14, font_color=INK)
    put_text(sheet, 0, 0, book.gettext("Sources and notes"), title)
    put_text(sheet, 1, 0, document.standing, book.style(italic=True, font_color=GREY))
    put_link(sheet, 2, 0, back, book.gettext("Back to the findings"), link)
    heads = [
        book.gettext("No."),
        book.gettext("Figure"),
        book.gettext("Value"),
        book.gettext("Status"),
        book.gettext("Source"),
        book.gettext("Year"),
        book.gettext("Note"),
        book.gettext("Used in"),
    ]
    top = TOP
    style = book.style(bold=True, font_color="white", bg_color=INK)
    for place, text in enumerate(heads):
        put_text(sheet, top, place, text, style)
    cell = book.style(text_wrap=True, bottom=4, bottom_color="#c4dcef")
    for at, note in enumerate(document.notes):
        row = top + 1 + at
        sheet.write_number(row, 0, at + 1, cell)
        texts = (note.figure, note.value, note.status, note.source, note.year, note.note)
        for place, text in enumerate(texts, 1):
            put_text(sheet, row, place, text, cell)
        address = address_in(note.source)
        if address and len(address) <= LONGEST_LINK:
            sheet.write_url(row, 4, address, link, note.source)
        sheets = used_in.get(note.id, [])
        if sheets:
            put_link(sheet, row, 7, sheets[0], "; ".join(s.get_name() for s in sheets), link)
        else:
            put_text(sheet, row, 7, "", cell)
    last = top + len(document.notes)
    if document.notes:
        sheet.autofilter(top, 0, last, len(heads) - 1)
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    if document.untranslated:
        row = last + 2
        words = book.gettext("Texts of the scenario that are not translated")
        put_text(sheet, row, 0, words, book.style(bold=True))
        for text in document.untranslated:
            row += 1
            put_text(sheet, row, 0, text, book.style(text_wrap=True))
