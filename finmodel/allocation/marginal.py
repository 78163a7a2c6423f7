"""What one more and one less of each source's money, and of each rule's limit, would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED
from finmodel.solve.corner import Direction
from finmodel.solve.run import Solution
from finmodel.solve.two_sided import TwoSided, two_sided

RISING = ("available", "absorption", "use_at_least")
"""Rules of a source whose limits are its money, or shares of it."""
WORK = 3_000_000
"""Bound on limits × columns, so that large scenarios do not wait; the largest come first."""
DIGITS = 6
"""Digits that are kept: more would be the solver's way of adding up, not the scenario's."""
NOTHING = 1e-9
"""Part of the largest value below which a value is zero."""


@dataclass(frozen=True)
class Sides:
    """Values to both sides, NaN where nothing can move or where they were not worked out."""

    more: Floats
    """Gain of the last stage's value from one more."""
    less: Floats
    """Loss from one less."""
    more_holds: Floats
    """Distance for which the gain holds at least."""
    less_holds: Floats
    """Distance for which the loss holds at least."""


def raised(program: Program, pots: Integers, year: int) -> Direction:
    """Limits that rise with one more of some pots' money in a year, shared as their money is.

    What can be spent in practice, and what must be, are shares of what there is after first
    charges. One more of a loan is one more that may be drawn.
    """
    panel = program.panel
    money, free = panel.pots.most[:, year], panel.pots.free[:, year]
    total = float(money[pots].sum())
    share = money[pots] / total if total > 0 else np.full(pots.size, 1.0 / pots.size)
    part = dict(zip(pots.tolist(), share.tolist(), strict=True))
    rows, change = [], []
    for key in {panel.sources[source] for source in panel.pots.source[pots]}:
        if key in panel.loans:
            return _more_to_draw(program, key, year)
        for family in program.rows:
            if family.name not in {f"sources.{key}.{rule}" for rule in RISING}:
                continue
            here = np.nonzero(family.labels["year"] == year)[0]
            for place in here[np.isin(family.labels["pot"][here], pots)].tolist():
                row, pot = family.start + place, int(family.labels["pot"][place])
                rate = part[pot]
                if not family.name.endswith(".available"):
                    limit = program.row_upper[row]
                    limit = limit if np.isfinite(limit) else program.row_lower[row]
                    rate = rate * float(limit / free[pot]) if free[pot] > 0 else 0.0
                rows.append(row)
                change.append(rate)
    return Direction(np.array(rows, dtype=np.int64), np.array(change))


def _more_to_draw(program: Program, key: str, year: int) -> Direction:
    """Limits that rise with one more that may be drawn of a loan in a year."""
    loan = program.panel.loans[key]
    rows, change = [], []
    for family in program.rows:
        if family.name == f"sources.{key}.draw":
            here = np.nonzero(family.labels["year"] == year)[0]
            rows += (family.start + here).tolist()
            change += [1.0] * here.size
        elif family.name == f"sources.{key}.limit" and loan.most[year] > 0:
            rows.append(family.start)
            change.append(1.0 / float(loan.rate[year]))
    return Direction(np.array(rows, dtype=np.int64), np.array(change))


def of_sources(program: Program, solution: Solution) -> Sides:
    """Values of one more and one less of each pot's money in each year, shapes (N, T).

    Values per money unit; where there are more pots and years than `WORK` allows, only those with
    most money.
    """
    panel = program.panel
    available = panel.pots.most
    real = np.array(panel.sources)[panel.pots.source] != UNFUNDED
    most = WORK // max(1, program.lower.size)
    ranked = np.argsort(np.where(real[:, None], -available, np.inf).reshape(-1), kind="stable")
    chosen = ranked[: min(most, int(real.sum()) * available.shape[1])]
    pot, year = np.unravel_index(chosen, available.shape)
    directions = [
        raised(program, np.array([p], dtype=np.int64), int(t))
        for p, t in zip(pot, year, strict=True)
    ]
    return _spread(two_sided(program, solution, directions), chosen, available.shape)


def of_rules(program: Program, solution: Solution, rows: Integers) -> Sides:
    """Values of one more and one less of the limit of some rows, shapes of all rows (m,).

    Rows whose limit is not reached have zero; their range is not worked out.
    """
    activity = program.matrix @ solution.values
    lower, upper = program.row_lower[rows], program.row_upper[rows]
    slack = np.minimum(activity[rows] - lower, upper - activity[rows])
    reached = (np.abs(solution.marginal_values[rows]) > NOTHING) | (slack < NOTHING)
    chosen = rows[reached][: WORK // max(1, program.lower.size)]
    directions = [Direction(np.array([row]), np.ones(1)) for row in chosen]
    found = _spread(two_sided(program, solution, directions), chosen, program.row_lower.shape)
    far = rows[~reached]
    for values in (found.more, found.less):
        values[far] = 0.0
    return found


def _spread(found: Sequence[TwoSided], places: Integers, shape: tuple[int, ...]) -> Sides:
    parts = []
    for side, kind in (("more", "value"), ("less", "value"), ("more", "holds"), ("less", "holds")):
        values = np.full(int(np.prod(shape)), np.nan)
        values[places] = [getattr(getattr(each, side), kind) for each in found]
        parts.append(values.reshape(shape))
    largest = max((float(np.nanmax(np.abs(p), initial=0.0)) for p in parts[:2]), default=0.0)
    more, less = (_shown(part, largest) for part in parts[:2])
    return Sides(more, less, parts[2], parts[3])


def _shown(values: Floats, largest: float) -> Floats:
    """Values to a few digits, and zero for what is nothing beside the largest."""
    shown = values.copy()
    shown[np.abs(values) <= NOTHING * largest] = 0.0
    some = np.isfinite(shown) & (shown != 0)
    shown[some] = [float(f"{value:.{DIGITS}g}") for value in shown[some].tolist()]
    return shown
