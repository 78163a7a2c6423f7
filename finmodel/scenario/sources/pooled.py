"""A fund into which several partners pay, and from which programmes are paid as from one purse."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import Field

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.selection import Selection
from finmodel.scenario.sources.base import ChargedSource
from finmodel.scenario.values import Amount, ByYear, Share, Text


class SoftEarmark(Model):
    """A part of what the fund pays must go where one partner wants it."""

    at_least: Share
    """Least share of what the fund pays in each year."""
    for_: Selection = Field(alias="for")
    """What that share must pay for."""


class Partner(Sourced):
    """One of those who pay into a fund."""

    name: Text | None = None
    """Name for people."""
    deposits: ByYear[Amount]
    """Amount paid into the fund by year, in the money unit."""
    earmark: SoftEarmark | None = None
    """What the partner wants a share of the fund's payments for."""


class PooledFund(ChargedSource):
    """A fund of several partners, whose balance stays in it."""

    domestic: ClassVar[bool] = False
    kind: Literal["pooled fund"]
    partners: dict[str, Partner] = Field(min_length=1)
    """Those who pay in, by id."""

    @property
    def keeps_balance(self) -> bool:
        """All that is not paid stays in the fund, where `carry_over` does not say otherwise."""
        return self.carry_over is None

    def money(self, year: int) -> float | None:
        """Deposits of a year."""
        return math.fsum(partner.deposits.at(year) or 0.0 for partner in self.partners.values())
