"""Shares of spending."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import money_terms
from finmodel.scenario.policies import ShareOfSpending


@add_policy.register
def _share_of_spending(policy: ShareOfSpending, key: str, emitter: Emitter) -> None:
    """Σ w·spending in the slice − share · Σ w·spending in the base ≥ (≤) 0."""
    panel = emitter.panel
    years = panel.choose(policy).years
    if policy.of is not None:
        years = years & panel.choose(policy.of).years
    whole = policy.over == "whole plan"
    year = np.nonzero(years)[0].astype(np.int64)
    for side in ("at_least", "at_most"):
        share = getattr(policy.share_of_spending, side)
        if share is None:
            continue
        family = emitter.add_rows(
            f"policies.{key}.{side}",
            0.0 if side == "at_least" else -np.inf,
            np.inf if side == "at_least" else 0.0,
            ("policies", key),
            **({} if whole else {"year": year}),
        )
        rows = np.full(len(panel.years), NONE, dtype=np.int64)
        rows[years] = family.numbers()
        money_terms(emitter, policy, rows, years, 1.0)
        money_terms(emitter, policy.of, rows, years, -share)
