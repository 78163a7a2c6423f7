"""The check of figures: each number that is drawn is the number of its row in the table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from finmodel.report.document.ledger.origins import Origin
from finmodel.report.document.numerals import Numerals
from finmodel.report.document.parts import Column, Document, Drawn, Figure, Table
from finmodel.report.document.shown import shown

NEAR = 1e-9
"""Relative error of sums in floating point."""


def drawn_otherwise(figure: Figure, document: Document) -> Iterator[str]:
    """Say where a figure draws something else than its table has.

    Each drawn number must be that of the rows of the table that have its words; each row of the
    table must be drawn; and no field of the chart may hold numbers that are tied to nothing.
    """
    tables = document.tables()
    if figure.table not in tables:
        yield f"figure {figure.id}: there is no table {figure.table}"
        return
    found = list(frames(figure.chart))
    yield from _tied_to_nothing(figure, found)
    for drawn in figure.drawn:
        table = tables.get(drawn.table or figure.table)
        if table is None:
            yield f"figure {figure.id}: there is no table {drawn.table}"
            continue
        of_frames = [list(_rows(frame, drawn)) for frame in found]
        yield from _twice(figure, drawn, of_frames)
        rows = [row for each in of_frames for row in each]
        if not rows and (drawn.exactly is not None or len(table.rows)):
            yield f"figure {figure.id}: nothing is drawn of {drawn.value}"
        elif drawn.exactly is not None:
            yield from _exactly(figure, drawn, drawn.exactly, rows, document)
        else:
            yield from _row_by_row(figure, drawn, rows, table, document)


def _twice(figure: Figure, drawn: Drawn, of_frames: list[list[Mapping[str, Any]]]) -> Iterator[str]:
    """Where rows say which column they are of, each number is drawn once."""
    if not drawn.column_field:
        return
    for rows in of_frames:
        places = Counter(
            tuple(str(row[field]) for field in (*drawn.by, drawn.column_field)) for row in rows
        )
        for place, count in places.items():
            if count > 1:
                yield f"figure {figure.id}, {_names(place)}: it is drawn {count} times"


def _exactly(
    figure: Figure,
    drawn: Drawn,
    origin: Origin,
    rows: list[Mapping[str, Any]],
    document: Document,
) -> Iterator[str]:
    wanted = None if document.ledger is None else origin.value(document.ledger)
    if wanted is None:
        yield f"figure {figure.id}: {drawn.value} comes from nowhere"
        return
    for row in rows:
        if not _same(_number(row, drawn), wanted):
            yield (
                f"figure {figure.id}, {_names(drawn.only.values())}: {drawn.value} is drawn as "
                f"{_number(row, drawn):,.10g}, it is {wanted:,.10g}"
            )
        words = Numerals(document.language).number(wanted, document.money_decimals or 0)
        if drawn.words and row[drawn.words] != words:
            yield f"figure {figure.id}: “{row[drawn.words]}” is written, it is {words}"


def _row_by_row(
    figure: Figure, drawn: Drawn, rows: list[Mapping[str, Any]], table: Table, document: Document
) -> Iterator[str]:
    columns = {column.key: column for column in table.columns}
    places: dict[tuple[str, ...], list[int]] = {}
    words = [[str(word) for word in table.rows[key]] for key in drawn.by.values()]
    for at, place in enumerate(zip(*words, strict=True)):
        places.setdefault(place, []).append(at)
    seen: dict[str, set[int]] = {}
    for row in rows:
        place = tuple(str(row[field]) for field in drawn.by)
        key = str(row[drawn.column_field]) if drawn.column_field else drawn.column
        where = f"figure {figure.id}, {_names(place)}: "
        if place not in places or key not in columns:
            yield f"{where}it is drawn, and table {table.id} has no such row or column {key}"
            continue
        told = _cells(table, columns[key], places[place], document)
        found = _number(row, drawn)
        if not _same(found, told):
            yield (
                f"{where}{drawn.value} is drawn as {found:,.10g}, table {table.id}, column {key} "
                f"has {told:,.10g}"
            )
        if drawn.words:
            yield from _said(where, str(row[drawn.words]), table, key, places[place], document)
        seen.setdefault(key, set()).update(places[place])
    if not drawn.some:
        keys = figure.columns if drawn.column_field else [drawn.column]
        yield from _left_out(figure, table, {key: seen.get(key, set()) for key in keys})


def _said(
    where: str, words: str, table: Table, key: str, places: list[int], document: Document
) -> Iterator[str]:
    cells = next(each.cells for each in shown(table, document) if each.column.key == key)
    if len(places) != 1 or words != cells[places[0]]:
        yield f"{where}“{words}” is written, table {table.id} shows {cells[places[0]]}"


def _left_out(figure: Figure, table: Table, seen: Mapping[str, set[int]]) -> Iterator[str]:
    for key, places in seen.items():
        for at, value in enumerate(table.rows[key].tolist()):
            if at not in places and value is not None and value == value and value != 0:
                yield (
                    f"figure {figure.id}: row {at + 1} of table {table.id}, column {key} is not "
                    "drawn"
                )


def _cells(table: Table, column: Column, places: list[int], document: Document) -> float:
    scale = document.money_scale if column.kind == "money" else 1
    # As an array: a column of its own for every few cells took most of the time of all checks.
    found = table.rows[column.key].to_numpy(dtype=float)[places]
    return math.fsum(found[~np.isnan(found)]) / scale


def _number(row: Mapping[str, Any], drawn: Drawn) -> float:
    return float(row[drawn.value]) - (float(row[drawn.less]) if drawn.less else 0.0)


def _rows(frame: pd.DataFrame, drawn: Drawn) -> Iterator[Mapping[str, Any]]:
    """Drawn rows that hold the number."""
    needed = {drawn.value, drawn.less, drawn.words, drawn.column_field, *drawn.by, *drawn.only}
    needed -= {""}
    if not needed <= set(frame.columns):
        return
    for row in frame.to_dict("records"):
        is_mine = all(str(row[field]) == word for field, word in drawn.only.items())
        if is_mine and row[drawn.value] is not None and row[drawn.value] == row[drawn.value]:
            yield {str(key): value for key, value in row.items()}


def _tied_to_nothing(figure: Figure, frames: list[pd.DataFrame]) -> Iterator[str]:
    tied = {*figure.places, *(name for each in figure.drawn for name in each.by)}
    for each in figure.drawn:
        tied |= {each.value, each.less, each.column_field}
    for name in dict.fromkeys(
        str(name) for frame in frames for name in frame.select_dtypes("number").columns
    ):
        if name not in tied:
            yield f"figure {figure.id}: {name} is drawn and tied to no column of a table"


def frames(chart: Any) -> Iterator[pd.DataFrame]:
    """Data of a chart and of the charts in it."""
    data = getattr(chart, "data", None)
    if isinstance(data, pd.DataFrame):
        yield data
    elif isinstance(getattr(data, "values", None), list):
        yield pd.DataFrame(data.values)  # type: ignore[union-attr]
    for name in ("layer", "hconcat", "vconcat", "concat"):
        inside = getattr(chart, name, None)
        if isinstance(inside, list):
            for each in inside:
                yield from frames(each)
    inner = getattr(chart, "spec", None)
    if inner is not None and hasattr(inner, "to_dict"):
        yield from frames(inner)


def _same(found: float, told: float) -> bool:
    return math.isclose(found, told, rel_tol=NEAR, abs_tol=1e-9)


def _names(words: Any) -> str:
    return " – ".join(words)
