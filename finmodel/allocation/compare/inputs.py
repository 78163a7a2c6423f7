"""What changed between the inputs of two scenarios, by meaning: order and format do not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, RootModel

from finmodel.scenario.base import PROVENANCE_KEYS, Sourced, keys_of
from finmodel.scenario.load import Loaded
from finmodel.scenario.places import Key, Path
from finmodel.scenario.provenance import Said, said_of
from finmodel.scenario.shape import step
from finmodel.scenario.values import ByYear, Money, Text, parse_years

Kind = Literal["changed", "added", "removed"]
RESOLVED = frozenset({"extends", "without"})
"""Keys of a scenario that have done their work once it is resolved."""
WORDS = frozenset(
    {"scenario", "title", "stage", "unless_stated", "fiscal_year", "years_status"}
    | {"themes", "markers", "target_groups", "glossary", "addressed_to"}
)
"""Keys of a scenario that say something and decide nothing."""
BY_ID = ("programmes", "sources", "contracts", "capacities", "levers", "policies")
"""Parts of a scenario whose things change one by one; any other part changes as a whole."""
ORDERED = "order"
"""Key of a list of ids whose order means something; no other list of words has one."""


@dataclass(frozen=True)
class Change:
    """One input that differs between two scenarios."""

    path: Path
    """Where it stands in the tree, years apart."""
    years: tuple[int, ...]
    """Years of a series that it holds for; none for what has no years."""
    kind: Kind
    old: str
    """As the planner wrote it; empty for what was added."""
    new: str
    """As the planner wrote it; empty for what was removed."""
    old_said: Said | None
    """Where the old one came from."""
    new_said: Said | None
    """Where the new one came from."""
    words: bool
    """True for names, notes and sources, which no amount depends on."""
    was: Any = None
    """The old one as data; None for what was added."""
    now: Any = None
    """The new one as data; None for what was removed."""

    @property
    def name(self) -> str:
        """Path as people write it."""
        return ".".join(str(part) for part in self.path)

    @property
    def group(self) -> tuple[str, ...]:
        """The thing that it is a change of, such as one source, or the prices."""
        return thing_of(self.path)


def thing_of(path: Path) -> tuple[str, ...]:
    """The thing that a path leads into."""
    return tuple(str(part) for part in path[: 2 if path[0] in BY_ID else 1])


def changes(old: Loaded, new: Loaded) -> list[Change]:
    """Every input that differs between two scenarios.

    Values are compared as they are understood, so that ``30%`` and ``0.3``, or a range of years
    and its years one by one, are the same. A thing that only one of them has is one change.

    Parameters
    ----------
    old, new : Loaded
        Scenarios as `load_scenario` gives them.

    Returns
    -------
    list of Change
        In the order in which a scenario is written, things by id.
    """
    years = tuple(sorted({*old.scenario.years, *new.scenario.years}))
    return list(_Walk(old, new, years).model((), old.scenario, new.scenario, words=False))


@dataclass(frozen=True)
class _Walk:
    old: Loaded
    new: Loaded
    years: tuple[int, ...]

    def model(self, path: Path, old: BaseModel, new: BaseModel, words: bool) -> Iterator[Change]:
        for name in type(old).model_fields:
            if not path and name in RESOLVED:
                continue
            said = isinstance(old, Sourced) and name in PROVENANCE_KEYS
            key = self._written_key(path, type(old), name)
            silent = words or said or (not path and name in WORDS)
            yield from self.value((*path, key), getattr(old, name), getattr(new, name), silent)

    def value(self, path: Path, old: Any, new: Any, words: bool) -> Iterator[Change]:
        if old == new or _plain(path, old) == _plain(path, new):
            return
        words = words or isinstance(old if new is None else new, Text)
        if isinstance(old, ByYear) and isinstance(new, ByYear):
            yield from self._series(path, old, new, words)
        elif isinstance(old, dict | tuple) and isinstance(new, dict | tuple) and _opens(old, new):
            yield from self._inside(path, _by_key(old), _by_key(new), words)
        elif type(old) is type(new) and isinstance(old, BaseModel) and not _leaf(old):
            yield from self.model(path, old, new, words)
        else:
            yield self._change(path, old, new, words)

    def _inside(
        self, path: Path, old: dict[Key, Any], new: dict[Key, Any], words: bool
    ) -> Iterator[Change]:
        for key in sorted({*old, *new}):
            yield from self.value((*path, key), old.get(key), new.get(key), words)

    def _series(
        self, path: Path, old: ByYear[Any], new: ByYear[Any], words: bool
    ) -> Iterator[Change]:
        """One change for each run of years whose values are the same before and after."""
        for name in PROVENANCE_KEYS:
            yield from self.value((*path, name), getattr(old, name), getattr(new, name), True)
        years = sorted({*self.years, *old.years(), *new.years()})
        runs: list[tuple[tuple[Any, Any], list[int]]] = []
        for year in years:
            pair = (old.at(year), new.at(year))
            if runs and runs[-1][0] == pair and runs[-1][1][-1] == year - 1:
                runs[-1][1].append(year)
            else:
                runs.append((pair, [year]))
        for (before, after), run in runs:
            if before != after:
                yield self._change(path, before, after, words, tuple(run))

    def _change(
        self, path: Path, old: Any, new: Any, words: bool, years: tuple[int, ...] = ()
    ) -> Change:
        first, second = _nothing(old), _nothing(new)
        kind: Kind = "added" if first else "removed" if second else "changed"
        whole = len(years) == len({*self.years, *years})
        sides, data = [], []
        for loaded, value, missing in ((self.old, old, first), (self.new, new, second)):
            inner = (*path, *_year_key(loaded.tree, path, years))
            written = None if missing else _written(_at(loaded.tree, inner), value)
            data.append(written)
            sides.append(
                ("" if missing else _flat(written), None if missing else _said(loaded, inner))
            )
        (was, was_said), (now, now_said) = sides
        shown = () if whole else years
        return Change(path, shown, kind, was, now, was_said, now_said, words, *data)

    def _written_key(self, path: Path, model: type[BaseModel], name: str) -> str:
        keys = keys_of(model, name)
        beside = [_at(loaded.tree, path) for loaded in (self.new, self.old)]
        return next(
            (key for key in keys for side in beside if step(side, key) is not None), keys[0]
        )


def _said(loaded: Loaded, path: Path) -> Said:
    """Where a value came from; what is noted of the whole scenario is said of no value."""
    said = said_of(loaded.tree, path)
    note = None if said.note == loaded.tree.get("note") else said.note
    return replace(said, note=note, status=said.status or loaded.scenario.unless_stated)


def _plain(path: Path, value: Any) -> Any:
    """A list of ids as a set, unless its order means something; nothing and empty alike."""
    if _nothing(value):
        return None
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return value if path[-1] == ORDERED else frozenset(value)
    return value


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, dict | tuple) and not value)


def _leaf(value: BaseModel) -> bool:
    return isinstance(value, RootModel | Money)


def _opens(old: Any, new: Any) -> bool:
    """Whether what stands inside is compared one by one, and not as one value."""
    return all(
        isinstance(value, dict) or not value or isinstance(value[0], BaseModel)
        for value in (old, new)
    )


def _by_key(value: Any) -> dict[Key, Any]:
    return dict(value) if isinstance(value, dict) else dict(enumerate(value))


def _year_key(tree: dict[str, Any], path: Path, years: tuple[int, ...]) -> tuple[Key, ...]:
    """Key under which a series writes its value for years; none where it is one plain value."""
    data = _at(tree, path)
    if not years or not isinstance(data, dict):
        return ()
    for key in data:
        try:
            if years[0] in parse_years(key):
                return (key,)
        except ValueError:
            continue
    return ("always",) if "always" in data else ()


def _at(tree: Any, path: Path) -> Any:
    for key in path:
        tree = step(tree, key)
    return tree


def _written(written: Any, value: Any) -> Any:
    """A value as the planner wrote it; as it is understood where it was not written out."""
    return _dumped(value) if written is None else written


def _dumped(value: Any) -> Any:
    dump: Callable[..., Any] | None = getattr(value, "model_dump", None)
    return value if dump is None else dump(mode="json", by_alias=True, exclude_defaults=True)


def _flat(data: Any) -> str:
    """Data on one line, as one would say it in a scenario."""
    if isinstance(data, dict):
        parts = [f"{key}: {_flat(value)}" for key, value in data.items() if key != "name"]
        return "{" + ", ".join(parts) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(_flat(each) for each in data) + "]"
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, float | int):
        return f"{data:,.12g}" if abs(data) >= 10_000 else f"{data:.12g}"
    return str(data)
