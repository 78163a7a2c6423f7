"""Money of sources that follows from decisions: what comes in, and what is paid first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.emitter import NONE, Emitter, Family, MoneyTerms
from finmodel.program.policies.parts import by_year
from finmodel.scenario.policies import Reserve

BOUNDS = ("absorption", "use_at_least")
"""Rules of a source whose limits are shares of its money after first charges."""


def enter_charges(emitter: Emitter) -> None:
    """Write what columns charge and add into the rows of the sources.

    Σ f[s,·,t] + z[s,t] − z[s,t−1] + Σ charge·x − Σ supply·x ≤ A[s,t] − fixed charges, and in rules
    on a share of a source's money Σ f[s,·,t] + share·(Σ charge·x − Σ supply·x) ≤ (≥) share·(A −
    fixed charges).
    """
    terms = [*emitter.charges.values()]
    for sign, each in [(1.0, one) for one in terms] + [(-1.0, emitter.supply)]:
        for family, shares in _rows(emitter):
            _enter(emitter, family, each, sign * shares)
    _bound_carrying(emitter)


def _rows(emitter: Emitter) -> Iterator[tuple[Family, Floats]]:
    """Families of rows on a source's money, and the share of it in each year, shape (T,).

    What a reserve leaves to spend is a part of the money too.
    """
    scenario, years = emitter.panel.scenario, emitter.panel.years
    named = {family.name: family for family in emitter.rows}
    for key in emitter.panel.sources:
        for rule in ("available", *BOUNDS):
            family = named.get(f"sources.{key}.{rule}")
            if family is None:
                continue
            series = getattr(scenario.sources[key], rule) if rule in BOUNDS else None
            given = [1.0 if series is None else series.at(year) or 0.0 for year in years]
            yield family, np.array(given)
    for key, policy in scenario.policies.items():
        if isinstance(policy, Reserve):
            shares = policy.reserve.share
            kept = (
                np.zeros(len(years))
                if shares is None
                else np.nan_to_num(by_year(emitter.panel, shares))
            )
            for name in set(policy.sources):
                yield named[f"policies.{key}.{name}"], 1.0 - kept


def _enter(emitter: Emitter, family: Family, terms: MoneyTerms, shares: Floats) -> None:
    pots = emitter.panel.pots
    rows = np.full(pots.available.shape, NONE, dtype=np.int64)
    rows[family.labels["pot"], family.labels["year"]] = family.numbers()
    at = rows[terms.pot, terms.year]
    emitter.enter(at, terms.column, shares[terms.year] * terms.coefficient)


def _bound_carrying(emitter: Emitter) -> None:
    """z[s,t] − κ·Σ supply·x ≤ κ·A[s,t], where money may be added to what a source has."""
    panel, terms = emitter.panel, emitter.supply
    for family in [one for one in emitter.columns if one.name.startswith("carry.")]:
        pot, year = family.labels["pot"], family.labels["year"]
        grows = np.isin(pot * len(panel.years) + year, terms.pot * len(panel.years) + terms.year)
        if not grows.any():
            continue
        key = family.name.removeprefix("carry.")
        share = panel.scenario.sources[key].carry_over or 0.0
        rows = emitter.add_rows(
            f"sources.{key}.carry_over",
            -np.inf,
            share * panel.pots.available[pot[grows], year[grows]],
            ("sources", key, "carry_over"),
            pot=pot[grows],
            year=year[grows],
        )
        emitter.enter(rows.numbers(), family.numbers()[grows], 1.0)
        _enter(emitter, rows, terms, np.full(len(panel.years), -share))
