"""Rules of kinds of sources in the naive model, each written from its formula."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pulp

    from tests.naive.model import NaiveModel
    from tests.naive.terms import Terms

Gives = dict[tuple[int, int], "Terms"]
"""Money that decisions give to a pot in a year."""


def earned(model: NaiveModel) -> Gives:
    """e_t ≤ Σ price_t · output_{t−lag} + before_t, e_t ≤ cap_t, Σ_t e_t / counted_t ≤ cap."""
    gives: Gives = defaultdict(list)
    for key, terms in model.panel.earnings.items():
        pot = int(np.nonzero(model.panel.pots.source == model.panel.sources.index(key))[0][0])
        paid: list[tuple[pulp.LpVariable, float]] = []
        for t in model.times:
            money = model.problem.add_variable(f"earned_{pot}_{t}", 0)
            row: Terms = [(money, 1.0)]
            for p in model.programmes if t >= terms.lag else ():
                for r in model.regions:
                    row += model.amount(p, r, t - terms.lag, -float(terms.rate[p, t]))
            model.at_most(row, float(terms.before[t]))
            if np.isfinite(terms.most[t]):
                model.at_most([(money, 1.0)], float(terms.most[t]))
            if terms.counted[t] > 0:
                paid.append((money, 1.0 / float(terms.counted[t])))
            gives[pot, t] = [(money, 1.0)]
        if np.isfinite(terms.in_all):
            model.at_most(paid, terms.in_all)
    return gives
