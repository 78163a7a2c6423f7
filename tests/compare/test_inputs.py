from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finmodel.allocation.compare.inputs import Change, changes
from finmodel.scenario.load import Loaded, load_scenario
from tests.compare.plans import PLAN, Tree, changed, written


def between(tmp_path: Path, old: Tree, new: Tree) -> list[Change]:
    loaded = [
        load_scenario(written(tree, tmp_path / f"plan-{at}")) for at, tree in enumerate((old, new))
    ]
    return changes(*loaded)


def shuffled(data: Any, order: random.Random) -> Any:
    """The same data, the keys of every mapping in another order."""
    if isinstance(data, list):
        return [shuffled(each, order) for each in data]
    if not isinstance(data, dict):
        return data
    keys = order.sample(list(data), len(data))
    return {key: shuffled(data[key], order) for key in keys}


def test_the_order_of_keys_is_no_change(tmp_path_factory: Any) -> None:
    @given(st.randoms(use_true_random=False))
    def check(order: random.Random) -> None:
        folder = tmp_path_factory.mktemp("orders")
        assert between(folder, PLAN, shuffled(PLAN, order)) == []

    check()


def test_format_is_no_change(tmp_path: Path) -> None:
    other = changed(
        years=[2027, 2026],
        sources__state__ceiling={"2027": 80.0, "2026": 60},
        sources__fund__amount={"2026": 30, "2027": 30},
        sources__fund__only_for={"programmes": ["reading", "skills"]},
        policies__north_first={"regions": ["north"], "share_of_spending": {"at_least": 0.4}},
        programmes__reading__need={"share": {"always": 0.5}, "of": "adults"},
        programmes__reading__benefit=[{"up_to": "100%", "weight": 1.5}],
    )
    assert between(tmp_path, PLAN, other) == []


def test_a_figure_says_old_new_years_and_where_each_came_from(tmp_path: Path) -> None:
    other = changed(sources__fund__amount={"2026": 30, "2027": 45}, sources__fund__source="New law")
    figure, source = sorted(between(tmp_path, PLAN, other), key=lambda each: each.words)
    assert (figure.name, figure.years, figure.kind) == ("sources.fund.amount", (2027,), "changed")
    assert (figure.old, figure.new) == ("30", "45")
    assert figure.old_said is not None
    assert figure.new_said is not None
    assert (figure.old_said.source, figure.old_said.status) == ("Law on the fund", "official")
    assert figure.new_said.source == "New law"
    assert (source.name, source.words) == ("sources.fund.source", True)


def test_cells_of_a_table_are_compared_one_by_one(tmp_path: Path) -> None:
    [cell] = between(
        tmp_path, PLAN, changed(regions__list__south__attributes={"adults": 210, "cost_index": 1})
    )
    assert cell.path == ("regions", "list", "south", "attributes", "adults")
    assert (cell.old, cell.new) == ("200", "210")
    assert cell.old_said is not None
    assert (cell.old_said.source, cell.old_said.year) == ("Census", "2020")


def test_things_added_and_removed_are_one_change_each(tmp_path: Path) -> None:
    gift = {"kind": "private donor", "amount": {"2026-2027": 10}}
    found = between(tmp_path, PLAN, changed(sources__gift=gift, policies__north_first=None))
    assert [(each.name, each.kind, each.words) for each in found] == [
        ("sources.gift", "added", False),
        ("policies.north_first", "removed", False),
    ]
    assert "private donor" in found[0].new
    assert found[1].new_said is None


def test_names_move_no_amount(tmp_path: Path) -> None:
    other = changed(title="Another title", programmes__skills__name="Skills for all")
    assert [each.words for each in between(tmp_path, PLAN, other)] == [True, True]


def test_the_order_of_stages_is_a_change(tmp_path: Path) -> None:
    stages = [{"first": "maximise benefit"}, {"then": "maximise lowest coverage"}]
    [added] = between(tmp_path, PLAN, changed(objective=stages))
    assert (added.group, added.kind) == (("objective",), "added")


def test_a_plan_is_the_same_as_itself(tmp_path: Path) -> None:
    loaded: Loaded = load_scenario(written(PLAN, tmp_path / "plan"))
    assert changes(loaded, loaded) == []
