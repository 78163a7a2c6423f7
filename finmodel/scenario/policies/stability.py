"""Change from one year to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from finmodel.scenario.policies.base import AtMost, PolicyBase, ShareBounds
from finmodel.scenario.selection import Slice
from finmodel.scenario.values import Amount

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class Rise(ShareBounds):
    """How far spending may rise over the year before."""

    plus: Amount = 0.0
    """Amount beside it that spending may rise by too, in the money unit, so that what begins small
    can grow."""


class Stability(PolicyBase, Slice):
    """A bound on how far spending may fall or rise from one year to the next."""

    measures: ClassVar[tuple[str, ...]] = ("fall", "rise")
    each_words: ClassVar[tuple[str, ...]] = ("region", "programme")

    each: str = "region"
    """`region` for every region, a group for the regions in it, or `programme`."""
    fall: AtMost | None = None
    """Largest fall over the year before."""
    rise: Rise | None = None
    """Largest rise over the year before."""

    @model_validator(mode="after")
    def _some_bound(self) -> Stability:
        if self.rise is not None and (self.rise.at_most is None or self.rise.at_least is not None):
            raise ValueError("`rise` has a floor or no ceiling; write `rise: {at_most: 20%}`")
        if self.fall is None and self.rise is None:
            raise ValueError("there is no bound; write `fall`, `rise` or both")
        return self

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        parts = []
        if self.fall is not None:
            fall = say.percent(self.fall.at_most)
            parts.append(say.phrase("falls by at most {most}", most=fall))
        if self.rise is not None and self.rise.at_most is not None:
            most = [say.percent(self.rise.at_most)]
            most += [f"{say.number(self.rise.plus)} {say.unit}"] if self.rise.plus else []
            parts.append(say.phrase("rises by at most {most}", most=say.listed(most)))
        if self.each == "programme":
            where = say.phrase("on each programme")
        else:
            where = say.phrase("in {places}", places=say.each(self.each, self))
        return say.opening(
            "{money} {bounds} from one year to the next.",
            money=say.money(self, ("regions",), [where]),
            bounds=say.listed(parts),
        )
