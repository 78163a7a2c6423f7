"""Staying close to a saved allocation: what is chosen, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.files import load, save
from finmodel.allocation.make import allocate
from finmodel.cli import main
from finmodel.scenario.load import load_scenario
from finmodel.scenario.problems import ScenarioError
from tests.choice.small import programme, region

REPRODUCIBLE = ("allocation.csv", "delivery.csv", "sources.csv", "contracts.csv")
Tree = dict[str, Any]


def tree(**parts: Any) -> Tree:
    """Two regions alike, and money for part of the need of one programme."""
    return {
        "scenario": "small",
        "title": "Small",
        "stage": "budget proposal",
        "years": [2026],
        "money": "thousand MNT",
        "regions": {"list": {"a": region(100), "b": region(100)}},
        "prices": {"base_year": 2026},
        "programmes": {"p": programme()},
        "sources": {"state": {"kind": "central budget", "ceiling": 60}},
        "objective": ["maximise benefit"],
        **parts,
    }


def write(folder: Path, given: Tree) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / "scenario.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(given, file)
    return folder


def solve(folder: Path, given: Tree) -> Allocation:
    return allocate(load_scenario(write(folder, given)))


def coverage(allocation: Allocation) -> dict[str, float]:
    return {row["region"]: row["coverage"] for row in allocation.delivery.to_pylist()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario's folder with last year's allocation, in which only region a was served."""
    place = tmp_path / "plan"
    state = {"kind": "central budget", "ceiling": 60, "only_for": {"regions": "a"}}
    save(solve(place, tree(sources={"state": state})), place / "last-year")
    return place


def close(**parts: Any) -> Tree:
    return tree(among_equals={"stay_close_to": "last-year"}, **parts)


def said(folder: Path, given: Tree) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write(folder, given))
    return str(caught.value).splitlines()


def test_the_allocation_stays_as_it_was(folder: Path) -> None:
    assert coverage(solve(folder, tree())) == {"a": 0.3, "b": 0.3}
    found = solve(folder, close())
    assert coverage(found) == {"a": 0.6, "b": 0.0}
    assert found.manifest["among_equals"]["stay_close_to"] == "last-year"
    digest = found.manifest["among_equals"]["digest"]
    assert isinstance(digest, str)
    assert len(digest) == 64


def test_with_other_money_it_moves_as_little_as_it_can(folder: Path) -> None:
    more = {"state": {"kind": "central budget", "ceiling": 80}}
    assert coverage(solve(folder, close(sources=more))) == pytest.approx({"a": 0.7, "b": 0.1})


def test_weights_hold_a_programme_closer(folder: Path) -> None:
    programmes = {"p": programme(), "q": programme()}
    weights = {"weights": {"p": 3}}
    sources = {"state": {"kind": "central budget", "ceiling": 200}}
    given = tree(programmes=programmes, sources=sources, among_equals=weights)
    # Equal coverage is half of both; a quarter of what is missing is missed by p.
    given["sources"]["state"]["ceiling"] = 120
    given["programmes"]["p"]["coverage"] = {"at_most": 0.2}
    found = {
        (row["programme"], row["region"]): row["coverage"]
        for row in solve(folder, given).delivery.to_pylist()
    }
    assert found["p", "a"] == pytest.approx(0.2)
    assert found["q", "a"] == pytest.approx(0.4)


def test_a_programme_that_the_reference_lacks_stays_close_to_need(folder: Path) -> None:
    programmes = {"p": programme(), "q": programme()}
    given = close(programmes=programmes)
    given["sources"]["state"]["ceiling"] = 120
    found = {
        (row["programme"], row["region"]): row["coverage"]
        for row in solve(folder, given).delivery.to_pylist()
    }
    # References 0.6 and 0 for p, 0.3 for q: together as much as there is money for.
    assert found == pytest.approx(
        {("p", "a"): 0.6, ("p", "b"): 0, ("q", "a"): 0.3, ("q", "b"): 0.3}
    )


def test_the_saved_scenario_needs_the_folder_no_more(folder: Path, tmp_path: Path) -> None:
    saved = save(solve(folder, close()), tmp_path / "saved")
    again = save(allocate(load_scenario(saved)), tmp_path / "again")
    for name in REPRODUCIBLE:
        assert (saved / name).read_bytes() == (again / name).read_bytes()
    assert load(again).manifest["scenario_digest"] == load(saved).manifest["scenario_digest"]


def test_an_allocation_of_another_scenario_is_refused(folder: Path) -> None:
    assert said(folder, {**close(), "scenario": "other"}) == [
        "scenario.yaml:39: `last-year` is an allocation of `small`, not of this scenario; "
        "name an allocation of this scenario, or write need"
    ]


def test_missing_regions_are_named(folder: Path) -> None:
    regions = {"list": {name: region(100) for name in ("a", "b", "c", "d")}}
    (only,) = said(folder, close(regions=regions))
    assert "`last-year` has nothing for `c`, `d`; name an allocation with all regions" in only


def test_changed_and_missing_files_are_named_together(folder: Path) -> None:
    saved = folder / "last-year"
    delivery = (saved / "delivery.csv").read_text(encoding="utf-8")
    (saved / "delivery.csv").write_text(delivery.replace("0.6", "0.5"), encoding="utf-8")
    (saved / "sources.csv").unlink()
    one, two = said(folder, close())
    assert "`last-year`: delivery.csv was changed after it was saved; take a copy" in one
    assert "`last-year`: sources.csv is missing; take a copy" in two


def test_a_broken_table_is_said(folder: Path) -> None:
    saved = folder / "last-year"
    (saved / "delivery.csv").write_text("region,year\na,2026\n", encoding="utf-8")
    assert any("delivery.csv cannot be read" in line for line in said(folder, close()))


def test_check_and_solve_exit_with_two(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = folder / "last-year" / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**written, "scenario": "other"}), encoding="utf-8")
    write(folder, close())
    monkeypatch.chdir(folder)
    for verb in ("check", "solve"):
        with pytest.raises(SystemExit) as ended:
            main([verb, str(folder)])
        assert ended.value.code == 2
        assert "is an allocation of `other`" in capsys.readouterr().err.replace("\n", " ")


def test_amounts_are_whole_rounding_units(folder: Path) -> None:
    found = solve(folder, tree(rounding_unit=7000))
    amounts = np.array([row["amount"] for row in found.money.to_pylist()])
    assert amounts.sum() == 56_000
    assert not (amounts % 7000).any()
    assert found.manifest["rounding_unit"] == 7000
