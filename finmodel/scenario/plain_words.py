"""What the models refuse, said in plain words: what was written, and what to write instead."""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import ErrorDetails

from finmodel.scenario.base import keys_of
from finmodel.scenario.descriptions import descriptions
from finmodel.scenario.places import Key, Path
from finmodel.scenario.policies import MEASURES, PolicyBase
from finmodel.scenario.problems import listed, nearest, shown, suggest
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import (
    ALWAYS,
    Shape,
    allowed,
    fields,
    narrowed,
    shape_of,
    step,
    variants,
    within,
    without_none,
)
from finmodel.scenario.values import (
    Amount,
    CalendarYear,
    Money,
    Number,
    OneOrMany,
    Rate,
    Ratio,
    Share,
    Text,
    Years,
)

WANTED: tuple[tuple[Any, str, str], ...] = (
    (Share, "a share", "write one such as 30%"),
    (Rate, "a rate", "write one such as 8%"),
    (Ratio, "a ratio", "write one such as 120%, or 1.2"),
    (Amount, "a number of zero or more", "write one such as 1200"),
    (Number, "a number", "write one such as 1200"),
    (Years, "years", "write 2026, or 2026-2030"),
    (OneOrMany, "an id or a list of them", "write one such as a, or [a, b]; numbers in quotes"),
    (Text, "words", "write them, or {en: …, mn: …}"),
    (Money, "a money unit", "write it as million MNT"),
    (bool, "yes or no", "write yes or no"),
    (CalendarYear, "a year", "write one such as 2026"),
    (int, "a whole number", "write one"),
    (float, "a number", "write one"),
    (str, "text", "write words, in quotes if they look like a number"),
    (tuple[int, int], "a column and a row", "write them as [3, 1]"),
    (tuple[str, ...], "a list", "write it as [a, b]"),
)
PATTERNS = {
    r"^[A-Z]{3}$": "write a code of three capital letters, such as USD",
    r"^[a-z0-9][a-z0-9-]*$": "write small letters, digits and hyphens, such as my-plan",
}
BOUNDS = {
    "greater_than_equal": ("ge", "less than", "or more"),
    "greater_than": ("gt", "not more than", "more than"),
    "less_than_equal": ("le", "more than", "or less"),
    "less_than": ("lt", "not less than", "less than"),
}


@dataclass(frozen=True)
class Finding:
    """A problem by its path in the tree; its place is looked up later."""

    path: Path
    message: str
    remedy: str
    alone: bool = True
    """False where it may follow from something else that is wrong, such as a file not read."""


@dataclass(frozen=True)
class Spot:
    """Where in the tree an error of the models stands."""

    path: Path
    shape: Shape | None
    """Shape of what should stand there."""
    around: Shape
    """Shape of the mapping or list that it stands in."""
    data: Any
    """Data of that mapping or list."""


def locate(loc: Sequence[Key], tree: Any) -> Spot:
    """Find an error's spot: its location in the models holds parts that no planner wrote."""
    shape: Shape | None = shape_of(Scenario)
    assert shape is not None
    path: list[Key] = []
    around, outer, data = shape, tree, tree
    for part in loc:
        if shape is None:
            break
        if shape.kind == "union" and part in variants(shape.type):
            shape = Shape("model", variants(shape.type)[str(part)])
            continue
        shape = narrowed(shape, data)
        if shape.kind == "series" and part == "values":
            continue
        if shape.kind == "series" and part == ALWAYS and not isinstance(data, dict):
            shape = shape_of(shape.inside)
            continue
        inside = within(shape, part, data)
        if inside is None and not _holds(data, part) and part != loc[-1]:
            break
        if inside is None and shape.kind == "value" and not _holds(data, part):
            break
        if not isinstance(data, dict | list):  # `need: 5` stands for `need: {each_region: 5}`
            shape = inside
            continue
        path.append(part)
        around, outer, shape, data = shape, data, inside, step(data, part)
    return Spot(tuple(path), shape, around, outer)


def _holds(data: Any, part: Key) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def in_plain_words(errors: Iterable[ErrorDetails], tree: Any) -> list[Finding]:
    """Say what the models refused.

    Parameters
    ----------
    errors : iterable of ErrorDetails
        Errors as Pydantic lists them.
    tree : dict
        The tree that was refused.

    Returns
    -------
    list of Finding
        One finding for each thing to mend: several errors at one spot are said once.
    """
    at: dict[tuple[Path, bool], list[tuple[Spot, ErrorDetails]]] = {}
    for error in errors:
        spot = locate(error["loc"], tree)
        unknown = error["type"] == "extra_forbidden"
        at.setdefault((spot.path, unknown), []).append((spot, error))
    findings = []
    for (path, unknown), group in at.items():
        spot, error = _telling(group)
        if error["type"] == "too_short" and any(
            other[: len(path)] == path and len(other) > len(path) for other, _ in at
        ):
            continue
        if error["type"] == "missing" and _misspelt(path, at):
            continue
        findings.append(_unknown_key(spot) if unknown else _say(spot, error))
    return findings


def _telling(group: list[tuple[Spot, ErrorDetails]]) -> tuple[Spot, ErrorDetails]:
    """Return the error that tells most, where a value fits none of several types."""
    return min(group, key=lambda pair: pair[1]["type"] not in (*BOUNDS, "value_error"))


def _misspelt(path: Path, at: dict[tuple[Path, bool], Any]) -> bool:
    """Whether a missing key is there under a name that is nearly right."""
    beside = [other[-1] for other, unknown in at if unknown and other[:-1] == path[:-1]]
    return any(nearest(str(key), [str(path[-1])]) is not None for key in beside)


def dotted(path: Sequence[Key]) -> str:
    """Return a path as people write it, items of lists counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _in(path: Sequence[Key]) -> str:
    return f" in {dotted(path)}" if path else ""


def _unknown_key(spot: Spot) -> Finding:
    key = str(spot.path[-1])
    around = narrowed(spot.around, spot.data)
    if around.kind == "series":
        remedy = "write a year such as 2027, or years such as 2027-2030"
        return Finding(spot.path, f"`{key}` is not a year{_in(spot.path[:-1])}", remedy)
    if around.kind == "model" and key in fields(around.type):
        name = next(n for n in around.type.model_fields if key in keys_of(around.type, n))
        other = next((k for k in keys_of(around.type, name) if k != key), name)
        message = f"`{key}` and `{other}` say the same{_in(spot.path[:-1])}"
        return Finding(spot.path, message, "keep one of the two")
    known = allowed(around, spot.data)
    close = nearest(key, tuple(fields(around.type))) if around.kind == "model" else None
    remedy = f"did you mean `{close}`?" if close else suggest(key, known)
    return Finding(spot.path, f"unknown key `{key}`{_in(spot.path[:-1])}", remedy)


def _say(spot: Spot, error: ErrorDetails) -> Finding:
    kind, context = error["type"], error.get("ctx", {})
    name = _name(spot.path)
    if kind == "missing":
        return _missing(spot)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _which(spot, error["input"])
    if kind == "value_error":
        message, _, remedy = str(context["error"]).partition("; ")
        whole = isinstance(error["input"], dict)
        return Finding(spot.path, f"{name}: {message}", remedy or "correct it", alone=not whole)
    if kind in BOUNDS:
        key, than, write = BOUNDS[kind]
        bound = f"{context[key]:g}".replace("-1", "-100%") if key == "gt" else f"{context[key]:g}"
        remedy = f"write {write} {bound}" if key in ("gt", "lt") else f"write {bound} {write}"
        return Finding(spot.path, f"{name} is {shown(error['input'])}, {than} {bound}", remedy)
    if kind == "string_pattern_mismatch":
        remedy = PATTERNS.get(context["pattern"], _described(spot))
        return Finding(spot.path, f"{name} is {shown(error['input'])}", remedy)
    if kind == "too_short" or error["input"] in ({}, []):
        return Finding(spot.path, f"{name} is empty", "write at least one")
    word = error["input"]
    noun, remedy = wanted(spot.shape, word if isinstance(word, str) else "")
    if spot.shape is None and isinstance(spot.path[-1], int):
        noun, remedy = "an id", "write each item of the list as one word or number"
    return Finding(spot.path, f"{name} is {shown(error['input'])}, not {noun}", remedy)


def _name(path: Path) -> str:
    if not path:
        return "the scenario"
    return f"`{dotted(path)}`"


def _missing(spot: Spot) -> Finding:
    key = str(spot.path[-1])
    if isinstance(spot.data, dict) and key in spot.data:  # a part of the value is missing
        noun, remedy = wanted(spot.shape)
        return Finding(spot.path, f"{_name(spot.path)} is not {noun}", remedy)
    message = f"`{key}` is missing{_in(spot.path[:-1])}"
    return Finding(spot.path, message, f"add it: {_described(spot)}", alone=False)


def _described(spot: Spot) -> str:
    """Return what a field is, in its own words."""
    around, key = narrowed(spot.around, spot.data), str(spot.path[-1])
    if around.kind == "model":
        meanings = descriptions(around.type)
        for name in around.type.model_fields:
            if key in keys_of(around.type, name) and name in meanings:
                text = meanings[name].rstrip(".")
                return text if text[1:2].isupper() else text[0].lower() + text[1:]
    return "correct it"


def _which(spot: Spot, data: Any) -> Finding:
    """Say that a source or a policy does not tell which one of several it is."""
    assert spot.shape is not None
    name = _name(spot.path)
    policies = variants(spot.shape.type).values()
    if any(issubclass(kind, PolicyBase) for kind in policies):
        right = {
            key for kind in policies for field in kind.model_fields for key in keys_of(kind, field)
        }
        doubtful = [key for key in data if key not in right] if _is(data) else []
        near = next((key for key in doubtful if nearest(key, tuple(MEASURES))), None)
        if near is not None:
            remedy = f"did you mean `{nearest(near, tuple(MEASURES))}` for `{near}`?"
        else:
            remedy = f"write one of {listed(tuple(MEASURES))}"
        return Finding(spot.path, f"{name} does not say what it measures", remedy, alone=False)
    kinds = tuple(variants(spot.shape.type))
    if not _is(data) or "kind" not in data:
        near = next((k for k in data if nearest(k, ["kind"])), None) if _is(data) else None
        if near is not None:
            message = f"unknown key `{near}` in {dotted(spot.path)}"
            return Finding((*spot.path, near), message, "did you mean `kind`?")
        message = f"`kind` is missing in {dotted(spot.path)}"
        return Finding(spot.path, message, suggest("", kinds), alone=False)
    what = "contract" if spot.path[0] == "contracts" else "source"
    message = f"{shown(data['kind'])} is not a kind of {what}"
    return Finding((*spot.path, "kind"), message, suggest(str(data["kind"]), kinds))


def _is(data: Any) -> bool:
    return isinstance(data, dict)


def wanted(shape: Shape | None, written: str = "") -> tuple[str, str]:
    """Return what should stand where something else is written, as a noun and as a remedy."""
    if shape is None:
        return "what belongs here", "correct it"
    if shape.kind == "model":
        keys = listed(allowed(shape), most=6)
        return "a mapping", f"write its keys under it: {keys}"
    if shape.kind == "union":
        return "a mapping", "write its keys under it"
    if shape.kind == "ids":
        return "a mapping", "write each by its id under it"
    if shape.kind == "list":
        return "a list", "write it as [a, b], or as lines that begin with `- `"
    if shape.kind == "series":
        return wanted(shape_of(shape.inside), written)
    return _wanted(shape.type, written)


def _wanted(annotation: Any, written: str = "") -> tuple[str, str]:
    annotation = without_none(annotation)
    for each, noun, remedy in WANTED:
        if annotation == each:
            return noun, remedy
    if get_origin(annotation) is Literal:
        words = [str(word) for word in get_args(annotation)]
        return "one of the words that may stand here", suggest(written, words)
    if get_origin(annotation) in (Union, types.UnionType):
        pairs = [_wanted(each) for each in get_args(annotation)]
        words = [f"`{w}`" for each in get_args(annotation) if get_origin(each) is Literal
                 for w in get_args(each)]  # fmt: skip
        nouns = [n for n, _ in pairs if not n.startswith("one of")] + words
        said = ", ".join(nouns[:-1]) + f" or {nouns[-1]}"
        return said, f"write {said}"
    if get_origin(annotation) is Annotated:
        return _wanted(get_args(annotation)[0], written)
    return "what belongs here", "correct it"
