"""Programmes: what is delivered, to whom, at what cost and to what benefit."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.values import Amount, ByYear, CalendarYear, Number, Ratio, Share, Text

LearningCityArea = Literal[
    "individual empowerment and social cohesion",
    "economic development and cultural prosperity",
    "sustainable development",
    "learning in the education system",
    "learning in families and communities",
    "learning for and in the workplace",
    "modern learning technologies",
    "quality in learning",
    "culture of learning throughout life",
    "political will and commitment",
    "governance and participation",
    "mobilisation and use of resources",
]
"""The 12 areas of focus of the UNESCO Global Network of Learning Cities' key features."""


class Budget(Model):
    """Where money stands in the budget, so that one total reads under every heading."""

    function: str | None = None
    """COFOG function, such as 09.5 (education not definable by level)."""
    account: str | None = None
    """National account code."""
    decides: str | None = None
    """Who decides on the money."""
    spends: str | None = None
    """Who spends it (the general budget governor, say)."""
    delivers: str | None = None
    """Who delivers the service."""


class Need(Sourced):
    """How many units of output would meet the whole need, in each region and year."""

    ways: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"share", "of"}),
        frozenset({"table", "amounts"}),
        frozenset({"each_region"}),
    )

    share: ByYear[Ratio] | None = None
    """Share of an attribute of the region; goes with `of`."""
    of: str | None = None
    """Attribute of the region that the share is of."""
    table: str | None = None
    """CSV file: region, then one column for each year or one called amount."""
    amounts: dict[str, ByYear[Amount]] | None = None
    """Need by region, in units of output; regions left out have none."""
    each_region: ByYear[Amount] | None = None
    """The same need in every region, in units of output."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe a need as it is written: a plain number is the need of each region."""
        schema = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        number = {"type": "number", "minimum": 0}
        return {"description": schema["description"], "anyOf": [number, schema]}

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"each_region": data}

    @model_validator(mode="after")
    def _one_way(self) -> Need:
        ways = [self.share, self.table, self.amounts, self.each_region]
        if sum(way is not None for way in ways) != 1 or (self.share is None) != (self.of is None):
            raise ValueError(
                "the need is not given in one way; "
                "write `share` with `of`, or `table`, `amounts` or `each_region`"
            )
        return self


class CoverageLevels(Sourced):
    """Shares of the need that are covered today, and that must and may be."""

    now: Share | None = None
    """Share of the need covered in the year before the plan."""
    at_least: ByYear[Share] | None = None
    """Floor on coverage in each year."""
    at_most: ByYear[Share] | None = None
    """Ceiling on coverage in each year."""
    target: ByYear[Share] | None = None
    """Coverage aimed at, which the question gap costs; between the years given, and from today's
    coverage to the first, it lies on a straight line."""


class Coverage(CoverageLevels):
    """Coverage today, its floor and its ceiling; regions may have levels of their own."""

    by_region: dict[str, CoverageLevels] = Field(default_factory=dict)
    """Levels that differ from the programme's, by region or group."""


ONLY_LINE = "cost"
"""Id of the one line of a unit cost that is written as one number."""


class CostLine(Sourced):
    """One line of the cost of a unit of output."""

    amount: Amount
    """Cost of one unit of output, in the unit of `unit_costs_in`."""
    price_year: CalendarYear | None = None
    """Year whose prices the amount is in; the scenario's base year where missing."""
    growth: str | None = None
    """Price index that the line follows; none means a fixed price."""
    item: str | None = None
    """Economic item (GFS), such as 21 compensation of employees."""
    category: str = "recurrent"
    """Cost category: recurrent, capital, or one that the scenario names."""
    budget: Budget | None = None
    """Budget headings that differ from the programme's."""
    already_paid: bool = False
    """True for baseline money: paid from elsewhere, shown, and not charged to the sources."""
    regional: bool = True
    """False for a line that costs the same everywhere."""


class BenefitStep(Model):
    """Benefit of a unit of output while coverage is below a level."""

    up_to: Share
    """Coverage up to which this weight holds."""
    weight: Number
    """Benefit of one unit of output, in points that compare programmes; below zero for what does
    more harm than good, net of what its cost would do elsewhere."""


class RampUp(Model):
    """How fast output may grow in a region."""

    at_most: Ratio
    """Growth of output over the year before, the year before the plan included."""


class Lumps(Model):
    """Output that comes in whole lumps only: a centre opens or it does not."""

    size: Annotated[float, Field(gt=0)]
    """Units of output in one lump, such as 1 centre or a class of 20 learners."""
    stay: bool = False
    """True for what stays once it is there: no lump of a year is missing in the next, as a centre
    that opened does not close."""


class Start(Model):
    """When a programme begins."""

    year: CalendarYear
    """First year with output."""
    months_in_first_year: int = Field(12, ge=1, le=12)
    """Months paid in that year: recurrent cost and benefit count in proportion."""


def _or_a_number(schema: dict[str, Any]) -> None:
    """Describe a field that may be written as one plain number."""
    longer = {key: schema.pop(key) for key in list(schema) if key != "description"}
    schema["anyOf"] = [{"type": "number"}, longer]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Programme(Sourced):
    """A programme: one output, one theme, a cost in lines, a benefit that may fall in steps."""

    name: Text | None = None
    """Name for people; the id in words where missing."""
    theme: str | None = None
    """The one theme that the programme belongs to."""
    output: str
    """Unit of output, such as learners or centres."""
    need: Need
    """Units of output that would meet the whole need."""
    coverage: Coverage = Coverage()
    """Share of the need covered today, and its floor and ceiling."""
    unit_cost: dict[str, CostLine] = Field(min_length=1, json_schema_extra=_or_a_number)
    """Cost of one unit of output, in lines by id; or one number, which becomes the line `cost`."""
    benefit: tuple[BenefitStep, ...] = Field(min_length=1, json_schema_extra=_or_a_number)
    """Benefit of a unit of output, in steps that never rise; or one number for all of them."""
    budget: Budget = Budget()
    """Budget headings of the programme's money."""
    new_policy: bool = True
    """False for a programme that continues what is already in place (baseline)."""
    starts: Start | None = None
    """When the programme begins; the first year of the plan where missing."""
    ramp_up: RampUp | None = None
    """How fast output may grow."""
    lumps: Lumps | None = None
    """Whole lumps in which output comes in each region and year; any amount where missing."""
    markers: dict[str, Share] = Field(default_factory=dict)
    """Weights from 0 to 1 on aims such as gender or climate."""
    learning_city_area: LearningCityArea | None = None
    """GNLC area of focus."""
    reaches: dict[str, Share] = Field(default_factory=dict)
    """Share of the output that goes to each target group."""

    @model_validator(mode="before")
    @classmethod
    def _plain_numbers(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        longer = dict(data)
        if _is_number(cost := data.get("unit_cost")):
            longer["unit_cost"] = {ONLY_LINE: {"amount": cost}}
        if _is_number(weight := data.get("benefit")):
            longer["benefit"] = [{"up_to": 1, "weight": weight}]
        return longer
