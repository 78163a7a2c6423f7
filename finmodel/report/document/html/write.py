"""Write a report as one HTML file: no network, one copy of the chart library, text as text."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from finmodel.report.document.html.drawn import (
    anchor,
    as_json,
    number_format,
    spec_of,
    specification,
    subtitle_of,
)
from finmodel.report.document.html.library import chart_library
from finmodel.report.document.notes import spans
from finmodel.report.document.numerals import Numerals
from finmodel.report.document.parts import Chapter, Document, Figure, Table, Words
from finmodel.report.document.shown import shown
from finmodel.report.languages.language import language_of

PARTS = ("findings", "detail", "annex")
FEWEST_TO_FILTER = 8
"""Rows from which on a table has a filter."""
MOST_AT_ONCE = 40
"""Rows up to which a table is not scrolled by itself."""


def as_html(document: Document) -> str:
    """Write a report as one HTML file.

    The file holds all that it needs; a policy in its head forbids every request and every script
    but its own. Text of a scenario arrives as text.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        The file, to be written as UTF-8.
    """
    tables = document.tables()
    figures = list(_figures(document))
    specs = {figure.id: specification(figure) for figure in figures}
    script = _file("page.js")
    library = chart_library() if figures else ""
    findings = [chapter for chapter in document.chapters if chapter.part == "findings"]
    page = _environment(document.language).get_template("page.html")
    chapters = sorted(document.chapters, key=lambda chapter: PARTS.index(chapter.part))
    return page.render(
        document=document,
        findings=findings,
        chapters=[chapter for chapter in chapters if _has_more(chapter)],
        tables=tables,
        shown=lambda table: shown(table, document),
        percent=Numerals(document.language).share(0.0),
        fewest=FEWEST_TO_FILTER,
        most=MOST_AT_ONCE,
        drawn={key: [each for each in figures if each.table == key] for key in tables},
        choices=_choices(figures, list(tables.values())),
        subtitles={key: subtitle_of(spec) for key, spec in specs.items()},
        numbered={note.id: (at, note) for at, note in enumerate(document.notes, 1)},
        spans=lambda ids: spans(ids, document.note_numbers),
        boxes={figure.id: _tables_of(figure, tables) for figure in figures},
        used={
            note.id: [table for table in tables.values() if note.id in table.sources]
            for note in document.notes
        },
        charts=as_json({each.id: spec_of(each, specs[each.id]) for each in figures})
        if figures
        else "",
        symbols=number_format(document.language),
        numerals=as_json(number_format(document.language)),
        style=Markup(_file("page.css") + _head_of_every_page(document.standing)),
        library=Markup(library),
        script=Markup(script),
        policy=_policy([script, library] if library else [script]),
    )


def _has_more(chapter: Chapter) -> bool:
    """Whether a chapter has more than the words of a finding, which stand at the head."""
    words = all(isinstance(block, Words) for block in chapter.blocks)
    return not (words and chapter.part == "findings")


def _figures(document: Document) -> Iterator[Figure]:
    for chapter in document.chapters:
        yield from (block for block in chapter.blocks if isinstance(block, Figure))


def _choices(figures: Sequence[Figure], tables: Sequence[Table]) -> dict[str, list[str]]:
    """What can be chosen in a list beside a chart: the values of its key in the tables.

    One list for each key, beside the first chart that has it.
    """
    found: dict[str, list[str]] = {}
    taken: set[str] = {""}
    for figure in figures:
        values: dict[str, None] = {}
        if figure.picks not in taken:
            taken.add(figure.picks)
            for table in tables:
                if figure.picks in {column.key for column in table.columns}:
                    values |= dict.fromkeys(str(value) for value in table.rows[figure.picks])
        found[figure.id] = list(values)
    return found


def _tables_of(figure: Figure, tables: Mapping[str, Table]) -> str:
    """Anchors of the tables with the rows that the marks of a figure are."""
    named = dict.fromkeys([figure.table, *(each.table for each in figure.drawn)])
    return " ".join(anchor(id) for id in named if id in tables)


def _policy(scripts: Sequence[str]) -> str:
    """What the page may do: run its own scripts as they are, style itself, and nothing else."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _head_of_every_page(standing: str) -> str:
    """Style that prints the standing at the head of every page, and page numbers."""
    # Each letter by its number, so that no text can end the string or the style.
    escaped = "".join(f"\\{ord(letter):06x}" for letter in standing)
    return (
        "@page { size: A4; margin: 18mm 14mm 16mm; "
        f'@top-right {{ content: "{escaped}"; font: 8pt sans-serif; color: #555; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }'
    )


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=PackageLoader("finmodel.report.document.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["anchor"] = anchor
    made.tests["words"] = lambda block: isinstance(block, Words)
    made.tests["figure"] = lambda block: isinstance(block, Figure)
    made.globals["_"] = language_of(language).gettext
    return made


@cache
def _file(name: str) -> str:
    return files("finmodel.report.document.html").joinpath(name).read_text(encoding="utf-8")
