"""Coverage of need."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import regions_of
from finmodel.scenario.policies import CoverageFloor


@add_policy.register
def _coverage_floor(policy: CoverageFloor, key: str, emitter: Emitter) -> None:
    """a[p,r,t] ≥ f · need[p,r,t] for each region, or for the selected regions together."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    together = policy.each in (None, "together")
    regions = regions_of(panel, policy.each or "together", chosen)
    inside = np.zeros(panel.need.shape, dtype=bool)
    programmes = np.nonzero(chosen.programmes > 0)[0]
    inside[np.ix_(programmes, regions, np.nonzero(chosen.years)[0])] = True
    inside &= panel.need > 0
    floor = policy.coverage.at_least * panel.need
    rows = np.full(panel.need.shape, NONE, dtype=np.int64)
    if together:
        programme, year = (axis.astype(np.int64) for axis in np.nonzero(inside.any(axis=1)))
        labels = {"programme": programme, "year": year}
        limit = (floor * inside).sum(axis=1)[programme, year]
    else:
        programme, region, year = (axis.astype(np.int64) for axis in np.nonzero(inside))
        labels = {"programme": programme, "region": region, "year": year}
        limit = floor[programme, region, year]
    family = emitter.add_rows(f"policies.{key}", limit, np.inf, ("policies", key), **labels)
    if together:
        plane = np.full((len(panel.programmes), len(panel.years)), NONE, dtype=np.int64)
        plane[programme, year] = family.numbers()
        rows = np.where(inside, plane[:, None, :], NONE)
    else:
        rows[programme, region, year] = family.numbers()
    emitter.on_output(rows, np.ones((1, 1, 1)))
