"""Delivery: output of each programme, region and year, in steps of benefit; ramp-up."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Floats, Panel
from finmodel.program.emitter import NONE, Emitter, Family

LAST_DIGITS = 1e-12
"""Share of a number below which its digits are noise."""


def add_delivery(emitter: Emitter) -> Family:
    """Columns a[p,r,t,j]: units of output delivered within benefit step j.

    Together the steps run from zero to the coverage ceiling. The floor is a lower bound on the
    first steps, because benefit never rises from step to step and only the sum of the steps
    stands in any rule.
    """
    panel = emitter.panel
    width = step_widths(panel)
    floor = panel.floor * panel.need
    before = np.cumsum(width, axis=3) - width
    lower = np.clip(floor[..., None] - before, 0, width)
    place = np.nonzero(width > 0)
    programme, region, year, step = (axis.astype(np.int64) for axis in place)
    return emitter.add_columns(
        "deliver",
        lower[place],
        width[place],
        programme=programme,
        region=region,
        year=year,
        step=step,
    )


def step_widths(panel: Panel) -> Floats:
    """Units of output in each benefit step, shape (P, R, T, J), the ceiling's reach at the most."""
    up_to = np.minimum(panel.step_up_to[:, None, None, :], panel.ceiling[..., None])
    up_to[..., -1] = panel.ceiling
    up_to = np.maximum.accumulate(up_to, axis=3)
    shares = np.diff(up_to, axis=3, prepend=0.0)
    return shares * panel.need[..., None]


def add_lumps(emitter: Emitter) -> None:
    """a[p,r,t] = s · n[p,r,t], n whole: output comes in lumps of s units.

    What stays once it is there has n[p,r,t] ≥ n[p,r,t−1] too.
    """
    panel = emitter.panel
    for position, key in enumerate(panel.programmes):
        lumps = panel.scenario.programmes[key].lumps
        if lumps is None:
            continue
        reachable = panel.reachable[position]
        region, year = (axis.astype(np.int64) for axis in np.nonzero(reachable > 0))
        labels = {
            "programme": np.full(region.size, position, dtype=np.int64),
            "region": region,
            "year": year,
        }
        # What is missing of a whole number in its last digits only is there.
        most = np.floor(reachable[region, year] / lumps.size * (1 + LAST_DIGITS))
        columns = emitter.add_columns(f"lumps.{key}", 0.0, most, True, **labels)
        path = ("programmes", key, "lumps")
        family = emitter.add_rows(f"programmes.{key}.lumps", 0.0, 0.0, path, **labels)
        rows = np.full(panel.need.shape, NONE, dtype=np.int64)
        rows[position, region, year] = family.numbers()
        emitter.on_output(rows, np.ones((1, 1, 1)))
        emitter.enter(family.numbers(), columns.numbers(), -lumps.size)
        if lumps.stay:
            _lumps_stay(emitter, key, columns)


def _lumps_stay(emitter: Emitter, key: str, lumps: Family) -> None:
    """n[p,r,t] − n[p,r,t−1] ≥ 0 where a region could have lumps in both years."""
    place = np.full(emitter.panel.need.shape[1:], NONE, dtype=np.int64)
    place[lumps.labels["region"], lumps.labels["year"]] = lumps.numbers()
    region, year = np.nonzero((place[:, 1:] != NONE) & (place[:, :-1] != NONE))
    labels = {"region": region.astype(np.int64), "year": year.astype(np.int64) + 1}
    programme = np.full(region.size, emitter.panel.positions["programme"][key], dtype=np.int64)
    family = emitter.add_rows(
        f"programmes.{key}.lumps_stay",
        0.0,
        np.inf,
        ("programmes", key, "lumps"),
        programme=programme,
        **labels,
    )
    emitter.enter(family.numbers(), place[region, year + 1], 1.0)
    emitter.enter(family.numbers(), place[region, year], -1.0)


def add_ramp_up(emitter: Emitter) -> None:
    """a[p,r,t] ≤ (1 + g) · a[p,r,t−1], the year before the plan included where it is known."""
    panel = emitter.panel
    for position, key in enumerate(panel.programmes):
        ramp = panel.scenario.programmes[key].ramp_up
        if ramp is None:
            continue
        growth = 1.0 + ramp.at_most
        reachable = panel.reachable[position]
        path = ("programmes", key, "ramp_up")
        today = panel.today[position]
        known = (np.nan_to_num(today) > 0) & (reachable[:, 0] > 0)
        later = (reachable[:, 1:] > 0) & (reachable[:, :-1] > 0)
        bounded = np.concatenate([known[:, None], later], axis=1)
        if not bounded.any():
            continue
        region, year = (axis.astype(np.int64) for axis in np.nonzero(bounded))
        limit = np.where(year == 0, growth * np.nan_to_num(today[region]), 0.0)
        family = emitter.add_rows(
            f"programmes.{key}.ramp_up",
            -np.inf,
            limit,
            path,
            programme=np.full(region.size, position, dtype=np.int64),
            region=region,
            year=year,
        )
        rows = np.full(panel.need.shape, NONE, dtype=np.int64)
        rows[position, region, year] = family.numbers()
        emitter.on_output(rows, np.ones((1, 1, 1)))
        before = np.full(panel.need.shape, NONE, dtype=np.int64)
        follows = year > 0
        before[position, region[follows], year[follows] - 1] = family.numbers()[follows]
        emitter.on_output(before, np.full((1, 1, 1), -growth))
