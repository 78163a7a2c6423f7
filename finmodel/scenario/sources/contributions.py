"""Money that employers, communities and families bring."""

from __future__ import annotations

from typing import Literal

from finmodel.scenario.sources.base import NationalSource


class PrivateContribution(NationalSource):
    """Money that employers or other private bodies pay towards programmes."""

    kind: Literal["private contribution"]


class CommunityContribution(NationalSource):
    """Money that communities and families bring together."""

    kind: Literal["community contribution"]
