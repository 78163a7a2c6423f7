"""Loans: what is drawn, and what is paid for it by the source that services it."""

from __future__ import annotations

import numpy as np

from finmodel.panel.loans import LaidOutLoan
from finmodel.panel.panel import Integers
from finmodel.program.emitter import Emitter, Family

HEADROOM = 2.0
"""Draws are bounded by this many times the most that may be drawn, so that a rule stops them."""
DEBT_SERVICE = "debt service of "
"""What a loan charges starts with this, followed by its id."""


def service_of(key: str) -> str:
    """Name of what a loan charges."""
    return DEBT_SERVICE + key


def add_loans(emitter: Emitter) -> None:
    """Draws L[s,v] of every loan, their bounds, and their debt service as first charges."""
    for key, loan in emitter.panel.loans.items():
        draws = _add_draws(emitter, key, loan)
        if draws is None:
            continue
        emitter.add_money(loan.source, draws.labels["year"], draws.numbers(), 1.0)
        _add_service(emitter, key, loan, draws)
        _add_fees(emitter, key, loan, draws)


def _add_draws(emitter: Emitter, key: str, loan: LaidOutLoan) -> Family | None:
    """Least ≤ L[s,v] ≤ most in each year, Σ L[s,v] / rate[v] ≤ limit."""
    year = np.nonzero(loan.most > 0)[0].astype(np.int64)
    if not year.size:
        return None
    pot = np.full(year.size, np.nonzero(emitter.panel.pots.source == loan.source)[0][0])
    place: dict[str, Integers] = {"pot": pot.astype(np.int64), "year": year}
    draws = emitter.add_columns(f"draw.{key}", 0.0, HEADROOM * loan.most[year], **place)
    name, path = f"sources.{key}.draw", ("sources", key)
    rows = emitter.add_rows(name, -np.inf, loan.most[year], path, **place)
    emitter.enter(rows.numbers(), draws.numbers(), 1.0)
    some = loan.least[year] > 0
    if some.any():
        labels = {axis: values[some] for axis, values in place.items()}
        floor = emitter.add_rows(
            f"{name}_at_least", loan.least[year][some], np.inf, (*path, "draw"), **labels
        )
        emitter.enter(floor.numbers(), draws.numbers()[some], 1.0)
    if np.isfinite(loan.limit):
        whole = emitter.add_rows(
            f"sources.{key}.limit", -np.inf, loan.limit, (*path, "limit"), pot=place["pot"][:1]
        )
        emitter.enter(whole.start, draws.numbers(), 1.0 / loan.rate[year])
    return draws


def _add_service(emitter: Emitter, key: str, loan: LaidOutLoan, draws: Family) -> None:
    """DS[t] = Σ_v k[t−v] · rate[t] / rate[v] · L[v]."""
    plan = len(emitter.panel.years)
    drawn, due = (axis.astype(np.int64) for axis in np.nonzero(loan.service[:, :plan]))
    number = np.full(plan, -1, dtype=np.int64)
    number[draws.labels["year"]] = draws.numbers()
    mine = number[drawn] >= 0
    drawn, due = drawn[mine], due[mine]
    emitter.charge(service_of(key), loan.servicer, due, number[drawn], loan.service[drawn, due])


def _add_fees(emitter: Emitter, key: str, loan: LaidOutLoan, draws: Family) -> None:
    """φ · (commitment − Σ_{v<t} L[v] / rate[v]) · rate[t] while money may be drawn, and once υ.

    The commitment is a column held at one, so that fees which no draw changes are charges too.
    """
    if loan.commitment_fee == 0 and loan.upfront_fee == 0:
        return
    whole = emitter.add_columns(f"committed.{key}", 1.0, 1.0)
    years = np.array(loan.open_years, dtype=np.int64)
    rate = loan.rate[years]
    fee = loan.commitment_fee * loan.commitment * rate
    fee[0] += loan.upfront_fee * loan.commitment * rate[0]
    emitter.charge(service_of(key), loan.servicer, years, whole.start, fee)
    drawn = draws.labels["year"]
    before = drawn[:, None] < years[None, :]
    value = -loan.commitment_fee * rate[None, :] / loan.rate[drawn][:, None]
    emitter.charge(
        service_of(key),
        loan.servicer,
        np.broadcast_to(years, before.shape)[before],
        np.broadcast_to(draws.numbers()[:, None], before.shape)[before],
        value[before],
    )
