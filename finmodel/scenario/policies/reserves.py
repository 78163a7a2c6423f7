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
        if self.reserve.share is not None:
            what = say.by_year(self.reserve.share, say.percent) + " of its money"
        else:
            assert self.reserve.amount is not None
            what = f"{say.by_year(self.reserve.amount, say.number)} {say.unit}"
        who = say.sources(self.sources)
        keeps = "each keep" if len(self.sources) > 1 else "keeps"
        what = what.replace("its money", "their money") if len(self.sources) > 1 else what
        return f"{who} {keeps} {what} unspent each year as a reserve."
