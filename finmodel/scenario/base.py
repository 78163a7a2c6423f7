"""What every model of the scenario language shares: strictness and provenance."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.descriptions import descriptions

Status = Literal["official", "derived", "illustrative"]


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        populate_by_name=True,
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Let the schema know every key that may be written for a field, and what it means."""
        schema = handler(core_schema)
        written = handler.resolve_ref_schema(schema)
        properties: dict[str, Any] = written.get("properties", {})
        required: list[str] = written.get("required", [])
        meanings = descriptions(cls)
        for name in cls.model_fields:
            first, *others = keys_of(cls, name)
            if first in properties and name in meanings:
                properties[first]["description"] = meanings[name]
            properties |= {other: properties[first] for other in others if first in properties}
            if others and first in required:
                required.remove(first)
                either = [{"required": [key]} for key in (first, *others)]
                written.setdefault("allOf", []).append({"anyOf": either})
        if "required" in written and not required:
            del written["required"]
        return schema


def keys_of(model: type[BaseModel], name: str) -> tuple[str, ...]:
    """Keys that may be written for a field, the one to recommend first."""
    field = model.model_fields[name]
    if isinstance(field.validation_alias, AliasChoices):
        return tuple(str(choice) for choice in field.validation_alias.choices)
    return (field.alias or name,)


class Sourced(Model):
    """A thing whose figures may carry where they came from."""

    source: str | None = None
    """Publication, table or file that the figure was read from."""
    year: int | str | None = None
    """Year (or period) that the figure describes."""
    note: str | None = None
    """How the figure was reasoned or what to mind when reading it."""
    status: Status | None = None
    """How firm the figure is; the scenario's `unless_stated` where this is missing."""


PROVENANCE_KEYS = frozenset(Sourced.model_fields)
