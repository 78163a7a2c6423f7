"""What all policies share, and the bounds that several of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.values import Ratio, Share, Text

if TYPE_CHECKING:
    from finmodel.scenario.sentences import Speaker


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
    """What all policies share.

    A new kind of policy is a class below this one, with its measures and its sentence, and its
    rows in `program/policies/`.
    """

    measures: ClassVar[tuple[str, ...]] = ()
    """Keys that tell this kind of policy from the others: one of them is always written."""
    each_words: ClassVar[tuple[str, ...]] = ()
    """Words that may stand for `each` besides groups of regions; none where there is no `each`."""

    name: Text | None = None
    """Name for people."""
    negotiable: bool = False
    """True for a rule that may be loosened when no allocation satisfies them all."""

    def sentence(self, say: Speaker) -> str:
        """The policy as one sentence that a planner can read aloud.

        Raises
        ------
        NotImplementedError
            If the kind of policy has no sentence yet.
        """
        raise NotImplementedError(type(self).__name__)
