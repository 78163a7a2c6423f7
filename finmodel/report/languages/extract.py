"""Finds the fixed words in the code, so that a catalogue can be held against them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "marked": None,
    "words": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
}
"""Functions whose words are translated; of the last two, the singular and the plural."""


def messages(room: Path) -> dict[str | tuple[str, ...], list[str]]:
    """Find every fixed text in a folder of code.

    Parameters
    ----------
    room : Path
        Folder of Python files and page templates.

    Returns
    -------
    dict
        Each text, or singular and plural, with the files that it stands in.
    """
    from babel.messages.extract import extract_from_dir

    found: dict[str | tuple[str, ...], list[str]] = {}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for file, _, message, _, _ in extract_from_dir(str(room), methods, {}, KEYWORDS, ()):
        found.setdefault(message, []).append(file)
    return found
