"""Money that employers, communities and families bring."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator

from finmodel.scenario.selection import Selection
from finmodel.scenario.sources.base import ChargedSource, NationalSource
from finmodel.scenario.values import Amount, ByYear, Share, Text


class PrivateContribution(NationalSource):
    """Money that employers or other private bodies pay towards programmes."""

    public: ClassVar[bool] = False
    kind: Literal["private contribution"]


class CommunityContribution(NationalSource):
    """Money that communities and families bring together."""

    public: ClassVar[bool] = False
    kind: Literal["community contribution"]


class CommunityInKind(ChargedSource):
    """Work and goods that communities bring: they cover cost, and are no money."""

    public: ClassVar[bool] = False
    yearly: ClassVar[tuple[str, ...]] = ("quantity", "valued_at")
    kind: Literal["community contribution in kind"]
    quantity: ByYear[Amount]
    """What is brought by year, in the unit that `of` names."""
    of: Text
    """What is brought, such as days of work."""
    valued_at: ByYear[Amount]
    """Value of one unit of it by year, in the unit of unit costs."""
    pays_at_most: Share
    """Largest share that it covers of the cost of each programme in each year, in the categories
    that it may cover."""
    only_for: Selection
    """Cost categories, and programmes or regions, that it may cover."""

    @field_validator("only_for")
    @classmethod
    def _named_categories(cls, only_for: Selection) -> Selection:
        if only_for.categories is None:
            raise ValueError(
                "help in kind covers only named cost categories; "
                "write them, such as {categories: capital}"
            )
        return only_for

    @property
    def cash(self) -> bool:
        """Work and goods are no money."""
        return False
