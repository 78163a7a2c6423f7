"""Equity between regions: the Gini coefficient, ratios between groups, catching up, no losses."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Bools, Chosen
from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import (
    SIDES,
    Grid,
    add_bound,
    add_totals,
    enter_money,
    heads,
    lay_out,
)
from finmodel.program.policies.parts import regions_of as members_of
from finmodel.scenario.policies import Convergence, Gini, GroupRatio, NoLosses


@add_policy.register
def _gini(policy: Gini, key: str, emitter: Emitter) -> None:
    """Σ_{i<j} |z_ij| ≤ γ · Σ_i X_i in each year, with z_ij = π_j·X_i − π_i·X_j.

    X is a region's spending, π its share of the heads and γ the ceiling. That is
    Σ_{i<j} π_i·π_j·|y_i − y_j| ≤ γ·μ, with y the spending per head and μ its mean. Because
    |z| = 2·max(z, 0) − z, one column u_ij ≥ max(z_ij, 0) and one row for each pair are enough.
    """
    panel = emitter.panel
    chosen = panel.choose(policy)
    regions = members_of(panel, policy.each, chosen)
    inside = np.zeros(len(panel.regions), dtype=bool)
    inside[regions] = True
    years = np.nonzero(chosen.years)[0].astype(np.int64)
    within = Chosen(chosen.programmes, inside, chosen.categories, chosen.years)
    total = add_totals(emitter, f"policies.{key}.total", within, each_region=True)
    column = total.numbers().reshape(regions.size, years.size)
    counted = panel.attributes[policy.per][regions]
    share = counted / counted.sum()
    one, other = (axis.astype(np.int64) for axis in np.triu_indices(regions.size, 1))
    labels = {
        "region": np.repeat(regions[one], years.size),
        "other": np.repeat(regions[other], years.size),
        "year": np.tile(years, one.size),
    }
    most = emitter.bounds("column")[1][column]
    ahead = emitter.add_columns(
        f"policies.{key}.ahead", 0.0, (share[other][:, None] * most[one]).reshape(-1), **labels
    )
    pairs = emitter.add_rows(f"policies.{key}.pairs", -np.inf, 0.0, (), **labels)
    emitter.enter(pairs.numbers(), column[one].reshape(-1), np.repeat(share[other], years.size))
    emitter.enter(pairs.numbers(), column[other].reshape(-1), -np.repeat(share[one], years.size))
    emitter.enter(pairs.numbers(), ahead.numbers(), -1.0)
    family = emitter.add_rows(f"policies.{key}", -np.inf, 0.0, ("policies", key), year=years)
    emitter.enter(np.tile(family.numbers(), one.size), ahead.numbers(), 2.0)
    before = np.cumsum(share) - share
    after = share.sum() - before - share
    signed = after - before + policy.gini.at_most
    emitter.enter(
        np.tile(family.numbers(), regions.size), column.reshape(-1), -np.repeat(signed, years.size)
    )


@add_policy.register
def _ratio(policy: GroupRatio, key: str, emitter: Emitter) -> None:
    """X_a − x · (n_a/n_b) · X_b ≤ (≥) 0: spending per head in a, x times that in b at most."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    grid = lay_out(panel, "together", chosen, policy.over)
    ahead, behind = (panel.region_members(name) for name in (policy.ahead, policy.behind))
    per_head = heads(panel, policy.per, ahead) / heads(panel, policy.per, behind)
    for side, sign in SIDES:
        ratio = getattr(policy.ratio, side)
        if ratio is None:
            continue
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, 0.0, sign)
        for name, factor in ((policy.ahead, 1.0), (policy.behind, -ratio * per_head)):
            part = policy.model_copy(update={"regions": (name,)})
            enter_money(emitter, part, grid.rows(family), factor)


@add_policy.register
def _convergence(policy: Convergence, key: str, emitter: Emitter) -> None:
    """G[t] − (1 − s) · G[t−1] ≤ 0, with G = (n_b/n_a) · X_a − X_b, the gap in b's money."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    behind = panel.region_members(policy.behind)
    follows = np.append(False, chosen.years[:-1])
    where = (follows & chosen.years)[None, None, :]
    each = policy.behind if policy.each == "region" else "together"
    grid = lay_out(panel, each, chosen, where=where)
    if not grid.count:
        return
    family = add_bound(emitter, f"policies.{key}", key, grid, 0.0, -1.0)
    everywhere = Chosen(
        chosen.programmes,
        panel.region_members(policy.ahead),
        chosen.categories,
        chosen.years,
    )
    total = add_totals(emitter, f"policies.{key}.total", everywhere)
    column = np.full(len(panel.years), -1, dtype=np.int64)
    column[np.nonzero(chosen.years)[0]] = total.numbers()
    counted = panel.attributes[policy.per][None, :, None]
    if policy.each == "together":
        counted = np.full((1, 1, 1), heads(panel, policy.per, behind))
    weight = grid.pick(counted / heads(panel, policy.per, everywhere.regions))
    year = grid.labels["year"]
    part = policy.model_copy(update={"regions": (policy.behind,)})
    factor = 1.0 - policy.gap_shrinks.at_least
    before = np.maximum(np.arange(len(panel.years)) - 1, 0)
    emitter.enter(family.numbers(), column[year], weight)
    emitter.enter(family.numbers(), column[year - 1], -factor * weight)
    enter_money(emitter, part, grid.rows(family), -1.0)
    enter_money(emitter, part, grid.shifted(family, before), factor)


@add_policy.register
def _hold_harmless(policy: NoLosses, key: str, emitter: Emitter) -> None:
    """X[r,t] ≥ h · what the region had: in a table, or X[r,t₀] in the first year."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    least = policy.hold_harmless.at_least
    if policy.amounts is not None:
        had = np.full((1, len(panel.regions), len(panel.years)), np.nan)
        for name, series in policy.amounts.items():
            values = [series.at(year) for year in panel.years]
            had[0, panel.positions["region"][name]] = [
                np.nan if value is None else value for value in values
            ]
        grid = lay_out(panel, policy.each, chosen, where=np.isfinite(had))
        limit = least * grid.pick(np.nan_to_num(had))
        family = add_bound(emitter, f"policies.{key}", key, grid, limit, 1.0)
        enter_money(emitter, policy, grid.rows(family))
        return
    first = int(np.argmax(chosen.years))
    grid = lay_out(panel, policy.each, chosen, where=_after(chosen.years, first)[None, None, :])
    family = add_bound(emitter, f"policies.{key}", key, grid, 0.0, 1.0)
    enter_money(emitter, policy, grid.rows(family))
    _enter_first(emitter, policy, grid, family.start, first, -least)


def _after(years: Bools, first: int) -> Bools:
    later = years.copy()
    later[: first + 1] = False
    return later


def _enter_first(
    emitter: Emitter, policy: NoLosses, grid: Grid, start: int, first: int, factor: float
) -> None:
    """Write the first year's money into the rows of all later years."""
    for year in np.unique(grid.labels["year"]).tolist():
        rows = np.full(grid.number.shape, -1, dtype=np.int64)
        here = grid.number[:, :, year]
        rows[:, :, first] = np.where(here >= 0, start + here, -1)
        enter_money(emitter, policy, rows, factor)
