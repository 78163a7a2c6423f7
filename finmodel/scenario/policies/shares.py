"""Shares of spending."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.policies.base import Over, PolicyBase, ShareBounds
from finmodel.scenario.selection import Slice

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class ShareOfSpending(PolicyBase, Slice):
    """Bounds on a slice of spending, as a share of all spending or of another slice."""

    measures: ClassVar[tuple[str, ...]] = ("share_of_spending",)

    share_of_spending: ShareBounds
    """Bounds on the slice's share."""
    of: Slice | None = None
    """What the share is of; all spending where missing."""
    over: Over = "each year"
    """Whether the share holds in each year or over the whole plan."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return say.opening(
            "{money} is {bounds} of {whole}, {over}.",
            money=say.money(self),
            bounds=say.bounds(self.share_of_spending),
            whole=say.money(self.of) if self.of else say.phrase("all spending"),
            over=say.over(self.over),
        )
