"""The saved bytes are the same whoever solves, however, and from whatever order of entries.

What needs another Python is tried by `.ci/run` with `python -m tests.reproducible`.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import pytest
from ruamel.yaml import YAML

from finmodel.allocation import answer
from finmodel.allocation.make import digest
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded, load_scenario
from finmodel.scenario.scenario import Scenario
from finmodel.solve import highs, run, whole
from finmodel.solve.run import Solution
from tests.allocation.helpers import loaded
from tests.reproducible import cases, processor

NAMES = ("mongolia", *cases.SYNTHETIC)

PIVOTS: dict[str, dict[str, Any]] = {
    "primal simplex": {"simplex_strategy": 4},
    "Dantzig's pricing": {"simplex_dual_edge_weight_strategy": 0, "random_seed": 7},
    "Devex pricing": {"simplex_dual_edge_weight_strategy": 1, "random_seed": 2026},
    "no scaling": {"simplex_scale_strategy": 0, "random_seed": 1},
    "interior point with crossover": {"solver": "ipm", "run_crossover": "on"},
}
"""Options of HiGHS that lead it to other corners."""
SMALL = ("Dantzig's pricing", "no scaling")
"""Ways that are tried on synthetic scenarios alone."""
USUAL = highspy.Highs()  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def given() -> dict[str, Loaded]:
    return cases.cases()


@pytest.fixture(scope="module")
def first(given: dict[str, Loaded]) -> dict[str, dict[str, bytes]]:
    return {name: cases.saved(scenario) for name, scenario in given.items()}


def test_the_bytes_are_those_on_record(first: dict[str, dict[str, bytes]]) -> None:
    found = {name: cases.digests(files) for name, files in first.items()}
    if os.environ.get("UPDATE_GOLDEN"):
        cases.renew(found)
    assert found == cases.recorded(), "renew it with UPDATE_GOLDEN=1 where a change is meant"


def test_the_bytes_differ_between_scenarios(first: dict[str, dict[str, bytes]]) -> None:
    for file in cases.FILES[:3]:
        assert len({files[file] for files in first.values()}) == len(first)


@pytest.mark.parametrize("name", ["mongolia", "every rule on money"])
def test_a_second_run_gives_the_same(
    name: str, given: dict[str, Loaded], first: dict[str, dict[str, bytes]]
) -> None:
    same(cases.saved(given[name]), first[name])


@pytest.mark.parametrize(
    ("name", "way"),
    [(name, way) for name in NAMES for way in PIVOTS if name != "mongolia" or way not in SMALL],
)
def test_other_pivots_give_the_same(
    name: str,
    way: str,
    given: dict[str, Loaded],
    first: dict[str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = PIVOTS[way]

    def solve(program: Program, **more: Any) -> Solution:
        solution = run.solve_program(program, options=options, **more)
        # What is solved again from the last basis needs no other way to it.
        for option in options:
            usual = highs.REPEATABLE.get(option, USUAL.getOptionValue(option)[1])
            solution.highs._highs.setOptionValue(option, usual)
        return solution

    def settle(*given: Any) -> whole.Settled:
        # Whole columns are held where they are, and what settling them found is solved again.
        return replace(whole.settle(*given), solution=None)

    monkeypatch.setattr(answer, "settle", settle)
    monkeypatch.setattr(answer, "solve_program", solve)
    same(cases.saved(given[name]), first[name])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("simplified", [True, False])
def test_simplifying_first_or_not_gives_the_same(
    name: str,
    simplified: bool,
    given: dict[str, Loaded],
    first: dict[str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goals = tuple(stage.goal for stage in given[name].scenario.objective) if simplified else ()
    monkeypatch.setattr(run, "WORTH_SIMPLIFYING", goals)
    same(cases.saved(given[name]), first[name])


@pytest.mark.parametrize("name", NAMES)
def test_another_solver_gives_the_same(
    name: str, given: dict[str, Loaded], first: dict[str, dict[str, bytes]]
) -> None:
    same(cases.saved(given[name], solver="CBC"), first[name])


def test_another_order_in_the_files_gives_the_same(
    tmp_path: Path, given: dict[str, Loaded], first: dict[str, dict[str, bytes]]
) -> None:
    folder = Path(shutil.copytree(cases.MONGOLIA, tmp_path / "shuffled"))
    shuffle_files(folder, random.Random(1))
    again = load_scenario(folder)
    assert list(again.scenario.sources) != list(given["mongolia"].scenario.sources)
    assert list(again.scenario.regions.list) != list(given["mongolia"].scenario.regions.list)
    assert digest(again.scenario) == digest(given["mongolia"].scenario)
    same(cases.saved(again), first["mongolia"])


@pytest.mark.parametrize("name", cases.SYNTHETIC)
def test_another_order_of_entries_gives_the_same(
    name: str, first: dict[str, dict[str, bytes]]
) -> None:
    tree = shuffled(cases.SYNTHETIC[name](), random.Random(3))
    same(cases.saved(loaded(Scenario.model_validate(tree))), first[name])


def test_a_plain_processor_gives_the_same() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.reproducible", "--plain-processor"],
        cwd=cases.ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "with its baseline alone" in ended.stdout


def test_what_the_processor_does_is_told() -> None:
    told = processor.in_use()
    assert all(loop in told for loop in processor.numpy_loops())


def same(found: dict[str, bytes], before: dict[str, bytes]) -> None:
    """All files are the same; tells where the first one is not."""
    for file in cases.FILES:
        if found[file] != before[file]:
            pairs = zip(before[file].splitlines(), found[file].splitlines(), strict=False)
            changed = [pair for pair in pairs if pair[0] != pair[1]]
            pytest.fail(f"{file}: {len(changed)} lines differ, the first {changed[:1]}")


def shuffled(node: Any, chance: random.Random) -> Any:
    """The same mappings in another order; lists keep theirs, which may matter."""
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {key: shuffled(node[key], chance) for key in keys}
    if isinstance(node, list):
        return [shuffled(part, chance) for part in node]
    return node


def shuffle_files(folder: Path, chance: random.Random) -> None:
    """Put entries of the YAML files and rows of the tables into another order."""
    yaml = YAML(typ="safe", pure=True)
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    for file in folder.glob("*.yaml"):
        tree = shuffled(yaml.load(file), chance)
        yaml.dump(tree, file)
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as read:
            title, *rows = csv.reader(read)
        chance.shuffle(rows)
        with file.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows([title, *rows])
