"""Rules between programmes: what needs what, what goes together, what serves the same people."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Floats, Panel
from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import SIDES, add_bound, lay_out
from finmodel.scenario.policies import Complement, Prerequisite, Substitutes


def _only(panel: Panel, programme: str) -> Floats:
    """One for a programme, zero for the others, shape (P, 1, 1)."""
    weight = np.zeros((len(panel.programmes), 1, 1))
    weight[panel.positions["programme"][programme]] = 1.0
    return weight


@add_policy.register
def _prerequisite(policy: Prerequisite, key: str, emitter: Emitter) -> None:
    """a[B,t] − x · Σ_{τ≤t} a[A,τ] ≤ x · units of A before the plan."""
    panel = emitter.panel
    grid = lay_out(panel, policy.each, panel.choose(None))
    most = policy.per_unit.at_most
    family = add_bound(
        emitter, f"policies.{key}", key, grid, np.full(grid.count, most * policy.already), -1.0
    )
    rows = grid.rows(family)
    emitter.on_output(rows, _only(panel, policy.programme))
    means = _only(panel, policy.requires)
    for earlier in range(len(panel.years)):
        moved = np.full_like(rows, NONE)
        moved[:, :, : len(panel.years) - earlier] = rows[:, :, earlier:]
        emitter.on_output(moved, -most * means)


@add_policy.register
def _complement(policy: Complement, key: str, emitter: Emitter) -> None:
    """a[B,t] − x · a[A,t] ≥ (≤) 0."""
    panel = emitter.panel
    grid = lay_out(panel, policy.each, panel.choose(None))
    for side, sign in SIDES:
        bound = getattr(policy.per_unit, side)
        if bound is None:
            continue
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, 0.0, sign)
        weight = _only(panel, policy.programme) - bound * _only(panel, policy.goes_with)
        emitter.on_output(grid.rows(family), weight)


@add_policy.register
def _substitutes(policy: Substitutes, key: str, emitter: Emitter) -> None:
    """Σ_p (N/need[p]) · a[p] ≤ x · N, with N the largest of the needs: coverages add up to x."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    need = panel.need * (chosen.programmes > 0)[:, None, None] * chosen.regions[None, :, None]
    if policy.each == "together":
        need = need.sum(axis=1, keepdims=True)
    largest = need.max(axis=0, keepdims=True)
    grid = lay_out(panel, policy.each, chosen, where=largest > 0)
    limit = policy.shared_need.at_most * grid.pick(largest)
    family = add_bound(emitter, f"policies.{key}", key, grid, limit, -1.0)
    weight = np.divide(largest, need, out=np.zeros_like(need), where=need > 0)
    emitter.on_output(grid.rows(family), weight * chosen.regions[None, :, None])
