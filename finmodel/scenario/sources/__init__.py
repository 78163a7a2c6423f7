"""Funding sources, each kind a model of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from finmodel.scenario.sources.base import (
    Beside,
    ChargedSource,
    CoFinancing,
    LocalSource,
    Match,
    NationalSource,
    SourceBase,
)
from finmodel.scenario.sources.budgets import (
    CentralBudget,
    LocalOwnRevenue,
    SpecialFund,
)
from finmodel.scenario.sources.contributions import (
    CommunityContribution,
    CommunityInKind,
    PrivateContribution,
)
from finmodel.scenario.sources.fees import HouseholdFee
from finmodel.scenario.sources.grants import Grant, MatchingGrant, PrivateDonor
from finmodel.scenario.sources.guarantees import Guarantee
from finmodel.scenario.sources.levies import TrainingLevy
from finmodel.scenario.sources.loans import CommercialLoan, ConcessionalLoan, Loan
from finmodel.scenario.sources.pooled import PooledFund
from finmodel.scenario.sources.results import ResultsBasedFinance
from finmodel.scenario.sources.savings import EfficiencySaving
from finmodel.scenario.sources.transfers import EarmarkedTransfer

__all__ = [
    "Beside",
    "CentralBudget",
    "ChargedSource",
    "CoFinancing",
    "CommercialLoan",
    "CommunityContribution",
    "CommunityInKind",
    "ConcessionalLoan",
    "EarmarkedTransfer",
    "EfficiencySaving",
    "Grant",
    "Guarantee",
    "HouseholdFee",
    "Loan",
    "LocalOwnRevenue",
    "LocalSource",
    "Match",
    "MatchingGrant",
    "NationalSource",
    "PooledFund",
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
    | EfficiencySaving
    | TrainingLevy
    | HouseholdFee
    | Grant
    | MatchingGrant
    | PooledFund
    | ResultsBasedFinance
    | ConcessionalLoan
    | CommercialLoan
    | Guarantee
    | PrivateDonor
    | PrivateContribution
    | CommunityContribution
    | CommunityInKind,
    Field(discriminator="kind"),
]
