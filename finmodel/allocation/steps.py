"""Figures made larger or smaller and solved again: here, or half of them in another Python.

Each step stands alone, so that what it comes to is the same wherever it is solved.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from finmodel.allocation.what_if import WhatIf
from finmodel.scenario.places import Path
from finmodel.scenario.scenario import Scenario
from finmodel.solve.apart import Apart
from finmodel.solve.warm import Bases

Tree = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A step of one or more figures of a scenario."""

    paths: Sequence[Path]
    by: float
    """What each figure is multiplied by."""


def moved_by(
    what_if: WhatIf, tree: Tree, steps: Sequence[Step], apart: Apart | None = None
) -> list[float | None]:
    """Find the money that moves with each step [money unit]; None where no allocation is left.

    Parameters
    ----------
    what_if : WhatIf
        The scenario as it is.
    tree : mapping
        Its tree.
    steps : sequence of Step
        Steps to solve.
    apart : Apart, optional
        Another Python that runs `answer_here`, for every second one.
    """
    if apart is None:
        return [_moved(what_if, tree, step) for step in steps]
    mine, theirs = steps[0::2], steps[1::2]
    written = [[step.paths, step.by] for step in theirs]
    work = {"tree": tree, "bases": what_if.bases.written(), "steps": written}
    apart.give(json.dumps(work).encode())
    found: list[float | None] = [None] * len(steps)
    found[0::2] = [_moved(what_if, tree, step) for step in mine]
    answer = apart.answer()
    if answer is None:
        found[1::2] = [_moved(what_if, tree, step) for step in theirs]
    else:
        found[1::2] = json.loads(answer)
    return found


def answer_here() -> None:
    """Solve the steps that another Python hands over on standard input, and write what moves."""
    work = json.loads(sys.stdin.buffer.read())
    tree = work["tree"]
    what_if = WhatIf(Scenario.model_validate(tree), Bases.read(work["bases"]))
    steps = [Step([tuple(path) for path in paths], by) for paths, by in work["steps"]]
    moved = [_moved(what_if, tree, step) for step in steps]
    sys.stdout.buffer.write(json.dumps(moved).encode())


def _moved(what_if: WhatIf, tree: Tree, step: Step) -> float | None:
    changed = dict(tree)
    for path in step.paths:
        changed = _scaled(changed, path, step.by)
    try:
        after = what_if.changed(changed)
    except ValidationError:
        return None
    return None if after is None else what_if.moved(after)


def _scaled(tree: Any, path: Path, by: float) -> Any:
    """The tree with a figure multiplied in its place, which shares all else; percentages stay."""
    if not path:
        if isinstance(tree, str) and tree.endswith("%"):
            return f"{float(tree[:-1]) * by:.12g}%"
        number = isinstance(tree, int | float) and not isinstance(tree, bool)
        return tree * by if number else tree
    changed = copy(tree)
    key = _there(tree, path[0])
    changed[key] = _scaled(tree[key], path[1:], by)
    return changed


def _there(tree: Any, key: Any) -> Any:
    """A key as it stands in a mapping or a list."""
    if isinstance(tree, list):
        return int(key)
    return next((each for each in tree if str(each) == str(key)), key)
