"""The first sheet: findings with charts, then what each sheet holds and that it adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finmodel.report.document.excel.book import (
    GREY,
    INK,
    PALE,
    Book,
    cell_of,
    put_link,
    put_paragraph,
    put_text,
)
from finmodel.report.document.excel.charts import insert_chart
from finmodel.report.document.excel.tables import Placed, numbers_of, sum_of
from finmodel.report.document.parts import Chapter, Figure, Table, Words

WIDTHS = (46, 34, 22, 22, 16)


def write_findings(
    book: Book, sheet: Any, placed: Mapping[str, Placed], others: Sequence[Any]
) -> None:
    """Write the first sheet.

    Parameters
    ----------
    book : Book
        The workbook.
    sheet : Worksheet
        The sheet, empty so far.
    placed : mapping of str to Placed
        Tables on their sheets, by id.
    others : sequence of Worksheet
        Sheets without a table.
    """
    document = book.document
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 28)
    put_text(sheet, 0, 0, document.title, book.style(bold=True, font_size=18, font_color=INK))
    row = 1
    lines = [
        (document.subtitle, book.style(text_wrap=True, font_color=GREY)),
        (document.standing, book.style(text_wrap=True, bold=True, font_color="#9c2f00")),
        (
            book.gettext("Digest of the allocation: {digest}", digest=document.digest),
            book.style(text_wrap=True, font_color=GREY, font_size=9),
        ),
        (
            book.gettext(
                "Money is shown in {unit}. Cells hold whole units of currency, and totals are "
                "formulas.",
                unit=document.money_unit,
            ),
            book.style(text_wrap=True, font_color=GREY, font_size=9),
        ),
    ]
    for text, style in lines:
        if text:
            put_paragraph(sheet, row, len(WIDTHS), sum(WIDTHS), text, style)
            row += 1
    for chapter in document.chapters:
        if chapter.part == "findings":
            row = _chapter(book, sheet, chapter, placed, row + 1)
    _contents(book, sheet, placed, others, row + 1)
    sheet.freeze_panes(1, 0)


def _chapter(
    book: Book, sheet: Any, chapter: Chapter, placed: Mapping[str, Placed], row: int
) -> int:
    style = book.style(bold=True, font_size=13, font_color=INK, bottom=1, bottom_color=INK)
    for place in range(1, len(WIDTHS)):
        put_text(sheet, row, place, "", style)
    put_text(sheet, row, 0, chapter.title, style)
    row += 1
    link = book.style(font_color="#0563c1", underline=1)
    for block in chapter.blocks:
        if isinstance(block, Words):
            style = book.style(text_wrap=True, bold=block.firm)
            put_paragraph(sheet, row, len(WIDTHS), sum(WIDTHS), block.text, style)
            row += 1
        elif isinstance(block, Table):
            put_link(sheet, row, 0, placed[block.id].sheet, f"→ {block.title}", link)
            row += 1
        elif isinstance(block, Figure) and block.table in placed:
            row = insert_chart(book, block, placed[block.table], sheet, row, 0)
    return row


def _contents(
    book: Book, sheet: Any, placed: Mapping[str, Placed], others: Sequence[Any], row: int
) -> None:
    """List every sheet, with its totals and what the allocation says they must be."""
    style = book.style(bold=True, font_color="white", bg_color=INK, text_wrap=True)
    heads = (
        book.gettext("What this workbook holds"),
        book.gettext("What is summed"),
        book.gettext("Total of the sheet"),
        book.gettext("In the allocation"),
        book.gettext("Difference"),
    )
    for place, text in enumerate(heads):
        put_text(sheet, row, place, text, style)
    row += 1
    link = book.style(font_color="#0563c1", underline=1)
    for each in placed.values():
        put_link(sheet, row, 0, each.sheet, each.table.title, link)
        row = _checks(book, sheet, each, row)
    for other in others:
        put_link(sheet, row, 0, other, other.get_name(), link)
        row += 1


def _checks(book: Book, sheet: Any, placed: Placed, row: int) -> int:
    """Write a line for each total of a sheet; return the next row."""
    columns = placed.table.columns
    summed = [place for place, column in enumerate(columns) if column.total]
    if placed.total == placed.head or not summed:
        return row + 1
    for place in summed:
        column, form = columns[place], placed.formats[place]
        value = sum_of(numbers_of(placed.table, column))
        put_text(sheet, row, 1, column.label, book.style(text_wrap=True))
        style = book.style(num_format=form, bg_color=PALE)
        # The sheet's own total follows its filter; this one must not.
        first, last = (cell_of(placed.sheet, at, place) for at in (placed.first, placed.last))
        cells = f"{first}:{last.rsplit('!', 1)[1]}"
        sheet.write_formula(row, 2, f"=SUM({cells})", style, value)
        if column.key in placed.table.adds_up_to:
            expected = float(placed.table.adds_up_to[column.key])
            sheet.write_number(row, 3, expected, book.style(num_format=form))
            formula = f"=ROUND(C{row + 1}-D{row + 1},6)"
            difference = round(value - expected, 6) + 0.0
            sheet.write_formula(row, 4, formula, book.style(num_format=form), difference)
        row += 1
    return row
