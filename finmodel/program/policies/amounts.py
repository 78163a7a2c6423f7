"""Bounds in money, per head and in output."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Chosen, Floats, Panel
from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import (
    SIDES,
    add_bound,
    by_year,
    enter_money,
    heads,
    lay_out,
)
from finmodel.scenario.policies import OutputBounds, SpendingBounds


@add_policy.register
def _spending(policy: SpendingBounds, key: str, emitter: Emitter) -> None:
    """Σ w·spending in the slice ≥ (≤) amount, or amount per head × heads."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    scale = _heads(panel, policy, chosen) / panel.scenario.money.scale if policy.per else 1.0
    for side, sign in SIDES:
        series = getattr(policy.spending, side)
        if series is None:
            continue
        limit = by_year(panel, series)[None, None, :]
        grid = lay_out(panel, policy.each, chosen, policy.over, np.isfinite(limit))
        limits = grid.pick(np.nan_to_num(limit) * scale)
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, limits, sign)
        enter_money(emitter, policy, grid.rows(family))


def _heads(panel: Panel, policy: SpendingBounds, chosen: Chosen) -> Floats:
    """Heads behind each row, shape (1, R|1, 1)."""
    assert policy.per is not None
    if policy.each in ("together", "programme"):
        return np.full((1, 1, 1), heads(panel, policy.per, chosen.regions))
    return panel.attributes[policy.per][None, :, None]


@add_policy.register
def _output(policy: OutputBounds, key: str, emitter: Emitter) -> None:
    """Σ w·a ≥ (≤) amount over the selected programmes and regions."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    weight = chosen.programmes[:, None, None] * chosen.regions[None, :, None]
    for side, sign in SIDES:
        series = getattr(policy.output, side)
        if series is None:
            continue
        limit = by_year(panel, series)[None, None, :]
        grid = lay_out(panel, policy.each, chosen, policy.over, np.isfinite(limit))
        limits = grid.pick(np.nan_to_num(limit))
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, limits, sign)
        emitter.on_output(grid.rows(family), weight)
