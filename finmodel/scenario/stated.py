"""Figures of a rule as a planner wrote them: where they stand, in what unit, and others instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BeforeValidator, ValidationError

from finmodel.scenario.base import Model
from finmodel.scenario.policies import PolicyBase
from finmodel.scenario.policies.amounts import SpendingBounds
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import PERCENT_READERS, ByYear, parse_percent

SIDES = ("at_least", "at_most", "baseline", "share", "amount", "ratio")
"""Fields that hold the figure of a rule, in the order in which one is asked to give way."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """A figure of a rule."""

    path: Path
    """Where it stands in the scenario."""
    value: float
    percent: bool
    """Whether it is a share."""
    whole: bool
    """Whether it counts things."""
    unit: str
    """What it counts, where it is no share; empty for the money unit."""
    years: str = ""
    """Years for which it was written; empty for all of them."""

    @property
    def side(self) -> str:
        """The words before it, such as `at least`."""
        if "baseline" in self.path:
            return "a baseline of"
        known = next((part for part in reversed(self.path) if part.startswith("at_")), "")
        return known.replace("_", " ")


def figures_stated(scenario: Scenario, path: Path) -> Iterator[Stated]:
    """Figures of the rule at a path, such as `policies.women` or `sources.state.absorption`."""
    holder, rule = _at(scenario, path[:-1]), _at(scenario, path)
    if rule is None or path[0] not in ("policies", "sources", "programmes") or len(path) < 2:
        return
    if isinstance(rule, PolicyBase):
        for name in type(rule).model_fields:
            part = getattr(rule, name)
            if isinstance(part, Model):
                yield from _of_model(part, (*path, name), rule)
    elif len(path) > 2 and isinstance(rule, Model) and not isinstance(rule, ByYear):
        yield from _of_model(rule, path, None)
    elif len(path) > 2 and isinstance(holder, Model):
        yield from _of_field(holder, path[-1], path, None)


def _of_model(part: Model, path: Path, policy: PolicyBase | None) -> Iterator[Stated]:
    for side in SIDES:
        if side in type(part).model_fields and getattr(part, side) is not None:
            yield from _of_field(part, side, (*path, side), policy)


def _of_field(holder: Model, name: str, path: Path, policy: PolicyBase | None) -> Iterator[Stated]:
    value = getattr(holder, name)
    percent = _in_percent(holder, name, policy)
    unit = _unit(policy)
    given: list[tuple[Path, Any, str]]
    if isinstance(value, ByYear):
        given = [(("always",), value.always, "other years" if value.values else "")]
        given += [(("values", years), one, years) for years, one in value.values.items()]
    else:
        given = [((), value, "")]
    for part, one, years in given:
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield _stated((*path, *part), one, percent, unit, years)


def _stated(path: Path, value: Any, percent: bool, unit: str, years: str = "") -> Stated:
    return Stated(path, float(value), percent, isinstance(value, int), unit, years)


def _unit(policy: PolicyBase | None) -> str:
    if policy is None:
        return ""
    if "per_unit" in type(policy).model_fields:
        return "for each unit"
    if policy.unit:
        return f"{policy.unit}s"
    if policy.counts_output:
        return "units"
    if isinstance(policy, SpendingBounds) and policy.per:
        return "per head"
    return ""


def _in_percent(holder: Model, name: str, policy: PolicyBase | None) -> bool:
    """Whether a field holds a share: what may be an amount too is one if it says of what."""
    field = type(holder).model_fields[name]
    readers = {*_readers(field.metadata), *_readers_in(field.annotation)}
    of = (getattr(policy, "of", None), getattr(holder, "of", None), getattr(holder, "base", None))
    either = parse_percent in readers and any(each is not None for each in of)
    return either or any(reader in readers for reader in PERCENT_READERS)


def _readers(metadata: Iterable[Any]) -> Iterator[Any]:
    return (each.func for each in metadata if isinstance(each, BeforeValidator))


def _readers_in(annotation: Any) -> Iterator[Any]:
    """What reads the values of a type, those of a series or a choice included."""
    yield from _readers(getattr(annotation, "__metadata__", ()))
    parts = get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, ByYear):
        parts = annotation.__pydantic_generic_metadata__["args"]
    for part in parts:
        yield from _readers_in(part)


def with_figure(scenario: Scenario, path: Path, value: float) -> Scenario | None:
    """The scenario with another figure in one place; None where it may not stand there."""
    try:
        changed = _with(scenario, path, value)
    except (ValidationError, ValueError):
        return None
    assert isinstance(changed, Scenario)
    return changed


def _with(thing: Any, path: Path, value: float) -> Any:
    name, *rest = path
    inner = _with(_one(thing, name), tuple(rest), value) if rest else value
    if isinstance(thing, dict):
        return {**thing, name: inner}
    if isinstance(thing, Scenario) or rest:
        return thing.model_copy(update={name: inner})
    # The innermost is read again, so that it keeps what the language asks of it.
    return type(thing).model_validate({**dict(thing), name: inner})


def _at(thing: Any, path: Path) -> Any:
    for name in path:
        thing = _one(thing, name)
    return thing


def _one(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
