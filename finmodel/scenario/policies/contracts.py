"""Caps on what contracts with private partners cost the public side, beyond the plan too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import model_validator

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import PolicyBase
from finmodel.scenario.values import Amount, ByYear, OneOrMany, ShareOrAmount

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class Limit(Model):
    """The most there may be: a share of a base, or an amount."""

    at_most: ByYear[ShareOrAmount]
    """Share of `of` or of `base`, such as 12%; an amount in the money unit where both are
    missing."""
    of: OneOrMany | None = None
    """Sources whose money of the year is the base."""
    base: ByYear[Amount] | None = None
    """Base by year in the money unit, such as the gross domestic product; goes without `of`."""

    @model_validator(mode="before")
    @classmethod
    def _share_of_something(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        written = data.get("at_most")
        values = list(written.values()) if isinstance(written, dict) else [written]
        based = data.get("of") is not None or data.get("base") is not None
        for value in values:
            if not based and isinstance(value, str) and value.strip().endswith("%"):
                raise ValueError(
                    f"{value.strip()} is a share of nothing; "
                    "write `of`, a source, or `base`, amounts by year"
                )
        return data

    @model_validator(mode="after")
    def _one_base(self) -> Limit:
        if self.of is not None and self.base is not None:
            raise ValueError("`of` and `base` are two bases; write one of them")
        if self.shared:
            for value in (self.at_most.always, *self.at_most.values.values()):
                if value is not None and value >= 2:
                    raise ValueError(
                        f"{value:g} may be {value:g}% or {value * 100:g}%; write the one meant"
                    )
        return self

    @property
    def shared(self) -> bool:
        """Whether the limit is a share of a base."""
        return self.of is not None or self.base is not None


class ContractCap(PolicyBase):
    """What all caps on contracts share."""

    contracts: OneOrMany | None = None
    """Contracts that count; all of them where missing."""
    existing: ByYear[Amount] | None = None
    """What counts already by year, from agreements made before the plan, in the money unit."""

    @property
    def limit(self) -> Limit:
        """The most there may be."""
        found: Limit = getattr(self, self.measures[0])
        return found

    def said(self, say: Speaker, what: str, when: str) -> str:
        """A sentence on what is capped and when."""
        limit = self.limit
        of = f" of {say.contracts(self.contracts)}" if self.contracts else " of all contracts"
        if not limit.shared:
            most = f"{say.by_year(limit.at_most, say.number)} {say.unit}"
        else:
            base = say.sources(limit.of) if limit.of else "the stated base"
            most = f"{say.by_year(limit.at_most, say.percent)} of {base}"
        words = f"{what}{of} {'are' if what.endswith('s') else 'is'} at most {most} {when}"
        if self.existing is not None:
            words += f", {say.by_year(self.existing, say.number)} {say.unit} already agreed in it"
        if limit.shared:
            words += f"; after {say.last} the base stays as it is then, where no later one is given"
        return words + "."


class PaymentsCap(ContractCap):
    """A cap on the public payments for contracts in each year."""

    measures: ClassVar[tuple[str, ...]] = ("ppp_payments",)

    ppp_payments: Limit
    """The most that may be paid in a year, expected calls in it; what comes in is not taken off."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return self.said(say, "Public payments", "in every year of their terms")


class CommitmentsCap(ContractCap):
    """A cap on the stock of all public payments that are still due."""

    measures: ClassVar[tuple[str, ...]] = ("commitments",)

    commitments: Limit
    """The most that payments still due and expected calls may be worth in any year, at the
    present value of that year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return self.said(say, "The present value of payments still due", "in every year")


class ContingentCap(ContractCap):
    """A cap on what may be called in the worst case of each year."""

    measures: ClassVar[tuple[str, ...]] = ("contingent",)

    contingent: Limit
    """The most that may be called in a year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return self.said(say, "Calls in the worst case", "in every year of their terms")
