"""Saving and loading: whole or not at all, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from finmodel.allocation.allocation import CERTIFICATE, TABLES, Allocation
from finmodel.allocation.digests import sha256
from finmodel.allocation.files import CannotSave, NotAnAllocation, load, save
from tests.program.small import scenario

from .helpers import solved


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    found = solved(scenario(sources={"state": {"carry_over": "10%"}}))
    assert found is not None
    return found


def test_a_saved_folder_holds_the_files_of_its_manifest(
    allocation: Allocation, tmp_path: Path
) -> None:
    folder = save(allocation, tmp_path / "plans" / "first")
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    found = {path.name for path in folder.iterdir()} - {"manifest.json"}
    tables = {TABLES[name] for name in allocation.tables}
    assert found == set(listed) == {"scenario.yaml", CERTIFICATE, *tables}
    assert all(sha256(folder / name) == digest for name, digest in listed.items())


def test_an_existing_place_is_refused_and_kept(allocation: Allocation, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(CannotSave, match="mine exists already"):
        save(allocation, tmp_path / "mine")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "letter.txt"]


def test_a_file_in_the_way_is_refused(allocation: Allocation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotSave, match="is not a folder"):
        save(allocation, tmp_path / "file" / "plan")


def test_nothing_is_left_when_writing_fails(
    allocation: Allocation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("finmodel.allocation.files.csv.write_csv", full)
    with pytest.raises(CannotSave, match="No space left"):
        save(allocation, tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_manifest_is_no_allocation(tmp_path: Path) -> None:
    with pytest.raises(NotAnAllocation, match=r"manifest\.json"):
        load(tmp_path)


def test_a_newer_format_is_refused(allocation: Allocation, tmp_path: Path) -> None:
    folder = save(allocation, tmp_path / "plan")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(NotAnAllocation, match="does not read"):
        load(folder)


def test_a_missing_table_is_named(allocation: Allocation, tmp_path: Path) -> None:
    folder = save(allocation, tmp_path / "plan")
    (folder / "sources.csv").unlink()
    with pytest.raises(NotAnAllocation, match=r"sources\.csv"):
        load(folder)
