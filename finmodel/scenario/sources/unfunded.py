"""The part of the cost that no source pays for, beside the sources in the question gap."""

from __future__ import annotations

from typing import Literal

from finmodel.scenario.base import Status
from finmodel.scenario.sources.base import SourceBase
from finmodel.scenario.values import Text

UNFUNDED = "unfunded"
"""Its id among the sources; no planner may give it to a source of money."""


class Unfunded(SourceBase):
    """What is missing: it pays for anything anywhere, and as little as can be is asked of it."""

    kind: Literal["unfunded"] = "unfunded"
    name: Text | None = Text({"en": "Not funded", "mn": "Санхүүжээгүй"})
    status: Status | None = "derived"

    @property
    def cash(self) -> bool:
        """What is missing is nobody's money."""
        return False
