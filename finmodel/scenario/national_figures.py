"""Dated figures of the whole country that a plan is measured against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import field_validator

from finmodel.scenario.base import Model
from finmodel.scenario.values import Amount, ByYear

NationalFigure = Literal["gdp", "revenue", "public_expenditure", "education_spending"]


class NationalFigures(Model):
    """Figures of the whole country by year, in the money unit, nominal; years before the plan too.

    A year without a figure of its own is measured against the latest one before it.
    """

    gdp: ByYear[Amount] | None = None
    """Gross domestic product."""
    revenue: ByYear[Amount] | None = None
    """Revenue of general government from domestic sources."""
    public_expenditure: ByYear[Amount] | None = None
    """Expenditure of general government."""
    education_spending: ByYear[Amount] | None = None
    """Public spending on education, at all levels of government."""
    debt_carrying_capacity: Literal["weak", "medium", "strong"] | None = None
    """How much debt the country can carry, as the debt sustainability framework for low-income
    countries classes it; where missing, the thresholds of all classes are shown."""

    @field_validator("gdp", "revenue", "public_expenditure", "education_spending")
    @classmethod
    def _dated(cls, series: ByYear[Amount] | None) -> ByYear[Amount] | None:
        if series is None:
            return series
        if series.always is not None:
            raise ValueError("a national figure has no year; write it by year: {2025: 1200}")
        if not all(series.values.values()):
            raise ValueError("a national figure is zero; write the figure, or leave the year out")
        return series

    def series(self) -> Iterator[tuple[NationalFigure, ByYear[Amount]]]:
        """Figures that are given, by name."""
        names: tuple[NationalFigure, ...] = (
            "gdp",
            "revenue",
            "public_expenditure",
            "education_spending",
        )
        for name in names:
            given: ByYear[Amount] | None = getattr(self, name)
            if given is not None:
                yield name, given

    def latest(self, name: NationalFigure, year: int) -> tuple[int, float] | None:
        """Year and amount of the latest figure that is not after a year [money unit]."""
        series = dict(self.series()).get(name)
        known = [] if series is None else [each for each in series.years() if each <= year]
        amount = series.at(max(known)) if series is not None and known else None
        return None if amount is None else (max(known), amount)
