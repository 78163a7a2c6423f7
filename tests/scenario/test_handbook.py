"""The reference of the language: complete, right and as committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from finmodel.scenario.capacities import Capacity
from finmodel.scenario.examples import EXAMPLES
from finmodel.scenario.handbook import Entry, entries, reference_of, reference_text
from finmodel.scenario.levers import Lever
from finmodel.scenario.objective import GOALS, Goal, Stage
from finmodel.scenario.policies import POLICIES, Policy
from finmodel.scenario.problems import ScenarioError
from finmodel.scenario.programmes import Lumps
from finmodel.scenario.sources import Source

COMMITTED = Path(__file__).parents[2] / "scenarios" / "REFERENCE.md"
MODELS: dict[str, Any] = {
    "Policies, by what they measure": Policy,
    "Programmes": Lumps,
    "Capacities": Capacity,
    "Sources, by kind": Source,
    "Levers": Lever,
    "Goals of the objective": Stage,
}
EXPLAINED = [entry for entry in entries() if entry.section in MODELS]


def test_the_committed_reference_is_the_generated_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == reference_text(), (
        "write it again: finmodel reference > scenarios/REFERENCE.md"
    )


@pytest.mark.parametrize("entry", EXPLAINED, ids=lambda entry: entry.words[0])
def test_every_example_is_right(entry: Entry) -> None:
    example = YAML(typ="safe", pure=True).load(entry.example)
    (written,) = [example] if entry.model is Stage else example.values()
    model = TypeAdapter(MODELS[entry.section]).validate_python(written)
    assert isinstance(model, entry.model)


def test_every_example_is_shown() -> None:
    assert set(EXAMPLES) <= {entry.words[0] for entry in entries()}


def test_everything_is_explained_in_sentences() -> None:
    assert {entry.model for entry in entries()} >= {*POLICIES, Capacity, Lever, Stage}
    assert set(GOALS) == set(get_args(Goal))
    assert [entry.words for entry in entries() if not entry.line.endswith(".")] == []


def test_a_word_is_explained_with_its_keys_and_an_example() -> None:
    text = reference_of("rise")
    assert "Largest fall over the year before." in text
    assert EXAMPLES["fall"] in text
    assert "may be kept for the next year" in reference_of("carry_over")


def test_a_word_that_is_not_there_is_met_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="the language has no such word; did you mean `gini`"):
        reference_of("ginni")
