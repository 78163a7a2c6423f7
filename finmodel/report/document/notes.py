"""Where every figure of a scenario comes from, as notes that tables can refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from finmodel.allocation.weighty import group_of
from finmodel.report.document.labels import place_label
from finmodel.report.document.parts import Block, Chapter, Document, SourceNote, Table
from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import marked
from finmodel.scenario.places import Path
from finmodel.scenario.provenance import Figure, figures

STATUSES = {
    "official": marked("official"),
    "derived": marked("derived"),
    "illustrative": marked("illustrative"),
}
PARTS = {
    "source": "sources",
    "programme": "programmes",
    "contract": "contracts",
    "capacity": "capacities",
    "lever": "levers",
}
"""Parts of a scenario in which things that rows are about stand by their ids."""
LETTER = re.compile(r"^[A-Z]\.")
"""Letter of the allocation that a note of a comparison is of."""


def source_notes(about: Subject) -> list[SourceNote]:
    """A note for every figure: one for all years and places of it that come from one source."""
    groups: dict[tuple[Path, str], list[Figure]] = {}
    for figure in figures(about.side.loaded):
        path = _gathered(figure.path)
        said = f"{figure.status}|{figure.source}|{figure.year}|{figure.note}"
        groups.setdefault((path, said), []).append(figure)
    taken: dict[str, int] = {}
    notes = []
    for (path, _), members in groups.items():
        id = ".".join(map(str, path))
        taken[id] = taken.get(id, 0) + 1
        notes.append(
            SourceNote(
                id=id if taken[id] == 1 else f"{id}-{taken[id]}",
                figure=place_label(about, path),
                value=_values(about, path, members),
                status=about.words("decision")
                if members[0].choice
                else about.words(STATUSES[members[0].status]),
                source=about.word(members[0].source or ""),
                year=members[0].year or "",
                note=about.word(members[0].note or ""),
            )
        )
    return notes


def compared_notes(sides: Mapping[str, Subject]) -> list[SourceNote]:
    """Notes of several allocations by letter: once where all say the same, else with the letter."""
    found: dict[SourceNote, dict[str, str]] = {}
    for letter, about in sides.items():
        for note in source_notes(about):
            found.setdefault(replace(note, id=""), {})[letter] = note.id
    notes = []
    for note, ids in found.items():
        first, id = next(iter(ids.items()))
        if len(ids) == len(sides):
            notes.append(replace(note, id=id))
        else:
            figure = f"{', '.join(ids)}: {note.figure}"
            notes.append(replace(note, id=f"{first}.{id}", figure=figure))
    return notes


def _gathered(path: Path) -> Path:
    """Path of a figure without years and regions."""
    if path[:2] == ("regions", "list") and "attributes" in path:
        return ("regions", "columns", path[-1])
    return group_of(path)


def _values(about: Subject, path: Path, members: Sequence[Figure]) -> str:
    if len(members) == 1:
        return about.places.value(path, members[0].value)
    said = []
    for figure in members:
        own = [key for key in figure.path if key not in path]
        names = [about.view.regions.get(str(key), str(key)) for key in own]
        places = [name for name in names if name not in ("list", "attributes", "always")]
        value = about.places.value(path, figure.value)
        said.append(f"{' '.join(places)}: {value}" if places else value)
    return "; ".join(said)


def with_sources(
    chapters: Sequence[Chapter], notes: Sequence[SourceNote], about: Subject
) -> list[Chapter]:
    """The chapters whose tables name the notes that they rest on, and those of each row.

    Parameters
    ----------
    chapters : sequence of Chapter
        Chapters whose rows say what they are about.
    notes : sequence of SourceNote
        Notes of the document.
    about : Subject
        Knows which figures of a scenario the rows of a thing rest on.
    """
    found = _RowNotes(notes, about)
    return [
        replace(chapter, blocks=[found.named(block) for block in chapter.blocks])
        for chapter in chapters
    ]


class _RowNotes:
    """Finds the notes that rows rest on."""

    def __init__(self, notes: Sequence[SourceNote], about: Subject) -> None:
        self._about = about
        self._order = {note.id: at for at, note in enumerate(notes)}
        self._below: dict[str, list[str]] = {}
        for note in notes:
            place = LETTER.sub("", note.id).split(".")
            for length in range(1, len(place) + 1):
                self._below.setdefault(".".join(place[:length]), []).append(note.id)
        self._known: dict[tuple[str, str], list[str]] = {}

    def named(self, block: Block) -> Block:
        """A table with its notes; anything else as it is."""
        if not isinstance(block, Table) or not block.things:
            return block
        rows = [self._of_row(thing) for thing in block.things]
        if not any(rows):
            return block
        return replace(block, notes=rows, sources=self._sorted(id for row in rows for id in row))

    def _of_row(self, thing: Mapping[str, Any]) -> list[str]:
        ids = [
            note
            for kind, key in thing.items()
            if isinstance(key, str)
            for note in self._of_thing(kind, key)
        ]
        return self._sorted(ids)

    def _of_thing(self, kind: str, key: str) -> list[str]:
        if (kind, key) not in self._known:
            places = _figures_of(self._about, kind, key)
            self._known[kind, key] = [id for place in places for id in self._below.get(place, ())]
        return self._known[kind, key]

    def _sorted(self, ids: Iterable[str]) -> list[str]:
        return sorted(set(ids), key=self._order.__getitem__)


def _figures_of(about: Subject, kind: str, key: str) -> list[str]:
    """Places of the figures that the row of a thing rests on."""
    scenario = about.scenario
    if kind in PARTS:
        found = [f"{PARTS[kind]}.{key}"]
        need = scenario.programmes[key].need.of if key in scenario.programmes else None
        return [*found, *([f"regions.columns.{need}"] if kind == "programme" and need else [])]
    if kind == "region":
        used = (about.view.heads, scenario.prices.regional_cost_index)
        return [f"regions.list.{key}", *(f"regions.columns.{each}" for each in used if each)]
    if kind in ("aim", "group"):
        weight = "markers" if kind == "aim" else "reaches"
        own = [f"target_groups.{key}"] if kind == "group" else []
        return [*own, *(f"programmes.{each}.{weight}.{key}" for each in scenario.programmes)]
    return [key] if kind in ("rule", "path") else []


def spans(ids: Sequence[str], numbers: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Notes that follow each other together: the first one, the last one, and their numbers.

    Examples
    --------
    >>> spans(["a", "b", "d"], {"a": 1, "b": 2, "c": 3, "d": 4})
    [('a', 'b', '1–2'), ('d', 'd', '4')]
    """
    runs: list[list[str]] = []
    for id in ids:
        if runs and numbers[id] == numbers[runs[-1][-1]] + 1:
            runs[-1].append(id)
        else:
            runs.append([id])
    return [
        (run[0], run[-1], "–".join(dict.fromkeys(str(numbers[end]) for end in (run[0], run[-1]))))
        for run in runs
    ]


def row_notes(table: Table, row: int, document: Document) -> str:
    """Numbers of the notes that a row rests on, as they are printed."""
    ids = table.notes[row] if table.notes else ()
    return ", ".join(words for _, _, words in spans(ids, document.note_numbers))
