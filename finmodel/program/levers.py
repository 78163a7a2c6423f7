"""Levers: how much of each is used in each year, and from when."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.emitter import Emitter, Family, LeverTerms
from finmodel.scenario.levers import Lever

HEADROOM = 2.0
"""What is raised is bounded by this many times its most, so that a rule stops it."""


def add_levers(emitter: Emitter) -> None:
    """Columns and rows of every lever, in the order of their ids."""
    found = []
    for key in sorted(emitter.panel.scenario.levers):
        lever = emitter.panel.scenario.levers[key]
        found.append(_signed(emitter, key) if lever.signs else _raised(emitter, key, lever))
    emitter.levers = tuple(found)


def _raised(emitter: Emitter, key: str, lever: Lever) -> LeverTerms:
    """x[s,t] ≤ A[s,t] from the lever's first year on; a loan's draws are its use."""
    panel = emitter.panel
    source = panel.positions["source"][lever.raises or ""]
    pot = int(np.nonzero(panel.pots.source == source)[0][0])
    draws = next((f for f in emitter.columns if f.name == f"draw.{lever.raises}"), None)
    if draws is None:
        draws = _add_use(emitter, key, lever, source, pot)
    elif lever.from_ is not None:
        early = draws.labels["year"] < lever.from_ - panel.years[0]
        rows = emitter.add_rows(
            f"levers.{key}.lead_time",
            -np.inf,
            0.0,
            ("levers", key),
            pot=draws.labels["pot"][early],
            year=draws.labels["year"][early],
        )
        emitter.enter(rows.numbers(), draws.numbers()[early], 1.0)
    year = draws.labels["year"]
    most = panel.pots.addable[pot, year]
    if lever.continues:
        _add_continuity(emitter, key, draws, most)
    return LeverTerms(
        key, draws.numbers(), year + panel.years[0], np.ones(draws.count), most.astype(np.float64)
    )


def _add_use(emitter: Emitter, key: str, lever: Lever, source: int, pot: int) -> Family:
    """Columns of what is raised; all of it or nothing from a year on, where the lever says so."""
    panel = emitter.panel
    most = panel.pots.addable[pot]
    year = np.nonzero(most > 0)[0].astype(np.int64)
    place = {"pot": np.full(year.size, pot, dtype=np.int64), "year": year}
    use = emitter.add_columns(f"draw.{lever.raises}", 0.0, HEADROOM * most[year], **place)
    emitter.add_money(source, year, use.numbers(), 1.0)
    path = ("levers", key)
    if not lever.all_or_nothing:
        rows = emitter.add_rows(f"levers.{key}.most", -np.inf, most[year], path, **place)
        emitter.enter(rows.numbers(), use.numbers(), 1.0)
        return use
    starts = emitter.add_columns(f"start.{key}", 0.0, 1.0, True, year=year)
    rows = emitter.add_rows(f"levers.{key}.most", 0.0, 0.0, path, **place)
    emitter.enter(rows.numbers(), use.numbers(), 1.0)
    begun = year[None, :] <= year[:, None]
    row, column = np.nonzero(begun)
    emitter.enter(rows.start + row, starts.start + column, -most[year[row]])
    once = emitter.add_rows(f"levers.{key}.once", -np.inf, 1.0, path)
    emitter.enter(once.start, starts.numbers(), 1.0)
    return use


def _add_continuity(emitter: Emitter, key: str, use: Family, most: Floats) -> None:
    """x[t] / A[t] ≥ x[t−1] / A[t−1]."""
    year = use.labels["year"]
    later = np.nonzero(np.diff(year, prepend=-2) == 1)[0]
    rows = emitter.add_rows(
        f"levers.{key}.continues",
        0.0,
        np.inf,
        ("levers", key),
        pot=use.labels["pot"][later],
        year=year[later],
    )
    emitter.enter(rows.numbers(), use.start + later, 1.0)
    emitter.enter(rows.numbers(), use.start + later - 1, -most[later] / most[later - 1])


def _signed(emitter: Emitter, key: str) -> LeverTerms:
    """A contract brings its private capital when it is signed."""
    panel, signings = emitter.panel, emitter.panel.signings
    contract = signings.contracts.index(panel.scenario.levers[key].signs or "")
    family = next(one for one in emitter.columns if one.name == "sign")
    mine = np.nonzero(signings.contract == contract)[0]
    capital = signings.private[mine].sum(axis=1)
    return LeverTerms(key, family.start + mine, signings.year[mine], capital, capital)


def lever_costs(emitter: Emitter, family: Family, *, cost: bool, risk: bool) -> None:
    """Write Σ (cost of raising + risk) · what each lever brings into a row."""
    for terms in emitter.levers:
        lever = emitter.panel.scenario.levers[terms.lever]
        rate = (lever.cost_of_raising if cost else 0.0) + (lever.risk if risk else 0.0)
        emitter.enter(family.start, terms.column, rate * terms.amount)


def lever_effort(emitter: Emitter, family: Family) -> None:
    """Write Σ effort · share in which each lever is used into a row."""
    for terms in emitter.levers:
        points = emitter.panel.scenario.levers[terms.lever].effort
        share = np.divide(
            terms.amount, terms.most, out=np.zeros_like(terms.amount), where=terms.most > 0
        )
        emitter.enter(family.start, terms.column, points * share)
