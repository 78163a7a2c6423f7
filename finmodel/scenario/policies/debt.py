"""Debt: how soft loans are, how much is borrowed abroad, owed and guaranteed, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from finmodel.scenario.base import Model
from finmodel.scenario.policies.base import AtLeast, Over, PolicyBase
from finmodel.scenario.values import PERCENT_SCHEMA, Amount, ByYear, OneOrMany, parse_percent

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker

ShareOrAmount = Annotated[
    float,
    Field(ge=0),
    BeforeValidator(parse_percent),
    WithJsonSchema({"anyOf": [PERCENT_SCHEMA, {"type": "number", "minimum": 0}]}),
]
"""A share such as 15%, or an amount in the money unit."""


class AmountAtMost(Model):
    """A ceiling, as an amount."""

    at_most: Amount
    """Ceiling, in the scenario's money unit."""


class AmountAtMostByYear(Model):
    """A ceiling by year, as amounts."""

    at_most: ByYear[Amount]
    """Ceiling by year, in the scenario's money unit."""


class ServiceAtMost(Model):
    """A ceiling, as a share of something or as an amount."""

    at_most: ShareOrAmount
    """Ceiling: a share with `of`, else an amount in the scenario's money unit."""


class Concessionality(PolicyBase):
    """A floor on the grant element of the loans that are drawn, taken together over the plan."""

    measures: ClassVar[tuple[str, ...]] = ("grant_element",)

    sources: OneOrMany | None = None
    """Loans by id; all loans where missing."""
    grant_element: AtLeast
    """Floor on the grant element at a discount rate of 5%."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        every = say.phrase("the loans that are drawn")
        return say.phrase(
            "The grant element of {loans}, taken together, is at least {least}.",
            loans=say.sources(self.sources) if self.sources else every,
            least=say.percent(self.grant_element.at_least),
        )


class NewExternalDebt(PolicyBase):
    """A ceiling on what is borrowed abroad."""

    measures: ClassVar[tuple[str, ...]] = ("new_external_debt",)

    new_external_debt: AmountAtMost
    """Ceiling on draws of external loans."""
    over: Over = "whole plan"
    """Whether the ceiling holds over the whole plan or in each year."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        return say.phrase(
            "New borrowing abroad is at most {most} {over}.",
            most=f"{say.number(self.new_external_debt.at_most)} {say.unit}",
            over=say.over(self.over),
        )


class ExternalDebt(PolicyBase):
    """A ceiling on what is owed abroad at the end of each year."""

    measures: ClassVar[tuple[str, ...]] = ("external_debt",)

    external_debt: AmountAtMostByYear
    """Ceiling on what is owed at the end of a year."""
    existing: ByYear[Amount] | None = None
    """What is owed from before the plan, at the end of each year, in the money unit."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        most = f"{say.by_year(self.external_debt.at_most, say.number)} {say.unit}"
        return say.phrase("Debt abroad at the end of each year is at most {most}.", most=most)


class Guaranteed(PolicyBase):
    """A ceiling on what all guarantees cover together in each year."""

    measures: ClassVar[tuple[str, ...]] = ("guaranteed",)

    guaranteed: AmountAtMostByYear
    """Ceiling on coverage × exposure, added up over the guarantees, in a year."""
    sources: OneOrMany | None = None
    """Guarantees by id; all guarantees where missing."""
    existing: ByYear[Amount] | None = None
    """What is guaranteed from before the plan, by year, in the money unit."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        words = say.phrase(
            "What {guarantees} cover together is at most {most} in each year",
            guarantees=say.sources(self.sources) if self.sources else say.phrase("all guarantees"),
            most=f"{say.by_year(self.guaranteed.at_most, say.number)} {say.unit}",
        )
        if self.existing is not None:
            words = say.phrase(
                "{words}, {amount} already promised in it",
                words=words,
                amount=f"{say.by_year(self.existing, say.number)} {say.unit}",
            )
        return f"{words}."


class DebtService(PolicyBase):
    """A ceiling on the debt service of each year, as a share of a source or as an amount."""

    measures: ClassVar[tuple[str, ...]] = ("debt_service",)

    debt_service: ServiceAtMost
    """Ceiling on interest, principal and fees of all loans in a year."""
    of: str | None = None
    """Source whose money of the year the share is of."""
    existing: OneOrMany | None = None
    """Names of first charges of sources that are debt service too."""

    @model_validator(mode="before")
    @classmethod
    def _of_what(cls, data: Any) -> Any:
        limit = data.get("debt_service") if isinstance(data, dict) else None
        most = limit.get("at_most") if isinstance(limit, dict) else None
        if isinstance(most, str) and "of" not in data:
            raise ValueError(
                f"what the {most.strip()} are of is not said; write `of` with a source, "
                "or an amount"
            )
        return data

    @model_validator(mode="after")
    def _in_whole(self) -> DebtService:
        most = self.debt_service.at_most
        if self.of is not None and most > 1:
            raise ValueError(f"{most:g} of a source is more than all of it; write it as 15%")
        return self

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        most = self.debt_service.at_most
        if self.of is None:
            amount = f"{say.number(most)} {say.unit}"
            return say.phrase("Debt service is at most {most} in each year.", most=amount)
        return say.phrase(
            "Debt service is at most {most} of the money of {source} in each year.",
            most=say.percent(most),
            source=say.sources([self.of]),
        )
