"""Money from outside that takes the place of a country's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import PolicyBase
from finmodel.scenario.selection import Selection
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Share

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class Displacement(Model):
    """How much of the country's own money may give way to money from outside."""

    share: Share
    """Part of each unit of external money by which domestic money may fall below the baseline; 0%
    for none, 100% where external money may take its place in full."""
    baseline: ByYear[Amount]
    """Domestic money by year without money from outside, in the money unit."""


class Fungibility(PolicyBase, Selection):
    """A floor on domestic money that gives way to external money only in part."""

    measures: ClassVar[tuple[str, ...]] = ("fungibility",)

    fungibility: Displacement
    """Share that may be replaced, and the baseline."""
    domestic: OneOrMany | None = None
    """Sources whose money counts as domestic; all domestic public money where missing."""
    external: OneOrMany | None = None
    """Sources whose money may replace it; all money from outside the country where missing."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        own = say.phrase("Domestic public money")
        own = own if self.domestic is None else say.sources(self.domestic)
        outside = say.phrase("external money")
        return say.phrase(
            "{money} falls below its baseline by at most {share} of {external}, in each year: the "
            "rest of that money must come on top.",
            money=say.narrowed(own, say.scope(self)),
            share=say.percent(self.fungibility.share),
            external=outside if self.external is None else say.sources(self.external),
        )
