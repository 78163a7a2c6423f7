"""Short labels for maps, each told from the others and close to its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, takewhile


def short_labels(names: Mapping[str, str]) -> dict[str, str]:
    """Three letters for each name, all different, close to the name.

    Names that begin alike are told apart by the letters where they part: Bayangol becomes Bgo,
    Bayankhongor Bkh.

    Parameters
    ----------
    names : mapping of str to str
        Names by id, each different from the others.

    Returns
    -------
    dict of str to str
        Labels by id.

    Examples
    --------
    >>> short_labels({"a": "Bayangol", "b": "Bayankhongor", "c": "Govi-Altai"})
    {'a': 'Bgo', 'b': 'Bkh', 'c': 'Gov'}
    """
    letters = {key: "".join(filter(str.isalnum, name)) or key for key, name in names.items()}
    starts: dict[str, list[str]] = {}
    for text in letters.values():
        starts.setdefault(text[:3].lower(), []).append(text)
    labels: dict[str, str] = {}
    for key, text in letters.items():
        alike = starts[text[:3].lower()]
        parting = _shared_start(alike) if len(alike) > 1 else 1
        taken = set(labels.values())
        labels[key] = next(label for label in _candidates(text, parting) if label not in taken)
    return labels


def _shared_start(words: Iterable[str]) -> int:
    """Count the letters that all words begin with, capital or small."""
    letters = zip(*(word.lower() for word in words), strict=False)
    return sum(1 for _ in takewhile(lambda alike: len(set(alike)) == 1, letters))


def _candidates(text: str, parting: int) -> Iterator[str]:
    """Labels to try, the most natural ones first; never runs dry."""
    first, rest = text[0].upper(), text[1:]
    tail = text[parting:]
    yield first + (tail if len(tail) > 1 else text[-2:])[:2]
    for pair in combinations(tail, 2):
        yield first + "".join(pair)
    for pair in combinations(rest, 2):
        yield first + "".join(pair)
    count = 2
    while True:
        yield f"{text[: 3 - len(str(count))]}{count}"
        count += 1
