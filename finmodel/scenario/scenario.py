"""The scenario: everything that a planner writes, checked and frozen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from finmodel.scenario.among_equals import AmongEquals
from finmodel.scenario.base import Sourced, Status
from finmodel.scenario.capacities import Capacity
from finmodel.scenario.contracts import Contract
from finmodel.scenario.levers import Lever
from finmodel.scenario.national_figures import NationalFigures
from finmodel.scenario.objective import Stage
from finmodel.scenario.policies import Policy
from finmodel.scenario.prices import Prices
from finmodel.scenario.programmes import Programme
from finmodel.scenario.regions import Regions, whole_country
from finmodel.scenario.sources import Source
from finmodel.scenario.sources.certainty import Envelope
from finmodel.scenario.values import Money, OneOrMany, Share, Text, Years

WholeUnits = Annotated[int, Field(ge=1, strict=True)]
"""A whole number of currency units, one or more."""
StageOfBudget = Literal["ceiling", "budget proposal", "approved", "amended", "executed"]


class TargetGroup(Sourced):
    """People whom the plan wants to reach, such as women or herders."""

    name: Text
    """Name for people."""
    of: str | None = None
    """Attribute of the regions that the group is a share of."""
    share: Share | None = None
    """Share of that attribute."""


class Scenario(Sourced):
    """A financing scenario for public programmes."""

    scenario: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Id of the scenario: small letters, digits and hyphens."""
    title: Text
    """Title for people."""
    extends: OneOrMany | None = None
    """Files that this one builds on, later ones over earlier ones, this one over all."""
    without: tuple[str, ...] = ()
    """What to leave out of the files it extends, such as policies.no_sudden_cuts."""
    question: Literal["allocate", "gap", "mobilise"] = "allocate"
    """What is asked: the best use of the money there is; what the targets cost, who pays and how
    much is missing; or which mix of new finance closes the gap."""
    count_on: Envelope = "everything"
    """Money to count on: what is secured; with what is committed; expected, with pipeline money
    at its probability; or everything."""
    stage: StageOfBudget = "budget proposal"
    """How far the budget has come; until approved, outputs say so. A proposal where missing."""
    unless_stated: Status = "illustrative"
    """Status of every figure that has none of its own."""
    years: Years
    """Fiscal years of the plan."""
    fiscal_year: str = "calendar year"
    """What a fiscal year is."""
    years_status: dict[str, str] = Field(default_factory=dict)
    """How firm each year is: budget year, medium-term ceiling, projection."""
    money: Money
    """Unit of all money but unit costs, such as million MNT."""
    unit_costs_in: Money | None = None
    """Unit of unit costs; single units of the scenario's currency where missing."""
    categories: tuple[str, ...] = ("recurrent", "capital")
    """Cost categories."""
    regions: Regions = Field(default_factory=whole_country)
    """Regions that receive money; the whole country as one where missing."""
    prices: Prices = Field(default_factory=Prices)
    """Price basis, price indices and exchange rates."""
    national_figures: NationalFigures | None = None
    """Figures of the whole country that the plan is measured against, such as revenue and GDP."""
    themes: dict[str, Text] = Field(default_factory=dict)
    """Themes that programmes belong to, by id."""
    markers: dict[str, Text] = Field(default_factory=dict)
    """Aims that programmes carry a weight on, by id."""
    target_groups: dict[str, TargetGroup] = Field(default_factory=dict)
    """People whom the plan wants to reach, by id."""
    glossary: dict[str, Text] = Field(default_factory=dict)
    """Words that the scenario writes in one language, such as units of output, types of region,
    budget headings, notes and ids without a name, in other languages: `learners: {mn:
    суралцагч}`."""
    programmes: dict[str, Programme] = Field(min_length=1)
    """Programmes by id."""
    sources: dict[str, Source] = Field(min_length=1)
    """Funding sources by id."""
    contracts: dict[str, Contract] = Field(default_factory=dict)
    """Contracts with private partners that may be signed, by id."""
    capacities: dict[str, Capacity] = Field(default_factory=dict)
    """What is scarce besides money, such as trainers, by id."""
    levers: dict[str, Lever] = Field(default_factory=dict)
    """New finance that could be mobilised, by id; for the question mobilise."""
    addressed_to: dict[str, Text] = Field(default_factory=dict)
    """Whom ceiling letters address, by type of region or by the name of who spends; `{region}`
    stands for the region's name."""
    policies: dict[str, Policy] = Field(default_factory=dict)
    """Rules that the country sets, by id."""
    objective: tuple[Stage, ...] = Field(min_length=1)
    """Stages, in order of importance."""
    among_equals: AmongEquals = AmongEquals()
    """What decides among equally good allocations; staying close to need where missing."""
    rounding_unit: WholeUnits = 1
    """Whole units of currency that amounts are rounded to, such as 1000."""

    @property
    def has_targets(self) -> bool:
        """Whether the targets are to be met, and what nobody pays for them is missing."""
        return self.question in ("gap", "mobilise")

    def word(self, plain: str, language: str) -> str:
        """A word of the scenario in a language, as its glossary has it; else as it is written."""
        known = self.glossary.get(plain)
        return known.root.get(language, plain) if known is not None else plain

    @property
    def base_year(self) -> int:
        """Year whose prices the unit costs are in: the first of the plan where none is given."""
        return self.prices.base_year or self.years[0]

    @property
    def costs_unit(self) -> Money:
        """Unit of unit costs."""
        return self.unit_costs_in or Money(scale=1, currency=self.money.currency)
