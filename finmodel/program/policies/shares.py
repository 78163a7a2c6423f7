"""Shares of spending."""

from __future__ import annotations

from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import SIDES, add_bound, enter_money, lay_out
from finmodel.scenario.policies import ShareOfSpending


@add_policy.register
def _share_of_spending(policy: ShareOfSpending, key: str, emitter: Emitter) -> None:
    """Σ w·spending in the slice − share · Σ w·spending in the base ≥ (≤) 0."""
    panel = emitter.panel
    chosen = panel.choose(policy)
    of_years = panel.choose(policy.of).years
    grid = lay_out(panel, "together", chosen, policy.over, of_years[None, None, :])
    for side, sign in SIDES:
        share = getattr(policy.share_of_spending, side)
        if share is None:
            continue
        family = add_bound(emitter, f"policies.{key}.{side}", key, grid, 0.0, sign)
        enter_money(emitter, policy, grid.rows(family))
        enter_money(emitter, policy.of, grid.rows(family), -share)
