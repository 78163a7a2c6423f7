"""Which illustrative figures move most money: a cheap screen, then by solving again.

A figure is one place of a scenario in all its years and regions, such as the unit cost of a line or
what a source has. The screen ranks figures by the money that rests on them, and only those at its
top are made a fifth larger and a fifth smaller and solved again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.steps import Step, moved_by
from finmodel.allocation.totals import total_by
from finmodel.allocation.what_if import WhatIf
from finmodel.panel.costs import charged_lines
from finmodel.scenario.load import Loaded
from finmodel.scenario.places import Path
from finmodel.scenario.provenance import Figure, figures
from finmodel.solve.apart import Apart

STEP = 0.2
"""A figure is made larger and smaller by this part of it."""
SHOWN = 10
SCREENED = 10
"""Figures that are solved again."""
YEARS = re.compile(r"^(\d{4}(-\d{4})?|always)$")
NOT_MOVED = ("certainty", "up_to", "now", "probability", "grace", "maturity")
"""Keys of figures whose size moves no money, or that mean nothing a fifth larger."""


@dataclass(frozen=True)
class Weighty:
    """A figure, and the money that moves with it."""

    path: Path
    """Where it stands, years and regions apart."""
    rests: float
    """Money that rests on it, by which it was screened [money unit]."""
    more: float | None
    """Money that moves where it is larger [money unit]; None where no allocation is left."""
    less: float | None

    @property
    def moves(self) -> float:
        """The larger of the two; without an allocation on a side, all that rests on it."""
        return max(self.rests if each is None else each for each in (self.more, self.less))


def weighty_figures(
    allocation: Allocation,
    loaded: Loaded,
    what_if: WhatIf,
    count: int = SHOWN,
    apart: Apart | None = None,
) -> list[Weighty]:
    """Find the illustrative figures that move most money.

    Parameters
    ----------
    allocation : Allocation
        What was saved.
    loaded : Loaded
        Its scenario.
    what_if : WhatIf
        The same, to be solved again.
    count : int
        Figures wanted.
    apart : Apart, optional
        Another Python that solves some of it.

    Returns
    -------
    list of Weighty
        The one that moves most first.
    """
    groups: dict[Path, list[Figure]] = {}
    for figure in figures(loaded):
        if figure.status == "illustrative" and not figure.choice and _moves(figure.path):
            groups.setdefault(group_of(figure.path), []).append(figure)
    rests = _Rests(allocation)
    ranked = sorted(((rests.on(path), path) for path in groups), key=lambda pair: -pair[0])
    tried = [(money, path) for money, path in ranked[:SCREENED] if money > 0]
    steps = [
        Step([figure.path for figure in groups[path]], by)
        for _, path in tried
        for by in (1.0 + STEP, 1.0 - STEP)
    ]
    moved = moved_by(what_if, allocation.tree, steps, apart)
    found = [
        Weighty(path, money, *moved[2 * at : 2 * at + 2]) for at, (money, path) in enumerate(tried)
    ]
    return sorted(found, key=lambda each: -each.moves)[:count]


def group_of(path: Path) -> Path:
    """Path of a figure without its years and regions."""
    if path[:2] == ("regions", "list"):
        return path
    kept = [key for key in path if not YEARS.match(str(key))]
    if "amounts" in kept:
        kept = kept[: kept.index("amounts") + 1]
    return tuple(key for key in kept if not isinstance(key, int) and not str(key).isdigit())


def _moves(path: Path) -> bool:
    return path[0] in ("sources", "programmes", "prices", "regions") and not any(
        key in NOT_MOVED for key in path
    )


class _Rests:
    """Money that rests on figures of a scenario [money unit]."""

    def __init__(self, allocation: Allocation) -> None:
        self._allocation = allocation
        self._scale = allocation.scenario.money.scale
        money = allocation.money
        self._source: dict[str, float]
        self._programme: dict[str, float]
        self._region: dict[str, float]
        self._source, self._programme, self._region = (
            {
                key: amount / self._scale
                for (key,), amount in total_by(money, [by], "amount").items()
            }
            for by in ("source", "programme", "region")
        )
        self._line = dict(self._lines())

    def on(self, path: Path) -> float:
        """Money that rests on a figure and moves with a step of it."""
        return STEP * self._money(path)

    def _money(self, path: Path) -> float:
        scenario = self._allocation.scenario
        part, *keys = (str(key) for key in path)
        if part == "sources":
            return self._source.get(keys[0], 0.0)
        if part == "programmes":
            if keys[1] == "unit_cost" and len(keys) > 2:
                return self._line.get((keys[0], keys[2]), 0.0)
            if keys[1] in ("unit_cost", "need", "coverage", "benefit"):
                return self._programme.get(keys[0], 0.0)
            return 0.0
        if part == "prices" and keys[0] == "exchange_rate":
            abroad = [key for key, each in scenario.sources.items() if each.currency == keys[1]]
            return float(sum(self._source.get(key, 0.0) for key in abroad))
        if part == "prices" and keys[0] == "growth":
            # The level at the end of the plan, over all lines that grow with it, by half.
            grown = scenario.prices.growth[keys[1]]
            rise = sum((grown.at(year) or 0.0) for year in scenario.years)
            return float(0.5 * rise * self._growing(keys[1]))
        if part == "regions" and path[-1] == scenario.prices.regional_cost_index:
            return self._region.get(keys[1], 0.0)
        return 0.0

    def _growing(self, index: str) -> float:
        programmes = self._allocation.scenario.programmes
        return sum(
            money
            for (key, line), money in self._line.items()
            if programmes[key].unit_cost[line].growth == index
        )

    def _lines(self) -> Iterator[tuple[tuple[str, str], float]]:
        """Money of each cost line that is charged, over the plan."""
        panel = self._allocation.panel
        paid = total_by(
            self._allocation.money, ["programme", "category", "region", "year"], "amount"
        )
        for key, programme in self._allocation.scenario.programmes.items():
            names = {id(line): name for name, line in programme.unit_cost.items()}
            for line, part in charged_lines(panel, key):
                total = sum(
                    amount * part[panel.positions["region"][region], panel.years.index(year)]
                    for (owner, category, region, year), amount in paid.items()
                    if owner == key and category == line.category
                )
                yield (key, names[id(line)]), float(total) / self._scale
