"""The objective: ordered stages, each maximised or minimised within what it may give up."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from finmodel.scenario.base import Model
from finmodel.scenario.values import Share

Goal = Literal[
    "maximise benefit",
    "maximise coverage",
    "maximise lowest coverage",
    "minimise cost",
]


class Stage(Model):
    """One stage: `{first: maximise lowest coverage, give_up_at_most: 2%}` or `{then: …}`."""

    first: Goal | None = None
    """Goal of the first stage."""
    then: Goal | None = None
    """Goal of a later stage."""
    give_up_at_most: Share | None = None
    """Share of the stage's best value that later stages may give up; 0.0001% where missing."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"first": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_goal(self) -> Stage:
        if (self.first is None) == (self.then is None):
            raise ValueError(
                "the stage has no goal, or two; "
                "write `first:` for the first stage, `then:` for the others"
            )
        return self

    @property
    def goal(self) -> Goal:
        """The goal, whichever stage it stands in."""
        goal = self.first or self.then
        assert goal is not None
        return goal
