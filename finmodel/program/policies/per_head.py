"""Spending per head, compared with the national mean."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Chosen
from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import add_totals, regions_of
from finmodel.scenario.policies import RelativeToMean


@add_policy.register
def _relative_to_mean(policy: RelativeToMean, key: str, emitter: Emitter) -> None:
    """spending[r,t] − f · heads[r]/Σ heads · Σ spending[t] ≥ 0 for each region."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    regions = regions_of(panel, policy.each, chosen)
    years = np.nonzero(chosen.years)[0].astype(np.int64)
    heads = panel.attributes[policy.per]
    family = emitter.add_rows(
        f"policies.{key}",
        0.0,
        np.inf,
        ("policies", key),
        region=np.repeat(regions, years.size),
        year=np.tile(years, regions.size),
    )
    everywhere = Chosen(
        chosen.programmes, np.ones(len(panel.regions), bool), chosen.categories, chosen.years
    )
    own = np.full((1, len(panel.regions), len(panel.years)), NONE, dtype=np.int64)
    own[0, regions[:, None], years[None, :]] = family.numbers().reshape(regions.size, years.size)
    emitter.on_spending(own, everywhere)
    total = add_totals(emitter, f"policies.{key}.total", everywhere)
    share = policy.relative_to_mean.at_least * heads / heads.sum()
    emitter.enter(
        family.numbers(),
        np.tile(total.numbers(), regions.size),
        -np.repeat(share[regions], years.size),
    )
