"""Levers: new money that could be raised, or contracts that could be signed, to close the gap."""

from __future__ import annotations

from pydantic import Field, model_validator

from finmodel.scenario.base import Sourced
from finmodel.scenario.values import Amount, CalendarYear, Share, Text


class Lever(Sourced):
    """One way to mobilise new finance: a source to raise, or a contract to sign.

    What the source has in each year is then no money at hand but the most that the lever can
    raise; how much of it is raised, and from when, is what the question `mobilise` decides.
    """

    name: Text | None = None
    """Name for people; the name of what it raises where missing."""
    raises: str | None = None
    """Source whose money it raises."""
    signs: str | None = None
    """Contract that it signs; goes without `raises`."""
    from_: CalendarYear | None = Field(None, alias="from")
    """First year in which it can bring money, after its lead time; the plan's first where
    missing."""
    cost_of_raising: Share = 0.0
    """What raising it costs, as a share of what it brings: collection, interest, fees, returns."""
    risk: Share = 0.0
    """Share of what it brings that may not come, at which it counts as a cost of risk."""
    effort: Amount = 0.0
    """Political and administrative effort of a year in which it is used in full, in points of the
    scenario's own scale."""
    all_or_nothing: bool = False
    """True for a lever that is used in full from some year on, or never."""
    continues: bool = False
    """True for a lever that, once used, is used to the same share or more in every later year."""

    @model_validator(mode="after")
    def _one_thing(self) -> Lever:
        if (self.raises is None) == (self.signs is None):
            raise ValueError(
                "the lever does not say one thing that it moves; "
                "write `raises` with a source, or `signs` with a contract"
            )
        if self.signs is not None and (self.from_ is not None or self.all_or_nothing):
            raise ValueError(
                "a contract says when and whether in part it may be signed; "
                "take `from` and `all_or_nothing` out"
            )
        return self
