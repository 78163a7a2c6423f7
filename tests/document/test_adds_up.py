"""Every document adds up to its allocation, and one that was tampered with is not written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.document.adds_up import DoesNotAddUp, check
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import (
    Block,
    Cell,
    Chapter,
    Document,
    Fact,
    Figure,
    Printed,
    Table,
    Words,
)
from finmodel.report.document.printed import tied_to_nothing
from finmodel.report.document.write import write_documents
from finmodel.scenario.load import load_scenario
from tests.compare.plans import PLAN, changed, solved

Change = Callable[[Block], Block]
SCENARIOS = Path(__file__).parents[2] / "scenarios"


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


def test_a_plan_of_one_year_and_one_price_adds_up(tmp_path: Path) -> None:
    loaded = load_scenario(SCENARIOS / "essential-services")
    save(allocate(loaded), tmp_path / "plan")
    made = make_document(tmp_path / "plan")
    check(made)
    assert made.subtitle.endswith(" 2026")


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

    with pytest.raises(DoesNotAddUp) as raised:
        check(tampered(document, "years", change))
    assert raised.value.reasons == [
        "figure years: value is drawn and tied to no column of a table",
        "figure years: nothing is drawn of amount",
    ]


def _drawn(chart: Any) -> Iterator[pd.DataFrame]:
    """Rows that a chart and its layers draw, in a copy."""
    for part in getattr(chart, "concat", None) or []:
        yield from _drawn(part)
    for each in (chart, getattr(chart, "spec", None), *(getattr(chart, "layer", None) or [])):
        if isinstance(getattr(each, "data", None), pd.DataFrame):
            each.data = each.data.copy()
            yield each.data


@pytest.mark.parametrize(
    ("id", "field"),
    [
        ("regions-map", "value"),
        ("reached-map", "value"),
        ("years", "amount"),
        ("flows", "amount"),
        ("causes-drawn-B", "amount"),
        ("causes-drawn-B", "from"),
        ("causes-drawn-B", "right"),
        ("compared-heads-drawn-B", "first"),
        ("compared-heads-drawn-B", "share"),
        ("heads-map", "value"),
        ("heads-map", "base"),
        ("reached-differences", "now"),
    ],
)
def test_two_drawn_numbers_that_changed_places_are_found(
    document: Document, id: str, field: str
) -> None:
    def change(block: Block) -> Block:
        assert isinstance(block, Figure)
        chart = block.chart.copy(deep=True)
        for rows in _drawn(chart):
            if field in rows:
                values = rows[field].astype(float).to_numpy()
                rows[field] = values + (values[::-1] - values if len(set(values)) > 1 else 1.0)
        return replace(block, chart=chart)

    with pytest.raises(DoesNotAddUp, match=rf"figure {id}, .*: .* is drawn as "):
        check(tampered(document, id, change))


def test_a_row_that_is_not_drawn_is_found(document: Document) -> None:
    def change(block: Block) -> Block:
        assert isinstance(block, Figure)
        chart = block.chart.copy(deep=True)
        for rows in _drawn(chart):
            rows.loc[rows["name"] == "Skills", "amount"] = float("nan")
        return replace(block, chart=chart)

    with pytest.raises(DoesNotAddUp, match="figure years: row 1 of table money-by-year, column"):
        check(tampered(document, "years", change))


def test_a_word_of_a_chart_that_its_table_does_not_show_is_found(document: Document) -> None:
    def change(block: Block) -> Block:
        assert isinstance(block, Figure)
        chart = block.chart.copy(deep=True)
        for rows in _drawn(chart):
            rows["shown"] = "7"
        return replace(block, chart=chart)

    with pytest.raises(DoesNotAddUp, match="figure regions-map, North: “7” is written, table"):
        check(tampered(document, "regions-map", change))


def _printed(document: Document, number: Printed, text: str = "There are 2.") -> list[str]:
    chapter = Chapter("said", "Said", [Words(text, numbers=[number])])
    with pytest.raises(DoesNotAddUp) as raised:
        check(replace(document, chapters=[*document.chapters, chapter]))
    return raised.value.reasons


def test_a_number_that_comes_from_nowhere_is_found(document: Document) -> None:
    cell = Cell("regions", "money", ["Atlantis"])
    for origin, reason in (
        (Cell("elsewhere", "money"), "2 comes from nowhere: there is no table elsewhere"),
        (Cell("regions", "weight"), "2 comes from nowhere: table regions has no column weight"),
        (cell, "2 comes from nowhere: table regions has not one row Atlantis"),
        (Fact(2.0), "2 comes from nowhere: no record of the allocation is named"),
    ):
        (found,) = _printed(document, Printed("2", origin))
        assert found.endswith(reason)
    number = Printed("3", Cell("regions"))
    assert _printed(document, number) == [
        "in “There are 2.”: 3 is not printed",
        "in “There are 2.”: 2. is tied to nothing",
    ]


def test_numbers_that_are_tied_to_nothing_are_seen() -> None:
    tied = Printed("5", Fact(5.0))
    text = "In 2027, 5 of 15: `--cut 3`"
    assert tied_to_nothing(Words(text, numbers=[tied])) == ["2027,", "15"]
    assert tied_to_nothing(Words(text)) == ["2027,", "5", "15"]
    # Neither a part of another number nor one with another sign is the number.
    assert tied_to_nothing(Words("-5 of 1.5", numbers=[tied])) == ["5", "1.5"]


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
