"""Why a saved allocation fails verification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


class NotVerified(RuntimeError):
    """A saved allocation fails verification.

    Attributes
    ----------
    reasons : list of str
        What is wrong, each in plain words.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


MOST = 10
"""Reasons of one kind that are named."""


def first_of(places: Iterable[int], describe: Callable[[int], str]) -> list[str]:
    """Describe the first of some places, and say how many more there are."""
    found = list(places)
    more = len(found) - MOST
    words = [describe(place) for place in found[:MOST]]
    return [*words, *([f"… and {more} more of the kind"] if more > 0 else [])]


def capped(reasons: Sequence[str]) -> list[str]:
    """The first reasons, and how many more there are."""
    more = len(reasons) - MOST
    return [*reasons[:MOST], *([f"… and {more} more of the kind"] if more > 0 else [])]
