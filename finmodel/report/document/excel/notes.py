"""The sheet of sources and notes: where each figure comes from, with links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from finmodel.report.document.excel.book import GREY, INK, Book, put_link, put_text

ADDRESS = re.compile(r"https?://[^\s<>\"']+|(?<![\w@/.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"']+")
"""A web address, with or without its protocol."""
LONGEST_LINK = 2079
WIDTHS = (44, 18, 13, 60, 12, 70, 30)


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
        book.gettext("Figure"),
        book.gettext("Value"),
        book.gettext("Status"),
        book.gettext("Source"),
        book.gettext("Year"),
        book.gettext("Note"),
        book.gettext("Used in"),
    ]
    top = 4
    style = book.style(bold=True, font_color="white", bg_color=INK)
    for place, text in enumerate(heads):
        put_text(sheet, top, place, text, style)
    cell = book.style(text_wrap=True, bottom=4, bottom_color="#c4dcef")
    for at, note in enumerate(document.notes):
        row = top + 1 + at
        texts = (note.figure, note.value, note.status, note.source, note.year, note.note)
        for place, text in enumerate(texts):
            put_text(sheet, row, place, text, cell)
        address = address_in(note.source)
        if address and len(address) <= LONGEST_LINK:
            sheet.write_url(row, 3, address, link, note.source)
        sheets = used_in.get(note.id, [])
        if sheets:
            put_link(sheet, row, 6, sheets[0], "; ".join(s.get_name() for s in sheets), link)
        else:
            put_text(sheet, row, 6, "", cell)
    last = top + len(document.notes)
    if document.notes:
        sheet.autofilter(top, 0, last, len(heads) - 1)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    if document.untranslated:
        row = last + 2
        words = book.gettext("Texts of the scenario that are not translated")
        put_text(sheet, row, 0, words, book.style(bold=True))
        for text in document.untranslated:
            row += 1
            put_text(sheet, row, 0, text, book.style(text_wrap=True))
