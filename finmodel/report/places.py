"""Places of a scenario, and what is written there, in words of a language."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.fields import field_words
from finmodel.report.languages.language import Language
from finmodel.report.screen import upper_first
from finmodel.scenario.base import PROVENANCE_KEYS, Sourced
from finmodel.scenario.names import (
    attribute_names,
    capacity_names,
    contract_names,
    group_names,
    heading_names,
    id_words,
    lever_names,
    partner_names,
    policy_names,
    programme_names,
    region_names,
    source_names,
    unnamed_ids,
)
from finmodel.scenario.programmes import ONLY_LINE
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import ALWAYS, Shape, narrowed, shape_of, step, within
from finmodel.scenario.sources import PooledFund
from finmodel.scenario.sources.loans import TIME
from finmodel.scenario.sources.transfers import EQUAL
from finmodel.scenario.values import YEARS, Text

THINGS = ("programmes", "sources", "contracts", "capacities", "levers", "policies")
"""Parts of a scenario whose things stand for themselves: their names say what they are."""
SILENT = ("list", "attributes", "columns")
"""Keys that say nothing beside what stands below them."""


@dataclass(frozen=True)
class Places:
    """Puts places and values of one scenario into words.

    What is a key and what an id is read from the shape of the language, so that an id that looks
    like a key is never taken for it.
    """

    scenario: Scenario
    tree: Mapping[str, Any]
    """The scenario as it is written."""
    language: Language

    def said(self, path: Sequence[object]) -> tuple[str, list[str]]:
        """Which thing a path leads into, and what of it, years and places of lists apart."""
        own = path[0] in THINGS or tuple(path[:2]) == ("regions", "list")
        first, *inside = self.inside(path, 1) if own and len(path) > 1 else self.inside(path, 0)
        return first if own else upper_first(first), inside

    def inside(self, path: Sequence[object], depth: int) -> list[str]:
        """What of a thing a path leads to: words for its steps from some depth on."""
        return [word for at, word in self._words(path) if at >= depth]

    def value(self, path: Sequence[object], data: Any) -> str:
        """What is written at a path, with the keys, choices and names of the language."""
        return self._value(self._shape_at(path), str(path[-1]), data)

    def word(self, plain: str) -> str:
        """Words that the scenario writes plainly, as its glossary has them in the language."""
        return self.scenario.word(plain, self.language.code)

    def _words(self, path: Sequence[object]) -> Iterator[tuple[int, str]]:
        shape: Shape | None = shape_of(Scenario)
        data: Any = self.tree
        inside = ""
        for at, key in enumerate(path):
            shape = None if shape is None else _reached(shape, key, data)
            if shape is None or shape.kind == "ids":
                yield at, self._name(inside, str(key))
            elif not (shape.kind == "list" or _years(key) or key in SILENT):
                yield at, field_words(self.language, str(key))
            shape = None if shape is None else within(shape, key, data)  # type: ignore[arg-type]
            data, inside = step(data, key), str(key)  # type: ignore[arg-type]

    def _shape_at(self, path: Sequence[object]) -> Shape | None:
        shape: Shape | None = shape_of(Scenario)
        data: Any = self.tree
        for key in path:
            shape = None if shape is None else within(shape, key, data)  # type: ignore[arg-type]
            data = step(data, key)  # type: ignore[arg-type]
        return shape

    def _value(self, shape: Shape | None, inside: str, data: Any) -> str:
        if shape is not None and shape.type is Text:
            return Text.model_validate(data).read(self.language.code)
        if isinstance(data, Mapping):
            here = None if shape is None else narrowed(shape, data)
            parts = [
                self._part(here, inside, str(key), each, data)
                for key, each in data.items()
                if not _apart(here, str(key))
            ]
            return "; ".join(parts)
        if isinstance(data, list | tuple):
            one = None if shape is None else within(shape, 0, data)
            return self.language.listed([self._value(one, inside, each) for each in data])
        if isinstance(data, bool):
            return choice_words(self.language, "yes" if data else "no")
        if isinstance(data, float | int):
            return f"{data:,.12g}" if abs(data) >= 10_000 else f"{data:.12g}"
        return self._word(inside, str(data))

    def _part(self, here: Shape | None, inside: str, key: str, each: Any, data: Any) -> str:
        below = None if here is None else within(here, key, data)
        if here is not None and here.kind == "model":
            head = field_words(self.language, key)
        else:
            head = key if _years(key) else self._name(inside, key)
        words = self._value(below, key, each)
        if isinstance(each, Mapping) and len(each) > 1:
            words = f"({words})"
        return words if key == ALWAYS else f"{head}: {words}"

    def _word(self, inside: str, word: str) -> str:
        """A word that is written: a choice, an id, or words of the scenario."""
        chosen = choice_words(self.language, word)
        if chosen != word:
            return chosen
        name = self._named_in.get(inside, {}).get(word) or self._named.get(word)
        if name:
            return name
        if time := TIME.match(word):
            return self._time(float(time[1]), months=time[2].startswith("month"))
        code = self.language.code
        if word in self._unnamed:
            return id_words(self.scenario, word, code)
        return self.word(word)

    def _time(self, number: float, *, months: bool) -> str:
        form, whole = self.language.form, math.ceil(number)
        words = (
            form("{n} month", "{n} months", whole)
            if months
            else form("{n} year", "{n} years", whole)
        )
        return words.format(n=self.language.number(number, 0 if number == whole else 2))

    def _name(self, inside: str, key: str) -> str:
        """Name of what has an id in a part of the scenario."""
        name = self._named_in.get(inside, {}).get(key) or self._named.get(key)
        if name:
            return name
        # Words that the language of scenarios puts among ids itself.
        if (inside, key) in (("formula", EQUAL), ("unit_cost", ONLY_LINE)):
            return field_words(self.language, key)
        return id_words(self.scenario, key, self.language.code)

    @cached_property
    def _named_in(self) -> Mapping[str, Mapping[str, str]]:
        """Names by the key that ids stand under."""
        scenario, code = self.scenario, self.language.code
        partners: dict[str, str] = {}
        for source in scenario.sources.values():
            if isinstance(source, PooledFund):
                partners |= partner_names(scenario, source, code)
        regions, groups = region_names(scenario, code), group_names(scenario, code)
        programmes, attributes = programme_names(scenario, code), attribute_names(scenario, code)
        capacities = capacity_names(scenario, code)
        reached = heading_names(scenario, "target_groups", code)
        return {
            "programmes": programmes,
            "sources": source_names(scenario, code),
            "contracts": contract_names(scenario, code),
            "capacities": capacities,
            "levers": lever_names(scenario, code),
            "policies": policy_names(scenario, code),
            "themes": heading_names(scenario, "themes", code),
            "markers": heading_names(scenario, "markers", code),
            "target_groups": reached,
            "reaches": reached,
            "list": regions,
            "groups": groups,
            "columns": attributes,
            "attributes": attributes,
            "formula": attributes,
            "more_for": attributes,
            "by_region": regions | groups,
            "amounts": regions,
            "use": programmes,
            "stand_ins": capacities,
            "partners": partners,
        }

    @cached_property
    def _unnamed(self) -> set[str]:
        return set(unnamed_ids(self.scenario))

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """Names by id of all that a scenario may refer to."""
        found: dict[str, str] = {}
        for part in reversed(list(self._named_in.values())):
            found |= part
        return found


def _reached(shape: Shape, key: object, data: Any) -> Shape | None:
    """The shape in which a key stands: lists and years on the way may have been left out."""
    here = narrowed(shape, data)
    while here.kind in ("list", "series") and not (isinstance(key, int) or _years(key)):
        if here.kind == "series" and key in PROVENANCE_KEYS:
            break
        here = narrowed(shape_of(here.inside), None)
    return here


def _years(key: object) -> bool:
    return key == ALWAYS or bool(YEARS.match(str(key)))


def _apart(here: Shape | None, key: str) -> bool:
    """Whether a key says how a thing is called or where its figures come from."""
    if here is None or here.kind not in ("model", "series"):
        return False
    sourced = here.kind == "series" or issubclass(here.type, Sourced)
    return key == "name" or (sourced and key in PROVENANCE_KEYS)
