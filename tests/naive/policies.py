"""The policies of the naive model, each from its formula."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from finmodel.scenario.policies import (
    Complement,
    Convergence,
    CoverageFloor,
    Fungibility,
    Gini,
    GroupRatio,
    NewRegions,
    NoLosses,
    OutputBounds,
    PolicyBase,
    Prerequisite,
    RelativeToMean,
    Reserve,
    ShareOfLearners,
    ShareOfSpending,
    SpendingBounds,
    Stability,
    Substitutes,
)
from finmodel.scenario.selection import Selection
from finmodel.scenario.values import ByYear
from tests.naive.lumps import add_new_regions
from tests.naive.terms import Terms, scaled

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel


@singledispatch
def add_rule(policy: PolicyBase, model: NaiveModel) -> None:
    """Rows of one policy."""
    raise NotImplementedError(type(policy).__name__)


add_rule.register(NewRegions)(add_new_regions)


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
                model.at_most(now + scaled(before, -1 - policy.rise.at_most), policy.rise.plus)


@add_rule.register(Fungibility)
def _fungibility(policy: Fungibility, model: NaiveModel) -> None:
    """Domestic money + share · external money ≥ baseline."""
    known = {key: one for key, one in model.scenario.sources.items() if key != "unfunded"}
    own = policy.domestic or [k for k, s in known.items() if s.domestic and s.public and s.cash]
    outside = policy.external or [key for key, s in known.items() if not s.domestic]
    counts = [(key, 1.0) for key in own] + [(key, policy.fungibility.share) for key in outside]
    chosen = model.panel.choose(policy)
    weight = chosen.cells()
    for t, year in enumerate(model.panel.years):
        baseline = policy.fungibility.baseline.at(year)
        if baseline is None or not chosen.years[t]:
            continue
        row: Terms = []
        for (p, r, k, at), flows in model.flow.items():
            for key, share in counts if at == t else ():
                flow = flows.get(model.panel.sources.index(key))
                row += [] if flow is None else [(flow, share * float(weight[p, r, k, t]))]
        model.at_least(row, baseline)


def periods(model: NaiveModel, over: str, years: list[int]) -> list[list[int]]:
    """Years one by one, or all of them as one."""
    return [years] if over == "whole plan" else [[t] for t in years]


def chosen_years(model: NaiveModel, policy: Selection) -> list[int]:
    """Years that a policy speaks of."""
    years = model.panel.choose(policy).years
    return [t for t in model.times if years[t]]


def bound(model: NaiveModel, series: ByYear[float] | None, t: int) -> float | None:
    """Value of a series in a year of the plan."""
    return None if series is None else series.at(model.panel.years[t])


def groups_of(model: NaiveModel, each: str, policy: Selection) -> list[list[int]]:
    """Regions that share a row: all selected, or one by one."""
    members = model.each("region" if each == "together" else each, policy)
    return [members] if each == "together" else [[r] for r in members]


def between(model: NaiveModel, terms: Terms, low: float | None, high: float | None) -> None:
    """Add a floor and a ceiling where they are given."""
    if low is not None:
        model.at_least(terms, low)
    if high is not None:
        model.at_most(terms, high)


@add_rule.register(SpendingBounds)
def _spending(policy: SpendingBounds, model: NaiveModel) -> None:
    spent = model.spending(policy, lambda p, r, t: (p, r, t))
    counted = None if policy.per is None else model.panel.attributes[policy.per].tolist()
    every = list(model.programmes)
    by_programme = policy.each == "programme"
    each = "together" if by_programme else policy.each
    weights = model.panel.choose(policy).programmes
    for group in groups_of(model, each, policy):
        heads = 1.0 if counted is None else sum(counted[r] for r in group)
        unit = 1.0 if counted is None else float(model.scenario.money.scale)
        some = [[p] for p in every if weights[p] > 0] if by_programme else [every]
        for programmes in some:
            for period in periods(model, policy.over, chosen_years(model, policy)):
                low = bound(model, policy.spending.at_least, period[0])
                high = bound(model, policy.spending.at_most, period[0])
                terms = [
                    x for p in programmes for r in group for t in period
                    for x in spent.get((p, r, t), [])
                ]  # fmt: skip
                factor = heads / unit
                between(
                    model,
                    terms,
                    None if low is None else low * factor,
                    None if high is None else high * factor,
                )


@add_rule.register(OutputBounds)
def _output(policy: OutputBounds, model: NaiveModel) -> None:
    weights = model.panel.choose(policy).programmes.tolist()
    by_programme = policy.each == "programme"
    every = [p for p in model.programmes if weights[p] > 0]
    for group in groups_of(model, "together" if by_programme else policy.each, policy):
        for programmes in [[p] for p in every] if by_programme else [every]:
            for period in periods(model, policy.over, chosen_years(model, policy)):
                terms = [
                    x for p in programmes for r in group for t in period
                    for x in model.amount(p, r, t, weights[p])
                ]  # fmt: skip
                low = bound(model, policy.output.at_least, period[0])
                between(model, terms, low, bound(model, policy.output.at_most, period[0]))


@add_rule.register(Gini)
def _gini(policy: Gini, model: NaiveModel) -> None:
    """Σ_{i<j} π_i·π_j·|y_i − y_j| ≤ γ·μ, a variable for each distance |y_i − y_j|."""
    members = model.each(policy.each, policy)
    counted = model.panel.attributes[policy.per].tolist()
    heads = sum(counted[r] for r in members)
    spent = model.spending(policy.model_copy(update={"regions": None}), lambda p, r, t: (r, t))
    for t in chosen_years(model, policy):
        row = [
            x for r in members for x in scaled(spent.get((r, t), []), -policy.gini.at_most / heads)
        ]
        for place, i in enumerate(members):
            for j in members[place + 1 :]:
                far = model.problem.add_variable(f"far_{next(model.number)}", 0)
                one = scaled(spent.get((i, t), []), 1 / counted[i])
                other = scaled(spent.get((j, t), []), 1 / counted[j])
                model.at_least([(far, 1.0), *scaled(one, -1), *other], 0, firm=True)
                model.at_least([(far, 1.0), *one, *scaled(other, -1)], 0, firm=True)
                row.append((far, counted[i] * counted[j] / heads**2))
        model.at_most(scaled(row, heads), 0)


def per_head(
    model: NaiveModel, policy: Convergence | GroupRatio, members: list[int], period: list[int]
) -> Terms:
    """Spending per head of some regions."""
    spent = model.spending(policy, lambda p, r, t: (r, t))
    heads = sum(model.panel.attributes[policy.per][r] for r in members)
    return [x for r in members for t in period for x in scaled(spent.get((r, t), []), 1 / heads)]


@add_rule.register(GroupRatio)
def _ratio(policy: GroupRatio, model: NaiveModel) -> None:
    ahead, behind = (
        np.nonzero(model.panel.region_members(name))[0].tolist()
        for name in (policy.ahead, policy.behind)
    )
    for period in periods(model, policy.over, chosen_years(model, policy)):
        one = per_head(model, policy, ahead, period)
        other = per_head(model, policy, behind, period)
        heads = sum(model.panel.attributes[policy.per][r] for r in ahead)
        one, other = scaled(one, heads), scaled(other, heads)
        if policy.ratio.at_least is not None:
            model.at_least(one + scaled(other, -policy.ratio.at_least), 0)
        if policy.ratio.at_most is not None:
            model.at_most(one + scaled(other, -policy.ratio.at_most), 0)


@add_rule.register(Convergence)
def _convergence(policy: Convergence, model: NaiveModel) -> None:
    ahead, behind = (
        np.nonzero(model.panel.region_members(name))[0].tolist()
        for name in (policy.ahead, policy.behind)
    )
    years = chosen_years(model, policy)
    for group in [behind] if policy.each == "together" else [[r] for r in behind]:
        for t in years:
            if t - 1 not in years:
                continue
            gaps = [
                per_head(model, policy, ahead, [y])
                + scaled(per_head(model, policy, group, [y]), -1)
                for y in (t, t - 1)
            ]
            heads = sum(model.panel.attributes[policy.per][r] for r in group)
            row = gaps[0] + scaled(gaps[1], policy.gap_shrinks.at_least - 1)
            model.at_most(scaled(row, heads), 0)


@add_rule.register(NoLosses)
def _hold_harmless(policy: NoLosses, model: NaiveModel) -> None:
    spent = model.spending(policy, lambda p, r, t: (r, t))
    years, least = chosen_years(model, policy), policy.hold_harmless.at_least
    for r in model.each(policy.each, policy):
        for t in years:
            if policy.amounts is not None:
                had = bound(model, policy.amounts.get(model.panel.regions[r]), t)
                if had is not None:
                    model.at_least(spent.get((r, t), []), least * had)
            elif t > years[0]:
                first = scaled(spent.get((r, years[0]), []), -least)
                model.at_least(spent.get((r, t), []) + first, 0)


@add_rule.register(ShareOfLearners)
def _share_of_learners(policy: ShareOfLearners, model: NaiveModel) -> None:
    weights = model.panel.choose(policy).programmes.tolist()
    said = {
        p: model.scenario.programmes[name].reaches[policy.target_group]
        for p, name in enumerate(model.panel.programmes)
        if policy.target_group in model.scenario.programmes[name].reaches
    }
    for group in groups_of(model, policy.each, policy):
        for period in periods(model, policy.over, chosen_years(model, policy)):
            places = [(p, r, t) for p in said for r in group for t in period]
            people = [x for p, r, t in places for x in model.amount(p, r, t, weights[p])]
            reached = [x for p, r, t in places for x in model.amount(p, r, t, weights[p] * said[p])]
            low, high = policy.share_of_learners.at_least, policy.share_of_learners.at_most
            if low is not None:
                model.at_least(reached + scaled(people, -low), 0)
            if high is not None:
                model.at_most(reached + scaled(people, -high), 0)


@add_rule.register(Prerequisite)
def _prerequisite(policy: Prerequisite, model: NaiveModel) -> None:
    later, first = (
        model.panel.programmes.index(name) for name in (policy.programme, policy.requires)
    )
    most = policy.per_unit.at_most
    for group in groups_of(model, policy.each, Selection()):
        for t in model.times:
            row = [x for r in group for x in model.amount(later, r, t)]
            for y in range(t + 1):
                row += [x for r in group for x in model.amount(first, r, y, -most)]
            model.at_most(row, most * policy.already)


@add_rule.register(Complement)
def _complement(policy: Complement, model: NaiveModel) -> None:
    one, other = (
        model.panel.programmes.index(name) for name in (policy.programme, policy.goes_with)
    )
    for group in groups_of(model, policy.each, Selection()):
        for t in model.times:
            row = [x for r in group for x in model.amount(one, r, t)]
            for side, add in (("at_least", model.at_least), ("at_most", model.at_most)):
                per = getattr(policy.per_unit, side)
                if per is not None:
                    add(row + [x for r in group for x in model.amount(other, r, t, -per)], 0)


@add_rule.register(Substitutes)
def _substitutes(policy: Substitutes, model: NaiveModel) -> None:
    weights = model.panel.choose(policy).programmes.tolist()
    for group in groups_of(model, policy.each, policy):
        for t in chosen_years(model, policy):
            row: Terms = []
            needs = [sum(model.need[p][r][t] for r in group) for p in model.programmes]
            needs = [need * (weights[p] > 0) for p, need in enumerate(needs)]
            for p, need in enumerate(needs):
                if need > 0:
                    row += [x for r in group for x in model.amount(p, r, t, max(needs) / need)]
            if max(needs) > 0:
                model.at_most(row, policy.shared_need.at_most * max(needs))


@add_rule.register(Reserve)
def _reserve(policy: Reserve, model: NaiveModel) -> None:
    pots, free = model.panel.pots, model.free
    for n, owner in enumerate(pots.source.tolist()):
        if model.panel.sources[owner] not in policy.sources:
            continue
        for t in model.times:
            share = bound(model, policy.reserve.share, t)
            kept = bound(model, policy.reserve.amount, t)
            if share is not None:
                kept = share * free[n][t]
            if kept is not None:
                used = [
                    (flows[owner], 1.0)
                    for (_, r, _, year), flows in model.flow.items()
                    if year == t and owner in flows and pots.paying[owner][r] == n
                ]
                left = scaled(model.left(n, t), 1 - (share or 0.0))
                model.at_most(used + left, free[n][t] - kept)
