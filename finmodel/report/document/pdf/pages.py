"""Typesetting: a template of this folder and data beside it, never text pasted into markup."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent
STYLE = "style.typ"
"""What all templates share."""


class Pages:
    """A template with its data, ready to be set.

    Typst reads a folder of its own, with the template, the pictures and the data as JSON. What the
    template shows of the data is a string or a number and stays one, whatever it looks like.

    Parameters
    ----------
    template : str
        Name of a template of this folder.
    pictures : mapping of str to bytes
        Pictures by the names of their files.
    """

    def __init__(self, template: str, pictures: Mapping[str, bytes] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="finmodel-")
        self._place = Path(self._folder.name)
        for name in (template, STYLE):
            shutil.copyfile(TEMPLATES / name, self._place / name)
        for name, picture in (pictures or {}).items():
            (self._place / name).write_bytes(picture)
        self._compiler = typst.Compiler(
            self._place / template, root=self._place, ignore_system_fonts=True
        )

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def pdf(self, data: Mapping[str, Any]) -> bytes:
        """Set the pages; the same data give the same bytes, on any machine with these fonts."""
        self._write(data)
        made = self._compiler.compile(format="pdf")
        if not isinstance(made, bytes):
            raise TypeError("one file for all pages was asked for")
        return made

    def page_of(self, data: Mapping[str, Any], label: str) -> int:
        """Page on which a mark of the template comes to stand."""
        self._write(data)
        found = self._compiler.query(f"<{label}>", field="value", one=True)
        return int(json.loads(found))

    def _write(self, data: Mapping[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        (self._place / "data.json").write_text(text, encoding="utf-8")
