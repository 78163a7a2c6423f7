"""The JSON Schema of scenario files, generated from the models, for editors."""

from __future__ import annotations

import copy
import json
from typing import Any

from finmodel.scenario.scenario import Scenario

SCHEMA_FILE = "scenario.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WHOLE, PARTIAL = "Scenario", "Partial"
MAPS = ("properties", "patternProperties", "$defs")
"""Keywords whose keys are names, not keywords."""
YES_NO: list[Any] = [True, False, "yes", "no"]


def scenario_schema() -> dict[str, Any]:
    """Generate the schema of a scenario file.

    Returns
    -------
    dict
        A schema of draft 2020-12. A file that extends others need not say everything again, so
        for it nothing is required.
    """
    generated = Scenario.model_json_schema(by_alias=True, mode="validation")
    definitions = _well_named(generated)
    definitions[WHOLE] = generated
    tidy = {name: _tidied(schema) for name, schema in definitions.items()}
    partial = {
        PARTIAL + name: _renamed(_loosened(copy.deepcopy(schema))) for name, schema in tidy.items()
    }
    return {
        "$schema": DIALECT,
        "title": "finmodel scenario",
        "description": "A financing scenario for public programmes.",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/{PARTIAL}{WHOLE}"},
        "else": {"$ref": f"#/$defs/{WHOLE}"},
        "$defs": dict(sorted((tidy | partial).items())),
    }


def schema_text() -> str:
    """Return the schema as the text that is committed."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def _well_named(generated: dict[str, Any]) -> dict[str, Any]:
    """Take the definitions out and call each series by what it holds: ShareByYear."""
    definitions = generated.pop("$defs")
    text = json.dumps([generated, definitions])
    for name, schema in definitions.items():
        if name.startswith("ByYear"):
            text = text.replace(f'"{name}"', f'"{schema["title"]}"')
            text = text.replace(f'"#/$defs/{name}"', f'"#/$defs/{schema["title"]}"')
    renamed, definitions = json.loads(text)
    generated.update(renamed)
    return dict(definitions)


def _tidied(schema: Any) -> Any:
    """Take out what helps no planner: generated titles, empty defaults, other ways to say null."""
    if isinstance(schema, list):
        return [_tidied(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "boolean":
        # Editors read YAML 1.2, where yes and no are text.
        rest = {key: value for key, value in schema.items() if key in ("default", "description")}
        return {"enum": YES_NO, **rest}
    tidy: dict[str, Any] = {}
    for key, value in schema.items():
        if key in MAPS:
            tidy[key] = {name: _tidied(each) for name, each in value.items()}
        elif key in ("title", "discriminator") or (key == "default" and value in (None, {}, [])):
            continue
        elif key == "description":
            tidy[key] = " ".join(value.split())
        else:
            tidy[key] = _tidied(value)
    options = tidy.get("anyOf")
    if options and {"type": "null"} in options:
        options.remove({"type": "null"})
        if len(options) == 1:
            del tidy["anyOf"]
            tidy = options[0] | tidy
    return tidy


def _loosened(schema: Any) -> Any:
    """Require nothing, and let a mapping fit several models."""
    if isinstance(schema, list):
        return [_loosened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    loose: dict[str, Any] = {}
    for key, value in schema.items():
        if key in MAPS:
            loose[key] = {name: _loosened(each) for name, each in value.items()}
        elif key == "oneOf":
            loose["anyOf"] = _loosened(value)
        elif key == "allOf":
            continue
        elif key not in ("required", "minProperties"):
            loose[key] = _loosened(value)
    return loose


def _renamed(schema: Any) -> Any:
    """Point references at the definitions in which nothing is required."""
    if isinstance(schema, list):
        return [_renamed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace("#/$defs/", f"#/$defs/{PARTIAL}")
        if key == "$ref" and isinstance(value, str)
        else _renamed(value)
        for key, value in schema.items()
    }
