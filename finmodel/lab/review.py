"""A review in a notebook: saved allocations opened, compared, read chapter by chapter, exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from finmodel.allocation.compare.causes import Causes
from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.report.compare.facts import found_causes
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.make import make_documents
from finmodel.report.document.markdown import chapter_lines
from finmodel.report.document.parts import Document, Figure
from finmodel.report.document.write import write_documents


@dataclass(frozen=True)
class Review:
    """Saved allocations side by side.

    Parameters
    ----------
    folders : sequence of Path
        Saved allocations, the base first.
    language : str
        Language in which they are read.
    """

    folders: Sequence[Path | str]
    language: str = "en"

    @cached_property
    def sides(self) -> list[Side]:
        """The allocations, opened and verified."""
        return open_sides([Path(folder) for folder in self.folders])

    @cached_property
    def causes(self) -> list[Causes | None]:
        """Which change caused how much, of each allocation but the base."""
        return [found_causes(self.sides[0], side) for side in self.sides[1:]]

    @cached_property
    def comparison(self) -> Document:
        """The document of the comparison."""
        return make_comparisons(self.sides, [self.language], self.causes)[0]

    @cached_property
    def report(self) -> Document:
        """The report on the last allocation."""
        return make_documents(self.sides[-1], [self.language])[0]

    def export(
        self, folder: Path | str, formats: Sequence[str], languages: Sequence[str]
    ) -> list[Path]:
        """Write the comparison in formats and languages.

        Raises
        ------
        DoesNotAddUp
            If a number does not add up; nothing is written then.
        """
        documents = make_comparisons(self.sides, languages, self.causes)
        return write_documents(documents, formats, Path(folder), "comparison")


def read(document: Document, chapter: str) -> str:
    """A chapter of a document as Markdown, its figures apart.

    Raises
    ------
    KeyError
        If there is no such chapter; it names those there are.
    """
    found = {each.id: each for each in document.chapters}
    if chapter not in found:
        raise KeyError(f"no chapter `{chapter}`; there are {', '.join(found)}")
    return "\n".join(chapter_lines(found[chapter], document))


def figure(document: Document, id: str) -> object:
    """A chart of a document.

    Raises
    ------
    KeyError
        If there is no such figure; it names those there are.
    """
    found = {
        block.id: block
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Figure)
    }
    if id not in found:
        raise KeyError(f"no figure `{id}`; there are {', '.join(found)}")
    return found[id].chart
