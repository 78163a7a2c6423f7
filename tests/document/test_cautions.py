"""Cautions and reasons of failed verification stand in the language of the document."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.proof.failed import reason
from finmodel.allocation.proof.stages import stage_name
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Document, Words
from finmodel.report.document.reasons import reason_in
from finmodel.report.languages.choices import CHOICES, choice_words
from finmodel.report.languages.extract import PACKAGE, messages
from finmodel.report.languages.language import language_of
from finmodel.scenario.schema import scenario_schema
from tests.compare.plans import PLAN, changed, solved

NOT_WORDS = re.compile(r"<\w+>|\w+\.(?:csv|json|yaml)|JSON")
"""Values, and names of files and of a format."""


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


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Calls of a function by its name, anywhere in saved allocations."""
    for path in (PACKAGE / "allocation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield path, node


SAID = sorted(
    node.args[0].value
    for _, node in calls("reason")
    if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
)


def test_the_words_of_each_reason_stand_in_its_call() -> None:
    """So the catalogue is held against all of them: no reason is made in another way."""
    assert len(SAID) == len(list(calls("reason"))) > 80
    assert {path.name for path, _ in calls("Reason")} == {"failed.py"}
    assert set(SAID) <= set(messages())


@pytest.mark.parametrize("words", sorted(set(SAID)))
def test_each_reason_is_said_in_mongolian_with_its_values(words: str) -> None:
    values = {name: f"<{name}>" for _, name, _, _ in Formatter().parse(words) if name}
    values |= {"part": "flows"} if "part" in values else {}
    said = reason_in(language_of("mn"), reason(words, **values))
    assert reason_in(language_of("en"), reason(words, **values)) == reason(words, **values)
    assert all(value in said for name, value in values.items() if name != "part")
    assert re.findall("[A-Za-z]{2,}", NOT_WORDS.sub("", said)) == []


def test_a_reason_within_a_reason_is_said_too() -> None:
    inner = stage_name(0, "maximise benefit")
    said = reason_in(language_of("mn"), reason("manifest.json: {stage} has no levels", stage=inner))
    assert said == "manifest.json: 1-р шат (үр өгөөжийг нэмэгдүүлэх), түвшин байх ёсгүй"


def test_every_choice_of_a_scenario_has_words() -> None:
    """Whatever word a scenario may choose stands in the catalogue."""
    wanted = set(choices(scenario_schema()))
    assert wanted <= set(CHOICES)
    assert {choice_words(language_of("en"), word) for word in wanted} == wanted
    said = {word: choice_words(language_of("mn"), word) for word in wanted}
    assert [word for word in said.values() if re.search("[A-Za-z]", word)] == []


def choices(part: Any) -> Iterator[str]:
    """Words of a schema that one may choose among."""
    if isinstance(part, dict):
        named = [*part.get("enum", ()), part.get("const")]
        yield from (word for word in named if isinstance(word, str))
        for each in part.values():
            yield from choices(each)
    elif isinstance(part, list):
        for each in part:
            yield from choices(each)
