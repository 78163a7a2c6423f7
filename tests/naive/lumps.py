"""What is whole in the naive model: lumps, regions that have begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pulp

from finmodel.scenario.policies import NewRegions
from tests.naive.terms import Terms, scaled

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel


def whole(model: NaiveModel, most: int | None = None) -> pulp.LpVariable:
    """A variable that takes whole numbers only."""
    return model.problem.add_variable(f"n_{next(model.number)}", 0, most, pulp.LpInteger)


def add_lumps(model: NaiveModel) -> None:
    """Output = size · whole number, in each region and year."""
    for p, name in enumerate(model.panel.programmes):
        lumps = model.scenario.programmes[name].lumps
        for r in model.regions if lumps is not None else ():
            for t in model.times:
                assert lumps is not None
                model.equal([*model.amount(p, r, t), (whole(model), -lumps.size)], 0)
                could = model.panel.reachable[p, r, max(t - 1, 0) : t + 1]
                if lumps.stay and t > 0 and (could > 0).all():
                    before = scaled(model.amount(p, r, t - 1), -1.0)
                    model.at_least([*model.amount(p, r, t), *before], 0)


def add_new_regions(policy: NewRegions, model: NaiveModel) -> None:
    """Regions whose first output is in a year, at most; each begins in one year or never."""
    chosen = model.panel.choose(policy)
    delivering = [p for p in model.programmes if chosen.programmes[p] > 0]
    today = np.nan_to_num(model.panel.today)
    begins: list[Terms] = [[] for _ in model.times]
    for r in model.regions:
        if not chosen.regions[r] or any(today[p, r] > 0 for p in delivering):
            continue
        first = [whole(model, 1) for _ in model.times]
        model.problem.addConstraint(
            pulp.LpConstraint(pulp.lpSum(first), pulp.LpConstraintLE, rhs=1)
        )
        for t in model.times:
            begins[t].append((first[t], 1.0))
            begun = [(variable, 1.0) for variable in first[: t + 1]]
            for p in delivering:
                most = float(model.panel.reachable[p, r, t])
                row = [*model.amount(p, r, t), *scaled(begun, -most)]
                model.problem.addConstraint(
                    pulp.LpConstraint(
                        pulp.lpSum(factor * variable for variable, factor in row),
                        pulp.LpConstraintLE,
                        rhs=0,
                    )
                )
    for t, year in enumerate(model.panel.years):
        most_new = policy.new_regions.at_most.at(year)
        if most_new is not None and chosen.years[t]:
            model.at_most(begins[t], most_new)
