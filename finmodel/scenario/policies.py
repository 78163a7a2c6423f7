"""Policies: the rules that a country sets, each one class with its own sentence."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Tag, model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.values import Ratio, Share, Text


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


class AtLeast(Model):
    """A floor."""

    at_least: Share
    """Floor, as a share."""


class AtMost(Model):
    """A ceiling."""

    at_most: Share
    """Ceiling, as a share."""


class PolicyBase(Sourced):
    """What all policies share."""

    name: Text | None = None
    """Name for people."""
    negotiable: bool = False
    """True for a rule that may be loosened when no allocation satisfies them all."""


class ShareOfSpending(PolicyBase, Slice):
    """Bounds on a slice of spending, as a share of all spending or of another slice."""

    key: ClassVar[str] = "share_of_spending"

    share_of_spending: ShareBounds
    """Bounds on the slice's share."""
    of: Slice | None = None
    """What the share is of; all spending where missing."""
    over: Literal["each year", "whole plan"] = "each year"
    """Whether the share holds in each year or over the whole plan."""


class RelativeToMean(PolicyBase, Selection):
    """A floor on each region's spending per head, relative to the national mean per head."""

    key: ClassVar[str] = "relative_to_mean"

    each: str = "region"
    """`region` for every region, or a group for the regions in it."""
    per: str
    """Attribute of the regions that counts heads."""
    relative_to_mean: AtLeast
    """Floor, as a share of the mean."""


class CoverageFloor(PolicyBase, Selection):
    """A floor on the coverage of programmes, in each region or over the selected regions."""

    key: ClassVar[str] = "coverage"

    each: str | None = "region"
    """`region`, or a group for the regions in it; `together` for the selected regions as one."""
    coverage: AtLeast
    """Floor, as a share of the need."""


class Stability(PolicyBase, Selection):
    """A bound on how far spending may fall or rise from one year to the next."""

    key: ClassVar[str] = "stability"

    each: str = "region"
    """`region` for every region, a group for the regions in it, or `programme`."""
    fall: AtMost | None = None
    """Largest fall over the year before."""
    rise: ShareBounds | None = None
    """Largest rise over the year before."""

    @model_validator(mode="after")
    def _some_bound(self) -> Stability:
        if self.rise is not None and (self.rise.at_most is None or self.rise.at_least is not None):
            raise ValueError("`rise` has a floor or no ceiling; write `rise: {at_most: 20%}`")
        if self.fall is None and self.rise is None:
            raise ValueError("there is no bound; write `fall`, `rise` or both")
        return self


def _measure(value: Any) -> str | None:
    """Which policy a mapping is, told by the measure that it names."""
    if isinstance(value, PolicyBase):
        return type(value).key  # type: ignore[attr-defined, no-any-return]
    if isinstance(value, dict):
        for key in ("share_of_spending", "relative_to_mean", "coverage"):
            if key in value:
                return key
        if "fall" in value or "rise" in value:
            return "stability"
    return None


Policy = Annotated[
    Annotated[ShareOfSpending, Tag("share_of_spending")]
    | Annotated[RelativeToMean, Tag("relative_to_mean")]
    | Annotated[CoverageFloor, Tag("coverage")]
    | Annotated[Stability, Tag("stability")],
    Discriminator(_measure),
]
