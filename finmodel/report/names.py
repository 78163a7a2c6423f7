"""Names and short labels of regions, programmes and sources, each told from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from os.path import commonprefix

from finmodel.scenario.scenario import Scenario


def region_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every region; regions of the same name are told apart by type, else by id.

    Returns
    -------
    dict of str to str
        Names by region id, each different from the others.
    """
    regions = scenario.regions.list
    plain = {key: region.name.read(language) or key for key, region in regions.items()}
    shared = Counter(plain.values())
    typed = {
        key: f"{name} ({regions[key].type})" if shared[name] > 1 and regions[key].type else name
        for key, name in plain.items()
    }
    shared = Counter(typed.values())
    return {
        key: f"{plain[key]} ({key})" if shared[name] > 1 else name for key, name in typed.items()
    }


def programme_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every programme by id."""
    return {
        key: programme.name.read(language) or key for key, programme in scenario.programmes.items()
    }


def source_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every source by id; the id in words where the scenario gives no name."""
    return {
        key: (source.name.read(language) if source.name else "") or in_words(key)
        for key, source in scenario.sources.items()
    }


def in_words(key: str) -> str:
    """An id as words.

    Examples
    --------
    >>> in_words("state_budget")
    'State budget'
    """
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


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
        parting = len(commonprefix([other.lower() for other in alike])) if len(alike) > 1 else 1
        taken = set(labels.values())
        labels[key] = next(label for label in _candidates(text, parting) if label not in taken)
    return labels


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
