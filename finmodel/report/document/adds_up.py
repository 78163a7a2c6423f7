"""The check of every document before it is written: what is printed or drawn adds up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from finmodel.report.document.drawn import drawn_otherwise
from finmodel.report.document.parts import Column, Document, Figure, Table, Words
from finmodel.report.document.printed import printed_otherwise
from finmodel.report.document.shown import ShownColumn, shown
from finmodel.report.document.traced import traced_otherwise

NEAR = 1e-9
"""Relative error of sums in floating point."""
HALF = 0.5 + 1e-6
"""Money may be off by half a currency unit where a sum was rounded once."""


class DoesNotAddUp(RuntimeError):
    """A document's numbers do not add up; nothing of it is written.

    Attributes
    ----------
    reasons : list of str
        For each, the table, the column and both sums.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("the report does not add up; nothing was written:\n" + "\n".join(reasons))
        self.reasons = reasons


def check(document: Document) -> None:
    """Check that every number of a document adds up to the allocation.

    Every column with a sum taken from the allocation by another way must have it; every column that
    is the sum of others, in every row; the same as they are shown, where a total must be the sum of
    what stands above it and the exact total as rounded. Each number of a table must be what the
    books of the ledger give; each that a figure draws that of its row, and each in a sentence, a
    title, a note or a tooltip that of the cell or the records that it names. One that names none
    fails as well.

    Raises
    ------
    DoesNotAddUp
        It names every table, column and both sums, or both numbers.
    """
    reasons = [
        *sums_otherwise(document),
        *(reason for each in _figures(document) for reason in drawn_otherwise(each, document)),
        *(reason for each in _words(document) for reason in printed_otherwise(each, document)),
        *traced_otherwise(document),
    ]
    if reasons:
        # The layers of a chart draw the same rows.
        raise DoesNotAddUp(list(dict.fromkeys(reasons)))


def sums_otherwise(document: Document) -> Iterator[str]:
    """Say where tables do not have the sums that they must have, as they are or as shown."""
    yield from _twice(document)
    for table in document.tables().values():
        yield from _table(table, document)


def _twice(document: Document) -> Iterator[str]:
    """Tables of one id would be shown in each other's place."""
    seen: set[str] = set()
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table | Figure):
                if block.id in seen:
                    yield f"{block.id}: two tables or figures have this name"
                seen.add(block.id)


def _table(table: Table, document: Document) -> Iterator[str]:
    columns = {column.key: column for column in table.columns}
    for key, wanted in table.adds_up_to.items():
        found = _sum(table.rows[key])
        if not _same(found, wanted, columns[key]):
            yield (
                f"table {table.id}, column {key}: the rows add up to {found:,.10g}, "
                f"the allocation has {wanted:,.10g}"
            )
    for column in table.columns:
        if not column.sum_of:
            continue
        for at in range(len(table.rows)):
            parts = _sum(table.rows[key].iloc[at] for key in column.sum_of)
            whole = _sum([table.rows[column.key].iloc[at]])
            if not _same(parts, whole, column):
                yield (
                    f"table {table.id}, row {at + 1}, column {column.key}: its parts add up to "
                    f"{parts:,.10g}, the sum is {whole:,.10g}"
                )
    yield from _as_shown(table, document)


def _as_shown(table: Table, document: Document) -> Iterator[str]:
    seen = {each.column.key: each for each in shown(table, document)}
    for key, each in seen.items():
        column = each.column
        unit = 10.0 ** -_places(each)
        if each.total is not None:
            above = _sum(each.values)
            if abs(above - each.total) > unit / 2:
                yield (
                    f"table {table.id}, column {key}: what is shown adds up to {above:,.10g}, "
                    f"the total shown is {each.total:,.10g}"
                )
            scale = document.money_scale if column.kind == "money" else 1
            exact = _sum(table.rows[key]) / scale
            # Fitting parts to the sums of their rows may move a column by a unit or two.
            if abs(exact - each.total) > unit * (0.5 + NEAR + _fitted(column, table)):
                yield (
                    f"table {table.id}, column {key}: the total shown is {each.total:,.10g}, "
                    f"the exact one {exact:,.10g}"
                )
        if column.sum_of:
            yield from _rows_as_shown(table, each, [seen[part] for part in column.sum_of])


def _rows_as_shown(table: Table, whole: ShownColumn, parts: list[ShownColumn]) -> Iterator[str]:
    unit = 10.0 ** -_places(whole)
    for at, value in enumerate(whole.values):
        beside = _sum(part.values[at] for part in parts)
        if isinstance(value, float) and abs(beside - value) > unit / 2:
            yield (
                f"table {table.id}, row {at + 1}, column {whole.column.key}: what is shown adds up "
                f"to {beside:,.10g}, the sum shown is {value:,.10g}"
            )


def _fitted(column: Column, table: Table) -> int:
    """By how many units of the last decimal a total may be moved so that others add up."""
    beside = (len(each.sum_of) for each in table.columns if column.key in each.sum_of)
    return max(beside, default=0) + bool(column.flow) + (column.less is not None)


def _places(each: ShownColumn) -> int:
    return each.decimals + 2 if each.column.kind == "share" else each.decimals


def _figures(document: Document) -> Iterator[Figure]:
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Figure):
                yield block


def _words(document: Document) -> Iterator[Words]:
    for chapter in document.chapters:
        yield from (block for block in chapter.blocks if isinstance(block, Words))


def _same(found: float, wanted: float, column: Column) -> bool:
    slack = HALF if column.kind == "money" else 1e-6
    return math.isclose(found, wanted, rel_tol=NEAR, abs_tol=slack)


def _sum(values: Iterable[Any]) -> float:
    known = (each for each in values if isinstance(each, int | float) or hasattr(each, "dtype"))
    return math.fsum(float(each) for each in known if each == each)
