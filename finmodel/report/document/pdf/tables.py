"""A table as data for the templates of papers."""

from __future__ import annotations

from typing import Any

from finmodel.report.document.notes import row_notes
from finmodel.report.document.parts import Document, Table
from finmodel.report.document.shown import ShownColumn, shown
from finmodel.report.languages.language import language_of

MOST_ROWS = 400
"""Rows of a table on paper; the files and the workbook hold all."""
NOTE_LETTERS = 14
"""Letters of the numbers of source notes that stand on one line."""
MOST_LETTERS = 44
"""Letters of a column of words that stand on one line."""
SMALL, USUAL = 7.5, 8.5
"""Sizes of letters in tables [points]; small where the usual ones are too wide for the page."""
UPRIGHT = 493
"""Width of an upright page between its margins [points]."""

OFTEN = 3
"""Columns of money from which on their unit stands once, in the title."""


def table_data(table: Table, document: Document) -> dict[str, Any]:
    """Return a table as the templates take it: heads, rows and widths.

    Parameters
    ----------
    table : Table
        The table.
    document : Document
        Says language and unit.
    """
    _ = language_of(document.language).gettext
    columns = shown(table, document)
    heads, title = [column.head for column in columns], table.title
    in_unit = [c.column.kind == "money" and not c.column.unit for c in columns]
    if sum(in_unit) >= OFTEN:
        labels = [column.column.label for column in columns]
        heads = [labels[at] if plain else heads[at] for at, plain in enumerate(in_unit)]
        title = f"{title} [{document.money_unit}]"
    rows = [list(row) for row in zip(*(column.cells for column in columns), strict=True)]
    total: list[str] = []
    if rows and any(column.total is not None for column in columns):
        total = [column.total_cell for column in columns]
        total[0] = total[0] or _("Total")
    notes = [table.note] if table.note else []
    if len(rows) > MOST_ROWS:
        left = len(rows) - MOST_ROWS
        notes.append(
            _(
                "{count} more rows stand in the workbook.",
                count=language_of(document.language).number(left),
            )
        )
    sides = ["right" if column.numeric else "left" for column in columns]
    letters = [_letters(c, said) for c, said in zip(columns, heads, strict=True)]
    if table.notes:
        own = [row_notes(table, at, document) for at in range(len(rows))]
        rows = [[*row, said] for row, said in zip(rows, own, strict=True)]
        total = [*total, ""] if total else []
        heads, sides = [*heads, _("Notes")], [*sides, "left"]
        widest = max(map(len, own), default=0)
        letters = [*letters, max(len(_("Notes")), min(NOTE_LETTERS, widest))]
    made = {
        "kind": "table",
        "title": title,
        "heads": heads,
        "sides": sides,
        "letters": letters,
        "wide": False,
        "rows": rows[:MOST_ROWS],
        "total": total,
        "notes": notes,
        "size": USUAL,
    }
    return made if fits_upright(made) else {**made, "size": SMALL}


def fits_upright(table: dict[str, Any]) -> bool:
    """Whether a table is no wider than an upright page; words that share the page always fit."""
    asked = sum(letters * table["size"] / 2 + 8 for letters in table["letters"])
    return bool(table["wide"]) or asked <= UPRIGHT


def _letters(column: ShownColumn, head: str) -> int:
    """Letters that the width of a column is made for: words may take several lines, numbers not."""
    cells = max(map(len, (*column.cells[:MOST_ROWS], column.total_cell)), default=0)
    word = max(map(len, head.split()), default=0) + 1
    if column.numeric:
        return max(cells, word, -(-len(head) // 2), 4)
    return max(min(cells, MOST_LETTERS), word, min(len(head), MOST_LETTERS), 4)
