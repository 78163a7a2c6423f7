"""A table as readers see it: in the report's unit, with parts that add up to the totals shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from finmodel.report.document.both_ways import add_up_both_ways
from finmodel.report.document.numerals import MISSING, Numerals
from finmodel.report.document.parts import Chapter, Column, Document, Table
from finmodel.report.money import decimals_for, rounded_to_total

Value = float | str | None
"""What a cell holds as it is shown: a number in the unit of its head, a word, or nothing."""


@dataclass(frozen=True)
class ShownColumn:
    """A column as readers see it."""

    column: Column
    head: str
    """Label, with the unit in brackets where there is one."""
    decimals: int
    values: Sequence[Value]
    """Numbers rounded as they are shown; shares of one, money in the report's unit."""
    cells: Sequence[str]
    """The same in words of the language."""
    total: float | None
    """Sum of the values, as it is shown; None where it means nothing."""
    total_cell: str

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.column.kind != "text"


def shown(table: Table, document: Document) -> list[ShownColumn]:
    """Return the columns of a table as they are shown in a document.

    Columns of money have the document's number of decimals, else one throughout the table. A column
    with a total is rounded so that what is shown adds up to the total that is shown; columns of
    which another is the sum add up to it in every row as well.
    """
    if id(table) not in document.columns_shown:
        document.columns_shown[id(table)] = (table, _laid_out(table, document))
    return document.columns_shown[id(table)][1]


def _laid_out(table: Table, document: Document) -> list[ShownColumn]:
    scale = document.money_scale
    totals = [
        _sum(_numbers(table, column)) / scale
        for column in table.columns
        if column.kind == "money" and column.total
    ]
    singles = [
        abs(value) / scale
        for column in table.columns
        if column.kind == "money"
        for value in _numbers(table, column)
        if value is not None
    ]
    decimals = document.money_decimals
    if decimals is None:
        decimals = decimals_for(max(totals or singles, default=0.0))
    made = {column.key: _column(table, column, document, decimals) for column in table.columns}
    for column in table.columns:
        if column.less is not None:
            made[column.key] = _difference(column, made, document)
        # One rounding for all tables adds up already.
        if column.sum_of and not column.flow:
            parts = [made[key] for key in column.sum_of]
            fitted = add_up_both_ways(
                [_numeric(part.values) for part in parts],
                _numeric(made[column.key].values),
                made[column.key].decimals,
            )
            for part, values in zip(parts, fitted, strict=True):
                made[part.column.key] = _with_values(part, values, document)
    return list(made.values())


def shown_alone(
    table: Table, language: str, unit: str, scale: int, decimals: int
) -> list[ShownColumn]:
    """Return the columns of a table whose money no other table shows, before it is in a document.

    Parameters
    ----------
    table : Table
        The table.
    language, unit : str
        Of the document that it comes to stand in.
    scale, decimals : int
        Currency units in one unit of money, and decimals of money.
    """
    chapter = Chapter("", "", [table])
    alone = Document("", "", language, unit, scale, "", [chapter], money_decimals=decimals)
    return shown(table, alone)


def head_of(column: Column, document: Document) -> str:
    """Label of a column, with the unit in brackets where there is one."""
    unit = column.unit or (document.money_unit if column.kind == "money" else "")
    return f"{column.label} [{unit}]" if unit else column.label


def _column(table: Table, column: Column, document: Document, money_decimals: int) -> ShownColumn:
    head = head_of(column, document)
    if column.kind == "text":
        words = [_word(value) for value in table.rows[column.key].tolist()]
        return ShownColumn(column, head, 0, words, words, None, "")
    numerals = Numerals(document.language)
    scale = document.money_scale if column.kind == "money" else 1
    decimals = money_decimals if column.kind == "money" else column.decimals
    found = [None if value is None else value / scale for value in _numbers(table, column)]
    places = decimals + 2 if column.kind == "share" else decimals
    total = None
    common = document.margins.of(table, column)
    if common is not None:
        values = [None if raw is None else value for raw, value in zip(found, common, strict=True)]
        total = round(math.fsum(common), places) if column.total else None
    elif column.total:
        known = [value for value in found if value is not None]
        rounded = iter(rounded_to_total(known, places))
        values = [None if value is None else next(rounded) for value in found]
        total = round(_sum([value for value in values if isinstance(value, float)]), places)
    else:
        values = [None if value is None else round(value, places) + 0.0 for value in found]
    cells = [_cell(value, column, decimals, numerals) for value in values]
    total_cell = "" if total is None else _cell(total, column, decimals, numerals)
    return ShownColumn(column, head, decimals, values, cells, total, total_cell)


def _difference(column: Column, made: dict[str, ShownColumn], document: Document) -> ShownColumn:
    """What is left of one column when another is taken off, both as they are shown."""
    first, second = (made[key] for key in column.less or ())
    own = made[column.key]
    values = [
        None if kept is None else round(new - old, _places(own)) + 0.0
        for kept, new, old in zip(
            own.values, _numeric(first.values), _numeric(second.values), strict=True
        )
    ]
    return _with_values(own, values, document)


def _places(shown: ShownColumn) -> int:
    return shown.decimals + 2 if shown.column.kind == "share" else shown.decimals


def _with_values(shown: ShownColumn, values: Sequence[Value], document: Document) -> ShownColumn:
    numerals = Numerals(document.language)
    cells = [_cell(value, shown.column, shown.decimals, numerals) for value in values]
    if shown.total is None:
        return replace(shown, values=values, cells=cells)
    places = shown.decimals + 2 if shown.column.kind == "share" else shown.decimals
    total = round(_sum(_numeric(values)), places)
    total_cell = _cell(total, shown.column, shown.decimals, numerals)
    return replace(shown, values=values, cells=cells, total=total, total_cell=total_cell)


def _cell(value: Value, column: Column, decimals: int, numerals: Numerals) -> str:
    if value is None or isinstance(value, str):
        return MISSING
    if column.kind == "year":
        return str(int(value))
    words = numerals.share if column.kind == "share" else numerals.number
    plus = "+" if column.signed and value > 0 else ""
    return plus + words(value, decimals)


def _numbers(table: Table, column: Column) -> list[float | None]:
    """Numbers of a column; None where there is none."""
    raw = table.rows[column.key].tolist()
    return [None if value is None or value != value else float(value) for value in raw]


def _numeric(values: Sequence[Value]) -> list[float]:
    return [value if isinstance(value, float) else 0.0 for value in values]


def _sum(values: Sequence[float | None]) -> float:
    return sum(value for value in values if value is not None)


def _word(value: object) -> str:
    return "" if value is None or value != value else str(value)
