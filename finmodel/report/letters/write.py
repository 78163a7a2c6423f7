"""Writes letters and their register, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from finmodel.allocation.files import CannotSave
from finmodel.report.document.adds_up import check
from finmodel.report.document.formats import check_formats, writer
from finmodel.report.document.subject import Subject
from finmodel.report.letters.letter import Letter
from finmodel.report.letters.make import make_letters, make_register

FORMATS = ("pdf", "md")
"""Formats that letters are written in."""
REGISTER = "register"


def write_letters(
    subjects: Sequence[Subject],
    formats: Sequence[str],
    folder: Path,
    each_region: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write all letters of an allocation and a register of them.

    Parameters
    ----------
    subjects : sequence of Subject
        The allocation in each language.
    formats : sequence of str
        Names of `FORMATS`.
    folder : Path
        A folder that does not exist yet.
    each_region : bool
        A letter for each region that receives money, instead of one for each that has no parent.
    progress : callable, optional
        Told in words what is being done.

    Returns
    -------
    list of Path
        The files, the register first in each language and format.

    Raises
    ------
    UnknownFormat
        If letters are not written in a format.
    CannotSave
        If the folder is there already.
    DoesNotAddUp
        If a number of a letter or of the register does not add up to the allocation.
    """
    check_formats(formats, FORMATS)
    if folder.exists() or folder.is_symlink():
        raise CannotSave(f"{folder} exists already; name another folder, or move it away first")
    made: list[tuple[str, bytes]] = []
    for about in subjects:
        letters = [_with_reference(letter) for letter in make_letters(about, each_region)]
        register = make_register(about, letters)
        for document in (register, *(letter.document for letter in letters)):
            check(document)
        for name in formats:
            if progress is not None:
                progress(f"writing {len(letters)} letters ({about.code}, {name})")
            made.append((f"{REGISTER}-{about.code}.{name}", _bytes(writer(name)(register))))
            files = [f"{letter.file}-{about.code}.{name}" for letter in letters]
            made += zip(files, _written(letters, name), strict=True)
    folder.mkdir(parents=True)
    for file, content in made:
        (folder / file).write_bytes(content)
    return [folder / file for file, _ in made]


def _written(letters: Sequence[Letter], name: str) -> Iterator[bytes]:
    if name == "pdf":
        from finmodel.report.document.pdf.letters import letters_as_pdf

        yield from letters_as_pdf(letters)
        return
    for letter in letters:
        yield _bytes(writer(name)(letter.document))


def _with_reference(letter: Letter) -> Letter:
    title = f"{letter.document.subtitle} – {letter.reference}"
    return replace(letter, document=replace(letter.document, subtitle=title))


def _bytes(content: bytes | str) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
