"""A saved folder as it stands: its manifest, and whether the files are those that it names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finmodel.allocation.digests import digest_of, sha256
from finmodel.allocation.files import NotAnAllocation
from finmodel.allocation.formats import readable
from finmodel.allocation.proof.failed import NotVerified, Reason, capped, reason

MANIFEST = "manifest.json"


UNSEEN = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]")
"""Spaces and places where a line may break, as they come along when a digest is copied."""
LEAST_LETTERS = 8


@dataclass(frozen=True)
class SavedFolder:
    """A folder whose files are those of its manifest."""

    place: Path
    manifest: dict[str, Any]
    digest: str
    """SHA-256 of the manifest."""


def open_folder(folder: str | Path, digest: str | None = None) -> SavedFolder:
    """Check a folder's files against its manifest.

    Parameters
    ----------
    folder : str or Path
        A saved allocation.
    digest : str, optional
        Digest that the manifest must have, or the first letters of it, at least eight.

    Raises
    ------
    NotAnAllocation
        If there is no such folder.
    NotVerified
        If the manifest cannot be read or has another digest, or files are missing, changed or too
        many.
    """
    place = Path(folder)
    if not place.is_dir():
        raise NotAnAllocation(f"{place} holds no saved allocation: there is no such folder")
    if not (place / MANIFEST).is_file():
        raise NotVerified([reason("{file} is missing", file=MANIFEST)])
    found = digest_of(place)
    if digest is not None and not _same(found, digest):
        why = reason(
            "manifest.json has the digest {found}, not {wanted}: this is another allocation",
            found=found,
            wanted=digest,
        )
        raise NotVerified([why])
    manifest = _read(place / MANIFEST)
    if problems := _files(place, manifest["files"]):
        raise NotVerified(capped(problems))
    return SavedFolder(place, manifest, found)


def _same(found: str, wanted: str) -> bool:
    """Whether letters of a digest are its first ones; a paper may break them with unseen spaces."""
    letters = UNSEEN.sub("", wanted).lower()
    return len(letters) >= LEAST_LETTERS and found.startswith(letters)


def _read(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotVerified([reason("manifest.json cannot be read as JSON")]) from None
    if not isinstance(manifest, dict):
        raise NotVerified([reason("manifest.json does not hold what it must")])
    if not readable(manifest.get("format")):
        why = reason("{file}: this version does not read the format it names", file=MANIFEST)
        raise NotVerified([why])
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(isinstance(each, str) for each in files.values()):
        raise NotVerified([reason("manifest.json: the digests of the files are missing")])
    return manifest


def _files(place: Path, listed: dict[str, str]) -> list[Reason]:
    there = {path.name for path in place.iterdir()} - {MANIFEST}
    missing = sorted(set(listed) - there)
    extra = sorted(there - set(listed))
    changed = [
        name
        for name in sorted(there & set(listed))
        if not _is_file(place / name) or sha256(place / name) != listed[name]
    ]
    return [
        *(reason("{file} is missing", file=name) for name in missing),
        *(
            reason(
                "{file} does not belong to the allocation: the manifest does not name it", file=name
            )
            for name in extra
        ),
        *(
            reason("{file} is not what it was when the allocation was saved", file=name)
            for name in changed
        ),
    ]


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
