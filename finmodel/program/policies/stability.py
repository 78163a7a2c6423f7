"""Change from one year to the next."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import add_bound, enter_money, lay_out
from finmodel.scenario.policies import Stability


@add_policy.register
def _stability(policy: Stability, key: str, emitter: Emitter) -> None:
    """spending[t] ≥ (1 − h) · spending[t−1] and ≤ (1 + g) · spending[t−1] + base."""
    panel = emitter.panel
    later = np.arange(len(panel.years)) > 0
    grid = lay_out(panel, policy.each, panel.choose(policy), where=later)
    if not grid.count:
        return
    money = policy.model_copy(update={"years": None})
    before = np.maximum(np.arange(len(panel.years), dtype=np.int64) - 1, 0)
    bounds = []
    if policy.fall is not None:
        bounds.append(("fall", 1.0 - policy.fall.at_most, 0.0, 1.0))
    if policy.rise is not None and policy.rise.at_most is not None:
        bounds.append(("rise", 1.0 + policy.rise.at_most, policy.rise.plus, -1.0))
    for name, factor, limit, sign in bounds:
        family = add_bound(emitter, f"policies.{key}.{name}", key, grid, limit, sign)
        enter_money(emitter, money, grid.rows(family))
        enter_money(emitter, money, grid.shifted(family, before), -factor)
