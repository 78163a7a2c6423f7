from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from finmodel.allocation.compare import causes as causes_module
from finmodel.allocation.compare.causes import Causes, causes_of
from finmodel.allocation.compare.inputs import changes
from finmodel.allocation.compare.measures import Measures, difference
from finmodel.allocation.compare.mixtures import groups_of, loaded_from, mixed, solved
from finmodel.allocation.compare.sides import Side
from finmodel.scenario.load import load_scenario
from tests.compare.plans import PLAN, Tree, changed, sides, written

SEVERAL = changed(
    sources__state__ceiling={"2026": 50, "2027": 70},
    sources__gift={"kind": "private donor", "amount": {"2026-2027": 7}},
    policies__north_first=None,
    programmes__skills__unit_cost={"staff": {"amount": 1100, "regional": True}},
)


def causes(old: Side, new: Side) -> Causes:
    changed_inputs = changes(old.loaded, new.loaded)
    return causes_of((old.loaded, old.measures), (new.loaded, new.measures), changed_inputs)


def add_up(found: Causes, old: Side, new: Side) -> None:
    for field in fields(Measures):
        total = difference(getattr(new.measures, field.name), getattr(old.measures, field.name))
        for key, amount in total.items():
            parts = [getattr(cause.moved, field.name).get(key, 0) for cause in found.causes]
            assert sum(parts) == amount, (field.name, key)


@pytest.mark.parametrize(("most", "method"), [(5, "every order"), (1, "stated order")])
def test_causes_add_up_to_the_last_unit(
    most: int, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(causes_module, "MOST", most)
    old, new = sides(tmp_path, PLAN, SEVERAL)
    found = causes(old, new)
    assert found.method == method
    assert {group for cause in found.causes for group in cause.groups} == {
        ("programmes", "skills"),
        ("sources", "state"),
        ("sources", "gift"),
        ("policies", "north_first"),
    }
    assert any(any(cause.moved.money.values()) for cause in found.causes)
    add_up(found, old, new)


def test_two_changes_have_the_average_over_both_orders(tmp_path: Path) -> None:
    tree = changed(sources__state__ceiling={"2026": 50, "2027": 70}, policies__north_first=None)
    old, new = sides(tmp_path, PLAN, tree)
    found = {cause.groups[0]: cause.moved.money for cause in causes(old, new).causes}
    first, both = old.measures.money, new.measures.money
    alone = {}
    for group in (("sources", "state"), ("policies", "north_first")):
        measures = solved(loaded_from(mixed(old.loaded.tree, new.loaded.tree, [group])))
        assert measures is not None
        alone[group] = measures.money
    budget, rule = alone["sources", "state"], alone["policies", "north_first"]
    for region in ("north", "south"):
        average = (budget[region] - first[region] + both[region] - rule[region]) / 2
        assert found["sources", "state"][region] == pytest.approx(average, abs=0.5)


def test_one_change_caused_everything(tmp_path: Path) -> None:
    old, new = sides(tmp_path, PLAN, changed(sources__state__ceiling={"2026": 50, "2027": 70}))
    [cause] = causes(old, new).causes
    assert sum(cause.moved.money.values()) == -20_000
    add_up(causes(old, new), old, new)


def test_nothing_changed_has_no_cause(tmp_path: Path) -> None:
    [side] = sides(tmp_path, PLAN)
    assert causes(side, side).causes == ()


def floors(state: int, floor: str) -> Tree:
    """A plan whose floor for reading takes nearly all the money that there is."""
    return changed(
        sources__state__ceiling={"2026-2027": state},
        programmes__reading__coverage={"at_least": floor},
    )


def test_a_mixture_without_allocation_is_named_and_the_changes_go_together(tmp_path: Path) -> None:
    # The higher floor is only possible with more money: 150 readers at 0.7 cost 105 a year.
    old, new = sides(tmp_path, floors(20, "20%"), floors(200, "100%"))
    found = causes(old, new)
    assert found.method == "stated order"
    assert found.blocked == (("programmes", "reading"),)
    [cause] = found.causes
    assert cause.groups == (("programmes", "reading"), ("sources", "state"))
    add_up(found, old, new)


def test_what_no_change_explains_is_a_cause_of_its_own(tmp_path: Path) -> None:
    old, new = sides(tmp_path, PLAN, SEVERAL)
    other = Measures(
        {**new.measures.money, "north": 1}, new.measures.output, new.measures.benefit, {}
    )
    changed_inputs = changes(old.loaded, new.loaded)
    found = causes_of((old.loaded, old.measures), (new.loaded, other), changed_inputs)
    assert found.causes[-1].groups == ()
    assert found.causes[-1].moved.money["north"] == 1 - new.measures.money["north"]


def test_words_alone_have_no_group(tmp_path: Path) -> None:
    plans = [
        written(tree, tmp_path / str(at)) for at, tree in enumerate((PLAN, changed(title="T")))
    ]
    assert groups_of(changes(*map(load_scenario, plans))) == []
