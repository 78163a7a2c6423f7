"""Mixtures of two scenarios: some changes applied to the first, the others not yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from finmodel.allocation.answer import NoAllocation, answer
from finmodel.allocation.compare.inputs import BY_ID, Change
from finmodel.allocation.compare.measures import Measures, measure
from finmodel.allocation.tables import lay_out
from finmodel.scenario.checks import Context, run_checks
from finmodel.scenario.load import Loaded, validate
from finmodel.scenario.places import Locations, Mark, Place

Group = tuple[str, ...]
"""A thing that changed, such as ("sources", "levy") or ("prices",)."""
SHARED = ("themes", "markers", "target_groups")
"""What things refer to and no amount depends on: a mixture knows those of both scenarios."""


def groups_of(changes: Sequence[Change]) -> list[Group]:
    """Things whose change can move money, in the order in which a scenario is written."""
    return list(dict.fromkeys(change.group for change in changes if not change.words))


def mixed(old: dict[str, Any], new: dict[str, Any], taken: Collection[Group]) -> dict[str, Any]:
    """Tree of the old scenario with some things taken from the new one.

    Parameters
    ----------
    old, new : dict
        Resolved trees.
    taken : collection of tuple
        Things that stand as in the new one: changed, added, or removed.
    """
    tree = dict(old)
    for part in SHARED:
        if part in old or part in new:
            tree[part] = {**old.get(part, {}), **new.get(part, {})}
    for part, *inside in taken:
        if part not in BY_ID:
            _take(tree, new, part)
            continue
        things = dict(tree.get(part) or {})
        _take(things, new.get(part) or {}, inside[0])
        tree[part] = things
        if not things:
            del tree[part]
    return tree


def _take(into: dict[str, Any], new: dict[str, Any], key: str) -> None:
    if key in new:
        into[key] = new[key]
    else:
        into.pop(key, None)


def loaded_from(tree: dict[str, Any]) -> Loaded | None:
    """The scenario of a tree; None where it contradicts itself."""
    scenario, findings = validate(tree)
    if scenario is None:
        return None
    where = Locations(Mark(Place("mixture")))
    findings += run_checks(Context(tree, where, scenario, True))
    return None if findings else Loaded(scenario, tree, where, ())


def solved(loaded: Loaded | None) -> Measures | None:
    """Measures of a scenario's answer; None where it has none."""
    if loaded is None:
        return None
    try:
        found = answer(loaded, loaded.scenario)
    except NoAllocation:
        return None
    return measure(lay_out(found.program, found.rounded, None))
