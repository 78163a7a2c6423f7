"""A scenario that is right: what is loaded, where it stands, and what changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.scenario.load import load_scenario
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.write import write_tree

from .conftest import Draft

ROOT = Path(__file__).parents[2]


def test_tables_stand_in_the_tree(draft: Draft) -> None:
    loaded = draft.load()
    assert "table" not in loaded.tree["regions"]
    assert loaded.tree["regions"]["list"]["C1"] == {
        "name": {"en": "First district", "mn": "Нэгдүгээр дүүрэг"},
        "type": "district",
        "parent": "CITY",
        "tile": [2, 1],
        "attributes": {"adults": 250, "herders": "none recorded", "poverty": "unknown", "index": 1},
    }
    assert loaded.tree["programmes"]["workshops"]["need"]["amounts"]["C1"] == {
        "2026-2027": 30,
        "2028": 40.5,
    }
    assert loaded.scenario.regions.leaves() == ("N", "S", "C1", "C2")
    assert loaded.scenario.regions.members("both") == ("N", "S", "C1", "C2")
    local: Any = loaded.scenario.sources["local"]
    assert local.amounts["CITY"].at(2027) == 0
    assert [path.name for path in loaded.files] == [
        "scenario.yaml",
        "regions.csv",
        "places.csv",
        "local.csv",
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "scenario.yaml:1"),
        (("sources", "grant", "only_for"), "scenario.yaml:75"),
        (("sources", "grant", "only_for", "nothing", "here"), "scenario.yaml:75"),
        (("sources", "state", "ceiling", "2027-2028"), "scenario.yaml:67"),
        (("objective", 1), "scenario.yaml:89"),
        (("regions", "list", "S", "attributes", "herders"), "regions.csv:3, column herders"),
        (("sources", "local", "amounts", "CITY", "2028"), "local.csv:3, column 2028"),
    ],
)
def test_places(draft: Draft, path: tuple[str | int, ...], place: str) -> None:
    assert draft.load().where.of(path) == place


def test_a_folder_stands_for_its_scenario_file(draft: Draft) -> None:
    assert load_scenario(draft.folder).scenario == draft.load().scenario


def test_a_scenario_written_and_loaded_again_is_equal(draft: Draft, tmp_path: Path) -> None:
    loaded = draft.load()
    folder = tmp_path / "saved"
    folder.mkdir()
    write_tree(loaded.tree, folder / "scenario.yaml")
    again = load_scenario(folder)
    assert again.scenario == loaded.scenario
    assert again.tree == loaded.tree
    write_tree(again.tree, folder / "twice.yaml")
    assert (folder / "twice.yaml").read_bytes() == (folder / "scenario.yaml").read_bytes()


@pytest.mark.parametrize("folder", ["scenarios/mongolia-lifelong-learning"])
def test_scenarios_of_the_repository_load_and_round_trip(folder: str, tmp_path: Path) -> None:
    loaded = load_scenario(ROOT / folder)
    write_tree(loaded.tree, tmp_path / "scenario.yaml")
    assert load_scenario(tmp_path).scenario == loaded.scenario


def shuffled(data: Any, draw: st.DrawFn) -> Any:
    """The same mapping with its keys, and those of all mappings inside, in another order."""
    if isinstance(data, dict):
        return {key: shuffled(data[key], draw) for key in draw(st.permutations(list(data)))}
    return [shuffled(each, draw) for each in data] if isinstance(data, list) else data


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_the_order_of_keys_changes_nothing(draft: Draft, data: st.DataObject) -> None:
    loaded = draft.load()
    tree = data.draw(st.composite(lambda draw: shuffled(loaded.tree, draw))())
    folder = draft.folder / "shuffled"
    folder.mkdir(exist_ok=True)
    write_tree(tree, folder / "scenario.yaml")
    again = load_scenario(folder).scenario
    assert again == loaded.scenario
    assert Scenario.model_validate(tree) == loaded.scenario


def test_text_that_looks_like_something_else_stays_text(draft: Draft, tmp_path: Path) -> None:
    draft.change("name: Literacy", "name: Literacy\n    budget: {function: 09.5, account: '21'}")
    draft.change("fall: {at_most: 30%}", "fall: {at_most: 30%}, negotiable: yes")
    loaded = draft.load()
    assert loaded.scenario.programmes["literacy"].budget.function == "09.5"
    assert loaded.scenario.programmes["literacy"].budget.account == "21"
    assert loaded.scenario.policies["steady"].negotiable is True
    again = tmp_path / "again"
    again.mkdir()
    write_tree(loaded.tree, again / "scenario.yaml")
    assert load_scenario(again).scenario == loaded.scenario


def test_regions_by_number_may_be_named_without_quotes(draft: Draft) -> None:
    for file in ("scenario.yaml", "places.csv", "regions.csv", "local.csv"):
        text = draft.text(file).replace("\nN,", "\n11,").replace("region: N}", "region: 11}")
        draft.write(text, file)
    grant = draft.load().scenario.sources["grant"]
    assert grant.not_for is not None
    assert grant.not_for.regions == ("11",)


def test_a_table_may_begin_with_a_byte_order_mark(draft: Draft) -> None:
    draft.write("\ufeff" + draft.text("regions.csv"), "regions.csv")
    assert "N" in draft.load().scenario.regions.list


def test_amounts_of_all_years_may_stand_in_one_column(draft: Draft) -> None:
    draft.write("region,amount\nN,5\nS,none recorded\n", "places.csv")
    need = draft.load().scenario.programmes["workshops"].need
    assert need.amounts is not None
    assert [need.amounts[key].at(2027) for key in ("N", "S")] == [5, 0]


def test_what_is_written_out_goes_over_the_rows_of_a_table(draft: Draft) -> None:
    draft.change("table: places.csv", "table: places.csv, amounts: {N: {2026-2028: 99}}")
    draft.change(
        "  table: regions.csv\n",
        "  table: regions.csv\n  list: {N: {attributes: {adults: 201}}}\n",
    )
    loaded = draft.load()
    need = loaded.scenario.programmes["workshops"].need
    assert need.amounts is not None
    assert need.amounts["N"].at(2026) == 99
    assert need.amounts["C1"].at(2026) == 30
    assert loaded.scenario.regions.list["N"].attributes["adults"] == 201
    assert loaded.scenario.regions.list["N"].attributes["herders"] == 50
    assert loaded.where.of(("regions", "list", "N", "attributes", "adults")) == "scenario.yaml:9"


def test_levels_of_the_narrowest_region_or_group_hold(draft: Draft) -> None:
    draft.change("city: {at_most: 50%}", "C1: {at_most: 40%}\n        both: {at_most: 50%}")
    scenario = draft.load().scenario
    levels = scenario.programmes["literacy"].coverage.by_region
    assert scenario.regions.narrowest(levels) == {
        "N": "both",
        "S": "both",
        "C1": "C1",
        "C2": "both",
    }


def test_how_certain_money_is_may_be_said_for_all_years_at_once(draft: Draft) -> None:
    amount = "    amount: {2026-2028: 0.1}\n"
    draft.change(amount, amount + "    certainty: {pipeline: 40%}\n")
    certainty: Any = draft.load().scenario.sources["grant"].certainty
    assert [certainty.at(year).pipeline for year in (2026, 2028)] == [0.4, 0.4]
    draft.change("{pipeline: 40%}", "{2026: secured, 2027-2028: {pipeline: 40%}}")
    certainty = draft.load().scenario.sources["grant"].certainty
    assert (certainty.at(2026).word, certainty.at(2027).pipeline) == ("secured", 0.4)
