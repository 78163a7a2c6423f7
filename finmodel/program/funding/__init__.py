"""Funding: rows of each source, whatever its kind."""

from __future__ import annotations

from finmodel.program.emitter import Emitter
from finmodel.program.funding.availability import add_availability, add_use_bound
from finmodel.program.funding.beside import add_beside
from finmodel.program.funding.earned import add_earnings
from finmodel.program.funding.in_kind import add_share_of_cost
from finmodel.program.funding.soft_earmarks import add_soft_earmarks
from finmodel.scenario.sources import CommunityInKind, PooledFund


def add_funding(emitter: Emitter) -> None:
    """Rows of all sources, and of what only one kind has."""
    panel = emitter.panel
    for position, key in enumerate(panel.sources):
        add_availability(emitter, position, key)
        if key in panel.earnings:
            add_earnings(emitter, position, key)
        source = panel.scenario.sources[key]
        if source.absorption is not None:
            add_use_bound(emitter, position, key, "absorption", source.absorption)
        if source.use_at_least is not None:
            add_use_bound(emitter, position, key, "use_at_least", source.use_at_least)
        for name, terms in source.beside.items():
            add_beside(emitter, position, key, name, terms)
        if isinstance(source, CommunityInKind):
            add_share_of_cost(emitter, position, key, source.pays_at_most)
        if isinstance(source, PooledFund):
            add_soft_earmarks(emitter, position, key, source)
