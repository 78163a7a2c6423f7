"""Money kept for what nobody foresaw."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import PolicyBase
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Share

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class Kept(Model):
    """How much is kept: a share of the money, or an amount."""

    share: ByYear[Share] | None = None
    """Share of each year's money after first charges."""
    amount: ByYear[Amount] | None = None
    """Amount in each year, in the scenario's money unit."""

    @model_validator(mode="after")
    def _one(self) -> Kept:
        if (self.share is None) == (self.amount is None):
            raise ValueError("a reserve is one of the two; write `share` or `amount`")
        return self


class Reserve(PolicyBase):
    """A reserve for contingencies: a part of each source that is not spent in the year."""

    measures: ClassVar[tuple[str, ...]] = ("reserve",)

    sources: OneOrMany
    """Sources by id, each of which keeps a reserve; a local source in each region."""
    reserve: Kept
    """How much is kept unspent in each year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        who, several = say.sources(self.sources), len(self.sources) > 1
        if self.reserve.share is not None:
            share = say.by_year(self.reserve.share, say.percent)
            kept = (
                say.phrase("{share} of their money", share=share)
                if several
                else say.phrase("{share} of its money", share=share)
            )
        else:
            assert self.reserve.amount is not None
            kept = f"{say.by_year(self.reserve.amount, say.number)} {say.unit}"
        if several:
            return say.phrase(
                "{sources} each keep {kept} unspent each year as a reserve.", sources=who, kept=kept
            )
        return say.phrase(
            "{sources} keeps {kept} unspent each year as a reserve.", sources=who, kept=kept
        )
