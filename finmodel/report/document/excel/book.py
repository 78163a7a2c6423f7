"""A workbook being written: its styles, the names of its sheets, and cells that stay text."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from finmodel.report.document.parts import Column, Document
from finmodel.report.languages.language import language_of

LONGEST_NAME = 31
"""Letters that Excel allows in the name of a sheet."""
LONGEST_TEXT = 32_767
"""Letters that Excel allows in a cell."""
MADE = datetime.datetime(2000, 1, 1)
"""Time of writing that a workbook states: always the same, so that one document gives one file."""
INK, PALE, GREY = "#0b3f78", "#eaf2fa", "#666666"


class Book:
    """A workbook being written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._buffer = BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._taken: set[str] = set()
        self.workbook.set_properties(
            {
                "title": document.title,
                "subject": document.standing,
                "comments": self.gettext(
                    "Digest of the allocation: {digest}", digest=document.digest
                ),
                "created": MADE,
            }
        )
        self.workbook.set_custom_property("Digest", document.digest[:255], "text")
        self.workbook.set_calc_mode("auto")

    def gettext(self, message: str, **values: Any) -> str:
        """Fixed words in the document's language."""
        return language_of(self.document.language).gettext(message, **values)

    def style(self, **properties: Any) -> Any:
        """Return a style, the same object for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            plain = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
            self._styles[key] = self.workbook.add_format({**plain, **properties})
        return self._styles[key]

    def sheet(self, title: str) -> Any:
        """Add a sheet; its name is its title, cut and made unique."""
        sheet = self.workbook.add_worksheet(self._name(title))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_printed(self.document.standing)}&R&A")
        sheet.set_footer(f"&L&8 {_printed(self.document.digest)}&R&P / &N")
        return sheet

    def _name(self, title: str) -> str:
        """Return a name that Excel takes: none of its signs, at most 31 letters, not used yet."""
        # "History" is Excel's own; the space keeps it readable.
        plain = " ".join("".join(" " if sign in "[]:*?/\\" else sign for sign in title).split())
        plain = plain.strip("' ") or self.gettext("Table")
        plain = f"{plain} 1" if plain.lower() == "history" else plain
        name, number = _cut(plain, LONGEST_NAME), 1
        while name.lower() in self._taken:
            number += 1
            ending = f" {number}"
            name = _cut(plain, LONGEST_NAME - len(ending)) + ending
        self._taken.add(name.lower())
        return name

    def money_format(self, decimals: int) -> str:
        """Return the number format of whole currency units shown in the document's unit."""
        thousands = round(math.log(max(self.document.money_scale, 1), 1000))
        return _decimals("#,##0", decimals) + "," * thousands

    def money_decimals(self, amounts: Iterable[float]) -> int:
        """Fewest decimals with which every amount is shown exactly, so that sums are as shown."""
        most = round(math.log10(max(self.document.money_scale, 1)))
        whole = [round(abs(amount)) for amount in amounts]
        return next(
            places
            for places in range(most + 1)
            if places == most or not any(amount % 10 ** (most - places) for amount in whole)
        )

    def number_format(self, column: Column, money_decimals: int) -> str:
        """Return the number format of a column."""
        if column.kind == "money":
            form = self.money_format(money_decimals)
        elif column.kind == "share":
            form = _decimals("0", column.decimals) + "%"
        else:
            form = "0" if column.kind == "year" else _decimals("#,##0", column.decimals)
        return f"+{form};-{form};{form}" if column.signed else form

    def finished(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.workbook.close()
        return self._buffer.getvalue()


def put_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write text as text, whatever it begins with; beyond what a cell holds it is cut."""
    words = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    if words:
        sheet.write_string(row, column, words, style)
    elif style is not None:
        sheet.write_blank(row, column, None, style)


def put_paragraph(sheet: Any, row: int, columns: int, width: float, text: str, style: Any) -> None:
    """Write text across columns, in a row as high as its lines need."""
    lines = sum(max(1, math.ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
    sheet.set_row(row, 15 * max(lines, 1) + 2)
    if columns > 1:
        sheet.merge_range(row, 0, row, columns - 1, "", style)
    put_text(sheet, row, 0, text, style)


def put_link(sheet: Any, row: int, column: int, target: Any, text: str, style: Any) -> None:
    """Write a link to the first cell of another sheet."""
    name = target.get_name().replace("'", "''")
    sheet.write_url(row, column, f"internal:'{name}'!A1", style, text[:LONGEST_TEXT])


def cell_of(sheet: Any, row: int, column: int) -> str:
    """Address of a cell for a formula on another sheet."""
    name = sheet.get_name().replace("'", "''")
    return f"'{name}'!{xl_rowcol_to_cell(row, column)}"


def cells_below(first: int, last: int, column: int) -> str:
    """Address of the cells of a column on the same sheet."""
    return str(xl_range(first, column, last, column))


def _cut(text: str, letters: int) -> str:
    """Cut after a whole word where that leaves enough."""
    if len(text) <= letters:
        return text
    words = text[: letters + 1].rsplit(" ", 1)[0].rstrip("' ,;:–-")
    return words if len(words) > letters // 2 else text[:letters].rstrip("' ")


def _printed(text: str) -> str:
    """Text for the margin of a printed page, where & begins a command and 255 letters are all."""
    return text[:110].replace("&", "&&")


def _decimals(pattern: str, decimals: int) -> str:
    return pattern + ("." + "0" * decimals if decimals else "")
