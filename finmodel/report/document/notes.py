"""Where every figure of a scenario comes from, as notes that tables can refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from finmodel.allocation.weighty import group_of
from finmodel.report.document.labels import place_label
from finmodel.report.document.parts import Chapter, SourceNote, Table
from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import marked
from finmodel.scenario.places import Path
from finmodel.scenario.provenance import Figure, figures

STATUSES = {
    "official": marked("official"),
    "derived": marked("derived"),
    "illustrative": marked("illustrative"),
}


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


def with_sources(chapter: Chapter, notes: Sequence[SourceNote]) -> Chapter:
    """The chapter whose tables name the notes themselves, where they named parts of a scenario."""
    blocks = [
        replace(block, sources=_of(block.sources, notes)) if isinstance(block, Table) else block
        for block in chapter.blocks
    ]
    return replace(chapter, blocks=blocks)


def _of(parts: Sequence[str], notes: Sequence[SourceNote]) -> list[str]:
    return [
        note.id
        for note in notes
        if any(note.id == part or note.id.startswith(f"{part}.") for part in parts)
    ]
