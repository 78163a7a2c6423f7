"""Why a saved allocation fails verification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence


class Reason(str):
    """Why something is not proved, in English, made of fixed words and what stands in them.

    Attributes
    ----------
    words : str
        The fixed words, with the places of the values.
    values : mapping of str to object
        What stands in these places: names, numbers, or other reasons.
    """

    __slots__ = ("values", "words")
    words: str
    values: Mapping[str, object]

    def __new__(cls, words: str, values: Mapping[str, object]) -> Reason:
        """Put the words together."""
        made = super().__new__(cls, words.format(**values))
        made.words, made.values = words, values
        return made


def reason(words: str, /, **values: object) -> Reason:
    """Say a reason.

    The words stand as they are in the call, never put together before: so other languages find
    them, and a test sees to it that they have them.
    """
    return Reason(words, values)


class NotVerified(RuntimeError):
    """A saved allocation fails verification.

    Attributes
    ----------
    reasons : list of Reason
        What is wrong, each in plain words.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


class Unreadable(ValueError):
    """The certificate does not hold what it must."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


MOST = 10
"""Reasons of one kind that are named."""


def first_of(places: Iterable[int], describe: Callable[[int], Reason]) -> list[Reason]:
    """Describe the first of some places, and say how many more there are."""
    found = list(places)
    return [*map(describe, found[:MOST]), *_more(len(found) - MOST)]


def capped(reasons: Sequence[Reason]) -> list[Reason]:
    """The first reasons, and how many more there are."""
    return [*reasons[:MOST], *_more(len(reasons) - MOST)]


def _more(count: int) -> list[Reason]:
    return [reason("… and {more} more of the kind", more=count)] if count > 0 else []
