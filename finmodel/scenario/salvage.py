"""The parts of a scenario that are right, where others are not, so that these are checked too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from finmodel.scenario.places import Path
from finmodel.scenario.plain_words import in_plain_words
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import Shape, narrowed, shape_of, step, within

STAND_INS: dict[str, Any] = {
    "scenario": "x",
    "title": "x",
    "stage": "ceiling",
    "objective": ["maximise benefit"],
}
BUILT_ON = ("regions", "prices")
"""Parts that others speak of: where they are wrong, what a scenario has without them misleads."""
ATTEMPTS = 4


def salvage(tree: dict[str, Any]) -> Scenario | None:
    """Make a scenario of what is right in a tree.

    Returns
    -------
    Scenario or None
        The scenario without the things by id that the models refuse; None where something is
        wrong that nothing can stand in for, such as its years.
    """
    for _ in range(ATTEMPTS):
        try:
            return Scenario.model_validate(tree)
        except ValidationError as error:
            paths = [found.path for found in in_plain_words(error.errors(include_url=False), tree)]
        for path in paths:
            smaller = _without(tree, path)
            if smaller is None:
                return None
            tree = smaller
    return None


def _without(tree: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """Take out the smallest thing around a path that a scenario can do without."""
    head = str(path[0]) if path else ""
    cut = _cut(tree, path)
    if cut is not None:
        return _removed(tree, cut) if _there(tree, cut) else tree
    if head in STAND_INS:
        return {**tree, head: STAND_INS[head]}
    if head in BUILT_ON:
        return None
    if head in Scenario.model_fields and not Scenario.model_fields[head].is_required():
        return {key: value for key, value in tree.items() if key != head}
    return None


def _cut(tree: Any, path: Path) -> Path | None:
    """Path of the unknown key, or else of the innermost thing by id around it."""
    shape: Shape | None = shape_of(Scenario)
    cut: Path | None = None
    data = tree
    for position, key in enumerate(path):
        if shape is None:
            break
        shape = narrowed(shape, data)
        inside = within(shape, key, data)
        if shape.kind == "ids" or (inside is None and shape.kind == "model"):
            cut = path[: position + 1]
        shape, data = inside, step(data, key)
    return cut


def _there(tree: Any, path: Path) -> bool:
    for key in path:
        if not (isinstance(tree, dict) and key in tree):
            return False
        tree = tree[key]
    return True


def _removed(data: dict[str, Any], path: Sequence[Any]) -> dict[str, Any]:
    copy = dict(data)
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _removed(copy[path[0]], path[1:])
    return copy
