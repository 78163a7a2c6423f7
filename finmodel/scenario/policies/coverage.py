"""Coverage of need."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finmodel.scenario.policies.base import AtLeast, PolicyBase
from finmodel.scenario.selection import Selection

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class CoverageFloor(PolicyBase, Selection):
    """A floor on the coverage of programmes, in each region or over the selected regions."""

    measures: ClassVar[tuple[str, ...]] = ("coverage",)
    each_words: ClassVar[tuple[str, ...]] = ("region", "together")
    counts_output: ClassVar[bool] = True

    each: str | None = "region"
    """`region`, or a group for the regions in it; `together` for the selected regions as one."""
    coverage: AtLeast
    """Floor, as a share of the need."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return say.phrase(
            "Coverage of {what} is at least {least} in {places}.",
            what=say.what(self) or say.phrase("every programme"),
            least=say.percent(self.coverage.at_least),
            places=say.where(self.each, self),
        )
