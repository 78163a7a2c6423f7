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

    def whose(self, say: Speaker) -> str:
        """Contracts that count, in words."""
        return say.contracts(self.contracts) if self.contracts else say.phrase("all contracts")

    def most(self, say: Speaker) -> str:
        """The most there may be, in words."""
        limit = self.limit
        if not limit.shared:
            return f"{say.by_year(limit.at_most, say.number)} {say.unit}"
        base = say.sources(limit.of) if limit.of else say.phrase("the stated base")
        share = say.by_year(limit.at_most, say.percent)
        return say.phrase("{share} of {base}", share=share, base=base)

    def with_terms(self, say: Speaker, words: str) -> str:
        """A sentence of what is capped, with what counts already and what the base is later."""
        if self.existing is not None:
            words = say.phrase(
                "{words}, {amount} already agreed in it",
                words=words,
                amount=f"{say.by_year(self.existing, say.number)} {say.unit}",
            )
        if self.limit.shared:
            words = say.phrase(
                "{words}; after {year} the base stays as it is then, where no later one is given",
                words=words,
                year=say.last,
            )
        return words + "."


class PaymentsCap(ContractCap):
    """A cap on the public payments for contracts in each year."""

    measures: ClassVar[tuple[str, ...]] = ("ppp_payments",)

    ppp_payments: Limit
    """The most that may be paid in a year, expected calls in it; what comes in is not taken off."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        words = say.phrase(
            "Public payments of {contracts} are at most {most} in every year of their terms",
            contracts=self.whose(say),
            most=self.most(say),
        )
        return self.with_terms(say, words)


class CommitmentsCap(ContractCap):
    """A cap on the stock of all public payments that are still due."""

    measures: ClassVar[tuple[str, ...]] = ("commitments",)

    commitments: Limit
    """The most that payments still due and expected calls may be worth in any year, at the
    present value of that year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        words = say.phrase(
            "The present value of payments still due of {contracts} is at most {most} in every "
            "year",
            contracts=self.whose(say),
            most=self.most(say),
        )
        return self.with_terms(say, words)


class ContingentCap(ContractCap):
    """A cap on what may be called in the worst case of each year."""

    measures: ClassVar[tuple[str, ...]] = ("contingent",)

    contingent: Limit
    """The most that may be called in a year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        words = say.phrase(
            "Calls in the worst case of {contracts} are at most {most} in every year of their "
            "terms",
            contracts=self.whose(say),
            most=self.most(say),
        )
        return self.with_terms(say, words)
