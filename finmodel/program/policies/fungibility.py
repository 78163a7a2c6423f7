"""Money from outside that takes the place of a country's own."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Panel
from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import add_bound, by_year, lay_out
from finmodel.scenario.policies import Fungibility
from finmodel.scenario.sources.unfunded import Unfunded


@add_policy.register
def _fungibility(policy: Fungibility, key: str, emitter: Emitter) -> None:
    """Σ domestic f + φ · Σ external f ≥ baseline, in each year, over the selection."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    limit = by_year(panel, policy.fungibility.baseline)[None, None, :]
    grid = lay_out(panel, "together", chosen, where=np.isfinite(limit))
    baseline = grid.pick(np.nan_to_num(limit))
    family = add_bound(emitter, f"policies.{key}", key, grid, baseline, 1.0)
    rows = np.broadcast_to(grid.rows(family)[0], (1, len(panel.years)))
    assert (rows != NONE).sum() == family.count
    own, outside = sources_of(policy, panel)
    emitter.on_flows(own, rows, chosen)
    emitter.on_flows(outside, rows, chosen, policy.fungibility.share)


def sources_of(policy: Fungibility, panel: Panel) -> tuple[list[int], list[int]]:
    """Positions of the domestic and the external sources that a policy speaks of."""
    every = {
        key: source
        for key, source in panel.scenario.sources.items()
        if not isinstance(source, Unfunded)
    }
    own, outside = policy.domestic, policy.external
    if own is None:
        own = tuple(k for k, one in every.items() if one.domestic and one.public and one.cash)
    if outside is None:
        outside = tuple(key for key, one in every.items() if not one.domestic)
    place = panel.positions["source"]
    return sorted({place[key] for key in own}), sorted({place[key] for key in outside})
