"""The shape of the tree that planners write, read from the models: which keys may stand where."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Discriminator, Tag

from finmodel.scenario.base import PROVENANCE_KEYS, Sourced, keys_of
from finmodel.scenario.places import Key
from finmodel.scenario.values import YEARS, ByYear, Money, Text

ALWAYS = "always"


@dataclass(frozen=True)
class Shape:
    """What may stand at one place of the tree."""

    kind: Literal["model", "union", "ids", "series", "list", "value"]
    """A model with fields, one of several models, things by id, values by year, a list, a value."""
    type: Any
    """Annotation, without `None`."""
    inside: Any = None
    """Annotation of what stands inside: of each thing by id, each year or each item."""

    @property
    def figure(self) -> bool:
        """Whether a figure stands here, for one year or for many."""
        one = without_none(self.inside if self.kind == "series" else self.type)
        options = get_args(one) if get_origin(one) in (Union, types.UnionType) else (one,)
        return any(
            option is float or (get_origin(option) is Annotated and get_args(option)[0] is float)
            for option in options
        )


@cache
def fields(model: type[BaseModel]) -> dict[str, Any]:
    """Annotations of a model's fields by each key that may be written for it."""
    hints = get_type_hints(model, include_extras=True)
    return {key: hints[name] for name in model.model_fields for key in keys_of(model, name)}


@cache
def shape_of(annotation: Any) -> Shape:
    """Shape of what an annotation describes."""
    bare = without_none(annotation)
    inner = get_args(bare)[0] if get_origin(bare) is Annotated else bare
    if isinstance(inner, type) and issubclass(inner, ByYear):
        return Shape("series", bare, inner.__pydantic_generic_metadata__["args"][0])
    if inner is Text or inner is Money:
        return Shape("value", bare)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Shape("model", inner)
    if variants(bare):
        return Shape("union", bare)
    origin, inside = get_origin(inner), get_args(inner)
    if origin is dict:
        return Shape("ids", bare, inside[1])
    if origin is tuple and len(inside) == 2 and inside[1] is Ellipsis and inner is bare:
        return Shape("list", bare, inside[0])
    return Shape("value", bare)


def without_none(annotation: Any) -> Any:
    """Return an annotation without its `None`."""
    if get_origin(annotation) in (Union, types.UnionType):
        rest = tuple(each for each in get_args(annotation) if each is not types.NoneType)
        return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007 (built at run time)
    return annotation


@cache
def variants(annotation: Any) -> dict[str, type[BaseModel]]:
    """Models of a tagged union, by tag; empty for anything else."""
    if get_origin(annotation) is not Annotated:
        return {}
    union, *about = get_args(annotation)
    if get_origin(union) not in (Union, types.UnionType):
        return {}
    field = next((getattr(each, "discriminator", None) for each in about), None)
    found: dict[str, type[BaseModel]] = {}
    for member in get_args(union):
        tags = [each.tag for each in getattr(member, "__metadata__", ()) if isinstance(each, Tag)]
        model = get_args(member)[0] if tags else member
        if not tags and isinstance(field, str):
            tags = list(get_args(get_type_hints(model)[field]))
        found |= dict.fromkeys(tags, model)
    return found


def tag_of(annotation: Any, data: Any) -> str | None:
    """Tag of the model that a mapping is meant for, or None where it does not say."""
    for each in get_args(annotation)[1:]:
        rule = each.discriminator if isinstance(each, Discriminator) else None
        if callable(rule):
            return rule(data)  # type: ignore[return-value]
        name = getattr(each, "discriminator", None)
        if isinstance(name, str) and isinstance(data, dict):
            return str(data[name]) if name in data else None
    return None


def narrowed(shape: Shape, data: Any) -> Shape:
    """Shape of the model that the data is meant for, where several are possible."""
    if shape.kind != "union":
        return shape
    model = variants(shape.type).get(tag_of(shape.type, data) or "")
    return shape if model is None else Shape("model", model)


def within(shape: Shape, key: Key, data: Any = None) -> Shape | None:
    """Shape of what stands under a key, or None where the key may not stand there."""
    shape = narrowed(shape, data)
    if shape.kind == "model":
        annotation = fields(shape.type).get(str(key))
        return None if annotation is None else shape_of(annotation)
    if shape.type is Text:
        return shape_of(str)
    if shape.kind == "ids" or (shape.kind == "list" and isinstance(key, int)):
        return shape_of(shape.inside)
    if shape.kind == "series":
        if key == ALWAYS or YEARS.match(str(key)):
            return shape_of(shape.inside)
        annotation = fields(Sourced).get(str(key))
        return None if annotation is None else shape_of(annotation)
    return None


def allowed(shape: Shape, data: Any = None) -> tuple[str, ...]:
    """Return the keys that may stand in a model, those that say where it came from last."""
    shape = narrowed(shape, data)
    if shape.kind == "model":
        last = PROVENANCE_KEYS if issubclass(shape.type, Sourced) else frozenset()
        names = sorted(shape.type.model_fields, key=lambda name: name in last)
        return tuple(keys_of(shape.type, name)[0] for name in names)
    return ()


def shape_at(root: type[BaseModel], path: Sequence[Key], data: Any) -> Shape | None:
    """Shape at a path of a tree whose data tells which of several models is meant."""
    here: Shape | None = shape_of(root)
    for key in path:
        if here is None:
            return None
        here = within(here, key, data)
        data = step(data, key)
    return None if here is None else narrowed(here, data)


def step(data: Any, key: Key) -> Any:
    """Return what stands under a key, or None."""
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def each(shape: Shape, data: Any, path: tuple[Key, ...] = ()) -> Iterator[tuple[Any, Shape, Any]]:
    """Path, shape and data of everything in a tree, outermost first."""
    shape = narrowed(shape, data)
    yield path, shape, data
    pairs = data.items() if isinstance(data, dict) else ()
    if isinstance(data, list):
        pairs = enumerate(data)  # type: ignore[assignment]
    for key, value in pairs:
        inside = within(shape, key, data)
        if inside is not None:
            yield from each(inside, value, (*path, key))
