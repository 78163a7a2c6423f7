"""How one tree goes over another: the rules of inheritance, one level at a time.

- Things with ids merge by id, and their keys one by one.
- Values, texts, lists and series by year are replaced whole.
- A thing that says another `kind`, another measure or another way of stating the need replaces
  what it goes over.
- A table replaces what an inherited file has in a table or written out in its place.
- A figure that is replaced sheds the source, year, note and status of the old one.
"""

from __future__ import annotations

from typing import Any

from finmodel.scenario.base import PROVENANCE_KEYS, Sourced, keys_of
from finmodel.scenario.places import Key, Mark, Place
from finmodel.scenario.shape import ALWAYS, Shape, fields, narrowed, shape_of, tag_of
from finmodel.scenario.values import YEARS, parse_years

Tree = tuple[Any, Mark]


def merge(base: Tree, over: Tree, shape: Shape | None) -> Tree:
    """Put one tree over another.

    Parameters
    ----------
    base, over : tuple
        Data and marks of both; neither is changed.
    shape : Shape or None
        Shape of both; None where nothing may stand.

    Returns
    -------
    tuple
        Data and marks of the result; each value keeps the place where it was written.
    """
    if not (isinstance(base[0], dict) and isinstance(over[0], dict)):
        return over
    if shape is None or shape.kind in ("series", "list", "value") or _another(shape, base, over):
        return over
    shape = narrowed(shape, {**base[0], **over[0]})
    changes: dict[str, Tree] = {}
    for key, value in over[0].items():
        inside = _inside(shape, key)
        new = (value, over[1].inside[key])
        old = _same_field(shape, key, base[0])
        changes[key] = (
            new if old is None else merge((base[0][old], base[1].inside[old]), new, inside)
        )
    return overlay(base, changes, shape, over[1].place, over[1].bad)


def overlay(
    base: Tree, changes: dict[str, Tree], shape: Shape, place: Place, bad: bool = False
) -> Tree:
    """Set keys of a mapping, and take out what the new ones replace."""
    data, marks = dict(base[0]), dict(base[1].inside)
    for key in _replaced(shape, data, changes):
        data.pop(key, None)
        marks.pop(key, None)
    for key, (value, mark) in changes.items():
        data[key], marks[key] = value, mark
    return data, Mark(place, marks, bad)


def _replaced(shape: Shape, data: dict[str, Any], changes: dict[str, Tree]) -> set[str]:
    """Keys of a mapping that do not outlive the changes."""
    if shape.kind != "model":
        return set()
    gone = {old for key in changes if (old := _same_field(shape, key, data)) and old != key}
    ways: tuple[frozenset[str], ...] = getattr(shape.type, "ways", ())
    said = [way for way in ways if way & changes.keys()]
    if said:
        gone |= {key for way in ways if way not in said for key in way}
    if "table" in changes:
        gone |= {"list", "amounts"}
    new_figure = any(
        key in fields(shape.type) and shape_of(fields(shape.type)[key]).figure for key in changes
    )
    if (new_figure or said) and issubclass(shape.type, Sourced):
        gone |= PROVENANCE_KEYS
    return gone - changes.keys()


def _another(shape: Shape, base: Tree, over: Tree) -> bool:
    """Whether a mapping is meant for another model than the one that it goes over."""
    if shape.kind != "union":
        return False
    before, now = tag_of(shape.type, base[0]), tag_of(shape.type, over[0])
    return before is not None and now is not None and before != now


def _inside(shape: Shape, key: str) -> Shape | None:
    if shape.kind == "model":
        annotation = fields(shape.type).get(key)
        return None if annotation is None else shape_of(annotation)
    return shape_of(shape.inside) if shape.kind == "ids" else None


def _same_field(shape: Shape, key: str, data: dict[str, Any]) -> str | None:
    """Key of a mapping that says the same thing: `regions` where `region` is asked for."""
    if key in data:
        return key
    if shape.kind != "model":
        return None
    for name in shape.type.model_fields:
        names = keys_of(shape.type, name)
        if key in names:
            return next((other for other in names if other in data), None)
    return None


def set_years(series: Tree, years: str, value: Tree) -> Tree:
    """Set some years of a series and keep the others."""
    data, mark = series
    by_year = isinstance(data, dict) and any(YEARS.match(key) or key == ALWAYS for key in data)
    if not by_year:
        data, mark = {ALWAYS: data}, Mark(mark.place, {ALWAYS: mark})
        if series[0] is None:
            data, mark = {}, Mark(mark.place)
    chosen = set(parse_years(years))
    new: dict[str, Any] = {}
    marks: dict[Key, Mark] = {}
    for key, old in data.items():
        if key in PROVENANCE_KEYS:
            continue
        for part in _without(key, chosen) if YEARS.match(key) else (key,):
            new[part], marks[part] = old, mark.inside[key]
    new[years], marks[years] = value
    return new, Mark(mark.place, marks)


def _without(key: str, chosen: set[int]) -> tuple[str, ...]:
    """Years of a range that are not chosen, as years and ranges."""
    every = parse_years(key)
    if not chosen & set(every):
        return (key,)
    runs: list[list[int]] = []
    for year in every:
        if year in chosen:
            continue
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return tuple(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
