"""Rules between programmes: what needs what, what goes together, what serves the same people."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, model_validator

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import AtMost, PolicyBase
from finmodel.scenario.selection import Selection
from finmodel.scenario.values import Amount

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class PerUnit(Model):
    """Output of one programme for each unit of another's."""

    at_least: Amount | None = None
    """Floor, in units of output."""
    at_most: Amount | None = None
    """Ceiling, in units of output."""

    @model_validator(mode="after")
    def _in_order(self) -> PerUnit:
        if self.at_least is None and self.at_most is None:
            raise ValueError("there is no bound; write `at_least`, `at_most` or both")
        if self.at_most is not None and (self.at_least or 0.0) > self.at_most:
            raise ValueError(
                f"`at_least` {self.at_least:g} is above `at_most` {self.at_most:g}; "
                "lower the one or raise the other"
            )
        return self


class AtMostPerUnit(Model):
    """Output of one programme for each unit of another's, at most."""

    at_most: Amount = Field(gt=0)
    """Ceiling, in units of output."""


class Prerequisite(PolicyBase):
    """A programme delivers only as much as another one has delivered the means for so far."""

    measures: ClassVar[tuple[str, ...]] = ("requires",)
    each_words: ClassVar[tuple[str, ...]] = ("region", "together")
    counts_output: ClassVar[bool] = True

    programme: str
    """Programme that needs another one, by id."""
    requires: str
    """Programme that comes first, by id."""
    per_unit: AtMostPerUnit
    """Output in a year for each unit that the other one has delivered up to and in that year."""
    already: Amount = 0.0
    """Units of the other one that there were before the plan, in each place."""
    each: str = "region"
    """`region`, a group for the regions in it, or `together` for the whole country."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        values = {
            "places": say.each_place(self.each),
            "programme": say.programme(self.programme),
            "most": say.number(self.per_unit.at_most),
            "other": say.programme(self.requires),
        }
        if not self.already:
            return say.opening(
                "In {places}, {programme} delivers at most {most} for each unit of {other} so far.",
                **values,
            )
        return say.opening(
            "In {places}, {programme} delivers at most {most} for each unit of {other} so far, the "
            "{already} that were there included.",
            already=say.number(self.already),
            **values,
        )


class Complement(PolicyBase):
    """Two programmes go together: the output of one for each unit of the other, in each year."""

    measures: ClassVar[tuple[str, ...]] = ("goes_with",)
    each_words: ClassVar[tuple[str, ...]] = ("region", "together")
    counts_output: ClassVar[bool] = True

    programme: str
    """Programme that goes with another one, by id."""
    goes_with: str
    """The other one, by id."""
    per_unit: PerUnit
    """Output for each unit that the other one delivers in the same year."""
    each: str = "region"
    """`region`, a group for the regions in it, or `together` for the whole country."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        low, high = (
            None if bound is None else say.number(bound)
            for bound in (self.per_unit.at_least, self.per_unit.at_most)
        )
        return say.opening(
            "In {places}, {programme} delivers {bounds} for each unit of {other} in the same year.",
            places=say.each_place(self.each),
            programme=say.programme(self.programme),
            bounds=say.between(low, high),
            other=say.programme(self.goes_with),
        )


class Substitutes(PolicyBase, Selection):
    """Programmes that serve the same people share one need."""

    measures: ClassVar[tuple[str, ...]] = ("shared_need",)
    each_words: ClassVar[tuple[str, ...]] = ("region", "together")
    counts_output: ClassVar[bool] = True

    shared_need: AtMost
    """Ceiling on the coverage of the selected programmes added up."""
    each: str = "region"
    """`region`, a group for the regions in it, or `together` for the selected regions as one."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        scope = say.scope(self, but=("regions", "years"))
        return say.phrase(
            "{coverage} adds up to at most {most} in {places}.",
            coverage=say.narrowed(say.phrase("Coverage"), scope),
            most=say.percent(self.shared_need.at_most),
            places=say.where(self.each, self),
        )
