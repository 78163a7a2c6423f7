"""Finds the fixed words in the code, so that a catalogue can be held against them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[2]
REPORT: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "marked": None,
    "words": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "form": (1, 2),
}
"""Functions of reports whose words are translated; of the last three, singular and plural."""
ALLOCATION: dict[str, Any] = {"reason": None}
"""Functions of saved allocations whose words are translated."""
ROOMS: Mapping[Path, Mapping[str, Any]] = {
    PACKAGE / "report": REPORT,
    PACKAGE / "allocation": ALLOCATION,
}


def messages() -> dict[str | tuple[str, ...], list[str]]:
    """Find every fixed text that reports say.

    Returns
    -------
    dict
        Each text, or singular and plural, with the files that it stands in.
    """
    from babel.messages.extract import extract_from_dir

    found: dict[str | tuple[str, ...], list[str]] = {}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for room, functions in ROOMS.items():
        for file, _, message, _, _ in extract_from_dir(str(room), methods, {}, functions, ()):
            found.setdefault(message, []).append(file)
    return found
