"""The policies of the naive model, each from its formula."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from finmodel.scenario.policies import (
    CoverageFloor,
    PolicyBase,
    RelativeToMean,
    ShareOfSpending,
    Stability,
)
from tests.naive.terms import scaled

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel


@singledispatch
def add_rule(policy: PolicyBase, model: NaiveModel) -> None:
    """Rows of one policy."""
    raise NotImplementedError(type(policy).__name__)


@add_rule.register(ShareOfSpending)
def _share_of_spending(policy: ShareOfSpending, model: NaiveModel) -> None:
    bounds = policy.share_of_spending
    part = model.spending(policy, lambda p, r, t: t)
    whole = model.spending(policy.of, lambda p, r, t: t)
    both = model.panel.choose(policy).years & model.panel.choose(policy.of).years
    years = [t for t in model.times if both[t]]
    for group in [years] if policy.over == "whole plan" else [[t] for t in years]:
        spent = [term for t in group for term in part.get(t, [])]
        of = [term for t in group for term in whole.get(t, [])]
        if bounds.at_least is not None:
            model.at_least(spent + scaled(of, -bounds.at_least), 0)
        if bounds.at_most is not None:
            model.at_most(spent + scaled(of, -bounds.at_most), 0)


@add_rule.register(RelativeToMean)
def _relative_to_mean(policy: RelativeToMean, model: NaiveModel) -> None:
    heads = model.panel.attributes[policy.per].tolist()
    everywhere = policy.model_copy(update={"regions": None})
    spent = model.spending(everywhere, lambda p, r, t: (r, t))
    years = model.panel.choose(policy).years
    for t in model.times:
        if not years[t]:
            continue
        nation = model.problem.add_variable(f"nation_{next(model.number)}", 0)
        everyone = [term for r in model.regions for term in spent[r, t]]
        model.equal([*everyone, (nation, -1.0)], 0)
        for r in model.each(policy.each, policy):
            share = policy.relative_to_mean.at_least * heads[r] / sum(heads)
            model.at_least([*spent[r, t], (nation, -share)], 0)


@add_rule.register(CoverageFloor)
def _coverage_floor(policy: CoverageFloor, model: NaiveModel) -> None:
    chosen, least = model.panel.choose(policy), policy.coverage.at_least
    together = policy.each in (None, "together")
    members = model.each("region" if together else str(policy.each), policy)
    for p in model.programmes:
        for t in model.times:
            if chosen.programmes[p] == 0 or not chosen.years[t]:
                continue
            for group in [members] if together else [[r] for r in members]:
                row = [term for r in group for term in model.amount(p, r, t)]
                model.at_least(row, least * sum(model.need[p][r][t] for r in group))


@add_rule.register(Stability)
def _stability(policy: Stability, model: NaiveModel) -> None:
    years = model.panel.choose(policy).years
    every_year = policy.model_copy(update={"years": None})
    by_programme = policy.each == "programme"
    spent = model.spending(every_year, lambda p, r, t: (p if by_programme else r, t))
    each = model.programmes if by_programme else model.each(policy.each, policy)
    for one in each:
        for t in model.times[1:]:
            now, before = spent.get((one, t), []), spent.get((one, t - 1), [])
            if not years[t] or not (now or before):
                continue
            if policy.fall is not None:
                model.at_least(now + scaled(before, policy.fall.at_most - 1), 0)
            if policy.rise is not None and policy.rise.at_most is not None:
                model.at_most(now + scaled(before, -1 - policy.rise.at_most), 0)
