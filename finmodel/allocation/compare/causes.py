"""How much of a difference each change of input caused, by solving again, adding up exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from math import factorial
from typing import Literal

from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.inputs import Change
from finmodel.allocation.compare.measures import Measures, difference
from finmodel.allocation.compare.mixtures import Group, groups_of, loaded_from, mixed, solved
from finmodel.scenario.load import Loaded

MOST = 5
"""Changes that are applied in every order: 32 solves."""
Method = Literal["every order", "stated order", "nothing to share out"]
Value = Callable[[frozenset[Group]], Measures | None]


@dataclass(frozen=True)
class Cause:
    """What one change did, or several that only go together."""

    groups: tuple[Group, ...]
    """Things that changed; none for what no change of input explains."""
    moved: Measures
    """Part of the difference that it caused; parts add up to the difference exactly."""


@dataclass(frozen=True)
class Causes:
    """Causes of the difference between two allocations."""

    method: Method
    causes: tuple[Cause, ...]
    blocked: tuple[Group, ...] = ()
    """A mixture that has no allocation, which is why not every order could be tried."""


def causes_of(
    old: tuple[Loaded, Measures],
    new: tuple[Loaded, Measures],
    changes: Sequence[Change],
    progress: Progress | None = None,
) -> Causes:
    """Share out the difference between two saved allocations among the changes of input.

    With few changes each one's part is its average over every order of applying them (the Shapley
    value); with many, or where a mixture of changes has no allocation, changes are applied in the
    order in which a scenario is written, and those that only go together are one cause. What the
    scenarios solved again do not give, such as the effect of another version of the program, is a
    cause of its own, without a change.

    Parameters
    ----------
    old, new : tuple of Loaded and Measures
        Scenarios and the measures of what was saved.
    changes : sequence of Change
        Changes of input between the two.
    progress : callable, optional
        Told in words what is being done.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. In Contributions to the Theory of Games II,
    Princeton University Press, 307-317.
    """
    groups = groups_of(changes)
    value = _solver(old[0], new[0], groups, progress or (lambda _: None))
    blocked: tuple[Group, ...] = ()
    method: Method = "stated order"
    found: list[Cause] | None = None
    first, last = value(frozenset()), value(frozenset(groups))
    if groups and first is not None and last is not None:
        if len(groups) <= MOST:
            subsets = [frozenset(c) for n in range(len(groups)) for c in combinations(groups, n)]
            hole = next((subset for subset in subsets if value(subset) is None), None)
            if hole is None:
                method, found = "every order", _averaged(groups, value)
            else:
                blocked = tuple(group for group in groups if group in hole)
        if found is None:
            found = _in_turn(groups, value)
    if found is None:
        method, found = "nothing to share out", []
    rest = _rest(old[1], new[1], found)
    return Causes(method, tuple(found if rest is None else [*found, rest]), blocked)


def _solver(old: Loaded, new: Loaded, groups: Sequence[Group], tell: Progress) -> Value:
    """Measures of the old scenario with some changes applied, each solved once."""
    known: dict[frozenset[Group], Measures | None] = {}
    whole = frozenset(groups)
    total = 2 ** len(groups) if len(groups) <= MOST else len(groups) + 1

    def value(taken: frozenset[Group]) -> Measures | None:
        if taken not in known:
            tell(f"causes: solve {len(known) + 1} of {total}")
            if not taken:
                loaded: Loaded | None = old
            elif taken == whole:
                loaded = new
            else:
                loaded = loaded_from(mixed(old.tree, new.tree, taken))
            known[taken] = solved(loaded)
        return known[taken]

    return value


def _averaged(groups: Sequence[Group], value: Value) -> list[Cause]:
    """Shapley values: Σ_S |S|!·(n-|S|-1)!/n! · (v(S+i) - v(S)), rounded to whole numbers."""
    count = len(groups)
    weighted: list[Measures] = []
    for group in groups:
        others = [other for other in groups if other != group]
        total = Measures({}, {}, {}, {})
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1)
            for members in combinations(others, size):
                before = frozenset(members)
                _add(total, _needed(value(before | {group})), weight)
                _add(total, _needed(value(before)), -weight)
        weighted.append(total)
    return [
        Cause((group,), moved)
        for group, moved in zip(groups, _whole(weighted, factorial(count)), strict=True)
    ]


def _in_turn(groups: Sequence[Group], value: Value) -> list[Cause]:
    """What each change moves after those before it; one without an allocation joins the next."""
    found = []
    taken: list[Group] = []
    before, together = _needed(value(frozenset())), list[Group]()
    for group in groups:
        taken.append(group)
        together.append(group)
        after = value(frozenset(taken))
        if after is not None:
            found.append(Cause(tuple(together), _less(after, before)))
            before, together = after, []
    return found


def _needed(measures: Measures | None) -> Measures:
    assert measures is not None
    return measures


def _add(total: Measures, other: Measures, weight: int) -> None:
    for field in fields(Measures):
        into: dict[str, int] = getattr(total, field.name)
        for key, amount in getattr(other, field.name).items():
            into[key] = into.get(key, 0) + weight * amount


def _less(new: Measures, old: Measures) -> Measures:
    return Measures(
        *(difference(getattr(new, each.name), getattr(old, each.name)) for each in fields(Measures))
    )


def _whole(parts: Sequence[Measures], divisor: int) -> list[Measures]:
    """Parts over a divisor in whole numbers that add up: rounded down, then the largest rests."""
    made = [Measures({}, {}, {}, {}) for _ in parts]
    for field in fields(Measures):
        rows: list[Mapping[str, int]] = [getattr(part, field.name) for part in parts]
        for key in dict.fromkeys(key for row in rows for key in row):
            whole = [divmod(row.get(key, 0), divisor) for row in rows]
            left = sum(rest for _, rest in whole) // divisor
            order = sorted(range(len(rows)), key=lambda at: (-whole[at][1], at))
            for at, (amount, _) in enumerate(whole):
                getattr(made[at], field.name)[key] = amount + (at in order[:left])
    return made


def _rest(old: Measures, new: Measures, found: Sequence[Cause]) -> Cause | None:
    """What the changes do not explain; None where they explain everything."""
    rest = _less(new, old)
    for cause in found:
        _add(rest, cause.moved, -1)
    explained = not any(any(getattr(rest, each.name).values()) for each in fields(Measures))
    return None if explained else Cause((), rest)
