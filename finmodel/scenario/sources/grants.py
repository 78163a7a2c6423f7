"""Money that is given, by development partners or by private donors."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from finmodel.scenario.sources.base import Beside, ChargedSource, Match
from finmodel.scenario.values import Amount, ByYear, Share


class GivenSource(ChargedSource):
    """Money that is given: an amount by year, or commitments and how they are paid out."""

    yearly: ClassVar[tuple[str, ...]] = ("amount",)

    amount: ByYear[Amount] | None = None
    """Amount paid out by year, in the money unit."""
    commitments: ByYear[Amount] | None = None
    """Amount committed by year, years before the plan too, in the money unit; goes with
    `profile`."""
    profile: tuple[Share, ...] = ()
    """Shares of a commitment paid out in its own year and in each of the years after."""

    @field_validator("commitments")
    @classmethod
    def _dated(cls, commitments: ByYear[Amount] | None) -> ByYear[Amount] | None:
        if commitments is not None and commitments.always is not None:
            raise ValueError("a commitment has no year; write it by year: {2026: 6}")
        return commitments

    @field_validator("profile")
    @classmethod
    def _whole(cls, profile: tuple[float, ...]) -> tuple[float, ...]:
        total = math.fsum(profile)
        if profile and abs(total - 1) > 1e-9:
            raise ValueError(
                f"the shares add up to {total * 100:.6g}%; write shares that add up to 100%"
            )
        return profile

    @model_validator(mode="after")
    def _one_way(self) -> GivenSource:
        if (self.amount is None) == (self.commitments is None):
            raise ValueError(
                "the money is not given in one way; write `amount`, or `commitments` with `profile`"
            )
        if (self.commitments is None) != (not self.profile):
            raise ValueError(
                "`commitments` and `profile` go together; "
                "write both, such as {2026: 6} and [20%, 40%, 40%]"
            )
        return self

    def money(self, year: int) -> float | None:
        """Amount of a year: as written, or Σ commitments · share paid out after so many years."""
        if self.commitments is None:
            return None if self.amount is None else self.amount.at(year)
        return math.fsum(
            (self.commitments.at(year - after) or 0.0) * share
            for after, share in enumerate(self.profile)
        )


class Grant(GivenSource):
    """Money given by a development partner."""

    domestic: ClassVar[bool] = False
    kind: Literal["grant"]


class MatchingGrant(GivenSource):
    """Money of a partner that is released only against what others pay."""

    domestic: ClassVar[bool] = False
    kind: Literal["matching grant"]
    match: Match
    """What others must pay for it to be released."""

    @property
    def beside(self) -> dict[str, Beside]:
        """The match, and co-financing where there is some too."""
        return {**super().beside, "match": self.match}


class PrivateDonor(GivenSource):
    """Money given by a private body, such as a foundation or a company."""

    public: ClassVar[bool] = False
    kind: Literal["private donor"]
