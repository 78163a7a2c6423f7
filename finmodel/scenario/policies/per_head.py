"""Spending per head, compared with the national mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.policies.base import AtLeast, PolicyBase
from finmodel.scenario.selection import Selection

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class RelativeToMean(PolicyBase, Selection):
    """A floor on each region's spending per head, relative to the national mean per head."""

    measures: ClassVar[tuple[str, ...]] = ("relative_to_mean",)
    each_words: ClassVar[tuple[str, ...]] = ("region",)

    each: str = "region"
    """`region` for every region, or a group for the regions in it."""
    per: str
    """Attribute of the regions that counts heads."""
    relative_to_mean: AtLeast
    """Floor, as a share of the mean."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        parts = [*say.scope(self, but=("regions",)), say.per_head(self.per)]
        return say.opening(
            "{money} in {places} is at least {least} of the national mean.",
            money=say.narrowed(say.phrase("spending"), parts),
            places=say.each(self.each, self),
            least=say.percent(self.relative_to_mean.at_least),
        )
