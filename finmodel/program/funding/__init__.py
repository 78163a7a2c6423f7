"""Funding: rows of each source, whatever its kind."""

from __future__ import annotations

from finmodel.program.emitter import Emitter
from finmodel.program.funding.availability import add_availability, add_use_bound
from finmodel.program.funding.co_financing import add_co_financing
from finmodel.program.funding.earned import add_earnings


def add_funding(emitter: Emitter) -> None:
    """Rows of all sources: availability with carry-over, absorption, least use, co-financing."""
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
        if source.co_financing is not None:
            add_co_financing(emitter, position, key)
