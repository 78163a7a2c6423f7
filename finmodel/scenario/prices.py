"""The price basis: base year, price indices, exchange rates, the regional cost index."""

from __future__ import annotations

from pydantic import Field

from finmodel.scenario.base import Model
from finmodel.scenario.values import Amount, ByYear, CalendarYear, Rate


class Prices(Model):
    """How prices move over the plan. All money in the program is nominal."""

    base_year: CalendarYear | None = None
    """Year whose prices the unit costs are in, unless a cost line names its own; the first of the
    plan where missing."""
    growth: dict[str, ByYear[Rate]] = Field(default_factory=dict)
    """Price indices by name: growth over the year before."""
    regional_cost_index: str | None = None
    """Attribute of the regions that multiplies unit costs (1 = national average)."""
    discount_rate: Rate | None = None
    """Rate at which present values of contracts are worked out."""
    exchange_rate: dict[str, ByYear[Amount]] = Field(default_factory=dict)
    """Units of the scenario's currency for one unit of a foreign one, by currency code."""
