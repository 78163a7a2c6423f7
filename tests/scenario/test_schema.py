"""The JSON Schema: committed as generated, and in agreement with the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from finmodel.scenario.schema import SCHEMA_FILE, scenario_schema, schema_text
from finmodel.scenario.text import read_yaml

ROOT = Path(__file__).parents[2]
COMMITTED = [ROOT / "finmodel" / "scenario" / SCHEMA_FILE, ROOT / "scenarios" / SCHEMA_FILE]
SCENARIOS = [
    ROOT / "finmodel" / "scenario" / "starter_files" / "scenario.yaml",
    ROOT / "scenarios" / "mongolia-lifelong-learning" / "scenario.yaml",
    Path(__file__).parent / "small.yaml",
]


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", COMMITTED, ids=["package", "scenarios"])
def test_the_committed_schema_is_the_generated_one(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", SCENARIOS, ids=["starter", "mongolia", "small"])
def test_scenarios_agree_with_the_schema(validator: Any, path: Path) -> None:
    data, _, problems = read_yaml(path, path.name)
    assert not problems
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize("path", SCENARIOS[:2], ids=["starter", "mongolia"])
def test_scenarios_name_the_schema_in_their_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    if path != SCENARIOS[0]:  # the starter's schema is written beside it
        assert (path.parent / first.removeprefix(prefix)).resolve() in COMMITTED


def test_a_file_that_extends_need_not_say_everything_again(validator: Any) -> None:
    part = {"extends": "base.yaml", "sources": {"state": {"ceiling": {"2026": 5}}}}
    assert validator.is_valid(part)
    assert not validator.is_valid(part | {"sorces": {}})
    del part["extends"]
    assert not validator.is_valid(part)


@pytest.mark.parametrize(
    ("path", "value", "valid"),
    [
        (("sources", "grant", "only_for"), {"programme": "workshops", "region": ["N", 5]}, True),
        (("sources", "grant", "only_for"), {"programm": "workshops"}, False),
        (("sources", "state", "ceiling"), {"2026 - 2028": 5, "note": "x"}, True),
        (("sources", "state", "ceiling"), {"26": 5}, False),
        (("sources", "state", "ceiling"), {"always": 5}, True),
        (("policies", "steady", "negotiable"), "yes", True),
        (("policies", "steady", "negotiable"), "perhaps", False),
        (("programmes", "literacy", "coverage", "now"), "30%", True),
        (("programmes", "literacy", "coverage", "now"), 30, False),
        (("programmes", "literacy", "need"), 5, True),
        (("objective",), ["maximise benefit"], True),
        (("title",), {"english": "x"}, False),
        (("money",), "million mnt", False),
        (("scenario",), None, False),
    ],
)
def test_the_schema_knows_how_values_are_written(
    validator: Any, path: tuple[str, ...], value: Any, valid: bool
) -> None:
    data, _, _ = read_yaml(SCENARIOS[2], "small.yaml")
    here: Any = data
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    assert validator.is_valid(data) is valid


def test_every_key_is_described() -> None:
    definitions = scenario_schema()["$defs"]
    for name, definition in definitions.items():
        for key, about in definition.get("properties", {}).items():
            kind = "const" in about or key == "kind"
            assert kind or "description" in about, f"{name}.{key}"
    assert '"title": "' not in json.dumps(definitions)
