"""The check of every document before it is written: what is printed or drawn adds up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from finmodel.report.document.parts import Column, Document, Figure, Table
from finmodel.report.document.shown import ShownColumn, shown

NEAR = 1e-9
"""Relative error of sums in floating point."""
HALF = 0.5 + 1e-6
"""Money may be off by half a currency unit where a sum was rounded once."""

STAGE = "stage"
"""Column of drawn rows in which the same money is drawn once in each stage."""


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
    what stands above it and the exact total as rounded; and a figure's numbers must add up to those
    of its table.

    Raises
    ------
    DoesNotAddUp
        It names every table, column and both sums.
    """
    tables = document.tables()
    reasons = [
        *_twice(document),
        *(reason for table in tables.values() for reason in _table(table, document)),
        *(reason for figure in _figures(document) for reason in _drawn(figure, tables, document)),
    ]
    if reasons:
        raise DoesNotAddUp(reasons)


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
            if abs(exact - each.total) > unit * (0.5 + NEAR + _fitted(key, table)):
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


def _fitted(key: str, table: Table) -> int:
    return max((len(each.sum_of) for each in table.columns if key in each.sum_of), default=0)


def _places(each: ShownColumn) -> int:
    return each.decimals + 2 if each.column.kind == "share" else each.decimals


def _figures(document: Document) -> Iterator[Figure]:
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Figure):
                yield block


def _drawn(figure: Figure, tables: dict[str, Table], document: Document) -> Iterator[str]:
    table = tables.get(figure.table)
    if table is None:
        yield f"figure {figure.id}: there is no table {figure.table}"
        return
    drawn = [
        _sum(part[name])
        for frame in _frames(figure.chart)
        for part in _parts(frame)
        for name in part.select_dtypes("number").columns
    ]
    told = list(_told(table, document))
    if not any(math.isclose(a, b, rel_tol=NEAR, abs_tol=1e-9) for a in drawn for b in told):
        sums = ", ".join(f"{value:,.10g}" for value in drawn) or "nothing"
        yield (
            f"figure {figure.id}: what is drawn adds up to {sums}, and no column of table "
            f"{figure.table} does ({', '.join(f'{value:,.10g}' for value in told)})"
        )


def _told(table: Table, document: Document) -> Iterator[float]:
    """Sums of a table's columns of numbers, each and together, in currency and in the unit."""
    scale = document.money_scale
    together = 0.0
    for column in table.columns:
        if column.kind in ("text", "year"):
            continue
        total = _sum(table.rows[column.key])
        if not column.sum_of:
            together += total
        yield from (total, total / scale) if column.kind == "money" else (total, total * 100)
    yield from (together, together / scale)


def _frames(chart: Any) -> Iterator[pd.DataFrame]:
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
                yield from _frames(each)
    inner = getattr(chart, "spec", None)
    if inner is not None and hasattr(inner, "to_dict"):
        yield from _frames(inner)


def _parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The whole of what is drawn, or each stage of what flows through several."""
    if STAGE in frame.columns:
        yield from (part for _, part in frame.groupby(STAGE))
    else:
        yield frame


def _same(found: float, wanted: float, column: Column) -> bool:
    slack = HALF if column.kind == "money" else 1e-6
    return math.isclose(found, wanted, rel_tol=NEAR, abs_tol=slack)


def _sum(values: Iterable[Any]) -> float:
    known = (each for each in values if isinstance(each, int | float) or hasattr(each, "dtype"))
    return math.fsum(float(each) for each in known if each == each)
