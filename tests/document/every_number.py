"""Every number of a document, each with the document in which it is another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from finmodel.report.document.parts import Block, Document, Figure, Printed, Table, Words

NUMBER = re.compile(r"\d[\d.,]*")
TYPED = re.compile(r"`[^`]*`")
Change = Callable[[Block], Block]


@dataclass(frozen=True)
class Place:
    """A number, where it stands, and the document with another number there."""

    where: str
    number: str
    otherwise: Callable[[], Document]


def every_number(document: Document) -> Iterator[Place]:
    """Every number that a document prints or draws, each changed by the least that is shown."""
    scale = document.money_scale * 10.0 ** -(document.money_decimals or 0)
    for name in ("title", "subtitle", "standing"):
        text = getattr(document, name)
        yield from _texts(name, text, lambda new, n=name: replace(document, **{n: new}))
    for at, note in enumerate(document.notes):
        for name in ("value", "source", "year", "note"):

            def noted(new: str, at: int = at, name: str = name) -> Document:
                notes = list(document.notes)
                notes[at] = replace(notes[at], **{name: new})
                return replace(document, notes=notes)

            yield from _texts(f"note {note.id}, {name}", getattr(note, name), noted)
    for chapter in document.chapters:
        for block in chapter.blocks:

            def changed(new: Block, old: Block = block) -> Document:
                return _with(document, old, new)

            if isinstance(block, Words):
                yield from _of_words("words", block, changed)
            elif isinstance(block, Table):
                yield from _of_table(block, scale, changed)
            else:
                yield from _of_figure(block, changed)


def _with(document: Document, old: Block, new: Block) -> Document:
    chapters = [
        replace(chapter, blocks=[new if block is old else block for block in chapter.blocks])
        for chapter in document.chapters
    ]
    return replace(document, chapters=chapters)


def other(number: str) -> str:
    """A number with another last digit."""
    last = max(at for at, sign in enumerate(number) if sign.isdigit())
    return number[:last] + str((int(number[last]) + 1) % 10) + number[last + 1 :]


def _texts(where: str, text: str, put: Callable[[str], Document]) -> Iterator[Place]:
    typed = [(found.start(), found.end()) for found in TYPED.finditer(text)]
    for found in NUMBER.finditer(text):
        if any(first <= found.start() < last for first, last in typed):
            continue
        new = text[: found.start()] + other(found[0]) + text[found.end() :]
        yield Place(f"{where}: {text}", found[0], lambda new=new: put(new))


def _of_words(where: str, words: Words, put: Callable[[Words], Document]) -> Iterator[Place]:
    yield from _texts(where, words.text, lambda new: put(replace(words, text=new)))
    for at, number in enumerate(words.numbers):
        # The sentence says another number as well, as if the chapter had it wrong.
        wrong = NUMBER.sub(lambda found: other(found[0]), number.text, count=1)
        if number.text in words.text:
            yield Place(
                f"{where}, its {at + 1}. number: {words.text}",
                number.text,
                lambda at=at, wrong=wrong, number=number: put(_wrong(words, at, number, wrong)),
            )


def _wrong(words: Words, at: int, number: Printed, wrong: str) -> Words:
    numbers = list(words.numbers)
    numbers[at] = replace(number, text=wrong)
    alone = re.compile(rf"(?<![\d.,]){re.escape(number.text)}(?!\d)")
    return replace(words, text=alone.sub(wrong, words.text, count=1), numbers=numbers)


def _of_table(table: Table, scale: float, put: Callable[[Table], Document]) -> Iterator[Place]:
    for name in ("title", "note"):
        text = getattr(table, name)
        yield from _texts(
            f"{table.id}, {name}", text, lambda new, n=name: put(replace(table, **{n: new}))
        )
    for place, column in enumerate(table.columns):

        def headed(new: str, place: int = place) -> Document:
            columns = list(table.columns)
            columns[place] = replace(columns[place], label=new)
            return put(replace(table, columns=columns))

        yield from _texts(f"{table.id}, head of {column.key}", column.label, headed)
        decimals = column.decimals + (2 if column.kind == "share" else 0)
        unit = scale if column.kind == "money" else 10.0**-decimals
        for row, value in enumerate(table.rows[column.key].tolist()):

            def celled(new: Any, row: int = row, key: str = column.key) -> Document:
                rows = table.rows.copy()
                rows[key] = rows[key].astype(object)
                rows.loc[rows.index[row], key] = new
                return put(replace(table, rows=rows))

            where = f"{table.id}, {column.key}, row {row + 1}"
            if isinstance(value, Words):
                yield from _of_words(where, value, celled)
            elif isinstance(value, str):
                yield from _texts(where, value, celled)
            elif value is not None and value == value:
                new = value + unit
                yield Place(where, str(value), lambda new=new, put=celled: put(new))


def _of_figure(figure: Figure, put: Callable[[Figure], Document]) -> Iterator[Place]:
    yield from _texts(
        f"{figure.id}, finding", figure.finding, lambda new: put(replace(figure, finding=new))
    )
    for name in ("text", "subtitle"):

        def titled(new: str, name: str = name) -> Document:
            chart: Any = figure.chart
            chart = chart.copy(deep=True)
            chart.title[name] = new
            return put(replace(figure, chart=chart))

        title: Any = figure.chart
        yield from _texts(f"{figure.id}, {name} of its title", title.title[name], titled)
    for at, (_, frame) in enumerate(_frames(figure.chart)):
        for field in frame.columns:
            if field in figure.places:
                continue
            for row, value in enumerate(frame[field].tolist()):

                def drawn(new: Any, at: int = at, row: int = row, field: str = field) -> Document:
                    chart: Any = figure.chart
                    chart = chart.copy(deep=True)
                    part, rows = list(_frames(chart))[at]
                    rows = rows.copy()
                    rows[field] = rows[field].astype(object)
                    rows.iloc[row, rows.columns.get_loc(field)] = new
                    part.data = rows.infer_objects()
                    return put(replace(figure, chart=chart))

                where = f"{figure.id}, {field} drawn in row {row + 1}"
                if isinstance(value, str):
                    yield from _texts(where, value, drawn)
                elif isinstance(value, int | float) and value == value and not pd.isna(value):
                    yield Place(where, str(value), lambda new=value + 1, put=drawn: put(new))


def _frames(chart: Any) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Parts of a chart that hold rows, with their rows."""
    inside = [*(getattr(chart, "layer", None) or []), *(getattr(chart, "concat", None) or [])]
    for each in (chart, getattr(chart, "spec", None)):
        if isinstance(getattr(each, "data", None), pd.DataFrame):
            yield each, each.data
    for each in inside:
        if hasattr(each, "data"):
            yield from _frames(each)
