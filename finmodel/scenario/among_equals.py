"""What decides among equally good allocations: staying close to need, or to an earlier one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from finmodel.scenario.base import Model
from finmodel.scenario.values import ByYear, Share

NEED = "need"

CONVENTIONAL = "conventional"
"""Word for delivery without a contract, in the order of contracts."""

Weight = Annotated[float, Field(gt=0)]
"""A number above zero."""


class AmongEquals(Model):
    """Where several allocations are equally good, the one that stays close is chosen."""

    stay_close_to: str = NEED
    """`need`, so that coverage is as equal as it can be; or the folder of a saved allocation of
    this scenario, inside the scenario's folder, so that as little as can be changes."""
    weights: dict[str, Weight] = Field(default_factory=dict)
    """How strongly programmes are held close, by id; 1 where missing."""
    order: tuple[str, ...] = ()
    """Contracts and the word `conventional`, by id: what comes first is chosen where a contract
    and conventional delivery, or two contracts, are equally good. Conventional delivery first, then
    contracts by id, where missing. Contracts that may be signed in part, and come on the same side
    of `conventional`, share where they are equally good."""
    coverage: dict[str, dict[str, ByYear[Share]]] | None = None
    """Coverage in the saved allocation, by programme and region; read from its folder, so that a
    saved scenario needs the folder no more."""
    digest: str | None = None
    """SHA-256 of the saved allocation's manifest."""
