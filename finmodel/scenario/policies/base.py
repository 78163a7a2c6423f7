"""What all policies share, and the bounds that several of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.values import Amount, ByYear, Ratio, Share, Text

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker

Over = Literal["each year", "whole plan"]
Price = Annotated[float, Field(gt=0)]
"""A price above zero."""


class ShareBounds(Model):
    """A floor, a ceiling, or both, as shares."""

    at_least: Ratio | None = None
    """Floor."""
    at_most: Ratio | None = None
    """Ceiling."""

    @model_validator(mode="after")
    def _in_order(self) -> ShareBounds:
        if self.at_least is None and self.at_most is None:
            raise ValueError("there is no bound; write `at_least`, `at_most` or both")
        low, high = self.at_least or 0.0, self.at_most
        if high is not None and low > high:
            raise ValueError(
                f"`at_least` {low * 100:.6g}% is above `at_most` {high * 100:.6g}%; "
                "lower the one or raise the other"
            )
        return self


class AmountBounds(Model):
    """A floor, a ceiling, or both, for all years or year by year."""

    at_least: ByYear[Amount] | None = None
    """Floor."""
    at_most: ByYear[Amount] | None = None
    """Ceiling."""

    @model_validator(mode="after")
    def _in_order(self) -> AmountBounds:
        if self.at_least is None and self.at_most is None:
            raise ValueError("there is no bound; write `at_least`, `at_most` or both")
        if self.at_least is not None and self.at_most is not None:
            for year in (0, *self.at_least.years(), *self.at_most.years()):
                low, high = self.at_least.at(year), self.at_most.at(year)
                if low is not None and high is not None and low > high:
                    raise ValueError(
                        f"`at_least` {low:,.10g} is above `at_most` {high:,.10g}; "
                        "lower the one or raise the other"
                    )
        return self

    def check_over(self, over: Over) -> None:
        """Refuse bounds by year on a sum over all years.

        Raises
        ------
        ValueError
            If a bound of the whole plan is given year by year.
        """
        given = (self.at_least, self.at_most)
        if over == "whole plan" and any(one is not None and one.values for one in given):
            raise ValueError(
                "the bound is given by year and speaks of the whole plan; "
                "write one amount, or leave `over` out"
            )


class AtLeast(Model):
    """A floor."""

    at_least: Share
    """Floor, as a share."""


class AtMost(Model):
    """A ceiling."""

    at_most: Share
    """Ceiling, as a share."""


class PolicyBase(Sourced):
    """What all policies share.

    A new kind of policy is a class below this one, with its measures and its sentence, and its
    rows in `program/policies/`.
    """

    measures: ClassVar[tuple[str, ...]] = ()
    """Keys that tell this kind of policy from the others: one of them is always written."""
    each_words: ClassVar[tuple[str, ...]] = ()
    """Words that may stand for `each` besides groups of regions; none where there is no `each`."""
    counts_output: ClassVar[bool] = False
    """Whether the policy speaks of output, which has no cost categories, and not of money."""

    unit: ClassVar[str] = ""
    """What a unit of the rule is, where it is neither money nor output."""

    name: Text | None = None
    """Name for people."""
    negotiable: bool = False
    """True for a rule that may be loosened when no allocation satisfies them all."""
    may_break_at: Price | None = None
    """Price of breaking the rule by one unit (of money, for a rule on output one unit of output),
    counted in the last stage of benefit, cost or gap; the rule is firm where missing. Stages
    before that one are free to break it."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence that a planner can read aloud.

        Raises
        ------
        NotImplementedError
            If the kind of policy has no sentence yet.
        """
        raise NotImplementedError(type(self).__name__)
