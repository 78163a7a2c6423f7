"""Folders of every version of the saved format keep opening."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.allocation.allocation import FORMAT
from finmodel.allocation.compare.sides import open_sides
from finmodel.allocation.files import NotAnAllocation, load
from finmodel.allocation.formats import MIGRATIONS
from finmodel.allocation.totals import total_by
from finmodel.report.compare.facts import compare_facts
from finmodel.report.document.adds_up import check
from finmodel.report.document.make import make_document
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


@pytest.mark.parametrize("version", KEPT)
def test_it_is_proved_compared_and_reported_on(version: int) -> None:
    sides = open_sides([FORMATS / str(version), FORMATS / str(FORMAT)])
    assert [side.reasons for side in sides] == [(), ()]
    facts = compare_facts(sides)
    assert facts["against_base"][0]["inputs"] == []
    assert [side["format"] for side in facts["sides"]] == [version, FORMAT]
    check(make_document(sides[0]))


def test_a_kept_folder_is_as_it_was_saved() -> None:
    columns = [load_text(version).split(",") for version in KEPT]
    assert '"contract_income"' not in columns[0]
    assert '"contract_income"' in columns[1]


def load_text(version: int) -> str:
    """Heads of the sources of a kept folder."""
    text = (FORMATS / str(version) / "sources.csv").read_text(encoding="utf-8")
    return text.splitlines()[0]


@pytest.mark.parametrize("version", [0, FORMAT + 1, "1", None])
def test_other_formats_are_refused(version: object, tmp_path: Path) -> None:
    folder = copy_of(FORMATS / "1", tmp_path / "saved")
    edit_json(folder / "manifest.json", lambda manifest: manifest.update(format=version))
    with pytest.raises(NotAnAllocation, match="a format that this version does not read"):
        load(folder)
