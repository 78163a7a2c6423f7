"""Figures of a report: what is drawn is what the table beside it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from finmodel.report.document.compared_figures import causes_figure, dumbbells_figure
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Column, Document, Figure, Table
from finmodel.report.document.saying import Saying
from finmodel.report.languages.language import language_of
from tests.compare.plans import PLAN, changed, solved

SAY = Saying(language_of("en"), 1_000_000, 0)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The report of a small plan."""
    return make_document(solved(PLAN, tmp_path_factory.mktemp("saved") / "plan"))


def figures(document: Document) -> dict[str, Figure]:
    blocks = [block for chapter in document.chapters for block in chapter.blocks]
    return {block.id: block for block in blocks if isinstance(block, Figure)}


def drawn(figure: Figure) -> list[dict[str, Any]]:
    return [row for rows in figure.chart.to_dict()["datasets"].values() for row in rows]


def test_every_figure_draws_a_table_of_the_report(report: Document) -> None:
    found = figures(report)
    assert {"regions-map", "reached-map", "years", "flows"} <= set(found)
    assert {figure.table for figure in found.values()} <= set(report.tables())


def test_a_map_shows_the_column_and_says_who_has_least_and_most(report: Document) -> None:
    figure = figures(report)["regions-map"]
    table = report.tables()["regions"]
    assert [row["value"] for row in drawn(figure)] == table.rows["per_head"].tolist()
    assert figure.picks == "region"
    assert [row["region"] for row in drawn(figure)] == table.rows["region"].tolist()
    by_size = table.rows.sort_values("per_head")["region"].tolist()
    assert f" in {by_size[0]} to " in figure.finding
    assert figure.finding.endswith(f" in {by_size[-1]}")


def test_panels_and_ribbons_hold_all_the_money_of_their_tables(report: Document) -> None:
    years, table = figures(report)["years"], report.tables()["money-by-year"]
    assert sum(row["amount"] for row in drawn(years)) * 1000 == table.rows["money"].sum()
    for row in drawn(years):
        assert row["amount"] * 1000 == table.rows[str(row["year"])][row["row"]]
    paid = report.tables()["source-programme"].rows
    links = [row for row in drawn(figures(report)["flows"]) if "path" in row]
    for link in links[: len(paid)]:
        both = (paid["source"] == link["from"]) & (paid["programme"] == link["to"])
        assert link["amount"] * 1000 == pytest.approx(paid["money"][both].sum())
    assert sum(row["amount"] for row in links) * 1000 == pytest.approx(2 * paid["money"].sum())


def test_where_regions_are_equal_they_are_counted(tmp_path: Path) -> None:
    alike = {
        key: {"name": key, "attributes": {"adults": 100, "cost_index": 1.0}}
        for key in ("north", "south")
    }
    plan = changed(regions__list=alike, policies=None)
    found = figures(make_document(solved(plan, tmp_path / "plan")))["regions-map"]
    assert found.finding.endswith("in every region")


def _shares(first: list[float | None], second: list[float | None]) -> Table:
    columns = [Column("name", "Region"), Column("0", "A", "share"), Column("1", "B", "share")]
    rows = pd.DataFrame({"name": ["North", "South"], "0": first, "1": second})
    return Table("t", "T", columns, rows)


def test_dumbbells_say_what_moves_most() -> None:
    figure = dumbbells_figure(SAY, "d", _shares([0.5, 0.6], [0.4, 0.65]), ("name", "0", "1"))
    assert figure is not None
    assert figure.finding == "North moves most: 50.0% before, 40.0% now"
    same = dumbbells_figure(SAY, "d", _shares([0.5, 0.6], [0.5, 0.6]), ("name", "0", "1"))
    assert same is not None
    assert same.finding == "Every share stays the same"
    empty = _shares([None, None], [0.1, None])
    assert dumbbells_figure(SAY, "d", empty, ("name", "0", "1")) is None


def test_causes_say_which_moves_most() -> None:
    columns = [Column("cause", "Cause"), Column("money", "Money", "money")]
    rows = pd.DataFrame({"cause": ["Levy", "Price"], "money": [2e6, -5e6]})
    table, ends = Table("c", "C", columns, rows), [("A", 9e6), ("B", 6e6)]
    keys, unit = ("cause", "money"), ("million MNT", 1)
    figure = causes_figure(SAY, "causes", table, keys, ends, unit)
    assert figure.finding == "Price moves most: -5 million MNT"
    steps = [(row["from"], row["to"]) for row in drawn(figure) if "from" in row]
    assert steps == [(9.0, 11.0), (11.0, 6.0)]
    still = Table("c", "C", columns, rows.assign(money=0.0))
    said = causes_figure(SAY, "causes", still, keys, [("A", 9e6), ("B", 9e6)], unit)
    assert said.finding == "No change of input moves any money"
