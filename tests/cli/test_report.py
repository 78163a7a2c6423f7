"""`finmodel report`: files for readers, or a reason why there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from finmodel.report.document.chapters import places
from finmodel.report.document.parts import Chapter, Table
from finmodel.report.document.subject import Subject
from tests.cli.conftest import Run
from tests.compare.plans import PLAN, solved


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved allocation."""
    return solved(PLAN, tmp_path / "saved")


def test_it_writes_every_format_asked_for(run: Run, saved: Path, tmp_path: Path) -> None:
    ended = run("report", saved, "--to", "md", "--out", tmp_path / "out", "--json")
    assert ended.status == 0
    assert ended.json == {"files": [str(tmp_path / "out" / "report-en.md")]}
    text = (tmp_path / "out" / "report-en.md").read_text(encoding="utf-8")
    assert text.startswith("# A small plan\n")
    assert "| **Total** | " in text


def test_it_finds_a_free_folder(run: Run, saved: Path) -> None:
    for place in ("reports/saved", "reports/saved-2"):
        assert f"Written: {place}/report-en.md" in run("report", saved, "--to", "md").out


def test_an_unknown_format_is_refused_with_those_there_are(run: Run, saved: Path) -> None:
    ended = run("report", saved, "--to", "md,docx")
    assert ended.status == 2
    assert ended.err.startswith("no format `docx`; there are html, md")
    assert not Path("reports").exists()


def test_an_unknown_language_is_refused(run: Run, saved: Path) -> None:
    ended = run("report", saved, "--to", "md", "--lang", "en,xx")
    assert ended.status == 2
    assert ended.err.startswith("no language `xx`; there are en")


def test_nothing_is_written_over(
    run: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solved_first(*_: object) -> None:
        raise AssertionError("refused before anything is opened or solved")

    monkeypatch.setattr("finmodel.report.document.make.make_documents", solved_first)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report-en.md").write_text("mine")
    ended = run("report", saved, "--to", "md", "--out", tmp_path / "out")
    assert ended.status == 2
    assert "exists already" in ended.err
    assert (tmp_path / "out" / "report-en.md").read_text() == "mine"


def test_what_does_not_add_up_ends_with_status_five(
    run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(about: Subject) -> Chapter:
        made = right(about)
        rows = made.blocks[-1]
        assert isinstance(rows, Table)
        return replace(made, blocks=[replace(rows, adds_up_to={"money": 1.0})])

    right = places.per_head
    monkeypatch.setattr("finmodel.report.document.make.FINDINGS", (wrong,))
    ended = run("report", saved, "--to", "md")
    assert ended.status == 5
    assert ended.err.startswith("the report does not add up; nothing was written:\ntable regions")
    assert not Path("reports").exists()
