"""Consistent rewrites: every digest is renewed, and a rule, a total or a stated gap breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.digests import digest_of
from finmodel.allocation.files import save
from finmodel.allocation.proof.failed import NotVerified
from finmodel.allocation.proof.verify import verify
from tests.allocation.helpers import solved
from tests.mobilise.test_levers import BASE
from tests.program.small import merged, scenario
from tests.proof.saved import Row, change, copy_of, edit_json, renew, rows_of

GAP = {
    "question": "gap",
    "programmes": {
        "literacy": {"coverage": {"now": "10%", "target": {"2027": "60%"}}},
        "workshops": {"coverage": {"target": "40%"}},
    },
    "sources": {
        "state": {"ceiling": 60},
        "grant": {
            "kind": "grant",
            "amount": 30,
            "certainty": {"2026": "committed", "2027": {"pipeline": "60%"}},
        },
    },
    "objective": ["minimise gap"],
}


def made(place: Path, **given: Any) -> Path:
    allocation = solved(scenario(**given))
    assert allocation is not None
    return save(allocation, place)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Saved allocations of several kinds."""
    place = tmp_path_factory.mktemp("plans")
    fund = {"training": {"kind": "special fund", "amount": 40, "only_for": {"regions": "west"}}}
    tied = {"sources": {"state": {"ceiling": 60}, **fund}}
    whole = merged(BASE, {"levers": {"levy": {"all_or_nothing": True}}})
    return {
        "ties": made(place / "ties", **tied),
        "gap": made(place / "gap", **GAP),
        "whole": made(place / "whole", **whole),
    }


def reasons(folder: Path) -> str:
    with pytest.raises(NotVerified) as failed:
        verify(renew(folder))
    return str(failed.value)


@pytest.mark.parametrize("kind", ["ties", "gap", "whole"])
def test_all_kinds_are_proved(plans: dict[str, Path], kind: str) -> None:
    assert verify(plans[kind]).digest == digest_of(plans[kind])


def test_money_moved_between_regions(plans: dict[str, Path], tmp_path: Path) -> None:
    folder = copy_of(plans["ties"], tmp_path / "plan")
    moved = 1_000_000

    def pay(rows: list[Row]) -> None:
        mine = [r for r in rows if r["source"] == "state" and r["programme"] == "literacy"]
        east = next(r for r in mine if r["region"] == "east" and r["year"] == "2026")
        west = next(r for r in mine if r["region"] == "west" and r["year"] == "2026")
        east["amount"] = str(int(east["amount"]) + moved)
        west["amount"] = str(int(west["amount"]) - moved)

    def cost(rows: list[Row]) -> None:
        for row in rows:
            if row["programme"] == "literacy" and row["year"] == "2026":
                sign = 1 if row["region"] == "east" else -1
                row["cost"] = str(int(row["cost"]) + sign * moved)

    change(folder / "allocation.csv", pay)
    assert "cost is" in reasons(folder)
    change(folder / "delivery.csv", cost)
    assert "which is not unit cost times the output" in reasons(folder)


def test_an_output_raised(plans: dict[str, Path], tmp_path: Path) -> None:
    folder = copy_of(plans["ties"], tmp_path / "plan")

    def raise_it(rows: list[Row]) -> None:
        row = rows[0]
        row["output"] = repr(float(row["output"]) + 1.0)
        row["coverage"] = repr(float(f"{float(row['output']) / float(row['need']):.11e}"))

    change(folder / "delivery.csv", raise_it)
    assert "unit cost times the output" in reasons(folder)


def test_the_scenario_changed(plans: dict[str, Path], tmp_path: Path) -> None:
    folder = copy_of(plans["ties"], tmp_path / "plan")
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert "60.0" in text
    file.write_text(text.replace("60.0", "61.0", 1), encoding="utf-8")
    assert "scenario.yaml is not the one that certificate.json belongs to" in reasons(folder)


@pytest.mark.parametrize("envelope", ["secured", "committed", "expected", "everything"])
def test_a_gap_made_smaller(plans: dict[str, Path], tmp_path: Path, envelope: str) -> None:
    folder = copy_of(plans["gap"], tmp_path / "plan")

    def shrink(rows: list[Row]) -> None:
        row = next(r for r in rows if r["envelope"] == envelope and int(r["unfunded"]) > 2_000_000)
        row["unfunded"] = str(int(row["unfunded"]) - 1_000_000)

    change(folder / "gap.csv", shrink)
    assert "gap.csv" in reasons(folder)

    def pay(rows: list[Row]) -> None:
        mine = [r for r in rows if r["envelope"] == envelope and r["year"] == "2026"]
        for row, by in ((mine[-1], -1_000_000), (mine[0], 1_000_000)):
            row["used"] = str(int(row["used"]) + by)

    change(folder / "envelopes.csv", pay)
    assert reasons(folder)


STATED: dict[str, Callable[[Any], None]] = {
    "a smaller gap": lambda data: data["stages"][0].update(gap="0"),
    "a better bound": lambda data: data["stages"][0].update(bound=data["stages"][0]["value"]),
    "a better value": lambda data: data["stages"][0].update(value=1e9),
    "another stage": lambda data: data["stages"][0].update(goal="maximise coverage"),
    "no stages": lambda data: data.update(stages=[]),
    "a nearer choice": lambda data: data["chosen"]["flows"].update(gap="0"),
    "no choice": lambda data: data.update(chosen=None),
    "nothing before rounding": lambda data: data["chosen"].update(unrounded={}),
    "forged multipliers": lambda data: data["chosen"]["delivery"].update(
        multipliers={"cost": {"places": 0, "at": [0], "values": [7]}}
    ),
    "another rounding": lambda data: data["rounding"].update(unit=1000),
    "no columns": lambda data: data.update(columns=None),
    "an unknown rule": lambda data: data["stages"][0]["multipliers"].update(
        nothing={"places": 1, "values": [1]}
    ),
    "no whole number": lambda data: data["stages"][0]["multipliers"].update(
        cost={"places": 1, "values": [0.5]}
    ),
    "too few": lambda data: data["stages"][0]["multipliers"].update(
        cost={"places": 1, "values": [1]}
    ),
    "endless places": lambda data: data["stages"][0]["multipliers"].update(
        cost={"places": 10**9, "at": [0], "values": [1]}
    ),
}


@pytest.mark.parametrize("what", STATED)
def test_something_else_stated(plans: dict[str, Path], tmp_path: Path, what: str) -> None:
    folder = copy_of(plans["ties"], tmp_path / "plan")
    edit_json(folder / "certificate.json", STATED[what])
    assert reasons(folder)


def test_another_allocation_before_rounding(plans: dict[str, Path], tmp_path: Path) -> None:
    """An output raised before rounding: no longer what is saved, nor the chosen one."""
    folder = copy_of(plans["ties"], tmp_path / "plan")

    def move(data: Any) -> None:
        entry = data["chosen"]["unrounded"]["deliver"]
        entry["values"][0] += 10 ** entry["places"]

    edit_json(folder / "certificate.json", move)
    assert "is not what rounding makes of the chosen allocation" in reasons(folder)


def test_a_certificate_that_is_no_certificate(plans: dict[str, Path], tmp_path: Path) -> None:
    folder = copy_of(plans["ties"], tmp_path / "plan")
    (folder / "certificate.json").write_text('{"format": 1', encoding="utf-8")
    with pytest.raises(NotVerified, match=r"certificate\.json is not what it was"):
        verify(folder)


def test_a_part_of_a_whole_decision(plans: dict[str, Path], tmp_path: Path) -> None:
    folder = copy_of(plans["whole"], tmp_path / "plan")

    def halve(data: Any) -> None:
        entry = data["columns"]["start.levy"]
        entry["values"] = [value // 2 for value in entry["values"]]

    edit_json(folder / "certificate.json", halve)
    assert "start.levy[2026] must be a whole number" in reasons(folder)


def test_bounds_given_whole_decisions_and_without(plans: dict[str, Path]) -> None:
    for stage in verify(plans["whole"]).checked.stages:
        assert stage.relaxed is not None
        assert stage.relaxed <= stage.bound if not stage.maximise else stage.relaxed >= stage.bound


def test_without_the_notion_of_a_proof(tmp_path: Path) -> None:
    """An allocation without a certificate can be saved, and is not proved."""
    allocation = solved(scenario())
    assert allocation is not None
    bare = Allocation(allocation.scenario, allocation.tree, allocation.manifest, allocation.tables)
    folder = save(bare, tmp_path / "bare")
    with pytest.raises(NotVerified, match=r"certificate\.json is missing"):
        verify(folder)


def test_rows_are_read_back_as_they_were_written(plans: dict[str, Path], tmp_path: Path) -> None:
    """The helper of these tests changes nothing by itself."""
    folder = copy_of(plans["ties"], tmp_path / "plan")
    before = (folder / "delivery.csv").read_bytes()
    change(folder / "delivery.csv", lambda rows: None)
    assert (folder / "delivery.csv").read_bytes() == before
    assert rows_of(folder / "delivery.csv")
