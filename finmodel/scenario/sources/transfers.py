"""Money that the centre transfers to regions: amounts by table, or one amount shared by formula."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.regions import Regions
from finmodel.scenario.sources.base import LocalSource
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Share

EQUAL = "equal"
"""Word in a formula for the part that every region gets alike."""


class ByNeed(Model):
    """Shares in proportion to a population that counts more where provision is dear."""

    people: str
    """Attribute of the regions that counts people."""
    more_for: dict[str, Amount] = Field(default_factory=dict)
    """Extra need of a person for each unit of another attribute, such as {remoteness: 0.2}."""


class HoldHarmless(Sourced):
    """No region gets far less than it had in a base year."""

    table: str | None = None
    """CSV file of the base year: region and amount."""
    amounts: dict[str, Amount] = Field(default_factory=dict)
    """Amount of the base year by region, in the money unit."""
    lose_at_most: Share = 0.0
    """Largest loss against the base year; none where missing."""

    @field_validator("amounts", mode="before")
    @classmethod
    def _one_year(cls, amounts: Any) -> Any:
        if isinstance(amounts, dict) and any(isinstance(one, dict) for one in amounts.values()):
            raise ValueError(
                "a base year has one amount for each region; "
                "name the columns of the table `region` and `amount`"
            )
        return amounts


class EarmarkedTransfer(LocalSource):
    """Money that the centre transfers to each region for a purpose."""

    yearly: ClassVar[tuple[str, ...]] = ("amount",)
    kind: Literal["earmarked transfer"]
    amount: ByYear[Amount] | None = None
    """Amount for all regions together by year, in the money unit; shared out by `formula` or
    `by_need`."""
    formula: dict[str, Share] | None = None
    """Weights of attributes of the regions, `equal` for a part that is shared equally; they add
    up to 100%."""
    by_need: ByNeed | None = None
    """Need that the amount is shared in proportion to, in place of `formula`."""
    shared_among: OneOrMany | None = None
    """Regions or groups that share the amount; all where missing."""
    paid_to: Literal["region", "parent"] = "region"
    """Whether each region gets its own share, or a parent the share of all regions below it."""
    hold_harmless: HoldHarmless | None = None
    """Amounts of a base year that protect the regions from losses."""

    @field_validator("formula")
    @classmethod
    def _whole(cls, formula: dict[str, float] | None) -> dict[str, float] | None:
        if formula is None:
            return formula
        total = math.fsum(formula.values())
        if abs(total - 1) > 1e-9:
            raise ValueError(
                f"the weights add up to {total * 100:.6g}%; write weights that add up to 100%"
            )
        return formula

    @model_validator(mode="after")
    def _one_way(self) -> EarmarkedTransfer:
        shared = [way for way in ("formula", "by_need") if getattr(self, way) is not None]
        if len(shared) == 2:
            raise ValueError("`formula` and `by_need` both share the amount; keep one of the two")
        if shared and self.amount is None:
            raise ValueError(
                f"`{shared[0]}` has nothing to share; write `amount` by year for all regions"
            )
        if self.amount is not None and not shared:
            raise ValueError(
                "nothing says how `amount` is shared; write `formula`, `by_need`, "
                "or amounts by region in `table`"
            )
        if shared and (self.table is not None or self.amounts):
            raise ValueError(
                "the money is given for each region and for all together; "
                "keep the amounts by region, or `amount`"
            )
        if not shared:
            self._plain()
        return self

    def _plain(self) -> None:
        """Refuse what only a shared amount can have."""
        for name in ("shared_among", "hold_harmless", "paid_to"):
            if getattr(self, name) != type(self).model_fields[name].default:
                raise ValueError(
                    f"`{name}` is for an amount that is shared by formula; "
                    "write `amount` and `formula`, or take it out"
                )

    @property
    def shared(self) -> bool:
        """Whether one amount is shared out, instead of amounts by region."""
        return self.amount is not None

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes of the regions that the sharing uses."""
        if self.by_need is not None:
            return (self.by_need.people, *self.by_need.more_for)
        return tuple(key for key in self.formula or {} if key != EQUAL)

    def sharers(self, regions: Regions) -> dict[str, tuple[str, ...]]:
        """Leaf regions that share the amount, by the region that their money goes to."""
        named = ("all",) if self.shared_among is None else self.shared_among
        leaves = {leaf for name in named for leaf in regions.members(name)}
        found: dict[str, tuple[str, ...]] = {}
        for leaf in regions.leaves():
            if leaf in leaves:
                home = regions.top(leaf) if self.paid_to == "parent" else leaf
                found[home] = (*found.get(home, ()), leaf)
        return found

    def homes(self, regions: Regions) -> tuple[str, ...]:
        """Regions that have money of this source."""
        return tuple(self.sharers(regions)) if self.shared else tuple(self.amounts)
