"""The saved allocation that a scenario stays close to, checked and written into the tree."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from finmodel.scenario.among_equals import NEED
from finmodel.scenario.files import confined
from finmodel.scenario.merge import Tree
from finmodel.scenario.places import Mark
from finmodel.scenario.problems import Problem, shown

WRITE = "write need, or the folder of a saved allocation inside the scenario's folder"
SAVE_AGAIN = "take a copy that nobody has changed"


class Reference:
    """Reads the reference of a tree.

    Parameters
    ----------
    folder : Path
        Folder that the saved allocation must lie in, resolved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []

    def inline(self, tree: Tree) -> None:
        """Write the coverage of the saved allocation into a tree, which is changed."""
        data, mark = tree
        chosen = data.get("among_equals") if isinstance(data, dict) else None
        if not isinstance(chosen, dict) or chosen.get("coverage") is not None:
            return
        written = chosen.get("stay_close_to", NEED)
        if written == NEED or not isinstance(written, str):
            return
        marks = mark.inside["among_equals"]
        at = marks.inside.get("stay_close_to", marks)
        before = len(self.problems)
        found = self._saved(written, at)
        if found is None:
            at.bad = True
            return
        place, manifest = found
        for message, remedy in _changed(place, manifest):
            self._report(at, f"`{written}`: {message}", remedy)
        named = manifest.get("scenario")
        if named != data.get("scenario"):
            message = f"`{written}` is an allocation of {shown(named)}, not of this scenario"
            self._report(at, message, "name an allocation of this scenario, or write need")
        coverage = _coverage(place / "delivery.csv")
        if coverage is None:
            self._report(at, f"`{written}`: delivery.csv cannot be read", SAVE_AGAIN)
        at.bad = len(self.problems) > before
        if coverage is not None:
            chosen["coverage"] = coverage
            chosen["digest"] = _sha256(place / "manifest.json")
            marks.inside["coverage"] = marks.inside["digest"] = Mark(at.place)

    def _saved(self, written: str, at: Mark) -> tuple[Path, dict[str, Any]] | None:
        beside = "" if at.place.file.startswith("--set ") else at.place.file
        found = confined(written, beside, self.folder)
        if isinstance(found, str):
            self._report(at, f"`stay_close_to`: {found}", WRITE)
            return None
        place, name = found
        self.files[name] = place
        try:
            manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            manifest = None
        if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
            self._report(at, f"`{written}` holds no saved allocation", WRITE)
            return None
        return place, manifest

    def _report(self, at: Mark, message: str, remedy: str) -> None:
        self.problems.append(Problem(str(at.place), message, remedy))


def _changed(place: Path, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Files that are not as they were saved."""
    for name, digest in sorted(manifest["files"].items()):
        file = place / Path(name).name
        if not file.is_file():
            yield f"{name} is missing", SAVE_AGAIN
        elif _sha256(file) != digest:
            yield f"{name} was changed after it was saved", SAVE_AGAIN


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _coverage(file: Path) -> dict[str, dict[str, dict[str, float]]] | None:
    """Coverage by programme, region and year; None where the file is not what it should be."""
    coverage: dict[str, dict[str, dict[str, float]]] = {}
    try:
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))):
            regions = coverage.setdefault(row["programme"], {})
            years = regions.setdefault(row["region"], {})
            # One row for each provider.
            years[row["year"]] = years.get(row["year"], 0.0) + float(row["coverage"])
    except (OSError, ValueError, KeyError, csv.Error):
        return None
    return coverage
