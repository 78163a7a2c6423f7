"""Policies on debt in the naive model, each from its formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from finmodel.finance.grant_element import loan_grant_element
from finmodel.panel.costs import in_scenario_currency
from finmodel.scenario.policies import (
    Concessionality,
    DebtService,
    ExternalDebt,
    Guaranteed,
    NewExternalDebt,
)
from finmodel.scenario.sources import ChargedSource, Guarantee, Loan
from tests.naive.loans import Drawn, left, meaning, profile
from tests.naive.policies import add_rule

if TYPE_CHECKING:
    from tests.naive.model import NaiveModel


def loans(model: NaiveModel, *, abroad: bool) -> Iterator[tuple[str, Loan, Drawn]]:
    """Loans and their draws; `abroad` leaves domestic ones out."""
    for name, drawn in model.loans.drawn.items():
        loan = model.scenario.sources[name]
        assert isinstance(loan, Loan)
        if not (abroad and loan.domestic):
            yield name, loan, drawn


@add_rule.register(Concessionality)
def _grant_element(policy: Concessionality, model: NaiveModel) -> None:
    row = []
    for name, loan, drawn in loans(model, abroad=False):
        if policy.sources is not None and name not in policy.sources:
            continue
        terms = loan.terms
        element = loan_grant_element(
            terms.interest,
            terms.maturity,
            terms.grace,
            0.05,
            terms.payments_a_year,
            profile(terms),
            meaning(terms),
            upfront_fee=terms.upfront_fee,
        )
        floor = policy.grant_element.at_least
        row += [(variable, element / 100 - floor) for variable, _ in drawn.values()]
    model.at_least(row, 0)


@add_rule.register(NewExternalDebt)
def _new_external_debt(policy: NewExternalDebt, model: NaiveModel) -> None:
    years = list(model.times)
    for period in [years] if policy.over == "whole plan" else [[t] for t in years]:
        row = [
            (drawn[t][0], 1.0)
            for _, _, drawn in loans(model, abroad=True)
            for t in period
            if t in drawn
        ]
        model.at_most(row, policy.new_external_debt.at_most)


@add_rule.register(ExternalDebt)
def _external_debt(policy: ExternalDebt, model: NaiveModel) -> None:
    for t, year in enumerate(model.panel.years):
        most = policy.external_debt.at_most.at(year)
        if most is None:
            continue
        before = None if policy.existing is None else policy.existing.at(year)
        row = []
        for name, loan, drawn in loans(model, abroad=True):
            rate = model.loans.rate[name]
            row += [
                (variable, left(loan.terms, t - v) * rate[t] / rate[v])
                for v, (variable, _) in drawn.items()
                if v <= t
            ]
        model.at_most(row, most - (before or 0.0))


@add_rule.register(Guaranteed)
def _guaranteed(policy: Guaranteed, model: NaiveModel) -> None:
    for t, year in enumerate(model.panel.years):
        most = policy.guaranteed.at_most.at(year)
        if most is None:
            continue
        if policy.existing is not None:
            most -= policy.existing.at(year) or 0.0
        row = []
        for name, given in model.scenario.sources.items():
            if not isinstance(given, Guarantee) or name not in (policy.sources or (name,)):
                continue
            if given.exposure is not None:
                most -= given.coverage * (given.exposure.at(year) or 0.0)
            else:
                row += [(v, given.coverage * owed) for v, owed in model.loans.at_start(given, t)]
        model.at_most(row, most)


@add_rule.register(DebtService)
def _debt_service(policy: DebtService, model: NaiveModel) -> None:
    pots = model.panel.pots
    for t in model.times:
        most = policy.debt_service.at_most
        if policy.of is not None:
            own = model.panel.sources.index(policy.of)
            most *= sum(pots.available[n, t] for n, s in enumerate(pots.source) if s == own)
        for source in model.scenario.sources.values():
            if isinstance(source, ChargedSource):
                for name in policy.existing or ():
                    if name in source.first_charges:
                        amounts = [source.first_charges[name].at(y) for y in model.panel.years]
                        most -= in_scenario_currency(model.scenario, amounts, source.currency)[t]
        model.at_most(model.loans.due[t], most - model.loans.due_fixed[t])
