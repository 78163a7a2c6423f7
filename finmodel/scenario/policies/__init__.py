"""Policies: the rules that a country sets, each kind one class with its own sentence.

A policy says what it measures, and that tells its kind. A new kind is a class in a module here,
named in `POLICIES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Discriminator, Tag

from finmodel.scenario.policies.amounts import OutputBounds, SpendingBounds
from finmodel.scenario.policies.base import AtLeast, AtMost, PolicyBase, ShareBounds
from finmodel.scenario.policies.between_programmes import Complement, Prerequisite, Substitutes
from finmodel.scenario.policies.contracts import CommitmentsCap, ContingentCap, PaymentsCap
from finmodel.scenario.policies.counts import NewRegions
from finmodel.scenario.policies.coverage import CoverageFloor
from finmodel.scenario.policies.debt import (
    Concessionality,
    DebtService,
    ExternalDebt,
    Guaranteed,
    NewExternalDebt,
)
from finmodel.scenario.policies.equity import (
    BetweenGroups,
    Convergence,
    Gini,
    GroupRatio,
    NoLosses,
)
from finmodel.scenario.policies.fungibility import Fungibility
from finmodel.scenario.policies.people import ShareOfLearners
from finmodel.scenario.policies.per_head import RelativeToMean
from finmodel.scenario.policies.reserves import Reserve
from finmodel.scenario.policies.shares import ShareOfSpending
from finmodel.scenario.policies.stability import Stability

__all__ = [
    "MEASURES",
    "POLICIES",
    "AtLeast",
    "AtMost",
    "BetweenGroups",
    "CommitmentsCap",
    "Complement",
    "Concessionality",
    "ContingentCap",
    "Convergence",
    "CoverageFloor",
    "DebtService",
    "ExternalDebt",
    "Fungibility",
    "Gini",
    "GroupRatio",
    "Guaranteed",
    "NewExternalDebt",
    "NewRegions",
    "NoLosses",
    "OutputBounds",
    "PaymentsCap",
    "Policy",
    "PolicyBase",
    "Prerequisite",
    "RelativeToMean",
    "Reserve",
    "ShareBounds",
    "ShareOfLearners",
    "ShareOfSpending",
    "SpendingBounds",
    "Stability",
    "Substitutes",
]

POLICIES: tuple[type[PolicyBase], ...] = (
    ShareOfSpending,
    SpendingBounds,
    OutputBounds,
    CoverageFloor,
    RelativeToMean,
    Gini,
    GroupRatio,
    Convergence,
    NoLosses,
    Stability,
    ShareOfLearners,
    Prerequisite,
    Complement,
    Substitutes,
    NewRegions,
    Reserve,
    Fungibility,
    PaymentsCap,
    CommitmentsCap,
    ContingentCap,
    Concessionality,
    NewExternalDebt,
    ExternalDebt,
    Guaranteed,
    DebtService,
)
"""Every kind of policy."""

MEASURES: dict[str, str] = {
    measure: kind.measures[0] for kind in POLICIES for measure in kind.measures
}
"""Key that a policy measures by, and the first such key of its kind."""


def _measure(value: Any) -> str | None:
    """Which kind of policy a mapping is, told by the measure that it names."""
    if isinstance(value, PolicyBase):
        return value.measures[0]
    if isinstance(value, dict):
        return next((kind for key, kind in MEASURES.items() if key in value), None)
    return None


if TYPE_CHECKING:
    Policy = PolicyBase
else:
    Policy = Annotated[
        Union[tuple(Annotated[kind, Tag(kind.measures[0])] for kind in POLICIES)],  # noqa: UP007
        Discriminator(_measure),
    ]
