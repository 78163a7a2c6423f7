"""Funding sources, each kind a model of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from finmodel.scenario.sources.base import (
    ChargedSource,
    CoFinancing,
    LocalSource,
    NationalSource,
    SourceBase,
)
from finmodel.scenario.sources.budgets import (
    CentralBudget,
    LocalOwnRevenue,
    SpecialFund,
)
from finmodel.scenario.sources.contributions import CommunityContribution, PrivateContribution
from finmodel.scenario.sources.fees import HouseholdFee
from finmodel.scenario.sources.grants import Grant, PrivateDonor
from finmodel.scenario.sources.levies import TrainingLevy
from finmodel.scenario.sources.loans import ConcessionalLoan
from finmodel.scenario.sources.results import ResultsBasedFinance
from finmodel.scenario.sources.transfers import EarmarkedTransfer

__all__ = [
    "CentralBudget",
    "ChargedSource",
    "CoFinancing",
    "CommunityContribution",
    "ConcessionalLoan",
    "EarmarkedTransfer",
    "Grant",
    "HouseholdFee",
    "LocalOwnRevenue",
    "LocalSource",
    "NationalSource",
    "PrivateContribution",
    "PrivateDonor",
    "ResultsBasedFinance",
    "Source",
    "SourceBase",
    "SpecialFund",
    "TrainingLevy",
]

Source = Annotated[
    CentralBudget
    | LocalOwnRevenue
    | EarmarkedTransfer
    | SpecialFund
    | TrainingLevy
    | HouseholdFee
    | Grant
    | ResultsBasedFinance
    | ConcessionalLoan
    | PrivateDonor
    | PrivateContribution
    | CommunityContribution,
    Field(discriminator="kind"),
]
