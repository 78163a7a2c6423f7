"""Money that is paid for results, once they are verified."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from finmodel.scenario.sources.base import ChargedSource
from finmodel.scenario.values import Amount, ByYear, OneOrMany


class ResultsBasedFinance(ChargedSource):
    """Money that a partner pays for verified results; other sources pay for them before."""

    domestic: ClassVar[bool] = False
    yearly: ClassVar[tuple[str, ...]] = ("price", "at_most")
    kind: Literal["results-based finance"]
    price: ByYear[Amount]
    """Paid for one verified result, by the year of payment, in the unit of unit costs."""
    results_of: OneOrMany
    """Programmes whose output is what is paid for."""
    verified_after: int = Field(0, ge=0, le=50)
    """Years between a result and the payment for it; the same year where missing."""
    at_most: ByYear[Amount] | None = None
    """Most that is paid in a year, in the money unit."""
    in_all_at_most: Amount | None = None
    """Most that is paid over the plan, in the money unit."""
    results_before: ByYear[Amount] | None = None
    """Results of years before the plan that are paid for within it, by year."""

    @field_validator("results_before")
    @classmethod
    def _dated(cls, results: ByYear[float] | None) -> ByYear[float] | None:
        if results is not None and results.always is not None:
            raise ValueError("results have no year; write them by year: {2025: 1200}")
        return results
