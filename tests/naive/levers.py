"""Levers in the naive model, each rule written from its formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.naive.kinds import Gives
    from tests.naive.model import NaiveModel
    from tests.naive.terms import Terms

LEVER_GOALS = ("minimise cost of raising", "minimise risk-weighted cost", "minimise effort")


def raised(model: NaiveModel, gives: Gives) -> None:
    """x_t ≤ A_t; x_t = A_t · Σ_{v≤t} start_v; x_t / A_t ≥ x_{t−1} / A_{t−1}."""
    panel = model.panel
    for key, lever in model.scenario.levers.items():
        pot = int(np.nonzero(panel.pots.source == panel.sources.index(lever.raises))[0][0])
        most = panel.pots.addable[pot].tolist()
        use: dict[int, Terms] = {}
        begun: Terms = []
        for t in model.times:
            if most[t] == 0:
                continue
            money = model.problem.add_variable(f"raised_{pot}_{t}", 0)
            use[t] = [(money, 1.0)]
            if lever.all_or_nothing:
                start = model.problem.add_variable(f"start_{pot}_{t}", 0, 1, "Binary")
                begun = [*begun, (start, 1.0)]
                model.equal([(money, 1.0), *((s, -most[t]) for s, _ in begun)], 0)
            else:
                model.at_most(use[t], most[t])
            if lever.continues and t - 1 in use:
                before = use[t - 1][0][0]
                model.at_least([(money, 1.0), (before, -most[t] / most[t - 1])], 0)
            gives[pot, t] = [*gives.get((pot, t), []), (money, 1.0)]
        if begun:
            model.at_most(begun, 1)
        model.raised[key] = [(use[t][0][0], most[t]) for t in use]


def lever_goal(model: NaiveModel, name: str) -> Terms:
    """Σ (cost + risk) · x, or Σ effort · x / A."""
    found: Terms = []
    for key, uses in model.raised.items():
        lever = model.scenario.levers[key]
        for variable, most in uses:
            if name == "minimise effort":
                found.append((variable, lever.effort / most))
            else:
                risk = lever.risk if name == "minimise risk-weighted cost" else 0.0
                found.append((variable, lever.cost_of_raising + risk))
    return found
