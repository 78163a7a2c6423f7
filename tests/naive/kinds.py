"""Rules of kinds of sources in the naive model, each written from its formula."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from finmodel.scenario.sources import (
    Beside,
    CoFinancing,
    CommunityInKind,
    Match,
    PooledFund,
    SourceBase,
)
from tests.naive.terms import Terms, scaled

if TYPE_CHECKING:
    import pulp

    from tests.naive.model import NaiveModel

Gives = dict[tuple[int, int], "Terms"]
"""Money that decisions give to a pot in a year."""


def earned(model: NaiveModel) -> Gives:
    """e_t ≤ Σ price_t · output_{t−lag} + before_t, e_t ≤ cap_t, Σ_t e_t / counted_t ≤ cap."""
    gives: Gives = defaultdict(list)
    for key, terms in model.panel.earnings.items():
        pot = int(np.nonzero(model.panel.pots.source == model.panel.sources.index(key))[0][0])
        paid: list[tuple[pulp.LpVariable, float]] = []
        for t in model.times:
            money = model.problem.add_variable(f"earned_{pot}_{t}", 0)
            row: Terms = [(money, 1.0)]
            for p in model.programmes if t >= terms.lag else ():
                for r in model.regions:
                    row += model.amount(p, r, t - terms.lag, -float(terms.rate[p, t]))
            model.at_most(row, float(terms.before[t]))
            if np.isfinite(terms.most[t]):
                model.at_most([(money, 1.0)], float(terms.most[t]))
            if terms.counted[t] > 0:
                paid.append((money, 1.0 / float(terms.counted[t])))
            gives[pot, t] = [(money, 1.0)]
        if np.isfinite(terms.in_all):
            model.at_most(paid, terms.in_all)
    return gives


def keeps_some(source: SourceBase) -> bool:
    """Whether money of one year may be paid in the next; a pooled fund keeps all unless said."""
    return source.carry_over is not None or isinstance(source, PooledFund)


def add_rules_of_sources(model: NaiveModel) -> None:
    """Rules of single sources that are not about what their purses hold."""
    for s, name in enumerate(model.panel.sources):
        source = model.scenario.sources[name]
        if source.co_financing is not None:
            _beside(model, s, source.co_financing)
        if isinstance(getattr(source, "match", None), Match):
            _beside(model, s, source.match)
        if isinstance(source, CommunityInKind):
            _share_of_cost(model, s, source.pays_at_most)
        if isinstance(source, PooledFund):
            _earmarks(model, s, source)


def _beside(model: NaiveModel, s: int, rule: Beside) -> None:
    """Co-financing: others ≥ share · (others + own). Match: others ≥ ratio · own."""
    others = {model.panel.sources.index(other) for other in rule.from_}
    rows: dict[object, tuple[Terms, Terms]] = defaultdict(lambda: ([], []))
    for (p, r, _, t), flows in model.flow.items():
        if s not in flows:
            continue
        by_programme = p if "programme" in rule.each else None
        own, theirs = rows[t, by_programme, r if "region" in rule.each else None]
        own.append((flows[s], 1.0))
        theirs.extend((flows[o], 1.0) for o in others if o in flows)
    for own, theirs in rows.values():
        if isinstance(rule, CoFinancing):
            model.at_least(theirs + scaled(own + theirs, -rule.at_least), 0)
        elif isinstance(rule, Match):
            model.at_least(theirs + scaled(own, -rule.ratio), 0)


def _share_of_cost(model: NaiveModel, s: int, share: float) -> None:
    """In kind ≤ share · cost of the cells that it may cover, for each programme and year."""
    rows: dict[tuple[int, int], Terms] = defaultdict(list)
    for (p, r, k, t), flows in model.flow.items():
        if s in flows:
            rows[p, t].append((flows[s], 1.0))
            rows[p, t] += model.amount(p, r, t, -share * model.unit_cost[p][r][k][t])
    for row in rows.values():
        model.at_most(row, 0)


def _earmarks(model: NaiveModel, s: int, fund: PooledFund) -> None:
    """Payments for what a partner wants ≥ share · all payments, in each of its years."""
    for partner in fund.partners.values():
        if partner.earmark is None:
            continue
        weight = model.panel.choose(partner.earmark.for_).cells()
        years = model.panel.choose(partner.earmark.for_).years
        rows: dict[int, Terms] = defaultdict(list)
        for (p, r, c, t), flows in model.flow.items():
            if s in flows and years[t]:
                rows[t].append((flows[s], float(weight[p, r, c, t]) - partner.earmark.at_least))
        for row in rows.values():
            model.at_least(row, 0)
