"""How certain money is, and which money a plan counts on."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.base import Model
from finmodel.scenario.values import Share

Sure = Literal["secured", "committed"]

Envelope = Literal["secured", "committed", "expected", "everything"]
"""Which money counts: what is secured; with what is committed; with pipeline money at its
probability; with all of the pipeline. Each holds at least as much as the one before."""

ENVELOPES: tuple[Envelope, ...] = get_args(Envelope)


class Certainty(Model):
    """How certain money is: `secured`, `committed` or `{pipeline: 60%}`."""

    word: Sure | None = None
    """Secured or committed."""
    pipeline: Share | None = None
    """Probability that money in the pipeline comes."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe it as it is written: a word, or the probability of pipeline money."""
        schema = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        pipeline = {
            "type": "object",
            "properties": {"pipeline": schema["properties"]["pipeline"]},
            "required": ["pipeline"],
            "additionalProperties": False,
        }
        words = {"enum": list(get_args(Sure))}
        return {"description": schema["description"], "anyOf": [words, pipeline]}

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if isinstance(data, str):
            if data not in get_args(Sure):
                raise ValueError(
                    f"`{data}` is not how certain money is; "
                    "write secured, committed or {pipeline: 60%}"
                )
            return {"word": data}
        if isinstance(data, dict) and set(data) not in ({"pipeline"}, {"word"}):
            raise ValueError("certainty is not given; write secured, committed or {pipeline: 60%}")
        return data

    @model_validator(mode="after")
    def _one_way(self) -> Certainty:
        if (self.word is None) == (self.pipeline is None):
            raise ValueError("certainty is not given; write secured, committed or {pipeline: 60%}")
        return self

    @model_serializer
    def _written(self) -> str | dict[str, float | None]:
        return self.word or {"pipeline": self.pipeline}

    def counted(self, envelope: Envelope) -> float:
        """Part of the money that an envelope counts [share]."""
        if self.pipeline is None:
            return 0.0 if self.word == "committed" and envelope == "secured" else 1.0
        return {"expected": self.pipeline, "everything": 1.0}.get(envelope, 0.0)
