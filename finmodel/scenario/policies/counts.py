"""Counts: in how many regions something begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import PolicyBase
from finmodel.scenario.selection import Selection
from finmodel.scenario.values import ByYear, Count

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class AtMostRegions(Model):
    """A number of regions, at most."""

    at_most: ByYear[Count]
    """Ceiling, in regions, for all years or year by year."""


class NewRegions(PolicyBase, Selection):
    """Programmes begin in only so many new regions a year.

    A region is new in the first year in which it delivers. Where coverage today is above zero it
    is not new; where that is unknown it is.
    """

    measures: ClassVar[tuple[str, ...]] = ("new_regions",)
    counts_output: ClassVar[bool] = True
    unit: ClassVar[str] = "region"

    new_regions: AtMostRegions
    """Ceiling on the regions in which the selected programmes begin in a year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        years = say.years(self.years) if self.years else say.phrase("each year")
        return say.phrase(
            "{output} begins in at most {most} new regions in {years}.",
            output=say.narrowed(say.phrase("Output"), say.scope(self, but=("years",))),
            most=say.by_year(self.new_regions.at_most, say.number),
            years=years,
        )
