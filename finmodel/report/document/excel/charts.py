"""Native charts: each figure of a document drawn by Excel from the cells of its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from finmodel.report.document.excel.book import GREY, Book, put_text
from finmodel.report.document.excel.tables import Placed
from finmodel.report.document.parts import Column, Figure

MOST_ROWS = 60
"""More bars than these cannot be read."""
MOST_SERIES = 8
COLOURS = ("#0b3f78", "#4f97c9", "#c4dcef", "#8a8a8a", "#b5651d", "#e3b778", "#5b7f4b", "#b7cfa9")
"""One hue and its neighbours, from dark to light, so that they differ in grey."""


def drawn(figure: Figure, placed: Placed) -> tuple[int, list[int]] | None:
    """Which column of a table names what is drawn, and which are drawn; None where none can be.

    Where the figure names no columns, money comes before shares, shares before counts; columns of
    one kind and unit are drawn together, without those that are sums of others.
    """
    columns = placed.table.columns
    names = [place for place, column in enumerate(columns) if column.kind in ("text", "year")][:1]
    rows = placed.last - placed.head
    if not names or not 0 < rows <= MOST_ROWS:
        return None
    if len(set(placed.table.rows[columns[names[0]].key].tolist())) < rows:
        return None
    told = [place for place, column in enumerate(columns) if column.key in figure.columns]
    places = [place for place in told if columns[place].kind not in ("text", "year")]
    for kind in () if told else ("money", "share", "count", "number"):
        places = places or [
            place
            for place, column in enumerate(columns)
            if column.kind == kind and not column.sum_of
        ]
    alike = [place for place in places if columns[place].unit == columns[places[0]].unit]
    return (names[0], alike[:MOST_SERIES]) if alike else None


def insert_chart(book: Book, figure: Figure, placed: Placed, sheet: Any, row: int, at: int) -> int:
    """Insert the chart of a figure below its finding; return the next free row.

    Parameters
    ----------
    book : Book
        The workbook.
    figure : Figure
        What is drawn.
    placed : Placed
        The table with the numbers drawn.
    sheet : Worksheet
        Where the chart stands.
    row, at : int
        Cell of its first line.
    """
    found = drawn(figure, placed)
    put_text(sheet, row, at, figure.finding, book.style(bold=True))
    if found is None:
        return row + 2
    name_at, places = found
    columns = placed.table.columns
    unit = columns[places[0]].unit
    if columns[places[0]].kind == "money":
        unit = unit or book.document.money_unit
    put_text(sheet, row + 1, at, unit, book.style(font_color=GREY, font_size=9))
    by_year = columns[name_at].kind == "year"
    line = by_year and columns[places[0]].kind == "share"
    chart = book.workbook.add_chart(_kind(columns, places, by_year, line))
    for number, place in enumerate(places):
        chart.add_series(_series(placed, name_at, place, number, line=line))
    name = sheet.get_name()
    # The title and units are cells: a title that looks like an address would become one.
    title_font = {"size": 11, "bold": True}
    chart.set_title({"name": [name, row, at], "name_font": title_font, "overlay": False})
    values: dict[str, Any] = {
        "num_format": _axis_format(book, placed, places),
        "major_gridlines": _LINES,
    }
    if unit:
        values["name"] = [name, row + 1, at]
    if by_year:
        chart.set_x_axis({})
        chart.set_y_axis(values)
    else:
        # Of bars that lie, the first name stands on top and the scale below the last one.
        chart.set_x_axis(values)
        names = {"reverse": True, "crossing": "max", "num_font": {"size": 9}}
        # Beside the chart and not beside zero, where bars of losses would cover them.
        chart.set_y_axis({**names, "label_position": "low"})
    chart.set_legend({"none": True} if len(places) == 1 else {"position": "bottom"})
    rows = placed.last - placed.head
    height = 320 if by_year else min(900, 150 + 18 * rows)
    chart.set_size({"width": 760, "height": height})
    sheet.insert_chart(row + 2, at, chart, {"description": figure.finding, "object_position": 2})
    return row + 3 + -(-height // 20)


_LINES = {"visible": True, "line": {"color": "#d9d9d9", "width": 0.5}}


def _kind(
    columns: Sequence[Column], places: Sequence[int], by_year: bool, line: bool
) -> dict[str, str]:
    """Kind of chart: lines for shares by year, else columns by year and bars by name."""
    stacked = len(places) > 1 and all(columns[place].total for place in places)
    kind = "line" if line else "column" if by_year else "bar"
    return {"type": kind, **({"subtype": "stacked"} if stacked and not line else {})}


def _series(placed: Placed, name: int, place: int, number: int, *, line: bool) -> dict[str, Any]:
    sheet, first, last = placed.sheet.get_name(), placed.first, placed.last
    colour = {"color": COLOURS[number % len(COLOURS)]}
    return {
        "name": [sheet, placed.head, place],
        "categories": [sheet, first, name, last, name],
        "values": [sheet, first, place, last, place],
        "gap": 50,
        **({"line": {**colour, "width": 2}} if line else {"fill": colour}),
    }


def _axis_format(book: Book, placed: Placed, places: Sequence[int]) -> str:
    """Return the format of the axis: that of the cells, money without decimals."""
    if placed.table.columns[places[0]].kind == "money":
        return book.money_format(0)
    return placed.formats[places[0]]
