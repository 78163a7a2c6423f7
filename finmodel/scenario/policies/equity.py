"""Equity between regions: the Gini coefficient, ratios between groups, catching up, no losses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from finmodel.scenario.policies.base import AtLeast, AtMost, Over, PolicyBase, ShareBounds
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.values import Amount, ByYear

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class Gini(PolicyBase, Selection):
    """A ceiling on the Gini coefficient of spending per head between regions, in each year.

    Regions count with their heads: 0% where each has the same per head, near 100% where one has
    all. Choose as heads whatever the need is measured by.
    """

    measures: ClassVar[tuple[str, ...]] = ("gini",)
    each_words: ClassVar[tuple[str, ...]] = ("region",)

    each: str = "region"
    """`region` for every region, or a group for the regions in it."""
    per: str
    """Attribute of the regions that counts heads."""
    gini: AtMost
    """Ceiling on the coefficient."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        parts = [*say.scope(self, but=("regions",)), say.per_head(self.per)]
        return say.phrase(
            "The Gini coefficient of {money} between {places} is at most {most}.",
            money=say.narrowed(say.phrase("spending"), parts),
            places=say.all_of(self.each, self),
            most=say.percent(self.gini.at_most),
        )


class BetweenGroups(PolicyBase, Selection):
    """What policies share that compare a group that is ahead with one that is behind.

    Which one is ahead is the planner's knowledge, from data that do not change with the plan.
    """

    ahead: str
    """Region or group that is better off."""
    behind: str
    """Region or group that is worse off."""
    per: str
    """Attribute of the regions that counts heads."""

    @model_validator(mode="after")
    def _no_regions(self) -> BetweenGroups:
        if self.regions is not None:
            raise ValueError(
                "`regions` has no place here; `ahead` and `behind` say which regions are meant"
            )
        return self


class GroupRatio(BetweenGroups, Slice):
    """A bound on spending per head in one group of regions as a ratio to that in another."""

    measures: ClassVar[tuple[str, ...]] = ("ratio",)

    ratio: ShareBounds
    """Bounds on what is spent per head where people are better off, over what is spent per head
    where they are worse off."""
    over: Over = "each year"
    """Whether the bounds hold in each year or for the sum of all years."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return say.opening(
            "{money} in {ahead} is {bounds} of that in {behind}, {over}.",
            money=say.money(self, more=[say.per_head(self.per)]),
            ahead=say.region(self.ahead),
            bounds=say.bounds(self.ratio),
            behind=say.region(self.behind),
            over=say.over(self.over),
        )


class Convergence(BetweenGroups):
    """The gap in spending per head between two groups, or to the mean, shrinks every year.

    Should the group that was behind come to be ahead, its lead may shrink by this share at most.
    """

    measures: ClassVar[tuple[str, ...]] = ("gap_shrinks",)
    each_words: ClassVar[tuple[str, ...]] = ("together", "region")

    ahead: str = "all"
    """Region or group that is better off; the mean of the whole country where missing."""
    each: Literal["together", "region"] = "together"
    """Whether those behind catch up together, or each region of them."""
    gap_shrinks: AtLeast
    """Share of the year before by which the gap shrinks at least."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        ahead, behind = say.region(self.ahead), say.region(self.behind)
        if self.ahead == "all":
            ahead = say.phrase("the national mean")
        if self.each == "region":
            behind = say.phrase("each of {group}", group=behind)
        return say.phrase(
            "The gap in {money} between {ahead} and {behind} shrinks by at least {least} a year.",
            money=say.money(self, more=[say.per_head(self.per)]),
            ahead=ahead,
            behind=behind,
            least=say.percent(self.gap_shrinks.at_least),
        )


class NoLosses(PolicyBase, Selection):
    """No region gets less than a share of what it had: in the first year, or in a table.

    What it had in the year before is a policy with `fall`.
    """

    measures: ClassVar[tuple[str, ...]] = ("hold_harmless",)
    each_words: ClassVar[tuple[str, ...]] = ("region",)

    each: str = "region"
    """`region` for every region, or a group for the regions in it."""
    hold_harmless: AtLeast
    """Floor, as a share of what the region had."""
    table: str | None = None
    """CSV file with what each region had, in the money unit: region, then amount or years."""
    amounts: dict[str, ByYear[Amount]] | None = None
    """What each region had, in the money unit, such as last year's allocation; regions left out
    are not held. What each gets in the first year of the plan where neither is written."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        values = {
            "money": say.narrowed(say.phrase("spending"), say.scope(self, but=("regions",))),
            "places": say.each(self.each, self),
            "least": say.percent(self.hold_harmless.at_least),
        }
        if self.amounts is None:
            return say.opening(
                "{money} in {places} is at least {least} of that in the first year.", **values
            )
        return say.opening(
            "{money} in {places} is at least {least} of that before, by the table.", **values
        )
