"""Every document adds up to its allocation, and one that was tampered with is not written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from finmodel.report.document.adds_up import DoesNotAddUp, check
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Block, Document, Figure, Table
from finmodel.report.document.write import write_documents
from tests.compare.plans import PLAN, changed, solved

Change = Callable[[Block], Block]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved allocation."""
    return solved(PLAN, tmp_path_factory.mktemp("plan") / "saved")


@pytest.fixture(scope="module")
def document(saved: Path) -> Document:
    """Its document, compared with one that had less money."""
    less = solved(changed(sources__state__ceiling={"2026": 50, "2027": 80}), saved.parent / "less")
    return make_document(saved, since=less)


def tampered(document: Document, id: str, change: Change) -> Document:
    """The document with one of its blocks changed."""
    found = 0
    chapters = []
    for chapter in document.chapters:
        blocks = []
        for block in chapter.blocks:
            mine = isinstance(block, Table | Figure) and block.id == id
            found += mine
            blocks.append(change(block) if mine else block)
        chapters.append(replace(chapter, blocks=blocks))
    assert found == 1
    return replace(document, chapters=chapters)


def with_cell(column: str, more: float) -> Change:
    """More in the first row of a column."""

    def change(block: Block) -> Block:
        assert isinstance(block, Table)
        rows = block.rows.copy()
        rows[column] = rows[column].astype(float)
        rows.loc[0, column] += more
        return replace(block, rows=rows)

    return change


def test_a_document_adds_up(document: Document) -> None:
    check(document)
    assert sum(bool(table.adds_up_to) for table in document.tables().values()) >= 8


@pytest.mark.parametrize(
    ("id", "column"),
    [
        ("money-by-source", "used"),
        ("programmes", "money"),
        ("regions", "money"),
        ("by-year", "all"),
        ("money-by-year", "money"),
        ("source-by-year", "all"),
        ("causes-B", "benefit"),
        ("compared-region", "1"),
        ("unfunded", "all"),
        ("cut", "money"),
    ],
)
def test_one_unit_too_much_is_found(document: Document, id: str, column: str) -> None:
    with pytest.raises(DoesNotAddUp) as raised:
        check(tampered(document, id, with_cell(column, 1.0)))
    first = raised.value.reasons[0]
    assert first.startswith(f"table {id}, column {column}: the rows add up to ")
    assert "the allocation has " in first


def test_a_row_whose_parts_are_not_its_sum_is_found(document: Document) -> None:
    with pytest.raises(DoesNotAddUp, match="table by-year, row 1, column all: its parts"):
        check(tampered(document, "by-year", with_cell("recurrent", 1.0)))


def test_a_chart_that_tells_something_else_than_its_table_is_found(document: Document) -> None:
    def change(block: Block) -> Block:
        assert isinstance(block, Figure)
        rows = pd.DataFrame({"value": [1.0, 2.0]})
        return replace(block, chart=alt.Chart(rows).mark_bar().encode(x="value:Q"))

    with pytest.raises(DoesNotAddUp, match="figure years: what is drawn adds up to 3, and no"):
        check(tampered(document, "years", change))


def test_a_chart_of_a_table_that_is_not_there_is_found(document: Document) -> None:
    def change(block: Block) -> Block:
        assert isinstance(block, Figure)
        return replace(block, table="elsewhere")

    with pytest.raises(DoesNotAddUp, match="figure years: there is no table elsewhere"):
        check(tampered(document, "years", change))


def test_two_tables_of_one_name_are_found(document: Document) -> None:
    twice = replace(document, chapters=[*document.chapters, document.chapters[0]])
    with pytest.raises(DoesNotAddUp, match="money-by-source: two tables or figures have this name"):
        check(twice)


def test_nothing_is_written_of_what_does_not_add_up(document: Document, tmp_path: Path) -> None:
    wrong = tampered(document, "regions", with_cell("money", 5.0))
    with pytest.raises(DoesNotAddUp):
        write_documents([document, wrong], ["md"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
