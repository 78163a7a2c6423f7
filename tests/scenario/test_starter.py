"""The starter scenario: it loads, it is written whole, and it overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.scenario.load import load_scenario
from finmodel.scenario.provenance import figures
from finmodel.scenario.starter import FolderTaken, write_starter


def test_the_starter_loads(tmp_path: Path) -> None:
    folder = tmp_path / "plans" / "mine"
    files = write_starter(folder)
    assert [file.name for file in files] == ["scenario.yaml", "regions.csv", "scenario.schema.json"]
    assert all(file.is_file() for file in files)
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]
    scenario = load_scenario(folder).scenario
    assert len(scenario.regions.leaves()) == 6
    assert (len(scenario.programmes), len(scenario.sources), len(scenario.policies)) == (4, 3, 2)


def test_no_figure_of_the_starter_poses_as_official(tmp_path: Path) -> None:
    write_starter(tmp_path / "mine")
    statuses = {figure.status for figure in figures(load_scenario(tmp_path / "mine"))}
    assert "official" not in statuses


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_starter(tmp_path)
    assert load_scenario(tmp_path).scenario.scenario == "adult-learning"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken, match="is not empty; choose another name"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FolderTaken, match="is not a folder"):
        write_starter(tmp_path / "mine")
    with pytest.raises(FolderTaken, match="cannot be written"):
        write_starter(tmp_path / "mine" / "below")
