"""Money that employers, communities and families bring."""

from __future__ import annotations

from typing import ClassVar, Literal

from finmodel.scenario.sources.base import NationalSource


class PrivateContribution(NationalSource):
    """Money that employers or other private bodies pay towards programmes."""

    public: ClassVar[bool] = False
    kind: Literal["private contribution"]


class CommunityContribution(NationalSource):
    """Money that communities and families bring together."""

    public: ClassVar[bool] = False
    kind: Literal["community contribution"]
