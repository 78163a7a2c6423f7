"""Money given by development partners."""

from __future__ import annotations

from typing import ClassVar, Literal

from finmodel.scenario.sources.base import NationalSource


class Grant(NationalSource):
    """Money given by a development partner."""

    domestic: ClassVar[bool] = False
    kind: Literal["grant"]
