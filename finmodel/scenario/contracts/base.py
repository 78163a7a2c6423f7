"""What all contracts with private partners share: when signed, what they bring, what they risk."""

from __future__ import annotations

import re
from typing import Any

from pydantic import AliasChoices, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.values import Amount, ByYear, OneOrMany, Rate, Share, Text, Years

INDEXED = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*%\s+of\s+(\S+)\s*$")


def whole(total: float) -> None:
    """Refuse probabilities that do not add up to one.

    Raises
    ------
    ValueError
        If the total is not 100%.
    """
    if abs(total - 1) > 1e-9:
        raise ValueError(
            f"the probabilities add up to {total * 100:.6g}%; write some that add up to 100%"
        )


class Signature(Model):
    """When a contract may be signed, and whether in part."""

    years: Years = Field(validation_alias=AliasChoices("years", "year"))
    """Years in which it may be signed, once. All other years of the contract are written for the
    first of them; signed later, everything moves by as many years."""
    all_or_nothing: bool = True
    """False where a part of the contract may be signed, with a like part of all it brings."""


class Delivery(Model):
    """What a contract delivers each year while it operates."""

    programme: str
    """Programme whose output it delivers; it competes with conventional delivery."""
    regions: OneOrMany | None = Field(None, validation_alias=AliasChoices("regions", "region"))
    """Regions or groups that it serves; all of them where missing."""
    outputs_a_year: ByYear[Amount]
    """Units of output a year in all its regions together, shared out by need."""


class Indexed(Model):
    """How a payment follows prices: `40% of consumer_prices`."""

    share: Share = 1.0
    """Share of the payment that follows the price index."""
    index: str
    """Price index."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe it as it is written: an index, or a share of one."""
        schema = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        return {"description": schema["description"], "anyOf": [{"type": "string"}, schema]}

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        match = INDEXED.match(data)
        if match:
            return {"share": f"{match[1]}%", "index": match[2]}
        if " " in data.strip():
            raise ValueError(f"`{data}` is not an indexation; write it as 40% of consumer_prices")
        return {"index": data.strip()}


class Termination(Sourced):
    """What falls on the public side if the contract ends early."""

    exposure: Amount
    """What the public side must pay then, in the money unit."""
    probability: Share
    """Chance in each year of operation that it ends."""


class Outcome(Model):
    """One outcome of a risk."""

    probability: Share
    """Chance that it happens."""
    cost: Amount
    """What it costs, at the present value of the year of signing, in the money unit."""


class Risk(Sourced):
    """A risk in money: its value is the mean of what may happen, not the most likely."""

    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    """What may happen, each with its probability; together 100%."""
    borne_by: str = "private partner"
    """`private partner` for a risk that the contract passes on, `public` for one it leaves."""

    @field_validator("borne_by")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in ("private partner", "public"):
            raise ValueError(f"`{value}` bears no risk here; write `private partner` or `public`")
        return value

    @field_validator("outcomes")
    @classmethod
    def _whole(cls, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        whole(sum(outcome.probability for outcome in outcomes))
        return outcomes


def dated(capital: ByYear[Amount] | None) -> ByYear[Amount] | None:
    """Refuse capital without years.

    Raises
    ------
    ValueError
        If it is one amount for whatever year.
    """
    if capital is not None and capital.always is not None:
        raise ValueError("the capital has no year; write it by year: {2026: 4000, 2027: 8000}")
    return capital


def in_term(what: str, capital: ByYear[Amount] | None, first: int, last: int) -> None:
    """Refuse capital that is spent before signing or after the term.

    Raises
    ------
    ValueError
        If a year of capital lies outside.
    """
    years = set(capital.years()) if capital else set()
    if years and min(years) < first:
        raise ValueError(
            f"{what} is spent in {min(years)}, before it may be signed in {first}; "
            "write later years"
        )
    if years and max(years) > last:
        raise ValueError(
            f"{what} is spent in {max(years)}, after the term ends in {last}; "
            "write earlier years, or a longer term"
        )


class Comparator(Sourced):
    """What the same outputs would cost the public side without the contract."""

    capital: ByYear[Amount] | None = None
    """Capital by year, in the money unit; goes with `operation`. Conventional unit costs of the
    programme where both are missing."""
    operation: Amount = 0.0
    """Operation and upkeep a year, in prices of the base year, in the money unit."""
    indexed: Indexed | None = None
    """How operation follows prices."""
    competitive_neutrality: Amount = 0.0
    """Taxes and charges that only a private partner pays, at present value, in the money unit."""

    @field_validator("capital")
    @classmethod
    def _dated(cls, capital: ByYear[Amount] | None) -> ByYear[Amount] | None:
        return dated(capital)


class ContractBase(Sourced):
    """What all contracts share."""

    name: Text | None = None
    """Name for people."""
    sign: Signature
    """When it may be signed."""
    delivers: Delivery
    """What it delivers each year while it operates."""
    operates: Years
    """Years of operation, to the end of the term: they may lie beyond the plan."""
    capital: ByYear[Amount] | None = None
    """Capital cost by year of building, in the money unit."""
    paid_by: str | None = None
    """Source of all public payments; they come before programmes. What comes in is paid to it."""
    termination: Termination | None = None
    """What falls on the public side if it ends early."""
    contract_management: Amount = 0.0
    """What tendering and managing it cost the public side a year, in the money unit; in the
    comparison of costs alone."""
    risks: dict[str, Risk] = Field(default_factory=dict)
    """Risks in money, by name, for the comparison of costs."""
    comparator: Comparator | None = None
    """What the same outputs would cost the public side without the contract; the programme's own
    unit costs where missing."""

    @field_validator("capital")
    @classmethod
    def _dated(cls, capital: ByYear[Amount] | None) -> ByYear[Amount] | None:
        return dated(capital)

    @model_validator(mode="after")
    def _in_order(self) -> ContractBase:
        first, starts = self.sign.years[0], self.operates[0]
        if list(self.operates) != list(range(starts, self.operates[-1] + 1)):
            raise ValueError("the years of operation leave a gap; write years that follow")
        if starts < first:
            raise ValueError(
                f"it operates from {starts}, before it may be signed in {first}; "
                "write years of operation after the year of signing"
            )
        in_term("capital", self.capital, first, self.operates[-1])
        if self.comparator is not None:
            what = "capital of the comparator"
            in_term(what, self.comparator.capital, first, self.operates[-1])
        return self

    @property
    def cost_of_capital(self) -> dict[int, float]:
        """Capital cost by year, as written for the first year of signing."""
        if self.capital is None:
            return {}
        return {year: self.capital.at(year) or 0.0 for year in sorted(set(self.capital.years()))}


class Financed(ContractBase):
    """A contract whose capital the partner raises and wants back."""

    capital: ByYear[Amount]
    """Capital cost by year of building, in the money unit."""
    rate: Rate = 0.0
    """Return that private capital asks a year."""
