"""Money that is freed by doing the same at less cost."""

from __future__ import annotations

from typing import Literal

from finmodel.scenario.sources.base import NationalSource


class EfficiencySaving(NationalSource):
    """Money freed in existing budgets, such as by buying together."""

    kind: Literal["efficiency saving"]
