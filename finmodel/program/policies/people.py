"""Whom programmes reach."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import SIDES, add_bound, lay_out
from finmodel.scenario.policies import ShareOfLearners


@add_policy.register
def _share_of_learners(policy: ShareOfLearners, key: str, emitter: Emitter) -> None:
    """Σ (reach[p] − x) · a[p,r,t] ≥ (≤) 0 over the programmes that say whom they reach."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    said = [panel.scenario.programmes[name].reaches for name in panel.programmes]
    reach = np.array([group.get(policy.target_group, np.nan) for group in said])
    counts = np.where(np.isfinite(reach), chosen.programmes, 0.0)
    for side, sign in SIDES:
        share = getattr(policy.share_of_learners, side)
        if share is None:
            continue
        grid = lay_out(panel, policy.each, chosen, policy.over)
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, 0.0, sign)
        weight = counts * (np.nan_to_num(reach) - share)
        emitter.on_output(grid.rows(family), weight[:, None, None] * chosen.regions[None, :, None])
