"""Words in Latin letters that a document in Mongolian may hold, and those that it may not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from finmodel.report.document.parts import Document
from finmodel.scenario.scenario import Scenario

WORD = re.compile("[A-Za-z]{2,}")
SAME_EVERYWHERE: Mapping[str, str] = {
    "COFOG": "the classification of the functions of government goes by this name in Mongolian too",
    "GFS": "so do the government finance statistics",
    "USD": "the code of a currency whose sign Mongolian does not have",
}
"""Words that stay, each with its reason; nothing else does but what `NO_WORDS` and the scenario
say."""
NO_WORDS: Mapping[str, str] = {
    r"\b[0-9a-f]{32,64}\b": "a digest, or as much of it as has room",
    r"`[^`]*`": "what one types on a command line, where keys are English",
    r"\{\w+\}": "a place in a text that a page fills itself",
}
NUMBER = re.compile(r"[a-z0-9-]+/[0-9a-f]{8}/[A-Za-z0-9-]+")
"""The number of a letter: scenario, digest, receiver."""


def own_texts(document: Document, *scenarios: Scenario) -> list[str]:
    """What is written as it is: texts listed as not translated, ids of scenarios, digests."""
    digests = document.digest.split()
    return [*document.untranslated, *(scenario.scenario for scenario in scenarios), *digests]


def latin(text: str, own: Iterable[str], spaces: bool = True) -> set[str]:
    """Words in Latin letters that a text may not hold.

    Parameters
    ----------
    text : str
        The text.
    own : iterable of str
        What may stand in it.
    spaces : bool
        False for text of a paper, whose lines may break anywhere: spaces are then left aside, and
        single letters, such as those of two allocations, may stand side by side.
    """
    own = [*own, *(() if spaces else SAME_EVERYWHERE)]
    if not spaces:
        text = "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())
        own = ["".join(words.split()) for words in own]
    text = NUMBER.sub("·", text)
    for words in sorted(own, key=len, reverse=True):
        text = text.replace(words, "·")
    for pattern in NO_WORDS:
        text = re.sub(pattern, "·", text)
    found = set(WORD.findall(text)) - set(SAME_EVERYWHERE)
    return found if spaces else {word for word in found if set(word) - set("ABC")}


def drawn_texts(spec: Any) -> Iterator[str]:
    """What a chart says: titles, and the words of each field that is drawn or told."""
    fields = set(_fields(spec))
    yield from _titles(spec)
    for rows in spec.get("datasets", {}).values():
        for row in rows:
            yield from (str(row[name]) for name in fields & set(row) if isinstance(row[name], str))


def _titles(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("title", "subtitle", "description", "labelExpr", "text"):
                yield from [value] if isinstance(value, str) else _strings(value)
            if key != "datasets":
                yield from _titles(value)
    elif isinstance(part, list):
        for value in part:
            yield from _titles(value)


def _strings(value: Any) -> Iterator[str]:
    """Lines of a title."""
    if isinstance(value, list):
        yield from (line for line in value if isinstance(line, str))


def _fields(part: Any) -> Iterator[str]:
    """Fields that a mark, an axis, a legend or a tooltip shows."""
    if isinstance(part, dict):
        for channel, value in part.items():
            if channel in ("shape", "filter", "transform") or channel == "datasets":
                continue
            if channel == "field" and isinstance(value, str):
                yield value
            yield from _fields(value)
    elif isinstance(part, list):
        for value in part:
            yield from _fields(value)
