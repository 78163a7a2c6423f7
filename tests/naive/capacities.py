"""Capacities of the naive model: what is used in each place, and who stands in for whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.naive.lumps import whole
from tests.naive.terms import Terms, scaled

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel

Place = tuple[str, int | None, int]
"""Capacity, region (None for the whole country), year."""


def add_capacities(model: NaiveModel) -> None:
    """Rows of all capacities."""
    used: dict[Place, Terms] = defaultdict(list)
    there: dict[Place, float] = {}
    capacities = model.scenario.capacities
    for key, capacity in capacities.items():
        for t, year in enumerate(model.panel.years):
            if capacity.amount is not None:
                there[key, None, t] = capacity.amount.at(year) or 0.0
            for r, region in enumerate(model.panel.regions):
                place = key, (None if capacity.amount is not None else r), t
                if capacity.amounts is not None:
                    series = capacity.amounts.get(region)
                    there[place] = 0.0 if series is None else series.at(year) or 0.0
                uses: Terms = []
                for name, use in capacity.use.items():
                    uses += model.amount(model.panel.programmes.index(name), r, t, use)
                if capacity.whole_in_each_region:
                    units = whole(model)
                    model.at_least([(units, 1.0), *scaled(uses, -1.0)], 0, firm=True)
                    uses = [(units, 1.0)]
                used[place] += uses
                for other, rate in capacity.stand_ins.items():
                    helper = other, (None if capacities[other].amount is not None else r), t
                    done = model.problem.add_variable(f"w_{next(model.number)}", 0)
                    used[place].append((done, -1.0))
                    used[helper].append((done, rate))
    for place, amount in there.items():
        model.at_most(used[place], amount)
