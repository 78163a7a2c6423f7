"""Debt: how soft loans are, how much is borrowed abroad, owed and guaranteed, what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from finmodel.panel.costs import in_scenario_currency
from finmodel.panel.loans import LaidOutLoan
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.emitter import NONE, Emitter, Family
from finmodel.program.funding.guarantees import exposure
from finmodel.program.funding.loans import DEBT_SERVICE
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.parts import by_year
from finmodel.scenario.policies import (
    Concessionality,
    DebtService,
    ExternalDebt,
    Guaranteed,
    NewExternalDebt,
)
from finmodel.scenario.sources import ChargedSource, Guarantee
from finmodel.scenario.values import ByYear


def _draws(emitter: Emitter) -> Iterator[tuple[str, LaidOutLoan, Family]]:
    """Loans that may be drawn, with their draws."""
    columns = {family.name: family for family in emitter.columns}
    for key, loan in emitter.panel.loans.items():
        if f"draw.{key}" in columns:
            yield key, loan, columns[f"draw.{key}"]


def _every_year(panel: Panel) -> Integers:
    return np.arange(len(panel.years), dtype=np.int64)


@add_policy.register
def _grant_element(policy: Concessionality, key: str, emitter: Emitter) -> None:
    """Σ (GE[s] − floor) · L[s,v] ≥ 0 over the plan."""
    family = emitter.add_rows(f"policies.{key}", 0.0, np.inf, ("policies", key))
    for name, loan, draws in _draws(emitter):
        if policy.sources is None or name in policy.sources:
            above = loan.grant_element / 100 - policy.grant_element.at_least
            emitter.enter(family.start, draws.numbers(), above)


@add_policy.register
def _new_external_debt(policy: NewExternalDebt, key: str, emitter: Emitter) -> None:
    """Σ L[s,v] ≤ cap over the external loans, in each year or over the plan."""
    years = _every_year(emitter.panel)
    whole = policy.over == "whole plan"
    family = emitter.add_rows(
        f"policies.{key}",
        -np.inf,
        policy.new_external_debt.at_most,
        ("policies", key),
        **({} if whole else {"year": years}),
    )
    for _, loan, draws in _draws(emitter):
        if loan.external:
            row = 0 if whole else draws.labels["year"]
            emitter.enter(family.start + row, draws.numbers(), 1.0)


@add_policy.register
def _external_debt(policy: ExternalDebt, key: str, emitter: Emitter) -> None:
    """Σ_v owed[v,t] · L[s,v] ≤ cap[t] − existing[t] over the external loans."""
    family = _ceiling(emitter, key, policy.external_debt.at_most, policy.existing)
    known = family.labels["year"]
    for _, loan, draws in _draws(emitter):
        if loan.external:
            owed = loan.owed[draws.labels["year"]][:, known]
            emitter.enter(family.numbers()[None, :], draws.numbers()[:, None], owed)


@add_policy.register
def _guaranteed(policy: Guaranteed, key: str, emitter: Emitter) -> None:
    """Σ_g coverage[g] · EAD[g,t] ≤ cap[t] − existing[t] over the guarantees."""
    family = _ceiling(emitter, key, policy.guaranteed.at_most, policy.existing)
    row = np.full(len(emitter.panel.years), NONE, dtype=np.int64)
    row[family.labels["year"]] = family.numbers()
    for name, source in sorted(emitter.panel.scenario.sources.items()):
        named = policy.sources is None or name in policy.sources
        if isinstance(source, Guarantee) and named:
            columns, year, exposed = exposure(emitter, name, source)
            emitter.enter(row[year], columns, source.coverage * exposed)


def _ceiling(
    emitter: Emitter, key: str, most: ByYear[float], existing: ByYear[float] | None
) -> Family:
    """Rows ≤ most − existing of the years that have a ceiling."""
    panel = emitter.panel
    cap = by_year(panel, most)
    known = np.nonzero(np.isfinite(cap))[0].astype(np.int64)
    already = np.zeros(cap.size) if existing is None else np.nan_to_num(by_year(panel, existing))
    return emitter.add_rows(
        f"policies.{key}", -np.inf, (cap - already)[known], ("policies", key), year=known
    )


@add_policy.register
def _debt_service(policy: DebtService, key: str, emitter: Emitter) -> None:
    """Σ debt service[s,t] + existing[t] ≤ share · A[of,t], or ≤ an amount."""
    panel = emitter.panel
    most = policy.debt_service.at_most
    cap = np.full(len(panel.years), most)
    if policy.of is not None:
        mine = panel.pots.source == panel.positions["source"][policy.of]
        cap = most * panel.pots.available[mine].sum(axis=0)
    limit = cap - _existing(panel, policy)
    family = emitter.add_rows(
        f"policies.{key}", -np.inf, limit, ("policies", key), year=_every_year(panel)
    )
    for what, terms in emitter.charges.items():
        if what.startswith(DEBT_SERVICE):
            emitter.enter(family.start + terms.year, terms.column, terms.coefficient)


def _existing(panel: Panel, policy: DebtService) -> Floats:
    """First charges that are debt service too, shape (T,) [money unit]."""
    total = np.zeros(len(panel.years))
    for source in panel.scenario.sources.values():
        if isinstance(source, ChargedSource):
            for name in policy.existing or ():
                if name in source.first_charges:
                    total += _first_charge(panel, source, name)
    return total


def _first_charge(panel: Panel, source: ChargedSource, name: str) -> Floats:
    """A first charge of a source in the scenario's money, shape (T,)."""
    amounts = [source.first_charges[name].at(year) for year in panel.years]
    return in_scenario_currency(panel.scenario, amounts, source.currency)
