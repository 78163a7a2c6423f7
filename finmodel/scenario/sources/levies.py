"""Money that is raised for a purpose: levies on employers, fees of households."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator

from finmodel.scenario.selection import Selection
from finmodel.scenario.sources.base import ChargedSource
from finmodel.scenario.values import Amount, ByYear, Share


class TrainingLevy(ChargedSource):
    """A levy on employers' payroll that pays for training alone."""

    yearly: ClassVar[tuple[str, ...]] = ("payroll", "rate", "compliance")
    kind: Literal["training levy"]
    payroll: ByYear[Amount]
    """Payroll that the levy is on, by year, in the money unit."""
    rate: ByYear[Share]
    """Levy as a share of payroll."""
    compliance: ByYear[Share]
    """Share of what is due that is paid."""
    only_for: Selection
    """What the levy may pay for: it is ring-fenced."""

    @field_validator("only_for")
    @classmethod
    def _ring_fenced(cls, only_for: Selection) -> Selection:
        if not only_for.model_fields_set:
            raise ValueError("a levy is ring-fenced; name the programmes or themes that it is for")
        return only_for

    def money(self, year: int) -> float | None:
        """Payroll · rate · compliance."""
        parts = [series.at(year) for series in (self.payroll, self.rate, self.compliance)]
        payroll, rate, compliance = (0.0 if part is None else part for part in parts)
        return payroll * rate * compliance
