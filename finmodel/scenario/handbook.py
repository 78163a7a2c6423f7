"""The reference of the language: a line for each policy, kind of source, contract and goal.

Everything is read from the models: what a thing does is the first sentence of its docstring, what
a key means is the docstring under its field.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from finmodel.scenario.base import PROVENANCE_KEYS, keys_of
from finmodel.scenario.capacities import Capacity
from finmodel.scenario.descriptions import descriptions
from finmodel.scenario.examples import EXAMPLES
from finmodel.scenario.levers import Lever
from finmodel.scenario.objective import GOALS, Stage
from finmodel.scenario.policies import MEASURES, POLICIES
from finmodel.scenario.problems import Problem, ScenarioError, suggest
from finmodel.scenario.programmes import Lumps
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import fields, shape_of, variants

TITLE = "# The language of scenarios: a reference"
PREFACE = (
    "A line for each policy, kind of source, contract and goal, with an example. "
    "`finmodel reference WORD` says more of one of them, or of a key. This file is written by "
    "`finmodel reference > scenarios/REFERENCE.md`."
)


@dataclass(frozen=True)
class Entry:
    """One thing that a planner can write."""

    section: str
    words: tuple[str, ...]
    """Words that tell it, the first one its own."""
    does: str
    """What it does, in full."""
    model: type[BaseModel]

    @property
    def line(self) -> str:
        """What it does, in one sentence."""
        return self.does.split("\n\n")[0].replace("\n", " ")

    @property
    def example(self) -> str:
        """How it is written; empty where there is no example."""
        return EXAMPLES.get(self.words[0], "")


def entries() -> tuple[Entry, ...]:
    """Everything that the reference explains, in the order of its sections."""
    return tuple(_entries())


def _entries() -> Iterator[Entry]:
    for kind in POLICIES:
        measures = tuple(key for key, first in MEASURES.items() if first == kind.measures[0])
        yield Entry("Policies, by what they measure", measures, _said(kind), kind)
    yield Entry("Programmes", ("lumps",), _said(Lumps), Lumps)
    yield Entry("Capacities", ("capacities",), _said(Capacity), Capacity)
    for section, field in (("Sources, by kind", "sources"), ("Contracts, by form", "contracts")):
        for word, model in variants(shape_of(fields(Scenario)[field]).inside).items():
            yield Entry(section, (word,), _said(model), model)
    yield Entry("Levers", ("levers",), _said(Lever), Lever)
    for goal, does in GOALS.items():
        yield Entry("Goals of the objective", (goal,), does, Stage)


def _said(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "")


def reference_text() -> str:
    """The whole reference, in Markdown."""
    lines = [TITLE, "", PREFACE]
    section = ""
    for entry in entries():
        if entry.section != section:
            section = entry.section
            lines += ["", f"## {section}", ""]
        words = ", ".join(f"`{word}`" for word in entry.words)
        lines.append(f"- {words}: {entry.line}" + (f" `{entry.example}`" if entry.example else ""))
    return "\n".join(lines) + "\n"


def reference_of(word: str) -> str:
    """What the reference says of one word: a policy, a kind, a goal, or any key.

    Raises
    ------
    ScenarioError
        If the language has no such word; it names the nearest one.
    """
    found = [_in_full(entry) for entry in entries() if word in entry.words]
    if not found:
        found = [f"{word} ({where}): {text}" for text, where in _meanings(word).items()]
    if not found:
        known = [*(w for entry in entries() for w in entry.words), *_keys()]
        problem = Problem(word, "the language has no such word", suggest(word, tuple(known)))
        raise ScenarioError([problem])
    return "\n\n".join(found) + "\n"


def _in_full(entry: Entry) -> str:
    lines = [f"{entry.words[0]}: {entry.does}"]
    if entry.example:
        lines += ["", f"  {entry.example}"]
    keys = _fields(entry.model)
    lines += [
        "",
        *(f"  {key}: {text}" for key, text in keys.items() if text and key not in PROVENANCE_KEYS),
    ]
    return "\n".join(lines)


def _fields(model: type[BaseModel]) -> dict[str, str]:
    """Keys of a model, each with what it means."""
    meanings = descriptions(model)
    return {
        keys_of(model, name)[0]: meanings.get(name, "").replace("\n", " ")
        for name in model.model_fields
    }


def _models() -> dict[str, type[BaseModel]]:
    """Models that a planner fills in, by where they stand."""
    at_top = fields(Scenario)
    found: dict[str, type[BaseModel]] = {"scenario": Scenario}
    found |= {name: shape_of(at_top[name]).type for name in ("regions", "prices")}
    found["programmes"] = shape_of(shape_of(at_top["programmes"]).inside).type
    return found | {entry.words[0]: entry.model for entry in entries()}


def _meanings(word: str) -> dict[str, str]:
    """Each meaning of a key, with the places where it has it."""
    found: dict[str, list[str]] = {}
    for where, model in _models().items():
        text = _fields(model).get(word)
        if text:
            found.setdefault(text, []).append(where)
    return {text: ", ".join(dict.fromkeys(places)) for text, places in found.items()}


def _keys() -> list[str]:
    return [key for model in _models().values() for key in _fields(model)]
