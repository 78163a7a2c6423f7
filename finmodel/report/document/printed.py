"""The check of sentences: each number in one is the number of its table, or the fact it names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from finmodel.report.document.numerals import Numerals
from finmodel.report.document.parts import (
    Block,
    Cell,
    Document,
    Fact,
    Figure,
    Printed,
    Tally,
    Words,
)
from finmodel.report.document.shown import ShownColumn, shown

APART = re.compile(r"`[^`]*`")
"""What one types, which is no quantity."""
NEAR = 1e-11
"""Relative error of sums in floating point."""


def printed_otherwise(words: Words, document: Document) -> Iterator[str]:
    """Say which numbers of a sentence are not those of the table or the fact that they name."""
    for number in words.numbers:
        where = f"in “{words.text}”: {number.text}"
        if not _alone(number).search(words.text):
            yield f"{where} is not printed"
            continue
        try:
            wanted, others = _form(number, document), _near(number, document)
        except LookupError as missing:
            yield f"{where} comes from nowhere: {missing.args[0]}"
            continue
        if number.text != wanted and number.text not in others:
            yield f"{where} is printed, {_place(number)} shows {wanted}"


def as_shown(document: Document) -> Document:
    """Let sentences print a number as its table shows it, where rounding moved it by one unit."""
    chapters = []
    for chapter in document.chapters:
        blocks = [_settled_block(block, document) for block in chapter.blocks]
        chapters.append(replace(chapter, blocks=blocks))
    return replace(document, chapters=chapters)


def _settled_block(block: Block, document: Document) -> Block:
    if isinstance(block, Words):
        return _settled(block, document)
    if isinstance(block, Figure) and block.said is not None:
        words = _settled(block.said, document)
        if words.text != block.finding:
            chart: Any = block.chart
            chart = chart.copy(deep=False)
            chart.title = chart.title.copy(deep=False)
            chart.title.text = words.text
            return replace(block, finding=words.text, said=words, chart=chart)
    return block


def _settled(words: Words, document: Document) -> Words:
    numbers, text = [], words.text
    for number in words.numbers:
        if isinstance(number.origin, Cell) and number.of is None and number.text in text:
            unit = 10.0**-number.decimals * number.scale
            wanted = _form(number, document)
            own = {
                _written(number, (_value(number.origin, document) + step) / number.scale, document)
                for step in (-unit, 0.0, unit)
            }
            if number.text in own and wanted in own and wanted != number.text:
                text = text.replace(number.text, wanted, 1)
                number = replace(number, text=wanted)
        numbers.append(number)
    return replace(words, text=text, numbers=numbers)


def tied_to_nothing(words: Words) -> list[str]:
    """Return the digits of a sentence that no table and no fact stands for."""
    text = APART.sub(" ", words.text)
    for number in sorted(words.numbers, key=lambda each: len(each.text), reverse=True):
        text = _alone(number).sub(" ", text, count=1)
    return re.findall(r"\d[\d.,]*", text)


def _alone(number: Printed) -> re.Pattern[str]:
    """A number where it is not a part of another one, and has no other sign."""
    before = "" if number.kind == "year" else "+-"
    return re.compile(rf"(?<![\d.,{before}]){re.escape(number.text)}(?!\d)")


def _form(number: Printed, document: Document) -> str:
    """How a number is printed, from what it comes from."""
    if isinstance(number.origin, Cell) and number.of is None:
        as_shown = _as_shown(number, number.origin, document)
        if as_shown is not None:
            return as_shown
    value = _value(number.origin, document)
    if number.of is not None:
        whole = _value(number.of, document)
        value = value / whole if whole else 0.0
    return _written(number, value / number.scale, document)


def _near(number: Printed, document: Document) -> list[str]:
    """How a record that is summed up in another order may be printed: a half goes up or down."""
    ledger, origin = document.ledger, getattr(number.origin, "origin", None)
    if not isinstance(number.origin, Fact) or ledger is None or origin is None:
        return []
    value = _fact(number.origin, document)
    off = max(abs(value) * NEAR, *origin.slack(ledger, [{}]))
    return [_written(number, (value + step) / number.scale, document) for step in (-off, off)]


def _written(number: Printed, value: float, document: Document) -> str:
    numerals = Numerals(document.language)
    value = -value if number.sign == "turned" else value
    if number.kind == "year":
        return str(round(value))
    if number.kind == "share":
        words = numerals.share(value, number.decimals)
        gains = number.sign == "always" and round(value, number.decimals + 2) > 0
        return f"+{words}" if gains else words
    if number.sign == "always":
        return numerals.signed(value, number.decimals)
    return numerals.number(value, number.decimals)


def _as_shown(number: Printed, cell: Cell, document: Document) -> str | None:
    """The number as its cell shows it; None where the cell shows other decimals, or does not."""
    if not cell.column or (cell.rows is not None and len(cell.rows) != 1):
        return None
    column = _column(cell, document)
    money = column.column.kind == "money"
    unit = document.money_scale if money else 1
    if (column.decimals, unit) != (number.decimals, number.scale):
        return None
    value = column.total if cell.rows is None else column.values[_places(cell, document)[0]]
    return _written(number, value, document) if isinstance(value, int | float) else None


def _value(origin: Cell | Fact | Tally, document: Document) -> float:
    if isinstance(origin, Fact):
        return _fact(origin, document)
    if isinstance(origin, Tally):
        cells = _column(Cell(origin.table, origin.column), document).cells
        shown = [
            each == origin.shown if origin.shown else each.startswith(origin.begins)
            for each in cells
        ]
        return float(sum(shown))
    table = document.tables().get(origin.table)
    if table is None:
        raise LookupError(f"there is no table {origin.table}")
    if not origin.column:
        return len(table.rows)
    _column(origin, document)
    found = table.rows[origin.column].iloc[_places(origin, document)].astype(float)
    return math.fsum(found[found.notna()])


def _fact(fact: Fact, document: Document) -> float:
    """What the records of the allocation say that it is."""
    if fact.origin is None or document.ledger is None:
        raise LookupError("no record of the allocation is named")
    value = fact.origin.value(document.ledger)
    if value is None:
        raise LookupError("the records of the allocation do not give it")
    return value


def _column(cell: Cell, document: Document) -> ShownColumn:
    table = document.tables().get(cell.table)
    if table is None:
        raise LookupError(f"there is no table {cell.table}")
    found = [each for each in shown(table, document) if each.column.key == cell.column]
    if not found:
        raise LookupError(f"table {cell.table} has no column {cell.column}")
    return found[0]


def _places(cell: Cell, document: Document) -> list[int]:
    table = document.tables()[cell.table]
    if cell.rows is None:
        return list(range(len(table.rows)))
    words = [str(word) for word in table.rows[table.columns[0].key]]
    missing = [row for row in cell.rows if words.count(row) != 1]
    if missing:
        raise LookupError(f"table {cell.table} has not one row {missing[0]}")
    return [words.index(row) for row in cell.rows]


def _place(number: Printed) -> str:
    origin = number.origin
    if isinstance(origin, Fact):
        return "the allocation"
    if isinstance(origin, Tally):
        return f"table {origin.table}, column {origin.column}, its rows"
    rows = "" if origin.rows is None else f", {' + '.join(origin.rows)}"
    return f"table {origin.table}{f', column {origin.column}' if origin.column else ''}{rows}"
