"""Contracts with private partners (public-private partnerships), each form a model of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from finmodel.scenario.contracts.base import ContractBase, Indexed, Signature
from finmodel.scenario.contracts.kinds import (
    AvailabilityPayment,
    JointVenture,
    MinimumRevenueGuarantee,
    OperatingContract,
    OutcomeContract,
    UserFeeConcession,
    ViabilityGap,
)

__all__ = [
    "AvailabilityPayment",
    "Contract",
    "ContractBase",
    "Indexed",
    "JointVenture",
    "MinimumRevenueGuarantee",
    "OperatingContract",
    "OutcomeContract",
    "Signature",
    "UserFeeConcession",
    "ViabilityGap",
]

Contract = Annotated[
    AvailabilityPayment
    | ViabilityGap
    | UserFeeConcession
    | MinimumRevenueGuarantee
    | JointVenture
    | OperatingContract
    | OutcomeContract,
    Field(discriminator="kind"),
]
