"""Sources and notes of a scenario's figures, as texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from finmodel.scenario.base import Sourced
from finmodel.scenario.scenario import Scenario


def noted(scenario: Scenario) -> list[str]:
    """Sources and notes that a scenario gives, each once, in its order."""
    return list(dict.fromkeys(_noted(scenario)))


def _noted(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        if isinstance(value, Sourced):
            yield from (text for text in (value.source, value.note) if text)
        for name in type(value).model_fields:
            yield from _noted(getattr(value, name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _noted(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _noted(each)
