"""The example of one country, one year and one source: nothing is said that makes no sense."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.panel.build import build_panel
from finmodel.report.answer import answer_facts, print_answer
from finmodel.report.facts import scenario_facts
from finmodel.report.show import print_facts
from finmodel.scenario.load import load_scenario
from finmodel.scenario.provenance import figures

FOLDER = Path(__file__).parents[2] / "scenarios" / "essential-services"


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    return allocate(load_scenario(FOLDER))


def printed(allocation: Allocation, width: int = 100) -> str:
    text = io.StringIO()
    print_answer(Console(file=text, width=width, highlight=False), answer_facts(allocation))
    return text.getvalue()


def test_the_picture_speaks_of_no_other_regions_years_or_sources(allocation: Allocation) -> None:
    text = printed(allocation)
    for senseless in (
        "2026-2026",
        "region",
        "Furthest behind",
        " there",
        "How it is financed",
        "under other headings",
        "Today",
        "per head",
    ):
        assert senseless not in text, senseless
    header = next(line for line in text.splitlines() if line.strip().startswith("Programme "))
    assert header.split() == ["Programme", "Money", "2026", "Floor", "Ceiling"]


def test_staff_stands_beside_money(allocation: Allocation) -> None:
    nurses = next(row for row in answer_facts(allocation)["capacities"] if row["one_more"])
    assert nurses["name"] == "Minutes of nurses and midwives"
    assert nurses["used"] == pytest.approx(nurses["available"], rel=1e-4)
    assert f"{nurses['one_more']:.2g}" in printed(allocation)


def test_what_is_shown_before_solving_has_one_column_a_year() -> None:
    loaded = load_scenario(FOLDER)
    text = io.StringIO()
    facts = scenario_facts(loaded, build_panel(loaded.scenario))
    print_facts(Console(file=text, width=100, highlight=False), facts)
    assert "All years" not in text.getvalue()
    assert "1 source, 2026, 3 policies" in text.getvalue()
    assert text.getvalue().count("Need 2026") == 1


def test_plain_numbers_are_figures_like_any_others() -> None:
    paths = {figure.name for figure in figures(load_scenario(FOLDER))}
    for key in ("need", "unit_cost", "benefit"):
        assert f"programmes.cataract.{key}" in paths
