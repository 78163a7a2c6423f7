"""The notebook of a review runs, and says what the saved allocations hold."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tests.notebooks.test_notebooks import ROOT, run, text_of


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook after a run in a folder that is not its own."""
    notebook = nbformat.read(ROOT / "notebooks" / "05-review.ipynb", as_version=4)
    return run(notebook, tmp_path_factory.mktemp("elsewhere"))


def number(words: str) -> int:
    return int(re.sub(r"[,*+]", "", words.strip()))


def test_causes_add_up_to_the_difference(ran: nbformat.NotebookNode) -> None:
    text = text_of(ran)
    assert "2 inputs changed from A to B." in text
    causes = text.split("### Which change caused how much, A to B")[1].splitlines()
    rows = [line.split("|")[1:-1] for line in causes if line.startswith("|")][2:5]
    *parts, total = (number(row[1]) for row in rows)
    assert len(parts) == 2
    assert sum(parts) == total < 0


def test_it_compares_explains_and_exports(ran: nbformat.NotebookNode) -> None:
    text = text_of(ran)
    for words in (
        "Changed inputs, A to B",
        "### Money by region",
        "### The allocations",
        "A cut of 12.8% of every source",
        "- comparison-en.md",
        "- comparison-mn.md",
    ):
        assert words in text


def test_nothing_is_warned_of(ran: nbformat.NotebookNode) -> None:
    outputs = [output for cell in ran.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []


def test_the_notebook_is_saved_without_outputs() -> None:
    notebook = nbformat.read(Path(ROOT) / "notebooks" / "05-review.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
