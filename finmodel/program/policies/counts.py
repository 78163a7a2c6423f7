"""Counts: in how many regions something begins."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Chosen, Floats, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import add_bound, by_year, lay_out
from finmodel.scenario.policies import NewRegions


@add_policy.register
def _new_regions(policy: NewRegions, key: str, emitter: Emitter) -> None:
    """Σ_r (b[r,t] − b[r,t−1]) ≤ N[t], with b in {0, 1}, b[r,t] ≥ b[r,t−1] and Σ_p a ≤ M · b[r,t].

    b says whether a region has begun, M is all that it could deliver.
    """
    panel = emitter.panel
    chosen = panel.choose(policy.model_copy(update={"years": None}))
    members = np.nonzero(chosen.regions)[0].astype(np.int64)
    years = len(panel.years)
    before = _began_before(panel, chosen)[members]
    begun = emitter.add_columns(
        f"policies.{key}.begun",
        np.repeat(before, years),
        1.0,
        True,
        region=np.repeat(members, years),
        year=np.tile(np.arange(years), members.size),
    )
    column = begun.numbers().reshape(members.size, years)
    _only_where_begun(emitter, key, chosen, begun)
    _stays_begun(emitter, key, column, members)
    limit = by_year(panel, policy.new_regions.at_most)[None, None, :]
    grid = lay_out(panel, "together", panel.choose(policy), where=np.isfinite(limit))
    allowed = np.nan_to_num(limit)
    allowed[:, :, 0] += before.sum()
    family = add_bound(emitter, f"policies.{key}.at_most", key, grid, grid.pick(allowed), -1.0)
    rows = grid.rows(family)[0]
    emitter.enter(rows, column, 1.0)
    emitter.enter(rows[:, 1:], column[:, :-1], -1.0)


def _began_before(panel: Panel, chosen: Chosen) -> Floats:
    """One for each region that delivers today, shape (R,)."""
    today = np.nan_to_num(panel.today[chosen.programmes > 0])
    return np.asarray((today > 0).any(axis=0), dtype=np.float64)


def _only_where_begun(emitter: Emitter, key: str, chosen: Chosen, begun: Family) -> None:
    """Σ_p a[p,r,t] − M[r,t] · b[r,t] ≤ 0."""
    panel = emitter.panel
    counts = (chosen.programmes > 0).astype(np.float64)
    most = np.einsum("p,prt->rt", counts, panel.reachable)
    region, year = begun.labels["region"], begun.labels["year"]
    family = emitter.add_rows(f"policies.{key}.where_begun", -np.inf, 0.0, region=region, year=year)
    rows = np.full(most.shape, NONE, dtype=np.int64)
    rows[region, year] = family.numbers()
    emitter.on_output(rows[None], counts[:, None, None])
    emitter.enter(family.numbers(), begun.numbers(), -most[region, year])


def _stays_begun(emitter: Emitter, key: str, column: np.ndarray, members: np.ndarray) -> None:
    """b[r,t] − b[r,t−1] ≥ 0."""
    later = column.shape[1] - 1
    family = emitter.add_rows(
        f"policies.{key}.stays",
        0.0,
        np.inf,
        region=np.repeat(members, later),
        year=np.tile(np.arange(1, later + 1), members.size),
    )
    emitter.enter(family.numbers(), column[:, 1:].reshape(-1), 1.0)
    emitter.enter(family.numbers(), column[:, :-1].reshape(-1), -1.0)
