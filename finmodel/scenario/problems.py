"""Problems of a scenario: each with its place, what is wrong and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PRINTED_AT_MOST = 50
LINE = re.compile(r"^(.*?):(\d+)(.*)$")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a scenario."""

    place: str
    """Where it stands: `scenario.yaml:12`, `regions.csv:12, column area` or `--set years`."""
    message: str
    """What is wrong."""
    remedy: str
    """What to write instead."""

    def __post_init__(self) -> None:
        # What a file holds is repeated in messages: it must not steer anybody's terminal.
        for name in ("place", "message", "remedy"):
            text = "".join(c if c.isprintable() else "\ufffd" for c in getattr(self, name))
            object.__setattr__(self, name, text)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"

    @property
    def order(self) -> tuple[str, int, str]:
        """File, line and rest of the place, so that problems sort as a reader meets them."""
        match = LINE.match(self.place)
        return (match[1], int(match[2]), match[3]) if match else (self.place, 0, "")


class ScenarioError(Exception):
    """A scenario that cannot be used; holds every problem that was found.

    Parameters
    ----------
    problems : iterable of Problem
        Problems in any order; they are sorted by place and each is kept once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(
            dict.fromkeys(problems), key=lambda problem: problem.order
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:PRINTED_AT_MOST]]
        more = len(self.problems) - len(lines)
        if more > 0:
            lines.append(f"and {more} more {'problem' if more == 1 else 'problems'}")
        return "\n".join(lines)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one most likely stands for, if any is near.

    Examples
    --------
    >>> nearest("co_financng", ["co_financing", "currency"])
    'co_financing'
    >>> nearest("colour", ["currency", "amount"]) is None
    True
    """
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(_fold(name), name)
    close = difflib.get_close_matches(_fold(word), by_fold, n=1, cutoff=0.66)
    return by_fold[close[0]] if close else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def suggest(word: str, known: Sequence[str]) -> str:
    """Return a remedy for a word that is not known: the nearest one, or all of them if few."""
    near = nearest(word, known)
    if near is not None:
        return f"did you mean `{near}`?"
    return f"write one of {listed(known)}" if known else "none is written in this scenario"


def listed(words: Iterable[object], most: int = 40) -> str:
    """Return words in backquotes with commas, the first ones of a very long list."""
    every = [f"`{word}`" for word in words]
    if len(every) > most:
        return ", ".join(every[:most]) + f" and {len(every) - most} more"
    return ", ".join(every)


def shown(value: object, most: int = 60) -> str:
    """Return a value as the planner may have written it, cut where it is long."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return f"`{text}`" if len(text) <= most else f"`{text[:most]}…`"
