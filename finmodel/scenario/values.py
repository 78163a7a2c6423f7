"""The small values that planners write: shares, years, amounts, texts, series by year."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    RootModel,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.base import Model, Sourced

PERCENT = re.compile(r"^\s*([-+]?\d+(?:\.\d+)?)\s*%\s*$")
YEARS = re.compile(r"^\s*(\d{4})\s*(?:[-–]\s*(\d{4}))?\s*$")
LANGUAGE = re.compile(r"^[a-z]{2,3}$")
PERCENT_SCHEMA = {"type": "string", "pattern": r"^\s*[-+]?\d+(\.\d+)?\s*%\s*$"}


def parse_percent(value: object) -> object:
    """Turn `30%` into 0.3; leave every other value to the type that follows."""
    if isinstance(value, bool):
        raise ValueError("yes and no are not percentages; write one such as 30%")
    if isinstance(value, str):
        match = PERCENT.match(value)
        if not match:
            raise ValueError(f"`{value}` is not a percentage; write it as 30%")
        # Dividing the decimal text by 100 through repr keeps 8.1 % exactly 0.081.
        return float(f"{float(match[1]) / 100:.12g}")
    return value


def _share_hint(value: object) -> object:
    share = parse_percent(value)
    if isinstance(value, str) and isinstance(share, float) and not 0 <= share <= 1:
        raise ValueError(f"{value.strip()} is not part of a whole; write 0% to 100%")
    if isinstance(share, int | float) and 1 < share <= 100:
        raise ValueError(f"{share:g} is more than the whole; did you mean {share:g}%?")
    return share


Share = Annotated[
    float,
    Field(ge=0, le=1),
    BeforeValidator(_share_hint),
    WithJsonSchema({"anyOf": [PERCENT_SCHEMA, {"type": "number", "minimum": 0, "maximum": 1}]}),
]
"""A part of a whole, from 0 to 1 or `0%` to `100%`."""


def _rate_hint(value: object) -> object:
    return _bare_number(value, parse_percent(value), 1)


def _ratio_hint(value: object) -> object:
    return _bare_number(value, parse_percent(value), 2)


def _bare_number(written: object, number: object, doubtful: float) -> object:
    """Refuse a bare number so large that a percentage may be meant."""
    if not isinstance(written, str) and isinstance(number, int | float) and number >= doubtful:
        raise ValueError(f"{number:g} may be {number:g}% or {number * 100:g}%; write the one meant")
    return number


PERCENT_READERS = (_share_hint, _rate_hint, _ratio_hint)
"""What reads a field that is a share; `parse_percent` alone reads one that may be an amount too."""

Rate = Annotated[
    float,
    Field(gt=-1),
    BeforeValidator(_rate_hint),
    WithJsonSchema(
        {
            "anyOf": [
                PERCENT_SCHEMA,
                {"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1},
            ]
        }
    ),
]
"""A rate of growth or interest, `8%` or 0.08; may be negative."""

Ratio = Annotated[
    float,
    Field(ge=0),
    BeforeValidator(_ratio_hint),
    WithJsonSchema(
        {"anyOf": [PERCENT_SCHEMA, {"type": "number", "minimum": 0, "exclusiveMaximum": 2}]}
    ),
]
"""A non-negative ratio that may be above one, `120%` or 1.2."""


def _not_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("yes and no are not numbers; write a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("the number is not finite; write a finite number")
    return value


Amount = Annotated[float, Field(ge=0), BeforeValidator(_not_bool)]
"""An amount that is zero or more, in the unit that the field names."""

ShareOrAmount = Annotated[
    float,
    Field(ge=0),
    BeforeValidator(_not_bool),
    BeforeValidator(parse_percent),
    WithJsonSchema({"anyOf": [PERCENT_SCHEMA, {"type": "number", "minimum": 0}]}),
]
"""A share of a base, `12%` or 0.12, or an amount in the unit that the field names."""

Count = Annotated[int, Field(ge=0), BeforeValidator(_not_bool)]
"""A whole number that is zero or more."""

Number = Annotated[float, BeforeValidator(_not_bool)]
"""A number of either sign."""


def parse_years(value: object) -> tuple[int, ...]:
    """Read `2026`, `2026-2030` or a list of either as years in order, each once.

    Raises
    ------
    ValueError
        If the text is not a year or a range, or the range runs backwards.
    """
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("the list has no years; write 2026 or 2026-2030")
        return tuple(sorted({year for part in value for year in parse_years(part)}))
    return _span(str(value))


@lru_cache(maxsize=1024)
def _span(value: str) -> tuple[int, ...]:
    """Years of a text; a scenario writes the same few again and again."""
    match = YEARS.match(value)
    if not match:
        raise ValueError(f"`{value}` is not a year; write 2026 or 2026-2030")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ValueError(f"the years {value} run backwards; write {last}-{first}")
    if last - first > 100:
        raise ValueError(f"the years {value} span more than a century; write fewer")
    return tuple(range(first, last + 1))


Years = Annotated[
    tuple[int, ...],
    BeforeValidator(parse_years),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "pattern": r"^\s*\d{4}\s*([-–]\s*\d{4})?\s*$"},
                {"type": "array", "items": {"type": ["integer", "string"]}},
            ]
        }
    ),
]
"""One year, a range of years, or a list of them."""

CalendarYear = Annotated[int, Field(ge=1900, le=2200)]
"""One year."""

T = TypeVar("T")


def _keys(annotation: Any) -> set[str]:
    """Keys that the model among some alternatives has, if there is one."""
    models = [one for one in get_args(annotation) if isinstance(one, type)]
    return {key for one in models if issubclass(one, Model) for key in one.model_fields}


class ByYear(Sourced, Generic[T]):
    """A value for every year, or one for each year or range of years.

    Written as one value (`30%`), or as a mapping from years to values that may carry
    `source`, `year`, `note` and `status` beside them. `always` is the value of every year that
    has none of its own.
    """

    always: T | None = None
    """The value of every year that has none of its own."""
    values: dict[str, T] = Field(default_factory=dict)
    """Values as written, by year or range of years."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name a series after what it holds, such as ShareByYear."""
        names = {
            "Share": Share,
            "Rate": Rate,
            "Ratio": Ratio,
            "Amount": Amount,
            "ShareOrAmount": ShareOrAmount,
            "Count": Count,
        }
        for name, annotation in names.items():
            if params[0] == annotation:
                return f"{name}ByYear"
        if isinstance(params[0], type):
            return f"{params[0].__name__}ByYear"
        return super().model_parametrized_name(params)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe a series as it is written: one value, or values by year."""
        described = super().__get_pydantic_json_schema__(core_schema, handler)
        properties = dict(handler.resolve_ref_schema(described)["properties"])
        one = properties.pop("values")["additionalProperties"]
        by_year = {
            "type": "object",
            "properties": properties,
            "patternProperties": {YEARS.pattern: one},
            "additionalProperties": False,
            "minProperties": 1,
        }
        description = "One value, or values by year."
        return {"title": cls.__name__, "description": description, "anyOf": [one, by_year]}

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if isinstance(data, ByYear):
            return data
        if not isinstance(data, dict):
            return {"always": data}
        if isinstance(data.get("values"), dict):
            return data
        if data and set(data) <= _keys(cls.model_fields["always"].annotation):
            return {"always": data}
        by_year = {str(key): value for key, value in data.items() if YEARS.match(str(key))}
        rest = {str(key): value for key, value in data.items() if not YEARS.match(str(key))}
        return {"values": by_year, **rest}

    @model_validator(mode="after")
    def _each_year_once(self) -> ByYear[T]:
        if self.always is None and not self.values:
            raise ValueError("no value is given; write one, or one for each year: {2026: 1}")
        seen: set[int] = set()
        for key in self.values:
            years = set(parse_years(key))
            if years & seen:
                raise ValueError(
                    f"the year {min(years & seen)} is given twice; keep one of the two"
                )
            seen |= years
        return self

    def at(self, year: int) -> T | None:
        """Value of one year, or None where none is given."""
        for key, value in self.values.items():
            if year in parse_years(key):
                return value
        return self.always

    def years(self) -> Iterator[int]:
        """Years that have a value of their own."""
        for key in self.values:
            yield from parse_years(key)


class Text(RootModel[dict[str, str]]):
    """Words for people, in one language or in several: `{en: …, mn: …}`."""

    model_config = {"frozen": True}

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"": data}
        if isinstance(data, dict):
            if not data:
                raise ValueError("there are no words; write them, or {en: …, mn: …}")
            for key in data:
                if key and not LANGUAGE.match(str(key)):
                    raise ValueError(f"`{key}` is not a language; write its code: {{en: …, mn: …}}")
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe words as they are written: plain, or by language."""
        by_language = {
            "type": "object",
            "patternProperties": {LANGUAGE.pattern: {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
        }
        words = "Words, in one language or in several: {en: …, mn: …}."
        return {"description": words, "anyOf": [{"type": "string"}, by_language]}

    def read(self, language: str = "en") -> str:
        """Words in the language asked for, else in English, else in the first one given."""
        return self.root.get(language) or self.root.get("en") or next(iter(self.root.values()), "")


class Money(Model):
    """A money unit such as `million MNT`: a scale and an ISO 4217 currency code."""

    scale: Literal[1, 1_000, 1_000_000, 1_000_000_000]
    currency: str = Field(pattern=r"^[A-Z]{3}$")

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        words = data.split()
        scales = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
        if len(words) == 1:
            return {"scale": 1, "currency": words[0]}
        if len(words) == 2 and words[0] in scales:
            return {"scale": scales[words[0]], "currency": words[1]}
        raise ValueError(f"`{data}` is not a money unit; write it as million MNT")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe a money unit as it is written."""
        pattern = r"^\s*((thousand|million|billion)\s+)?[A-Z]{3}\s*$"
        return {"description": "A money unit.", "type": "string", "pattern": pattern}

    def __str__(self) -> str:
        words = {1: "", 1_000: "thousand ", 1_000_000: "million ", 1_000_000_000: "billion "}
        return f"{words[self.scale]}{self.currency}"


def _one_or_many(value: object) -> object:
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("an empty list selects nothing; leave the key out for everything")
        return tuple(_id(each) for each in value)
    return (_id(value),) if isinstance(value, str | int) else value


def _id(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


OneOrMany = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_many),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "integer"]},
                {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
            ]
        }
    ),
]
"""One id, or a list of them."""
