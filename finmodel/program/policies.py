"""Policies: each emits its rows through the one selector."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from finmodel.panel.panel import Bools, Chosen, Integers, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.scenario.policies import (
    CoverageFloor,
    PolicyBase,
    RelativeToMean,
    ShareOfSpending,
    Stability,
)
from finmodel.scenario.selection import Selection, Slice


def add_policies(emitter: Emitter) -> None:
    """Rows of all policies, in the order of their ids."""
    for key in sorted(emitter.panel.scenario.policies):
        add_policy(emitter.panel.scenario.policies[key], key, emitter)


@singledispatch
def add_policy(policy: PolicyBase, key: str, emitter: Emitter) -> None:
    """Rows of one policy.

    Raises
    ------
    NotImplementedError
        If the kind of policy has no rows yet: each class registers its own function here.
    """
    raise NotImplementedError(type(policy).__name__)


def _money_terms(
    emitter: Emitter, part: Slice | Selection | None, rows: Integers, years: Bools, factor: float
) -> None:
    """Write a slice's money into one row a year; `rows` has shape (T,), NONE outside `years`."""
    panel = emitter.panel
    chosen = panel.choose(part)
    by_year = np.where(years, rows, NONE)
    sources = part.sources if isinstance(part, Slice) else None
    if sources is None:
        emitter.on_spending(by_year[None, None, :], chosen, factor)
    else:
        positions = [panel.positions["source"][name] for name in sorted(set(sources))]
        emitter.on_flows(positions, by_year[None, :], chosen, factor)


@add_policy.register
def _share_of_spending(policy: ShareOfSpending, key: str, emitter: Emitter) -> None:
    """Σ w·spending in the slice − share · Σ w·spending in the base ≥ (≤) 0."""
    panel = emitter.panel
    years = panel.choose(policy).years
    if policy.of is not None:
        years = years & panel.choose(policy.of).years
    whole = policy.over == "whole plan"
    year = np.nonzero(years)[0].astype(np.int64)
    for side in ("at_least", "at_most"):
        share = getattr(policy.share_of_spending, side)
        if share is None:
            continue
        family = emitter.add_rows(
            f"policies.{key}.{side}",
            0.0 if side == "at_least" else -np.inf,
            np.inf if side == "at_least" else 0.0,
            ("policies", key),
            **({} if whole else {"year": year}),
        )
        rows = np.full(len(panel.years), NONE, dtype=np.int64)
        rows[years] = family.numbers()
        _money_terms(emitter, policy, rows, years, 1.0)
        _money_terms(emitter, policy.of, rows, years, -share)


def regions_of(panel: Panel, each: str, chosen: Chosen) -> Integers:
    """Positions of the regions that `each` stands for, within a selection."""
    mask = chosen.regions.copy()
    if each not in ("region", "programme", "together"):
        mask &= panel.region_members(each)
    return np.nonzero(mask)[0].astype(np.int64)


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
    total = _total_spending(emitter, f"policies.{key}.total", everywhere)
    share = policy.relative_to_mean.at_least * heads / heads.sum()
    emitter.enter(
        family.numbers(),
        np.tile(total.numbers(), regions.size),
        -np.repeat(share[regions], years.size),
    )


def _total_spending(emitter: Emitter, name: str, chosen: Chosen) -> Family:
    """One column a year that equals a selection's spending: rows that share it stay short."""
    panel = emitter.panel
    year = np.nonzero(chosen.years)[0].astype(np.int64)
    # Twice what everything costs at its ceiling, so that a rule always stops it, not this bound.
    most = 2.0 * np.einsum("prkt,prt->t", panel.unit_cost, panel.reachable)[year]
    total = emitter.add_columns(name, 0.0, most, year=year)
    rows = emitter.add_rows(name, 0.0, 0.0, year=year)
    by_year = np.full(len(panel.years), NONE, dtype=np.int64)
    by_year[year] = rows.numbers()
    emitter.on_spending(by_year[None, None, :], chosen)
    emitter.enter(rows.numbers(), total.numbers(), -1.0)
    return total


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


@add_policy.register
def _stability(policy: Stability, key: str, emitter: Emitter) -> None:
    """spending[t] − (1 − h) · spending[t−1] ≥ 0 for each region or programme, and likewise ≤."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    axis = "programme" if policy.each == "programme" else "region"
    if axis == "programme":
        places = np.nonzero(chosen.programmes > 0)[0].astype(np.int64)
    else:
        places = regions_of(panel, policy.each, chosen)
    years = np.nonzero(chosen.years[1:])[0].astype(np.int64) + 1
    if not years.size:
        return
    everyone = Chosen(
        chosen.programmes, chosen.regions, chosen.categories, np.ones(len(panel.years), bool)
    )
    bounds = []
    if policy.fall is not None:
        bounds.append(("fall", 1.0 - policy.fall.at_most, 0.0, np.inf))
    if policy.rise is not None and policy.rise.at_most is not None:
        bounds.append(("rise", 1.0 + policy.rise.at_most, -np.inf, 0.0))
    for name, factor, lower, upper in bounds:
        family = emitter.add_rows(
            f"policies.{key}.{name}",
            lower,
            upper,
            ("policies", key),
            **{axis: np.repeat(places, years.size)},
            year=np.tile(years, places.size),
        )
        numbers = family.numbers().reshape(places.size, years.size)
        for shift, weight in ((0, 1.0), (1, -factor)):
            rows = np.full((len(getattr(panel, axis + "s")), len(panel.years)), NONE, np.int64)
            rows[places[:, None], years[None, :] - shift] = numbers
            spread = np.expand_dims(rows, 1 if axis == "programme" else 0)
            emitter.on_spending(spread, everyone, weight)
