"""Money that households pay for what they use."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from finmodel.scenario.base import Sourced
from finmodel.scenario.sources.base import ChargedSource
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Share


class Burden(Sourced):
    """What a fee may take of a household's income."""

    income: ByYear[Amount]
    """Income of a household by year, in the unit of unit costs."""
    at_most: Share
    """Largest share of that income that the fee may be."""


class HouseholdFee(ChargedSource):
    """A fee that households pay, apart from public funds."""

    public: ClassVar[bool] = False
    yearly: ClassVar[tuple[str, ...]] = ("fee", "users", "exempt", "collection")
    kind: Literal["household fee"]
    fee: ByYear[Amount]
    """Fee of one user by year, in the unit of unit costs."""
    users: ByYear[Amount] | None = None
    """Users by year, the exempt among them; in place of `users_of`."""
    users_of: OneOrMany | None = None
    """Programmes whose output counts the users."""
    exempt: ByYear[Share]
    """Share of the users who pay nothing."""
    collection: ByYear[Share]
    """Share of the fees due that is collected."""
    burden: Burden | None = None
    """Limit on the fee against income."""

    @model_validator(mode="after")
    def _one_way(self) -> HouseholdFee:
        if (self.users is None) == (self.users_of is None):
            raise ValueError(
                "the users are not given in one way; "
                "write `users` by year, or `users_of` with programmes"
            )
        return self

    def of_one_user(self, year: int) -> float:
        """Fee that comes in for each user: fee · (1 − exempt) · collection [unit of unit costs]."""
        fee, exempt, collection = (
            series.at(year) for series in (self.fee, self.exempt, self.collection)
        )
        return (fee or 0.0) * (1.0 - (exempt or 0.0)) * (collection or 0.0)
