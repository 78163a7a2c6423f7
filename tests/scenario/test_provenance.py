"""Where figures came from: beside them, around them, or the scenario's own word."""

from __future__ import annotations

import pytest

from finmodel.scenario.provenance import Figure, figures

from .conftest import Draft


@pytest.fixture
def by_name(draft: Draft) -> dict[str, Figure]:
    draft.change(
        "ceiling:\n",
        "ceiling:\n      source: Budget law\n      year: 2025\n      status: official\n",
    )
    draft.change(
        "    output: learners\n", "    output: learners\n    note: by hand\n    status: derived\n"
    )
    return {figure.name: figure for figure in figures(draft.load())}


def test_a_figure_says_where_it_came_from(by_name: dict[str, Figure]) -> None:
    figure = by_name["sources.state.ceiling.2027-2028"]
    assert (figure.value, figure.source, figure.year) == ("600", "Budget law", "2025")
    assert (figure.status, figure.stated, figure.choice) == ("official", True, False)
    assert figure.place == "scenario.yaml:72"


def test_a_figure_takes_what_is_said_around_it(by_name: dict[str, Figure]) -> None:
    figure = by_name["programmes.literacy.unit_cost.books.amount"]
    assert (figure.note, figure.status, figure.stated) == ("by hand", "derived", True)


def test_a_figure_of_a_region_takes_what_is_said_of_its_column(by_name: dict[str, Figure]) -> None:
    figure = by_name["regions.list.N.attributes.herders"]
    assert (figure.value, figure.source, figure.status) == ("50", "Herder count", "official")


def test_what_stands_in_for_an_unknown_cell_was_not_read_where_its_column_was(
    by_name: dict[str, Figure],
) -> None:
    for name in ("regions.list.S.attributes.herders", "regions.columns.herders.unknown.use"):
        figure = by_name[name]
        assert (figure.source, figure.status, figure.stated) == (None, "illustrative", False)


def test_a_figure_without_a_word_has_the_status_of_the_scenario(
    by_name: dict[str, Figure],
) -> None:
    figure = by_name["sources.grant.amount.2026-2028"]
    assert (figure.source, figure.status, figure.stated) == (None, "illustrative", False)


def test_rules_are_choices(by_name: dict[str, Figure]) -> None:
    assert by_name["policies.steady.fall.at_most"].choice
    assert not by_name["prices.growth.pay"].choice


def test_every_figure_is_there_and_nothing_else(by_name: dict[str, Figure]) -> None:
    assert "years" not in by_name
    assert "sources.state.ceiling.year" not in by_name
    assert len([name for name in by_name if name.startswith("regions.list")]) == 20
    assert {"programmes.literacy.markers.gender", "programmes.literacy.coverage.now"} <= set(
        by_name
    )
