"""What a document shows of each thing, table by table."""

from __future__ import annotations

from collections import defaultdict

from finmodel.report.document.parts import Document
from finmodel.report.document.shown import shown

Thing = tuple[str, str, str]
"""Which money, what kind of thing, and which thing."""


def shown_of_things(document: Document) -> dict[Thing, dict[str, float]]:
    """Money of each thing as each table shows it, or as its rows add up."""
    found: dict[Thing, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for table in document.tables().values():
        axes = [column for column in table.columns if column.axis]
        for each in shown(table, document):
            column = each.column
            if column.part is not None:
                assert each.total is not None
                found[column.flow, *column.part][table.id] = each.total
            elif column.flow:
                for axis in axes:
                    for word, value in zip(table.rows[axis.key], each.values, strict=True):
                        name = axis.elsewhere.get(str(word), str(word))
                        assert isinstance(value, float)
                        found[column.flow, axis.axis, name][table.id] += value
    return found


def shown_otherwise(document: Document) -> dict[Thing, dict[str, float]]:
    """Things that two tables show with another number."""
    return {
        thing: {table: round(value, 6) for table, value in tables.items()}
        for thing, tables in shown_of_things(document).items()
        if len({round(value, 6) for value in tables.values()}) > 1
    }
