"""Change from one year to the next."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Chosen
from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import regions_of
from finmodel.scenario.policies import Stability


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
