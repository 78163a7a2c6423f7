"""Places of a scenario in words: which thing, and what of it."""

from __future__ import annotations

from collections.abc import Sequence

from finmodel.report.document.subject import Subject


def place_label(about: Subject, path: Sequence[object]) -> str:
    """Say in words what stands at a place of the scenario."""
    thing, inside = about.places.said(path)
    return f"{thing}: {', '.join(inside)}" if inside else thing
