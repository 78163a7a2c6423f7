"""Money lent, which must be paid back."""

from __future__ import annotations

from typing import ClassVar, Literal

from finmodel.scenario.sources.base import NationalSource


class ConcessionalLoan(NationalSource):
    """Money lent on better terms than the market's."""

    funding: ClassVar[bool] = False
    domestic: ClassVar[bool] = False
    kind: Literal["concessional loan"]
