"""Writes documents: every format of every language, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from finmodel.allocation.files import CannotSave
from finmodel.report.document.adds_up import check
from finmodel.report.document.formats import check_formats, writer
from finmodel.report.document.parts import Document


def free_places(
    languages: Sequence[str], formats: Sequence[str], folder: Path, name: str = "report"
) -> list[Path]:
    """Return where documents go: the formats of one language after the other.

    Raises
    ------
    CannotSave
        If a file of the same name is there.
    """
    places = [folder / f"{name}-{code}.{ending}" for code in languages for ending in formats]
    taken = next((place for place in places if place.exists()), None)
    if taken is not None:
        raise CannotSave(f"{taken} exists already; name another folder, or move it away first")
    return places


def write_documents(
    documents: Sequence[Document], formats: Sequence[str], folder: Path, name: str = "report"
) -> list[Path]:
    """Check documents and write them in formats; nothing is written unless all of them can be.

    Parameters
    ----------
    documents : sequence of Document
        One for each language.
    formats : sequence of str
        Names of formats.
    folder : Path
        Where the files go; made where it is missing.
    name : str
        What the names of the files begin with.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    UnknownFormat
        If there is no such format.
    CannotSave
        If a file of the same name is there.
    DoesNotAddUp
        If a number of a document does not add up to the allocation.
    """
    check_formats(formats)
    places = free_places([document.language for document in documents], formats, folder, name)
    for document in documents:
        check(document)
    made: Mapping[Path, bytes | str] = dict(
        zip(
            places,
            (writer(ending)(document) for document in documents for ending in formats),
            strict=True,
        )
    )
    folder.mkdir(parents=True, exist_ok=True)
    for place, content in made.items():
        place.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return places
