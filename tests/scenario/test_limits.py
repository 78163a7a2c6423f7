"""Files that could do harm: too large, too deep, exploding, outside the folder, not files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from finmodel.scenario.load import load_scenario
from finmodel.scenario.problems import PRINTED_AT_MOST, Problem, ScenarioError

from .conftest import Draft

TOO_LARGE = "{}: the file has 100 MB, more than the {} MB read; put large tables into CSV files"


def test_a_huge_file_is_refused_without_being_read(draft: Draft) -> None:
    with (draft.folder / "scenario.yaml").open("r+b") as file:
        file.truncate(100_000_000)
    began = time.perf_counter()
    assert draft.said() == [TOO_LARGE.format("scenario.yaml", 5)]
    assert time.perf_counter() - began < 0.5


def test_a_huge_table_is_refused(draft: Draft) -> None:
    with (draft.folder / "regions.csv").open("r+b") as file:
        file.truncate(100_000_000)
    assert draft.said() == [TOO_LARGE.format("regions.csv", 50)]


def test_aliases_that_explode_are_refused(draft: Draft) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    draft.write("\n".join(lines))
    began = time.perf_counter()
    assert draft.said() == [
        "scenario.yaml:1: the file unfolds to more than 200000 values; "
        "put large tables into CSV files and repeat fewer aliases"
    ]
    assert time.perf_counter() - began < 5


def test_an_alias_may_be_used_with_measure(draft: Draft) -> None:
    draft.change("themes: {skills: Skills, basic: Basic}", "themes: {skills: &s Skills, basic: *s}")
    assert draft.load().scenario.themes["basic"].read() == "Skills"


def test_brackets_nested_by_the_thousand_are_refused(draft: Draft) -> None:
    draft.write("scenario: " + "[" * 5000 + "]" * 5000)
    assert draft.said() == ["scenario.yaml:1: nested more than 40 deep; write it less deep"]


@pytest.mark.parametrize("name", ["scenario.yaml", "regions.csv"])
def test_text_that_is_not_utf8_is_refused_with_its_line(draft: Draft, name: str) -> None:
    raw = (draft.folder / name).read_bytes().split(b"\n")
    raw[2] += " é".encode("latin-1")
    (draft.folder / name).write_bytes(b"\n".join(raw))
    assert draft.said() == [f"{name}:3: the text is not UTF-8; save the file again as UTF-8"]


def test_control_characters_are_refused(draft: Draft) -> None:
    draft.change("stage: approved", "stage: appro\x07ved")
    assert draft.said() == [
        "scenario.yaml:3: the character U+0007 may not stand in a text file; take it out"
    ]


def test_symlinks_out_of_the_folder_are_refused(draft: Draft, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for name in ("scenario.yaml", "places.csv", "local.csv"):
        (tmp_path / name).rename(inside / name)
    (inside / "regions.csv").symlink_to(tmp_path / "regions.csv")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(inside)
    assert str(caught.value) == (
        "scenario.yaml:8: `table`: `regions.csv` leaves the scenario's folder; "
        "name a CSV file in the scenario's folder"
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is no such file; check the name and the folder"),
        (lambda path: os.mkfifo(path), "this is not a regular file; name a file"),
        (lambda path: path.mkdir(), "this is a folder; name the file inside it"),
    ],
)
def test_what_is_not_a_file_is_refused(draft: Draft, make, said: str) -> None:  # type: ignore[no-untyped-def]
    (draft.folder / "base.yaml").unlink(missing_ok=True)
    make(draft.folder / "base.yaml")
    if (draft.folder / "base.yaml").is_dir():
        draft.write("extends: base.yaml\n")
        assert draft.said() == [f"base.yaml: {said}"]
        return
    with pytest.raises(ScenarioError) as caught:
        load_scenario(draft.folder / "base.yaml")
    assert str(caught.value) == f"base.yaml: {said}"


def test_long_lists_are_capped_and_sorted_by_line() -> None:
    problems = [Problem(f"a.yaml:{line}", "wrong", "mend it") for line in range(200, 0, -1)]
    error = ScenarioError([*problems, *problems])
    assert len(error.problems) == 200
    lines = str(error).splitlines()
    assert lines[:2] == ["a.yaml:1: wrong; mend it", "a.yaml:2: wrong; mend it"]
    assert lines[PRINTED_AT_MOST:] == ["and 150 more problems"]


def test_a_long_scenario_is_read_in_time(draft: Draft) -> None:
    programme = draft.text().split("programmes:\n")[1].split("  workshops:")[0]
    many = "".join(programme.replace("literacy:", f"literacy{n}:") for n in range(37))
    draft.change("  workshops:\n", many + "  workshops:\n")
    assert draft.text().count("\n") > 700
    draft.load()
    began = time.perf_counter()
    draft.load()
    assert time.perf_counter() - began < 1.0
