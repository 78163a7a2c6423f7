"""Contracts with private partners, each form a model of its own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.contracts.base import ContractBase, Financed, Indexed, whole
from finmodel.scenario.values import Amount, ByYear, Rate, Ratio, Share, Years


class AvailabilityPayment(ContractBase):
    """The partner builds and runs; the public side pays each year that the asset is available."""

    kind: Literal["availability payment"]
    capital: ByYear[Amount]
    """Capital cost by year of building, interest during building in it, in the money unit."""
    rate: Rate | None = None
    """Return that private capital asks a year; goes without `payment`."""
    capital_grant: Amount = 0.0
    """What the public side pays when building ends, in the money unit; the partner finances the
    rest."""
    operation: Amount = 0.0
    """Operation and upkeep a year, in prices of the base year, in the money unit."""
    payment: Amount | None = None
    """Payment a year as agreed, in the money unit; from capital, rate and operation where
    missing."""
    indexed: Indexed | None = None
    """How operation, or the payment as agreed, follows prices."""
    deductions: Share = 0.0
    """Share of the payment expected to be taken off for times without service."""

    @model_validator(mode="after")
    def _one_way(self) -> AvailabilityPayment:
        if (self.rate is None) == (self.payment is None):
            raise ValueError(
                "the payment is not given in one way; write `rate`, or `payment` as agreed"
            )
        if self.capital_grant > sum(self.cost_of_capital.values()):
            raise ValueError("`capital_grant` is above the capital; write less")
        return self


class ViabilityGap(Financed):
    """Users pay, and a public grant fills what they do not."""

    kind: Literal["viability gap"]
    revenue: ByYear[Amount]
    """What users pay a year, in the money unit."""
    operation: Amount = 0.0
    """Operation and upkeep a year, in the money unit."""
    grant: Amount | None = None
    """Grant as agreed, in the money unit; what makes the contract pay its way where missing."""
    at_most: Share
    """Largest grant that the rules allow, as a share of the capital."""


class UserFeeConcession(Financed):
    """The partner builds, users pay, and the public side takes a share of the revenue."""

    kind: Literal["user-fee concession"]
    revenue: ByYear[Amount]
    """What users pay a year, in the money unit."""
    royalty: Share
    """Share of the revenue that comes to `paid_by`."""


class Band(Model):
    """A share of the forecast that holds in some years."""

    years: Years
    """Years of operation in which it holds."""
    share: Ratio
    """Share of the forecast."""


class RevenueCase(Sourced):
    """One way in which revenue may come out."""

    probability: Share
    """Chance of it."""
    of_forecast: ByYear[Ratio]
    """Revenue as a share of the forecast."""


class MinimumRevenueGuarantee(Financed):
    """Users pay, and the public side makes up what is missing to a floor."""

    kind: Literal["minimum revenue guarantee"]
    revenue: ByYear[Amount]
    """Revenue forecast in the contract, by year, in the money unit."""
    guaranteed: tuple[Band, ...] = Field(min_length=1)
    """Share of the forecast that is guaranteed, by years."""
    clawed_back_above: tuple[Band, ...] = ()
    """Share of the forecast above which revenue comes back to the public side, by years."""
    nothing_below: Share = 0.0
    """Share of the forecast below which the guarantee pays nothing."""
    cases: dict[str, RevenueCase] = Field(min_length=1)
    """How revenue may come out, by name; the probabilities add up to 100%."""

    @field_validator("cases")
    @classmethod
    def _whole(cls, cases: dict[str, RevenueCase]) -> dict[str, RevenueCase]:
        whole(sum(case.probability for case in cases.values()))
        return cases

    @field_validator("guaranteed")
    @classmethod
    def _part(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        return _bands(bands, above=False)

    @field_validator("clawed_back_above")
    @classmethod
    def _more(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        return _bands(bands, above=True)


def _bands(bands: tuple[Band, ...], *, above: bool) -> tuple[Band, ...]:
    seen: set[int] = set()
    for band in bands:
        if (band.share < 1) if above else (band.share > 1):
            raise ValueError(
                f"revenue above {band.share * 100:.6g}% of the forecast cannot be clawed back; "
                "write 100% or more"
                if above
                else f"{band.share * 100:.6g}% cannot be guaranteed; write 100% or less"
            )
        if seen & set(band.years):
            raise ValueError(
                f"two bands hold in {min(seen & set(band.years))}; write each year once"
            )
        seen |= set(band.years)
    return bands


class JointVenture(ContractBase):
    """Both sides pay in capital and share what comes out."""

    kind: Literal["joint venture"]
    capital: ByYear[Amount]
    """Capital cost by year of building, in the money unit."""
    public_share: Share
    """Public share of the capital and of the dividends."""
    dividends: ByYear[Amount]
    """Dividends of the venture a year, in the money unit."""


class OperatingContract(ContractBase):
    """The partner runs what the public side owns, for a fee."""

    kind: Literal["operating contract"]
    fee: Amount
    """Fixed fee a year, in prices of the base year, in the money unit."""
    performance_fee: Amount = 0.0
    """Fee a year for full performance, in prices of the base year, in the money unit."""
    performance: Share = 1.0
    """Performance expected."""
    indexed: Indexed | None = None
    """How the fees follow prices."""


class OutcomeContract(ContractBase):
    """Investors pay for the work, and the public side pays for outcomes: a social impact bond."""

    kind: Literal["outcome contract"]
    capital: ByYear[Amount]
    """What investors lay out by year, in the money unit."""
    outcomes_a_year: Amount
    """Outcomes expected a year, such as graduates in work."""
    price: Amount
    """Payment for one outcome, in the unit of `unit_costs_in`."""
    threshold: Amount = 0.0
    """Outcomes a year that earn nothing yet."""
    at_most: Amount | None = None
    """Largest payment a year, in the money unit."""
    paid_after: int = Field(1, ge=0, le=10)
    """Years from an outcome to its payment, while it is verified."""
