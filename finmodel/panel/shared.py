"""What each region gets of an amount that is shared out by formula."""

from __future__ import annotations

import numpy as np

from finmodel.finance.formula_shares import hold_harmless, weighted_population, weighted_shares
from finmodel.panel.attributes import lay_out_attributes
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import EarmarkedTransfer
from finmodel.scenario.sources.transfers import EQUAL, HoldHarmless


def formula_shares(source: EarmarkedTransfer, scenario: Scenario) -> dict[str, float]:
    """Share of each home in the amount: a_p = Σ_k w_k · share_kp, or need_p / Σ need.

    Parameters
    ----------
    source : EarmarkedTransfer
        A transfer whose amount is shared out.
    scenario : Scenario
        The scenario.

    Returns
    -------
    dict of str to float
        Share by home, in the order of ids; they add up to 1. A parent's figures are those of the
        sharing regions below it, added up; `equal` counts homes.
    """
    regions = scenario.regions
    sharers = source.sharers(regions)
    homes = sorted(sharers)
    leaves = tuple(sorted(regions.leaves()))
    figures = lay_out_attributes(regions, leaves)
    inside = np.array([[leaf in sharers[home] for leaf in leaves] for home in homes], dtype=float)
    if source.by_need is not None:
        need = source.by_need
        more = np.array([figures[key] for key in need.more_for]).reshape(-1, len(leaves))
        people = weighted_population(figures[need.people], list(need.more_for.values()), more)
        shares = weighted_shares([1.0], [inside @ people])
    else:
        weights = dict(source.formula or {})
        counts = [np.ones(len(homes)) if key == EQUAL else inside @ figures[key] for key in weights]
        shares = weighted_shares(list(weights.values()), counts)
    return dict(zip(homes, exact(shares).tolist(), strict=True))


def shared_amounts(source: EarmarkedTransfer, scenario: Scenario) -> dict[str, Floats]:
    """What each home gets, in the source's currency, each of shape (T,).

    Parameters
    ----------
    source : EarmarkedTransfer
        A transfer whose amount is shared out.
    scenario : Scenario
        The scenario.

    Returns
    -------
    dict of str to ndarray
        Amount by home; with `hold_harmless`, none below what it may not lose of its base year.
    """
    assert source.amount is not None
    shares = formula_shares(source, scenario)
    part = np.array(list(shares.values()))
    columns = [
        _protected((source.amount.at(year) or 0.0) * part, tuple(shares), source.hold_harmless)
        for year in scenario.years
    ]
    return dict(zip(shares, exact(np.array(columns).T), strict=True))


def _protected(targets: Floats, homes: tuple[str, ...], rule: HoldHarmless | None) -> Floats:
    if rule is None:
        return targets
    base = [rule.amounts.get(home, 0.0) for home in homes]
    return hold_harmless(targets, base, rule.lose_at_most)
