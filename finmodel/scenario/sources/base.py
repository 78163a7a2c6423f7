"""What all funding sources share: how much each has in each year, and what it may pay for."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.regions import Regions
from finmodel.scenario.selection import Selection
from finmodel.scenario.sources.certainty import Certainty, Envelope
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Share, Text


class Beside(Model):
    """Other sources must pay beside this one, for what it may pay for."""

    from_: OneOrMany = Field(alias="from")
    """Sources that count as co-financing."""
    each: Literal["year", "programme", "region", "programme and region"] = "year"
    """Whether it holds for the whole of a year, or for each programme or region in it."""

    @property
    def weights(self) -> tuple[float, float]:
        """Weights of the others' money and of the source's own: the first must reach the second."""
        raise NotImplementedError


class CoFinancing(Beside):
    """Other sources must pay a share of the joint money."""

    at_least: Share
    """Least share of the joint money that the others pay."""

    @property
    def weights(self) -> tuple[float, float]:
        """(1 − σ) · Σ others ≥ σ · Σ own."""
        return 1.0 - self.at_least, self.at_least


class Match(Beside):
    """Money is released only where others pay a multiple of it."""

    ratio: float = Field(gt=0)
    """What the others pay for one of this source's money, such as 3."""

    @property
    def weights(self) -> tuple[float, float]:
        """Σ others ≥ m · Σ own."""
        return 1.0, self.ratio


class SourceBase(Sourced):
    """What all funding sources share."""

    funding: ClassVar[bool] = True
    """False for financing: money that must be paid back."""
    domestic: ClassVar[bool] = True
    """False for money from outside the country."""
    public: ClassVar[bool] = True
    """False for money of households, communities and private bodies, shown apart from public
    funds."""
    pays: ClassVar[bool] = True
    """False for what pays for no programme, such as a guarantee."""
    yearly: ClassVar[tuple[str, ...]] = ()
    """Fields that must have a value for every year of the plan."""

    name: Text | None = None
    """Name for people."""
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$")
    """Currency of the amounts, at the scenario's scale; the scenario's own where missing."""
    certainty: ByYear[Certainty] | None = None
    """How certain the money is, by year: secured, committed or {pipeline: 60%}; secured where
    missing."""
    only_for: Selection | None = None
    """What the money may pay for; anything where missing."""
    not_for: Selection | None = None
    """What the money may not pay for."""
    co_financing: CoFinancing | None = None
    """Others must pay beside this source."""
    carry_over: Share | None = None
    """Share of a year's amount that may be kept for the next year; nothing where missing."""
    use_at_least: ByYear[Share] | None = None
    """Least share of each year's amount that must be spent."""
    absorption: ByYear[Share] | None = None
    """Share of each year's amount that can be spent in practice."""

    @property
    def cash(self) -> bool:
        """Whether it is money: help in kind is kept out of totals of cash."""
        return True

    @property
    def keeps_balance(self) -> bool:
        """Whether all that is not paid stays, however much it is."""
        return False

    @property
    def beside(self) -> dict[str, Beside]:
        """Rules on what others pay beside this source, by the field that says them."""
        return {} if self.co_financing is None else {"co_financing": self.co_financing}

    def counted(self, year: int, envelope: Envelope) -> float:
        """Part of a year's money that an envelope counts [share]."""
        certain = self.certainty.at(year) if self.certainty is not None else None
        return 1.0 if certain is None else certain.counted(envelope)


class ChargedSource(SourceBase):
    """A source with one purse, from which fixed payments come before programmes."""

    first_charges: dict[str, ByYear[Amount]] = Field(default_factory=dict)
    """Payments that come before programmes, by name and year, in the money unit."""

    def money(self, year: int) -> float | None:
        """What the source is said to have in a year; None where that follows from other figures."""
        return None


class NationalSource(ChargedSource):
    """A source with one amount for the country in each year."""

    yearly: ClassVar[tuple[str, ...]] = ("amount",)

    amount: ByYear[Amount]
    """Amount by year, in the money unit (million MNT, million USD)."""

    def money(self, year: int) -> float | None:
        """Amount of a year."""
        return self.amount.at(year)


class LocalSource(SourceBase):
    """A source with an amount for each region, which pays only there and below."""

    table: str | None = None
    """CSV file: region, then one column for each year."""
    amounts: dict[str, ByYear[Amount]] = Field(default_factory=dict)
    """Amount by region and year, in the money unit."""
    pays_in: Literal["own region"] = "own region"
    """Each region's money pays there, or in the regions below it."""

    def homes(self, regions: Regions) -> tuple[str, ...]:
        """Regions that have money of this source."""
        return tuple(self.amounts)
