"""What each region gets of an amount that is shared out by formula."""

from __future__ import annotations

from finmodel.finance.formula_shares import hold_harmless, weighted_population, weighted_shares
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import EarmarkedTransfer
from finmodel.scenario.sources.transfers import EQUAL


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

    Raises
    ------
    ValueError
        If a figure is zero in every region, or not known.
    """
    regions = scenario.regions
    sharers = source.sharers(regions)
    homes = sorted(sharers)
    if source.by_need is not None:
        need = source.by_need
        figures = [regions.figures(key) for key in (need.people, *need.more_for)]
        leaves = sorted(regions.leaves())
        people, *more = ([figure[leaf] for leaf in leaves] for figure in figures)
        if more:
            people = weighted_population(people, list(need.more_for.values()), more).tolist()
        weights, columns = [1.0], [dict(zip(leaves, people, strict=True))]
    else:
        formula = dict(source.formula or {})
        weights = list(formula.values())
        columns = [{} if key == EQUAL else regions.figures(key) for key in formula]
    counts = [
        [sum(column[leaf] for leaf in sharers[home]) if column else 1.0 for home in homes]
        for column in columns
    ]
    return dict(zip(homes, weighted_shares(weights, counts).tolist(), strict=True))


def shared_amounts(source: EarmarkedTransfer, scenario: Scenario) -> dict[str, list[float]]:
    """What each home gets in each year of the plan, in the source's currency.

    Parameters
    ----------
    source : EarmarkedTransfer
        A transfer whose amount is shared out.
    scenario : Scenario
        The scenario.

    Returns
    -------
    dict of str to list of float
        Amounts by home; with `hold_harmless`, none below what it may not lose of its base year.

    Raises
    ------
    ValueError
        As `formula_shares`, and if the base year protects more than there is.
    """
    assert source.amount is not None
    shares, rule = formula_shares(source, scenario), source.hold_harmless
    found: dict[str, list[float]] = {home: [] for home in shares}
    for year in scenario.years:
        gets = [(source.amount.at(year) or 0.0) * share for share in shares.values()]
        if rule is not None:
            base = [rule.amounts.get(home, 0.0) for home in shares]
            gets = hold_harmless(gets, base, rule.lose_at_most).tolist()
        for home, amount in zip(shares, gets, strict=True):
            found[home].append(amount)
    return found
