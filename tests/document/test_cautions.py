"""Cautions and reasons of failed verification stand in the language of the document."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Document, Words
from finmodel.report.document.reasons import REASONS, reason_in
from finmodel.report.languages.language import language_of
from tests.compare.plans import PLAN, changed, solved


def firm(document: Document) -> list[str]:
    blocks = [block for chapter in document.chapters for block in chapter.blocks]
    return [block.text for block in blocks if isinstance(block, Words) and block.firm]


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """A saved allocation."""
    return open_sides([solved(PLAN, tmp_path_factory.mktemp("plan") / "saved")])[0]


def test_cautions_are_said_in_each_language(side: Side, tmp_path: Path) -> None:
    other = open_sides([solved(changed(scenario="other-plan"), tmp_path / "other")])[0]
    english, mongolian = make_comparisons([side, other], ["en", "mn"], [None])
    (said,), (in_mongolian,) = firm(english), firm(mongolian)
    assert said.startswith("A, B: They are different scenarios (")
    assert in_mongolian.startswith("A, B: Эдгээр нь өөр хувилбарууд (")
    assert "other-plan" in in_mongolian


def test_notes_cover_each_side(side: Side, tmp_path: Path) -> None:
    plan = changed(sources__fund__source="Another law")
    other = open_sides([solved(plan, tmp_path / "other")])[0]
    (made,) = make_comparisons([side, other], ["en"], [None])
    notes = made.notes
    assert len({note.id for note in notes}) == len(notes)
    mine = [note for note in notes if note.figure.startswith(("A: ", "B: "))]
    changed_notes = [note for note in mine if note.source == "Another law"]
    assert changed_notes
    assert all(note.figure.startswith("B: ") for note in changed_notes)
    assert any(note.figure.startswith("A: ") for note in mine)
    assert any(note not in mine for note in notes)


def test_reasons_of_a_tampered_folder_are_said_in_mongolian(tmp_path: Path) -> None:
    folder = solved(PLAN, tmp_path / "saved")
    path = folder / "delivery.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (tampered,) = open_sides([folder])
    assert tampered.reasons
    blocks = [b for chapter in make_document(tampered, "mn").chapters for b in chapter.blocks]
    said = [b.text for b in blocks if isinstance(b, Words) and b.text.startswith("- ")]
    assert len(said) == len(tampered.reasons)
    for words in said:
        assert re.findall("[A-Za-z]{3,}", words.replace("delivery.csv", "")) == []


@pytest.mark.parametrize("form", REASONS)
def test_each_form_is_read_back_with_its_values(form: str) -> None:
    reason = re.sub(r"\{(\w+)\}", r"<\1>", form)
    assert reason_in(language_of("en"), reason) == reason
    assert reason_in(language_of("mn"), reason) != reason
    values = re.findall(r"<\w+>", reason)
    assert all(value in reason_in(language_of("mn"), reason) for value in values)


def test_a_reason_of_no_known_form_is_quoted(side: Side) -> None:
    unknown = replace(side, reasons=("the moon is full",))
    blocks = [b for chapter in make_document(unknown, "en").chapters for b in chapter.blocks]
    assert "- another check, quoted as it was said: the moon is full" in [
        b.text for b in blocks if isinstance(b, Words)
    ]
