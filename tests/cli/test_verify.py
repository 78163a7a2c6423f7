"""`finmodel verify`: what it prints, how it refuses, and what it never loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from finmodel.allocation.digests import digest_of
from finmodel.cli.status import ExitStatus
from tests.cli.conftest import ROOT, Run, spawn


@pytest.fixture
def saved(run: Run, starter: Path, tmp_path: Path) -> Path:
    """A saved allocation of the starter scenario."""
    assert run("solve", starter, "--out", tmp_path / "saved").status == ExitStatus.DONE
    return tmp_path / "saved"


def test_a_proof_is_read_aloud(run: Run, saved: Path) -> None:
    ended = run("verify", saved)
    assert ended.status == ExitStatus.DONE
    assert f"digest {digest_of(saved)}" in ended.out
    for words in (
        "rules hold",
        "Nothing passes",
        "Chosen among equally good",
        "Quoted, not proved",
    ):
        assert words in ended.out


def test_what_solve_prints_is_what_verify_asks_for(run: Run, starter: Path, tmp_path: Path) -> None:
    solved = run("solve", starter, "--out", tmp_path / "again")
    (line,) = [line.strip() for line in solved.out.splitlines() if "digest " in line]
    assert f"finmodel verify {tmp_path / 'again'}" in " ".join(solved.out.split())
    ended = run("verify", tmp_path / "again", "--digest", line.removeprefix("digest "))
    assert ended.status == ExitStatus.DONE


def test_for_machines(run: Run, saved: Path) -> None:
    facts = run("verify", saved, "--json").json
    assert facts["verified"] is True
    assert facts["digest"] == digest_of(saved)
    for stage in facts["stages"]:
        assert stage["gap"] >= 0
    assert facts["second_opinion"] is None


def test_another_digest(run: Run, saved: Path) -> None:
    ended = run("verify", saved, "--digest", "0123456789abcdef")
    assert ended.status == ExitStatus.NOT_VERIFIED
    assert "this is another allocation" in ended.err
    assert "Traceback" not in ended.err


def test_a_digest_that_is_copied_out_of_a_paper(run: Run, saved: Path) -> None:
    digest = digest_of(saved)
    copied = f" {digest[:20]}\u200b{digest[20:40]}\n{digest[40:].upper()} "
    assert run("verify", saved, "--digest", copied).status == ExitStatus.DONE
    assert run("verify", saved, "--digest", digest[:5] + " \u200b ").status != ExitStatus.DONE


def test_a_changed_amount(run: Run, saved: Path) -> None:
    file = saved / "allocation.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",1", ",2", 1), encoding="utf-8")
    ended = run("verify", saved)
    assert ended.status == ExitStatus.NOT_VERIFIED
    assert ended.err == "allocation.csv is not what it was when the allocation was saved\n"
    machine = run("verify", saved, "--json")
    assert machine.status == ExitStatus.NOT_VERIFIED
    assert machine.json["verified"] is False
    assert machine.json["reasons"] == [ended.err.strip()]


def test_no_such_folder(run: Run) -> None:
    ended = run("verify", "nowhere")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "no such folder" in ended.err


def test_another_solver_agrees(run: Run, saved: Path) -> None:
    ended = run("verify", saved, "--solver", "cbc")
    assert ended.status == ExitStatus.DONE
    assert "solved all stages again" in ended.out
    facts = run("verify", saved, "--solver", "CBC", "--json").json["second_opinion"]
    assert facts["farthest"] == 0
    for _, recorded, own in facts["stages"]:
        assert own == pytest.approx(recorded, rel=1e-6)


def test_another_solver_that_is_not_at_hand(run: Run, saved: Path) -> None:
    ended = run("verify", saved, "--solver", "NO_SUCH")
    assert ended.status == ExitStatus.WRONG_INPUT
    assert "no solver called NO_SUCH" in ended.err


def test_another_solver_that_disagrees(
    run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finmodel.allocation.proof import second_opinion

    monkeypatch.setattr(second_opinion, "SAME", -1.0)
    ended = run("verify", saved, "--solver", "CBC")
    assert ended.status == ExitStatus.NOT_VERIFIED
    assert "stage 1" in ended.err
    assert "is recorded" in ended.err


def test_no_solver_is_loaded(saved: Path, tmp_path: Path) -> None:
    """A proof needs none, and a screen needs neither pandas nor altair."""
    script = (
        "import json, sys\n"
        "from finmodel.allocation.proof.verify import verify\n"
        f"verify({str(saved)!r})\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True
    )
    loaded = {name.split(".")[0] for name in json.loads(ended.stdout)}
    assert not loaded & {"highspy", "clarabel", "pulp", "pandas", "altair"}
    assert spawn("verify", saved, cwd=tmp_path).returncode == 0
