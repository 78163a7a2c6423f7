"""The sheet of a table: what it says, live totals above its heads, filters, frozen heads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from finmodel.report.document.excel.book import (
    GREY,
    INK,
    PALE,
    Book,
    cells_below,
    put_link,
    put_paragraph,
    put_text,
)
from finmodel.report.document.parts import Column, Table
from finmodel.report.document.shown import head_of

LESS, MORE = "#d9762b", "#4f97c9"
"""Light enough for the black numbers in them."""
WIDEST, NARROWEST = 48, 11
"""Widths of columns [letters]."""


@dataclass(frozen=True)
class Placed:
    """A table on its sheet."""

    table: Table
    sheet: Any
    head: int
    """Row of the heads."""
    last: int
    """Row of the last data; that of the heads where there are none."""
    total: int
    """Row of the totals of the rows shown; that of the heads where there are none."""
    widths: Sequence[float]
    formats: Sequence[str]
    """Number format of each column."""

    @property
    def first(self) -> int:
        """Row of the first data."""
        return self.head + 1


def numbers_of(table: Table, column: Column) -> list[float | None]:
    """Numbers of a column as they are; None where there is none."""
    raw = table.rows[column.key].tolist()
    return [None if value is None or value != value else float(value) for value in raw]


def sum_of(values: Sequence[float | None]) -> float:
    """Sum of the numbers that there are."""
    return math.fsum(value for value in values if value is not None)


def write_table(book: Book, table: Table, sheet: Any, words: Sequence[str], back: Any) -> Placed:
    """Write a table to its sheet.

    Parameters
    ----------
    book : Book
        The workbook.
    table : Table
        The table.
    sheet : Worksheet
        Its sheet, empty so far.
    words : sequence of str
        Paragraphs that stand above it.
    back : Worksheet
        Sheet that the first line links back to.
    """
    numbers = {
        column.key: numbers_of(table, column) for column in table.columns if column.kind != "text"
    }
    money = [
        amount
        for column in table.columns
        if column.kind == "money"
        for amount in (*numbers[column.key], sum_of(numbers[column.key]))
        if amount is not None
    ]
    decimals = book.money_decimals(money)
    formats = [
        "@" if column.kind == "text" else book.number_format(column, decimals)
        for column in table.columns
    ]
    widths = _widths(book, table, decimals)
    if table.notes:
        widths.append(float(NARROWEST))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    row = _opening(book, table, sheet, words, back, widths)
    summed = [column for column in table.columns if column.total]
    has_rows = len(table.rows) > 0
    total = row
    if summed and has_rows:
        checked = any(column.key in table.adds_up_to for column in summed)
        row += 2 if checked else 1
    placed = Placed(table, sheet, row, row + len(table.rows), total, widths, formats)
    if placed.total < placed.head:
        _totals(book, placed, numbers)
    _body(book, placed, numbers)
    return placed


def _opening(
    book: Book, table: Table, sheet: Any, words: Sequence[str], back: Any, widths: Sequence[float]
) -> int:
    """Write what stands above the table; return the next row."""
    columns, width = len(widths), max(sum(widths), 60.0)
    sheet.set_row(0, 22)
    put_text(sheet, 0, 0, table.title, book.style(bold=True, font_size=14, font_color=INK))
    put_text(sheet, 1, 0, book.document.standing, book.style(italic=True, font_color=GREY))
    link = book.style(font_color="#0563c1", underline=1)
    put_link(sheet, 2, 0, back, book.gettext("Back to the findings"), link)
    row = 3
    for text in (*words, table.note):
        if text:
            put_paragraph(sheet, row, columns, width, text, book.style(text_wrap=True))
            row += 1
    return row + 1


def _totals(book: Book, placed: Placed, numbers: dict[str, list[float | None]]) -> None:
    """Write totals as formulas, of the rows that a filter leaves and against the allocation."""
    sheet, table = placed.sheet, placed.table
    strong = {"bold": True, "top": 1, "bg_color": PALE}
    checked = placed.head - placed.total > 1
    for place, column in enumerate(table.columns):
        form = placed.formats[place]
        if not column.total:
            put_text(sheet, placed.total, place, "", book.style(**strong))
            continue
        cells = cells_below(placed.first, placed.last, place)
        value = sum_of(numbers[column.key])
        style = book.style(num_format=form, **strong)
        sheet.write_formula(placed.total, place, f"=SUBTOTAL(109,{cells})", style, value)
        if column.key in table.adds_up_to:
            expected = table.adds_up_to[column.key]
            formula = f"=ROUND(SUM({cells})-{float(expected)!r},6)"
            style = book.style(num_format=form, font_color=GREY)
            difference = round(value - float(expected), 6) + 0.0
            sheet.write_formula(placed.total + 1, place, formula, style, difference)
    if not table.columns[0].total:
        label = book.gettext("Total of the rows shown")
        put_text(sheet, placed.total, 0, label, book.style(**strong))
        if checked:
            label = book.gettext("Differs from the allocation by")
            put_text(sheet, placed.total + 1, 0, label, book.style(font_color=GREY))


def _body(book: Book, placed: Placed, numbers: dict[str, list[float | None]]) -> None:
    sheet, table = placed.sheet, placed.table
    heads = [head_of(column, book.document) for column in table.columns]
    lines = [-(-len(text) // int(placed.widths[place] - 3)) for place, text in enumerate(heads)]
    sheet.set_row(placed.head, 15 * max(lines) + 4)
    for place, column in enumerate(table.columns):
        side = "left" if column.kind == "text" else "right"
        style = book.style(
            bold=True,
            font_color="white",
            bg_color=INK,
            text_wrap=True,
            align=side,
            valign="vcenter",
        )
        put_text(sheet, placed.head, place, heads[place], style)
        if column.kind == "text":
            cell = book.style(text_wrap=True, bottom=4, bottom_color="#c4dcef")
            for at, value in enumerate(table.rows[column.key].tolist()):
                missing = value is None or value != value
                put_text(sheet, placed.first + at, place, "" if missing else str(value), cell)
            continue
        form = placed.formats[place]
        cell = book.style(num_format=form, bottom=4, bottom_color="#c4dcef")
        for at, number in enumerate(numbers[column.key]):
            row = placed.first + at
            if number is None:
                sheet.write_blank(row, place, None, cell)
            elif formula := _row_sum(placed, column, numbers, at):
                sheet.write_formula(row, place, formula, cell, number)
            else:
                sheet.write_number(row, place, number, cell)
    _colour_differences(placed, numbers)
    if table.notes:
        style = book.style(bold=True, font_color="white", bg_color=INK, valign="vcenter")
        put_text(sheet, placed.head, len(table.columns), book.gettext("Notes"), style)
    sheet.freeze_panes(placed.first, 1 if len(table.columns) > 1 else 0)
    sheet.repeat_rows(placed.head)
    if placed.last > placed.head:
        sheet.autofilter(placed.head, 0, placed.last, len(placed.widths) - 1)


def _colour_differences(placed: Placed, numbers: dict[str, list[float | None]]) -> None:
    """Colour differences as the map of differences does: orange for less, blue for more."""
    for place, column in enumerate(placed.table.columns):
        sizes = [abs(each) for each in numbers.get(column.key, ()) if each]
        if column.signed and sizes:
            ends = {"min_type": "num", "mid_type": "num", "max_type": "num"}
            values = {"min_value": -max(sizes), "mid_value": 0, "max_value": max(sizes)}
            colours = {"min_color": LESS, "mid_color": "#ffffff", "max_color": MORE}
            form = {"type": "3_color_scale", **ends, **values, **colours}
            placed.sheet.conditional_format(placed.first, place, placed.last, place, form)


def _row_sum(
    placed: Placed, column: Column, numbers: dict[str, list[float | None]], at: int
) -> str:
    """Formula of a number that is the sum of others in its row; none where it is not, exactly."""
    parts = [numbers[key][at] for key in column.sum_of]
    if not parts or sum_of(parts) != numbers[column.key][at]:
        return ""
    keys = [each.key for each in placed.table.columns]
    cells = [xl_rowcol_to_cell(placed.first + at, keys.index(key)) for key in column.sum_of]
    return f"=SUM({','.join(cells)})"


def _widths(book: Book, table: Table, money_decimals: int) -> list[float]:
    """Widths that show the longest word or number of each column."""
    found = []
    beside = 0
    if not table.columns[0].total and any(column.total for column in table.columns):
        beside = len(book.gettext("Differs from the allocation by"))
    for at, column in enumerate(table.columns):
        title = max((len(word) for word in head_of(column, book.document).split()), default=0)
        if column.kind == "text":
            texts = [str(value) for value in table.rows[column.key].tolist() if value is not None]
            longest = max(map(len, texts), default=0)
        else:
            largest = max((abs(n) for n in numbers_of(table, column) if n is not None), default=0.0)
            if column.total:
                largest = max(largest, abs(sum_of(numbers_of(table, column))))
            scale = book.document.money_scale if column.kind == "money" else 1
            decimals = money_decimals if column.kind == "money" else column.decimals
            longest = len(f"{largest / scale:,.{decimals}f}") + 1
        found.append(
            float(min(WIDEST, max(NARROWEST, title + 4, longest + 2, 0 if at else beside)))
        )
    return found
