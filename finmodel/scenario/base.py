"""What every model of the scenario language shares: strictness and provenance."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["official", "derived", "illustrative"]


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        populate_by_name=True,
    )


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
