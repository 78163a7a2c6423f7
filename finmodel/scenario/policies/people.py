"""Whom programmes reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.policies.base import Over, PolicyBase, ShareBounds
from finmodel.scenario.selection import Selection

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class ShareOfLearners(PolicyBase, Selection):
    """Bounds on the share of a target group among the people whom programmes reach.

    Programmes say under `reaches` which share of their output reaches the group; those that do
    not say it are left out.
    """

    measures: ClassVar[tuple[str, ...]] = ("share_of_learners",)
    each_words: ClassVar[tuple[str, ...]] = ("together", "region")
    counts_output: ClassVar[bool] = True

    target_group: str
    """Target group by id."""
    share_of_learners: ShareBounds
    """Bounds on the group's share."""
    each: str = "together"
    """`together` for all that is selected as one, `region`, or a group for the regions in it."""
    over: Over = "each year"
    """Whether the share holds in each year or over the whole plan."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        parts = [*say.scope(self, but=("regions",)), *say.place(self.each, self)]
        return say.phrase(
            "{group} are {bounds} of {people}, {over}.",
            group=say.target_group(self.target_group),
            bounds=say.bounds(self.share_of_learners),
            people=say.narrowed(say.phrase("the people reached"), parts),
            over=say.over(self.over),
        )
