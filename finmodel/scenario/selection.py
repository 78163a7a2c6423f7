"""The one selector: which part of the money a rule, an earmark or a policy speaks of."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from finmodel.scenario.base import Model
from finmodel.scenario.values import OneOrMany, Years


class Selection(Model):
    """A slice of the money. What is left out is not narrowed: no `regions` means all of them."""

    regions: OneOrMany | None = Field(None, validation_alias=AliasChoices("regions", "region"))
    """Regions, or named groups of regions. A parent stands for all regions below it."""
    programmes: OneOrMany | None = Field(
        None, validation_alias=AliasChoices("programmes", "programme")
    )
    """Programmes by id."""
    themes: OneOrMany | None = Field(None, validation_alias=AliasChoices("themes", "theme"))
    """Themes: every programme that has one of them."""
    categories: OneOrMany | None = Field(
        None, validation_alias=AliasChoices("categories", "category")
    )
    """Cost categories, such as recurrent or capital."""
    marker: str | None = None
    """A marker such as gender: money counts with the programme's weight on it."""
    learning_city_areas: OneOrMany | None = Field(
        None, validation_alias=AliasChoices("learning_city_areas", "learning_city_area")
    )
    """GNLC areas of focus: every programme that has one of them."""
    years: Years | None = None
    """Years of the plan."""


class Slice(Selection):
    """A selection that may also name the sources whose money is meant."""

    sources: OneOrMany | None = None
    """Funding sources by id; every source where this is missing."""
