"""The check that each number leads to records of the allocation, and is what they give.

Every column of numbers, every number in a text, and every word of a chart is worked out again from
the books of the ledger (`report/document/ledger`), which know nothing of the chapters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from finmodel.report.document.drawn import frames
from finmodel.report.document.ledger.ledger import DIGIT, Ledger
from finmodel.report.document.parts import Column, Document, Figure, Table, Words
from finmodel.report.document.printed import printed_otherwise, tied_to_nothing

NEAR = 1e-12
"""Relative error of sums in floating point."""
YEAR = re.compile(r"\b\d{4}\b")
SLACK = {"money": 0.5 + 1e-6}
"""Money may be off by half a currency unit where a sum was rounded once; other numbers by less."""
USUAL_SLACK = 1e-6
WORDED = ("title", "subtitle", "text")
"""What of a chart holds words."""


def traced_otherwise(document: Document) -> Iterator[str]:
    """Say which numbers of a document lead to no record, or are not what the records give.

    Numbers that are cells of tables elsewhere, in sentences and charts, are checked against them
    by `printed_otherwise` and `drawn_otherwise`; here the tables themselves are.
    """
    ledger = document.ledger
    if ledger is None:
        yield "the document does not say which allocation it reports on"
        return
    yield from _opening(document, ledger)
    yield from _notes(document, ledger)
    for chapter in document.chapters:
        yield from _plain(f"chapter {chapter.id}", chapter.title, ledger)
        for block in chapter.blocks:
            if isinstance(block, Table):
                yield from _table(block, document, ledger)
            elif isinstance(block, Figure):
                yield from _figure(block, document, ledger)
            else:
                yield from _words(block, ledger)


def _opening(document: Document, ledger: Ledger) -> Iterator[str]:
    for text in (document.title, document.subtitle, document.standing):
        yield from _said("the opening", text, document.opening, document, ledger)
    for word in document.digest.split():
        if word not in {side.digest for side in ledger.sides}:
            yield f"the opening: {word} is not the digest of an allocation"


def _said(
    where: str,
    text: str,
    said: Sequence[Words],
    document: Document,
    ledger: Ledger,
    apart: Iterable[str] = (),
) -> Iterator[str]:
    """A text of a table or figure: as it was put together with its numbers, or without any.

    `apart`: heads of columns, which are checked with their tables.
    """
    own = next((words for words in said if words.text == text), None)
    bare = text
    # A head without digits may be part of a name with some: the region of “Region 2”.
    for head in sorted(filter(DIGIT.search, apart), key=len, reverse=True):
        bare = bare.replace(head, " ")
    if own is None:
        yield from _plain(where, bare, ledger)
    else:
        yield from _words(replace(own, text=bare), ledger)
        yield from printed_otherwise(own, document)


def _words(words: Words, ledger: Ledger) -> Iterator[str]:
    bare = replace(words, text=ledger.without_names(words.text))
    for digits in tied_to_nothing(bare):
        yield f"in “{words.text}”: {digits} is tied to nothing"


def _plain(where: str, text: str, ledger: Ledger) -> Iterator[str]:
    """A text without numbers of its own."""
    if not DIGIT.search(text) or text in ledger.texts:
        return
    for digits in tied_to_nothing(Words(ledger.without_names(text))):
        yield f"{where}, “{text}”: {digits} is tied to nothing"


def _table(table: Table, document: Document, ledger: Ledger) -> Iterator[str]:
    where = f"table {table.id}"
    for text in (table.title, table.note):
        yield from _said(where, text, table.said, document, ledger)
    for column in table.columns:
        named = f"{where}, column {column.key}"
        yield from _head(named, column, ledger)
        if column.quotes:
            yield from _quoted(named, table, column, ledger)
        elif column.kind == "text":
            for cell in table.rows[column.key].tolist():
                if isinstance(cell, Words):
                    yield from _words(cell, ledger)
                    yield from printed_otherwise(cell, document)
                elif cell is not None and cell == cell:
                    yield from _plain(named, str(cell), ledger)
        else:
            yield from _column(named, table, column, ledger)


def _quoted(where: str, table: Table, column: Column, ledger: Ledger) -> Iterator[str]:
    """Inputs as they are quoted have the numbers that the planner wrote."""
    for at, (cell, thing) in enumerate(zip(table.rows[column.key], table.things, strict=True)):
        written = ledger.written(thing, column.quotes)
        if ledger.digits(str(cell)) != written:
            yield f"{where}, row {at + 1}: “{cell}” is not what the scenario says"


def _notes(document: Document, ledger: Ledger) -> Iterator[str]:
    """Notes quote figures of the scenario."""
    letters = "|".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for note in document.notes:
        where = f"the note on {note.figure}"
        place = re.sub(rf"^(?:{letters})\.|-\d+$", "", note.id)
        digits = ledger.digits(note.value)
        if digits and digits not in ledger.figures.get(place, ()):
            yield f"{where}: “{note.value}” is not what the scenario says"
        for text in (note.source, note.year, note.note):
            yield from _plain(where, text, ledger)


def _head(where: str, column: Column, ledger: Ledger) -> Iterator[str]:
    """Years in the head of a column are those of its records."""
    years = set() if column.origin is None else column.origin.years()
    for text in (column.label, column.unit):
        bare = YEAR.sub(lambda found: "" if int(found[0]) in years else found[0], text)
        for digits in tied_to_nothing(Words(ledger.without_names(bare))):
            yield f"{where}, its head “{text}”: {digits} is tied to nothing"


def _column(where: str, table: Table, column: Column, ledger: Ledger) -> Iterator[str]:
    found = _numbers(table, column.key)
    if column.less is not None:
        new, old = (_numbers(table, key) for key in column.less)
        wanted: list[float | None] = [
            (first or 0.0) - (second or 0.0) for first, second in zip(new, old, strict=True)
        ]
        slack = [0.0] * len(wanted)
    elif column.origin is None:
        if not column.sum_of and len(found):
            yield f"{where}: it leads to no record of the allocation"
        return
    else:
        things = table.things or [{}] * len(found)
        wanted = column.origin.values(ledger, things)
        slack = column.origin.slack(ledger, things)
    near = SLACK.get(column.kind, USUAL_SLACK)
    for at, (number, told) in enumerate(zip(found, wanted, strict=True)):
        if number is None and not told:
            continue
        off = None if number is None or told is None else abs(number - told)
        if off is None or off > max(near + slack[at], NEAR * abs(told or 0.0)):
            yield (
                f"{where}, row {at + 1}: it has {_shown(number)}, the records of the allocation "
                f"give {_shown(told)}"
            )


def _numbers(table: Table, key: str) -> list[float | None]:
    raw = table.rows[key].tolist()
    return [None if value is None or value != value else float(value) for value in raw]


def _shown(number: float | None) -> str:
    return "nothing" if number is None or math.isnan(number) else f"{number:,.10g}"


def _figure(figure: Figure, document: Document, ledger: Ledger) -> Iterator[str]:
    where = f"figure {figure.id}"
    said = [words for words in (figure.said, figure.note) if words is not None]
    table = document.tables().get(figure.table)
    heads = set() if table is None else {column.label for column in table.columns}
    for text in dict.fromkeys([figure.finding, *_chart_words(figure.chart)]):
        yield from _said(where, text, said, document, ledger, heads)
    tied = {*figure.places, *(name for each in figure.drawn for name in (*each.by, *each.only))}
    tied |= {name for each in figure.drawn for name in (each.words, each.column_field)}
    for frame in frames(figure.chart):
        for name in frame.select_dtypes(exclude="number").columns:
            if name not in tied:
                for text in dict.fromkeys(str(each) for each in frame[name].dropna()):
                    yield from _said(f"{where}, {name}", text, said, document, ledger, heads)


def _chart_words(part: Any) -> Iterator[str]:
    """Titles of a chart, its axes, legends and tooltips; not its data."""
    held = getattr(part, "_kwds", part)
    if isinstance(held, dict):
        for key, each in held.items():
            if key in WORDED and isinstance(each, str):
                yield each
            elif key not in ("data", "datasets", "config"):
                yield from _chart_words(each)
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _chart_words(each)
