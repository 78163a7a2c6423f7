"""Bounds in money, per head and in output."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from finmodel.scenario.policies.base import AmountBounds, Over, PolicyBase
from finmodel.scenario.selection import Selection, Slice

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


class SpendingBounds(PolicyBase, Slice):
    """Bounds on a slice of spending, in money or per head."""

    measures: ClassVar[tuple[str, ...]] = ("spending",)
    each_words: ClassVar[tuple[str, ...]] = ("together", "region", "programme")

    each: str = "together"
    """`together` for all that is selected as one, `region`, a group for the regions in it, or
    `programme`."""
    spending: AmountBounds
    """Bounds in the scenario's money unit; with `per`, in single units of currency per head."""
    per: str | None = None
    """Attribute of the regions that counts heads; bounds are then per head."""
    over: Over = "each year"
    """Whether the bounds hold in each year or for the sum of all years."""

    @model_validator(mode="after")
    def _over(self) -> SpendingBounds:
        self.spending.check_over(self.over)
        return self

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        unit = say.currency if self.per else say.unit
        more = [say.per_head(self.per)] if self.per else []
        more += say.place(self.each, self)
        but = ("regions",) if self.each != "programme" else ()
        return say.opening(
            "{money} is {bounds}, {over}.",
            money=say.money(self, but, more),
            bounds=say.amount_bounds(self.spending, unit),
            over=say.over(self.over),
        )


class OutputBounds(PolicyBase, Selection):
    """Bounds on the output of programmes, in units of output."""

    measures: ClassVar[tuple[str, ...]] = ("output",)
    each_words: ClassVar[tuple[str, ...]] = ("together", "region", "programme")
    counts_output: ClassVar[bool] = True

    each: str = "together"
    """`together` for all that is selected as one, `region`, a group for the regions in it, or
    `programme`."""
    output: AmountBounds
    """Bounds in units of output, such as learners."""
    over: Over = "each year"
    """Whether the bounds hold in each year or for the sum of all years."""

    @model_validator(mode="after")
    def _over(self) -> OutputBounds:
        self.output.check_over(self.over)
        return self

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence."""
        scope = say.scope(self, but=("regions",) if self.each != "programme" else ())
        parts = [*say.towards(self), *scope, *say.place(self.each, self)]
        return say.phrase(
            "{output} is {bounds} units, {over}.",
            output=say.narrowed(say.phrase("Output"), parts),
            bounds=say.amount_bounds(self.output, ""),
            over=say.over(self.over),
        )
