"""Inheritance: `extends`, then `without`, then the file's own keys, then `--set`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from finmodel.scenario.files import confined
from finmodel.scenario.merge import Tree, merge, overlay, set_years
from finmodel.scenario.places import Key, Mark, Place
from finmodel.scenario.problems import Problem, ScenarioError, nearest, shown, suggest
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import Shape, allowed, narrowed, shape_of, step, within
from finmodel.scenario.text import parse_value, read_yaml
from finmodel.scenario.values import YEARS, Text

EXTENDS, WITHOUT = "extends", "without"
REFER = frozenset({"markers", "reaches", "by_region", "amounts"})
"""Mappings of a thing whose ids are named elsewhere, so that a wrong one is noticed there."""


class Inheritance:
    """The files of a scenario, put over one another.

    Parameters
    ----------
    folder : Path
        Folder that every file must lie in, resolved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self.broken = False
        """Whether a file that is extended could not be read, so that things may be missing."""
        self._known: dict[str, Tree] = {}

    def read(self, path: Path, name: str, chain: tuple[str, ...] = ()) -> Tree:
        """Read a file and everything that it extends.

        Raises
        ------
        ScenarioError
            If the file itself cannot be read at all.
        """
        if name in self._known:
            return self._known[name]
        data, mark, problems = read_yaml(path, name)
        self.files[name] = path
        self.problems += problems
        tree = self._inherited(data, mark, name, (*chain, name))
        tree = self._less(tree, data, mark)
        own = {key: value for key, value in data.items() if key not in (EXTENDS, WITHOUT)}
        marks: dict[Key, Mark] = {key: mark.inside[key] for key in own}
        shape = shape_of(Scenario)
        self._known[name] = merge(tree, (own, Mark(mark.place, marks)), shape)
        return self._known[name]

    def _inherited(
        self, data: dict[str, Any], mark: Mark, name: str, chain: tuple[str, ...]
    ) -> Tree:
        tree: Tree = ({}, Mark(mark.place))
        self.broken |= EXTENDS in data and mark.inside[EXTENDS].bad
        for written, at in _words(data, mark, EXTENDS):
            place = str(at.place)
            found = confined(written, name, self.folder)
            if isinstance(found, str):
                remedy = "name a file in the same folder, such as base.yaml"
                self.problems.append(Problem(place, f"`extends`: {found}", remedy))
                self.broken = True
                continue
            path, other = found
            if other in chain:
                round_trip = " → ".join((*chain[chain.index(other) :], other))
                message = f"the file extends itself: {round_trip}"
                self.problems.append(Problem(place, message, "take one of them out"))
                self.broken = True
                continue
            if not path.exists():
                message = f"`extends` names {shown(written)}, which is not there"
                self.problems.append(Problem(place, message, "check the name of the file"))
                self.broken = True
                continue
            try:
                tree = merge(tree, self.read(path, other, chain), shape_of(Scenario))
            except ScenarioError as error:
                self.problems += error.problems
                self.broken = True
        return tree

    def _less(self, tree: Tree, data: dict[str, Any], mark: Mark) -> Tree:
        for written, at in _words(data, mark, WITHOUT):
            parts = _parts(tree[0], str(written))
            if parts is None:
                message = f"`without` names {shown(written)}, which is not in what the file extends"
                self.problems.append(Problem(str(at.place), message, _near(tree[0], str(written))))
                continue
            tree = _pruned(tree, parts)
        return tree

    def set(self, tree: Tree, override: str) -> Tree:
        """Put one `--set key=value` over everything else."""
        key, equals, text = override.partition("=")
        key = key.strip()
        place = Place(f"--set {key}")
        if not equals or not key:
            remedy = "write key=value, such as sources.state_budget.absorption=90%"
            self.problems.append(Problem(f"--set {override}", "there is no key and value", remedy))
            return tree
        try:
            value, mark, problems = parse_value(text, place)
        except ScenarioError as error:
            self.problems += [Problem(str(place), e.message, e.remedy) for e in error.problems]
            return tree
        self.problems += problems
        if key in (EXTENDS, WITHOUT):
            message, remedy = f"`{key}` is read from files only", "write it in a file of its own"
            self.problems.append(Problem(str(place), message, remedy))
            return tree
        parts = _parts(tree[0], key) or key.split(".")
        try:
            return _put(tree, parts, (value, mark), shape_of(Scenario), place)
        except ScenarioError as error:
            self.problems += error.problems
            return tree


def _words(data: dict[str, Any], mark: Mark, key: str) -> list[tuple[object, Mark]]:
    """Words of `extends` or `without`, written as one or as a list."""
    if key not in data or mark.inside[key].bad:
        return []
    value, here = data[key], mark.inside[key]
    if isinstance(value, list):
        return [(word, here.inside[position]) for position, word in enumerate(value)]
    return [(value, here)]


def _parts(data: Any, key: str) -> list[str] | None:
    """Split a dotted path along keys that are there; ids may hold dots themselves."""
    if not isinstance(data, dict):
        return None
    if key in data:
        return [key]
    words = key.split(".")
    for count in range(1, len(words)):
        head, rest = ".".join(words[:count]), ".".join(words[count:])
        if head in data:
            below = _parts(data[head], rest)
            if below is not None:
                return [head, *below]
    return None


def _pruned(tree: Tree, parts: Sequence[str]) -> Tree:
    data, mark = dict(tree[0]), Mark(tree[1].place, dict(tree[1].inside), tree[1].bad)
    key = parts[0]
    if len(parts) == 1:
        del data[key], mark.inside[key]
    else:
        data[key], mark.inside[key] = _pruned((data[key], mark.inside[key]), parts[1:])
    return data, mark


def _near(data: Any, written: str) -> str:
    """Return the remedy for a path that is not there: the nearest where it ends."""
    head: list[str] = []
    for word in written.split("."):
        if not isinstance(data, dict) or not data:
            break
        if word not in data:
            close = nearest(word, data)
            if close is not None:
                return f"did you mean `{'.'.join([*head, close])}`?"
            break
        head.append(word)
        data = data[word]
    return "write a path such as policies.no_sudden_cuts"


def _put(
    tree: Tree, parts: Sequence[str], value: Tree, shape: Shape | None, place: Place, name: str = ""
) -> Tree:
    """Set the value at a path below the mapping called `name`; the values around it stay."""
    data, mark = tree
    if not parts:
        return merge(tree, value, shape)
    key, rest = parts[0], parts[1:]
    shape = None if shape is None else narrowed(shape, data)
    if isinstance(data, list):
        return _put_in_list(tree, parts, value, shape, place)
    inside = None if shape is None else within(shape, key, data)
    if shape is None or inside is None or not _settable(data, key, shape, name):
        raise ScenarioError([_unknown(data, key, shape, place)])
    if shape.kind == "series" and YEARS.match(key) and not rest:
        return set_years(tree, key, value)
    base: Tree = (data, mark) if isinstance(data, dict) else ({}, Mark(place))
    old = (step(base[0], key), base[1].inside.get(key, Mark(place)))
    new = _put(old, rest, value, inside, place, key)
    return overlay(base, {key: new}, shape, base[1].place, base[1].bad)


def _put_in_list(
    tree: Tree, parts: Sequence[str], value: Tree, shape: Shape | None, place: Place
) -> Tree:
    data, mark = tree
    if not parts[0].isdecimal() or not 1 <= int(parts[0]) <= len(data):
        remedy = f"count from 1 to {len(data)}, or set the whole list"
        raise ScenarioError([Problem(str(place), f"the list has no item `{parts[0]}`", remedy)])
    position = int(parts[0]) - 1
    inside = None if shape is None else within(shape, position, data)
    new = _put((data[position], mark.inside[position]), parts[1:], value, inside, place)
    marks = {**mark.inside, position: new[1]}
    return [*data[:position], new[0], *data[position + 1 :]], Mark(mark.place, marks)


def _settable(data: Any, key: str, shape: Shape, name: str) -> bool:
    """Whether a key is there already, or is a field, or is checked against ids elsewhere."""
    there = isinstance(data, dict) and key in data
    by_language = shape.type is Text and isinstance(data, dict)
    refers = shape.kind == "ids" and name in REFER
    return there or by_language or refers or shape.kind in ("model", "series")


def _unknown(data: Any, key: str, shape: Shape | None, place: Place) -> Problem:
    if shape is not None and shape.kind == "ids":
        known = tuple(data) if isinstance(data, dict) else ()
        message = f"`{key}` is not in the scenario, and `--set` adds nothing new"
        return Problem(str(place), message, suggest(key, known))
    if shape is not None and shape.kind == "series":
        return Problem(str(place), f"`{key}` is not a year", "write a year such as 2027")
    if shape is None or shape.kind == "value":
        message = f"there is nothing below which `{key}` could stand"
        return Problem(str(place), message, "leave the last part of the key out")
    return Problem(str(place), f"`{key}` is not a known key", suggest(key, allowed(shape, data)))
