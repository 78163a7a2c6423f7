"""Folders of every version of the saved format keep opening."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.allocation.allocation import FORMAT
from finmodel.allocation.files import NotAnAllocation, load
from finmodel.allocation.formats import MIGRATIONS
from finmodel.allocation.totals import total_by
from tests.proof.saved import copy_of, edit_json

FORMATS = Path(__file__).parent / "formats"
KEPT = sorted(int(folder.name) for folder in FORMATS.iterdir())


def test_a_folder_of_every_format_is_kept() -> None:
    assert list(range(1, FORMAT + 1)) == KEPT
    assert sorted(MIGRATIONS) == KEPT[:-1]


@pytest.mark.parametrize("version", KEPT)
def test_it_opens(version: int) -> None:
    allocation = load(FORMATS / str(version))
    assert allocation.manifest["format"] == version
    assert total_by(allocation.money, ["source"], "amount") == {
        ("fund",): 60_000,
        ("state",): 140_000,
    }
    outputs = total_by(allocation.delivery, ["programme"], "output")
    assert outputs["skills",] == 200
    assert allocation.scenario.sources["fund"].source == "Law on the fund"


@pytest.mark.parametrize("version", [0, FORMAT + 1, "1", None])
def test_other_formats_are_refused(version: object, tmp_path: Path) -> None:
    folder = copy_of(FORMATS / "1", tmp_path / "saved")
    edit_json(folder / "manifest.json", lambda manifest: manifest.update(format=version))
    with pytest.raises(NotAnAllocation, match="a format that this version does not read"):
        load(folder)
