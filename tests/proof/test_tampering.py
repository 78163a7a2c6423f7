"""Whoever changes a saved allocation fails: inconsistently by hash, consistently by a rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.digests import digest_of
from finmodel.allocation.files import load, save
from finmodel.allocation.proof.failed import NotVerified
from finmodel.allocation.proof.verify import verify
from tests.allocation.helpers import solved
from tests.program.small import scenario
from tests.proof.saved import Row, change, copy_of, edit_json, renew, rows_of

Edit = Callable[[list[Row]], None]

QUOTED = {
    "one_more",
    "one_less",
    "more_holds",
    "less_holds",
    "one-more.csv",
}
"""What is said to be quoted: only a digest keeps it."""

LOCAL = {
    "kind": "local own revenue",
    "amounts": {"east": {"2026": 10, "2027": 12}, "west": {"2026": 11, "2027": 9}},
}
FIRST = {"first": "maximise lowest coverage", "give_up_at_most": "5%"}
STAGES = [FIRST, {"then": "maximise benefit"}]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved allocation with several sources, carry-over, a policy and two stages."""
    allocation = solved(
        scenario(
            sources={
                "state": {"carry_over": "10%", "absorption": "90%", "first_charges": {"debt": 3}},
                "local": LOCAL,
            },
            programmes={"literacy": {"ramp_up": {"at_most": "40%"}}},
            policies={
                "east_first": {"regions": "east", "share_of_spending": {"at_least": "30%"}},
                "soft": {
                    "programme": "workshops",
                    "years": 2026,
                    "spending": {"at_least": 60},
                    "may_break_at": 0.001,
                },
            },
            objective=STAGES,
        )
    )
    assert allocation is not None
    return save(allocation, tmp_path_factory.mktemp("saved") / "plan")


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    return copy_of(saved, tmp_path / "plan")


def reasons(folder: Path, *given: Any) -> str:
    with pytest.raises(NotVerified) as failed:
        verify(folder, *given)
    return str(failed.value)


def test_what_was_saved_is_proved(saved: Path) -> None:
    proof = verify(saved)
    assert proof.digest == digest_of(saved)
    assert all(stage.gap >= 0 for stage in proof.checked.stages)
    assert not proof.checked.broken


def test_a_round_trip_is_proved(saved: Path, tmp_path: Path) -> None:
    again = save(load(saved), tmp_path / "again")
    assert digest_of(again) == digest_of(saved)
    assert verify(again).checked.stages == verify(saved).checked.stages


FILES = sorted(
    [
        "allocation.csv",
        "blocks.csv",
        "certificate.json",
        "constraints.csv",
        "contracts.csv",
        "delivery.csv",
        "funding.csv",
        "indicators.csv",
        "one-more.csv",
        "scenario.yaml",
        "sources.csv",
        "undecided.csv",
    ]
)


def test_every_file_is_tried(saved: Path) -> None:
    assert {path.name for path in saved.iterdir()} - {"manifest.json"} == set(FILES)


@pytest.mark.parametrize("name", FILES)
@given(place=st.floats(0, 1, exclude_max=True))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_letter_changed(
    saved: Path, tmp_path_factory: pytest.TempPathFactory, name: str, place: float
) -> None:
    folder = copy_of(saved, tmp_path_factory.mktemp("letter") / "plan")
    written = bytearray((folder / name).read_bytes())
    at = int(place * len(written))
    written[at] = ord("7") if written[at] != ord("7") else ord("8")
    (folder / name).write_bytes(written)
    assert f"{name} is not what it was" in reasons(folder)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"{name} is missing" in reasons(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_that_the_manifest_forgets(copy: Path, name: str) -> None:
    (copy / name).unlink()
    renew(copy)
    assert name in reasons(copy)


def test_an_extra_file(copy: Path) -> None:
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    assert "the manifest does not name it" in reasons(copy)
    assert "notes.txt does not belong to an allocation" in reasons(renew(copy))


def test_a_link_in_place_of_a_file(copy: Path, tmp_path: Path) -> None:
    (copy / "sources.csv").rename(tmp_path / "elsewhere.csv")
    (copy / "sources.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert "sources.csv is not what it was" in reasons(copy)


def _fields(manifest: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(manifest, dict):
        return [path]
    return [each for key, value in manifest.items() for each in _fields(value, (*path, key))]


def test_every_field_of_the_manifest_changed(saved: Path, tmp_path: Path) -> None:
    manifest = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
    for number, path in enumerate(_fields(manifest)):
        folder = copy_of(saved, tmp_path / str(number))

        def edit(data: Any, path: tuple[str, ...] = path) -> None:
            for key in path[:-1]:
                data = data[key]
            data[path[-1]] = "something else"

        edit_json(folder / "manifest.json", edit)
        assert reasons(folder), path


def test_broken_manifests(copy: Path) -> None:
    for text in ("", "[]", '{"format": 99}', '{"format": 1}', '{"format": 1, "files": 3}'):
        (copy / "manifest.json").write_text(text, encoding="utf-8")
        assert "manifest.json" in reasons(copy)


def test_the_digest_tells_allocations_apart(saved: Path, copy: Path) -> None:
    known = digest_of(saved)
    assert verify(saved, known).digest == known
    assert verify(saved, known[:8]).digest == known
    assert "this is another allocation" in reasons(saved, "0" * 64)
    assert "this is another allocation" in reasons(saved, known[:7])
    edit_json(copy / "manifest.json", lambda data: data["versions"].update(python="2.7"))
    assert "this is another allocation" in reasons(renew(copy), known)


TABLES = [name for name in FILES if name.endswith(".csv") and name not in QUOTED]
OPEN = {("undecided.csv", "most"), ("undecided.csv", "range")}
"""Columns of which only less than they say would contradict anything."""


@pytest.mark.parametrize("file", TABLES)
def test_one_cell_of_each_column_changed_consistently(
    saved: Path, tmp_path: Path, file: str
) -> None:
    """One cell made greater or another word, hashes renewed."""
    rows = rows_of(saved / file)
    for number, column in enumerate(rows[0] if rows else ()):
        if column in QUOTED or (file, column) in OPEN:
            continue
        folder = copy_of(saved, tmp_path / str(number))
        change(folder / file, partial(_raise, column=column))
        assert reasons(renew(folder)), column


def _raise(rows: list[Row], column: str) -> None:
    row = next((row for row in rows if row[column]), rows[0])
    text = row[column] or "0"
    try:
        row[column] = str(int(text) + 1000)
    except ValueError:
        try:
            row[column] = repr(float(text) + 1000.0)
        except ValueError:
            row[column] = text + "x"


@pytest.mark.parametrize("file", [name for name in FILES if name.endswith(".csv")])
def test_a_row_left_out_consistently(copy: Path, file: str) -> None:
    if file in ("contracts.csv", "one-more.csv"):
        pytest.skip("empty here, or quoted")
    change(copy / file, lambda rows: rows.pop())
    assert reasons(renew(copy))
