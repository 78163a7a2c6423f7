"""What a report says of other amounts is what the scenario comes to with these amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import load
from finmodel.allocation.make import allocate
from finmodel.allocation.totals import total_by
from finmodel.allocation.weighty import group_of, weighty_figures
from finmodel.allocation.what_if import WhatIf
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Words
from finmodel.scenario.load import load_scenario
from tests.compare.plans import PLAN, changed, solved, written


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """A saved allocation."""
    return open_sides([solved(PLAN, tmp_path_factory.mktemp("plan") / "saved")])[0]


def benefit(folder: Path) -> float:
    stages: list[dict[str, float]] = load(folder).manifest["stages"]
    return stages[-1]["value"]


def test_a_cut_loses_what_the_scenario_with_less_loses(side: Side, tmp_path: Path) -> None:
    less = changed(
        sources__state__ceiling={"2026": 45, "2027": 60},
        sources__fund__amount={"2026-2027": 22.5},
    )
    what_if = WhatIf(side.allocation.scenario)
    cut = what_if.cut(0.25)
    assert cut.after is not None
    assert cut.possible == 0.25
    assert cut.after.values[-1] == pytest.approx(benefit(solved(less, tmp_path / "less")))
    assert cut.after.cost.sum() == pytest.approx(150)
    assert what_if.before.values[-1] == pytest.approx(benefit(side.folder))


def test_where_a_cut_leaves_no_allocation_the_largest_that_does_is_found(tmp_path: Path) -> None:
    # The floor costs 120 in each year: of 144 a sixth may go, 16% in whole per cent.
    tree = changed(
        programmes__skills__coverage={"at_least": "40%"},
        programmes__skills__unit_cost={"staff": {"amount": 1000, "regional": False}},
        sources__state__ceiling=100,
        sources__fund__amount=44,
        policies=None,
    )
    plan = load_scenario(written(tree, tmp_path / "plan"))
    cut = WhatIf(plan.scenario).cut(0.5)
    assert cut.after is None
    assert cut.possible == pytest.approx(0.16)
    saved = solved(tree, tmp_path / "saved")
    document = make_document(saved, cut=0.5)
    said = [
        block.text
        for chapter in document.chapters
        if chapter.id == "more-or-less"
        for block in chapter.blocks
        if isinstance(block, Words)
    ]
    assert said[-1] == (
        "With 50.0% less of every source no allocation keeps all the rules. "
        "The largest cut in whole per cent that leaves one is 16%."
    )


def test_what_may_be_taken_in_parts_is_said(side: Side, tmp_path: Path) -> None:
    lumpy = solved(changed(programmes__reading__lumps={"size": 10}), tmp_path / "lumpy")
    for of, said in ((side.folder, False), (lumpy, True)):
        note = make_document(of).tables()["cut"].note
        assert ("may be taken in parts here" in note) == said


def test_figures_move_what_solving_afresh_moves(side: Side, tmp_path: Path) -> None:
    found = weighty_figures(side.allocation, side.loaded, WhatIf(side.allocation.scenario))
    by_path = {each.path: each for each in found}
    assert [each.moves for each in found] == sorted((each.moves for each in found), reverse=True)
    # Official figures are not among them.
    assert not any(path[:2] == ("sources", "fund") for path in by_path)
    ceiling = by_path["sources", "state", "ceiling"]
    more = load_scenario(
        written(changed(sources__state__ceiling={"2026": 72, "2027": 96}), tmp_path / "more")
    )
    before, after = (
        total_by(each.delivery, ["programme"], "cost") for each in (side.allocation, allocate(more))
    )
    up = sum(max(0, after[key] - before[key]) for key in before) / 1000
    # What is saved is rounded to whole currency.
    assert ceiling.more == pytest.approx(up, abs=0.01)


def test_a_figure_is_one_in_all_its_years_and_places() -> None:
    assert group_of(("sources", "state", "ceiling", "2026")) == ("sources", "state", "ceiling")
    assert group_of(("sources", "local", "amounts", "north", "2026")) == (
        *("sources", "local", "amounts"),
    )
    assert group_of(("programmes", "skills", "benefit", 0, "weight")) == (
        *("programmes", "skills", "benefit", "weight"),
    )
