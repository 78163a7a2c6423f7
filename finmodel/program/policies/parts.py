"""What the rows of several policies are made of: places, slices of money, output and totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from finmodel.panel.panel import Bools, Chosen, Floats, Integers, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.scenario.policies.base import Over
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.values import ByYear

SIDES = (("at_least", 1.0), ("at_most", -1.0))
"""Floors and ceilings, and the sign that makes either a floor."""


@dataclass(frozen=True)
class Grid:
    """Rows of a rule: one for each place and year that it speaks of."""

    number: Integers
    """Number of each place and year within the family, NONE outside, shape (P|1, R|1, T)."""
    labels: dict[str, Integers]
    """Position on each axis that the rows have, each of shape (count,)."""
    count: int

    def rows(self, family: Family) -> Integers:
        """Rows of a family laid out on this grid, shape (P|1, R|1, T)."""
        return np.where(self.number == NONE, NONE, family.start + self.number)

    def shifted(self, family: Family, years: Integers) -> Integers:
        """The same rows at other years: row of (place, t) stands at `years[t]`."""
        rows = self.rows(family)
        moved = np.full_like(rows, NONE)
        for year, to in enumerate(years.tolist()):
            here = rows[:, :, year] != NONE
            moved[:, :, to][here] = rows[:, :, year][here]
        return moved

    def pick(self, values: Floats) -> Floats:
        """Values of an array that is broadcastable to the places, one for each row."""
        spread = np.broadcast_to(values, self.number.shape)
        picked = np.zeros(self.count)
        inside = self.number != NONE
        picked[self.number[inside]] = spread[inside]
        return picked


def lay_out(
    panel: Panel, each: str, chosen: Chosen, over: Over = "each year", where: ArrayLike = True
) -> Grid:
    """Lay out one row for each place and year of a rule.

    Parameters
    ----------
    panel : Panel
        The panel.
    each : str
        `together`, `region`, a group for its regions, or `programme`.
    chosen : Chosen
        What the rule selects.
    over : str
        One row a year, or one for all years.
    where : ndarray of bool
        Places and years that have a row, broadcastable to (P|1, R|1, T).
    """
    shape = [1, 1, len(panel.years)]
    mask = chosen.years[None, None, :]
    if each == "programme":
        shape[0] = len(panel.programmes)
        mask = mask & (chosen.programmes > 0)[:, None, None]
    elif each != "together":
        shape[1] = len(panel.regions)
        members = np.zeros(len(panel.regions), dtype=bool)
        members[regions_of(panel, each, chosen)] = True
        mask = mask & members[None, :, None]
    mask = np.broadcast_to(mask & np.asarray(where), shape)
    axis = {0: "programme", 1: "region", 2: "year"}
    if over == "whole plan":
        places = mask.any(axis=2)
        count = int(places.sum())
        numbers = np.full(places.shape, NONE, dtype=np.int64)
        numbers[places] = np.arange(count)
        number = np.where(mask, numbers[:, :, None], NONE)
        found = np.nonzero(places)
    else:
        count = int(mask.sum())
        number = np.full(mask.shape, NONE, dtype=np.int64)
        number[mask] = np.arange(count)
        found = np.nonzero(mask)
    labels = {
        axis[place]: positions.astype(np.int64)
        for place, positions in enumerate(found)
        if place == 2 or shape[place] > 1 or _named(each, axis[place])
    }
    return Grid(number, labels, count if labels else 1)


def _named(each: str, axis: str) -> bool:
    if axis == "programme":
        return each == "programme"
    return each not in ("together", "programme")


def add_bound(
    emitter: Emitter, name: str, key: str, grid: Grid, limit: ArrayLike, sign: float
) -> Family:
    """Add rows Σ ≥ limit where the sign is positive, Σ ≤ limit where it is negative."""
    floor = sign > 0
    return emitter.add_rows(
        name,
        limit if floor else -np.inf,
        np.inf if floor else limit,
        ("policies", key),
        **grid.labels,
    )


def by_year(panel: Panel, series: ByYear[float] | ByYear[int]) -> Floats:
    """A series in the plan's years, shape (T,); NaN where it has no value."""
    values = [series.at(year) for year in panel.years]
    return np.array([np.nan if value is None else float(value) for value in values])


def enter_money(
    emitter: Emitter, part: Slice | Selection | None, rows: Integers, factor: ArrayLike = 1.0
) -> None:
    """Write `factor × weight × money` of a slice into rows.

    Parameters
    ----------
    emitter : Emitter
        The emitter.
    part : Selection or None
        Whose money; everything where None.
    rows : ndarray of int
        Row of each programme, region and year, broadcastable to (P, R, T); NONE for none.
    factor : float or ndarray
        Broadcastable to (P, R, T); one number where the slice names sources.
    """
    panel = emitter.panel
    chosen = panel.choose(part)
    sources = part.sources if isinstance(part, Slice) else None
    if sources is None:
        weight = (
            np.einsum("prkt,k->prt", panel.unit_cost, chosen.categories.astype(np.float64))
            * chosen.programmes[:, None, None]
            * chosen.regions[None, :, None]
            * chosen.years[None, None, :]
        )
        emitter.on_conventional(rows, weight * factor)
        return
    positions = [panel.positions["source"][name] for name in sorted(set(sources))]
    cells = emitter.cells
    shape = np.broadcast_shapes(rows.shape, (1, 1, len(panel.years)))
    if shape[:2] == (1, 1):
        by_cell = np.broadcast_to(rows, shape)[0]
    else:
        by_cell = np.broadcast_to(rows, panel.need.shape)[cells.programme, cells.region]
    emitter.on_flows(positions, by_cell, chosen, float(np.asarray(factor)))


def regions_of(panel: Panel, each: str, chosen: Chosen) -> Integers:
    """Positions of the regions that `each` stands for, within a selection."""
    mask = chosen.regions.copy()
    if each not in ("region", "programme", "together"):
        mask &= panel.region_members(each)
    return np.nonzero(mask)[0].astype(np.int64)


def heads(panel: Panel, per: str, members: Bools | None = None) -> float:
    """Heads of some regions, of all where None."""
    counted = panel.attributes[per]
    return float((counted if members is None else counted[members]).sum())


def add_totals(emitter: Emitter, name: str, chosen: Chosen, *, each_region: bool = False) -> Family:
    """Columns that equal a selection's spending, in each year or region and year.

    Rows that share them stay short.
    """
    panel = emitter.panel
    grid = lay_out(panel, "region" if each_region else "together", chosen)
    cost = np.einsum("prkt,prt->rt", panel.unit_cost, panel.reachable)
    # Twice what everything costs at its ceiling, so that a rule always stops it, not this bound.
    most = 2.0 * grid.pick(cost[None] if each_region else cost.sum(axis=0)[None, None])
    total = emitter.add_columns(name, 0.0, most, **grid.labels)
    rows = emitter.add_rows(name, 0.0, 0.0, (), **grid.labels)
    emitter.on_spending(grid.rows(rows), chosen)
    emitter.enter(rows.numbers(), total.numbers(), -1.0)
    return total
