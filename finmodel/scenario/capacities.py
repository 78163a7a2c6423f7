"""Capacities that are not money: trainers, workshop places, vehicles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from finmodel.scenario.base import Sourced
from finmodel.scenario.values import Amount, ByYear, Text

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker

Units = Annotated[float, Field(gt=0)]
"""A number of units above zero."""


class Capacity(Sourced):
    """Something scarce that no money of the plan buys, and how much of it programmes use."""

    name: Text | None = None
    """Name for people, such as trainers; the id in words where missing."""
    amount: ByYear[Amount] | None = None
    """What there is in the whole country, in each year."""
    table: str | None = None
    """CSV file with what there is by region: region, then amount or a column for each year."""
    amounts: dict[str, ByYear[Amount]] | None = None
    """What there is by region, in each year; regions left out have none."""
    use: dict[str, Amount] = Field(min_length=1)
    """What one unit of output uses, by programme; programmes left out use none."""
    whole_in_each_region: bool = False
    """True where each region uses whole units: a trainer works in one region only."""
    stand_ins: dict[str, Units] = Field(default_factory=dict)
    """Other capacities that can stand in, by id: how many of theirs do the work of one."""

    @model_validator(mode="after")
    def _one_way(self) -> Capacity:
        given = [self.amount, self.table, self.amounts]
        if sum(one is not None for one in given) != 1:
            raise ValueError(
                "what there is is not given in one way; write `amount` for the whole country, or "
                "`table` or `amounts` by region"
            )
        return self

    def sentence(self, say: Speaker) -> str:
        """The capacity as sentences that a planner can read aloud."""
        if self.amount is not None:
            there = f"{say.by_year(self.amount, say.number)} in the whole country"
        else:
            there = f"given by region, for {len(self.amounts or {})} of them"
        using = [f"{say.programme(key)} {say.number(use)}" for key, use in self.use.items() if use]
        words = [f"There is: {there}.", f"A unit of output uses: {'; '.join(using) or 'none'}."]
        if self.whole_in_each_region:
            words.append("Each region uses whole ones.")
        words += [
            f"{say.number(rate)} of {say.capacity(key)} do the work of one."
            for key, rate in self.stand_ins.items()
        ]
        return " ".join(words)
