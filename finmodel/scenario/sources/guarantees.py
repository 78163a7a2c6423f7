"""Promises to pay what others owe, if they do not: no money for programmes, a risk to a source."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from finmodel.scenario.sources.base import SourceBase
from finmodel.scenario.values import Amount, ByYear, Share

OF_PAYERS = (
    *("only_for", "not_for", "co_financing", "carry_over", "absorption", "use_at_least"),
    *("certainty",),
)
"""Fields of other sources that say nothing of what pays for no programme."""


class Guarantee(SourceBase):
    """A promise to pay a lender if a debtor does not: no cash, but calls to be expected."""

    funding: ClassVar[bool] = False
    pays: ClassVar[bool] = False
    kind: Literal["guarantee"]
    exposure: ByYear[Amount] | None = None
    """What is guaranteed in each year, in the money unit."""
    backs: str | None = None
    """Loan that is guaranteed, instead of `exposure`: what is owed of it at the start of a year."""
    default_probability: Share
    """Probability that the debtor does not pay in a year."""
    loss_given_default: Share
    """Part of the exposure that is lost then."""
    coverage: Share = 1.0
    """Part of the loss that the guarantee pays; all of it where missing."""
    called_on: str
    """Source that pays what is called, before programmes."""
    limit: Amount | None = None
    """Most that may be guaranteed in a year, coverage × exposure, in the money unit."""

    @model_validator(mode="after")
    def _one_way(self) -> Guarantee:
        if (self.exposure is None) == (self.backs is None):
            raise ValueError(
                "what is guaranteed is not given in one way; write `exposure`, or `backs` with a "
                "loan"
            )
        for name in OF_PAYERS:
            if getattr(self, name) is not None:
                raise ValueError(
                    f"`{name}` says nothing of a guarantee, which pays for no programme; "
                    "take it out"
                )
        return self

    @property
    def cash(self) -> bool:
        """A promise is no money."""
        return False

    @property
    def expected_call(self) -> float:
        """Expected call for each unit of exposure: probability · loss · coverage."""
        return self.default_probability * self.loss_given_default * self.coverage
