"""Public budgets: the centre, local governments, special funds."""

from __future__ import annotations

from typing import ClassVar, Literal

from finmodel.scenario.sources.base import ChargedSource, LocalSource, NationalSource
from finmodel.scenario.values import Amount, ByYear


class CentralBudget(ChargedSource):
    """Money of the central government under a yearly ceiling."""

    yearly: ClassVar[tuple[str, ...]] = ("ceiling",)
    kind: Literal["central budget"]
    ceiling: ByYear[Amount]
    """Ceiling by year, in the money unit."""

    def money(self, year: int) -> float | None:
        """Ceiling of a year."""
        return self.ceiling.at(year)


class LocalOwnRevenue(LocalSource):
    """Money that local governments raise and spend at home."""

    kind: Literal["local own revenue"]


class SpecialFund(NationalSource):
    """A fund with a purpose and an income of its own."""

    kind: Literal["special fund"]
