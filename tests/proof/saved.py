"""Saved allocations that a test changes, consistently or not."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from finmodel.allocation.digests import digest_of_manifest, sha256

Row = dict[str, str]


def copy_of(folder: Path, place: Path) -> Path:
    """A copy to change."""
    shutil.copytree(folder, place)
    return place


def rows_of(file: Path) -> list[Row]:
    """Rows of a table as text."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, rows: list[Row]) -> None:
    """Write rows back as they are quoted in a saved table."""
    titles = list(rows[0])
    words = [",".join(f'"{title}"' for title in titles)]
    for row in rows:
        words.append(",".join(_cell(row[title]) for title in titles))
    file.write_text("\n".join(words) + "\n", encoding="utf-8")


def _cell(text: str) -> str:
    try:
        float(text or "0")
    except ValueError:
        return '"' + text.replace('"', '""') + '"'
    return text


def change(file: Path, edit: Callable[[list[Row]], None]) -> None:
    """Change the rows of a table."""
    rows = rows_of(file)
    edit(rows)
    write_rows(file, rows)


def renew(folder: Path) -> Path:
    """Make a changed folder consistent again: every digest is renewed."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    certificate = folder / "certificate.json"
    if certificate.exists():
        data = json.loads(certificate.read_text(encoding="utf-8"))
        data["manifest"] = digest_of_manifest(manifest)
        certificate.write_text(json.dumps(data), encoding="utf-8")
    names = sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    manifest["files"] = {name: sha256(folder / name) for name in names}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    return folder


def edit_json(file: Path, edit: Callable[[Any], None]) -> None:
    """Change data in a JSON file."""
    data = json.loads(file.read_text(encoding="utf-8"))
    edit(data)
    file.write_text(json.dumps(data), encoding="utf-8")
