"""The objective: ordered stages, each maximised or minimised within what it may give up."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from finmodel.scenario.base import Model
from finmodel.scenario.values import Share

Goal = Literal[
    "maximise benefit",
    "maximise coverage",
    "maximise lowest coverage",
    "maximise lowest coverage, then the next",
    "minimise cost",
    "minimise deviation",
    "minimise gap",
    "minimise cost of raising",
    "minimise risk-weighted cost",
    "minimise effort",
    "minimise new debt",
]

GOALS: dict[Goal, str] = {
    "maximise benefit": "The sum of benefit points over all output.",
    "maximise coverage": "The share of the reachable need that is met, programmes weighed by cost.",
    "maximise lowest coverage": "The share of the reachable need that is met, in the region and "
    "year where it is lowest.",
    "maximise lowest coverage, then the next": "The lowest share first; then, with what cannot "
    "rise held, the lowest of the others, to the end. The goal stands in quotes.",
    "minimise cost": "What the programmes cost.",
    "minimise deviation": "How far output lies from the saved allocation that `among_equals: "
    "{stay_close_to: …}` names, up or down, each unit at its national cost.",
    "minimise gap": "Cost that no source pays for; the only goal of the question `gap`.",
    "minimise cost of raising": "What raising the money of all levers costs, in the question "
    "`mobilise`.",
    "minimise risk-weighted cost": "The same with the share that may not come as a cost of risk.",
    "minimise effort": "Political and administrative effort of the levers, in points.",
    "minimise new debt": "All that is drawn of loans over the plan.",
}
"""What each goal reaches for."""

PRICED_BY: dict[str, str] = {
    "maximise benefit": "benefit points",
    "minimise cost": "{unit}",
    "minimise gap": "{unit}",
}
"""Goals that prices on breaking rules are counted in, the last stage among them, and their unit."""


class Stage(Model):
    """One stage: `{first: maximise lowest coverage, give_up_at_most: 2%}` or `{then: …}`.

    A goal with a comma stands in quotes: `{first: "maximise lowest coverage, then the next"}`.
    """

    first: Goal | None = None
    """Goal of the first stage."""
    then: Goal | None = None
    """Goal of a later stage."""
    give_up_at_most: Share | None = None
    """Share of the stage's best value that later stages may give up; 0.0001% where missing."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe a stage as it is written: a plain goal is the goal of the first stage."""
        schema = handler.resolve_ref_schema(
            super().__get_pydantic_json_schema__(core_schema, handler)
        )
        goals = {"enum": list(get_args(Goal))}
        return {"description": schema["description"], "anyOf": [goals, schema]}

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
