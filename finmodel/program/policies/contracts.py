"""Caps on payments, commitments and contingent calls of contracts, in every year of every term."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Bools, Floats, Panel
from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.scenario.policies import CommitmentsCap, ContingentCap, PaymentsCap
from finmodel.scenario.policies.contracts import ContractCap
from finmodel.scenario.values import ByYear


@add_policy.register
def _payments(policy: PaymentsCap, key: str, emitter: Emitter) -> None:
    """Σ_j,v (grants + payments + expected calls)[j,v,d] · z[j,v] ≤ λ_d · base_d − existing_d."""
    _add_cap(policy, key, emitter, emitter.panel.signings.charged)


@add_policy.register
def _contingent(policy: ContingentCap, key: str, emitter: Emitter) -> None:
    """Σ_j,v (calls in the worst case)[j,v,d] · z[j,v] ≤ limit_d − existing_d."""
    _add_cap(policy, key, emitter, emitter.panel.signings.stressed)


@add_policy.register
def _commitments(policy: CommitmentsCap, key: str, emitter: Emitter) -> None:
    """Σ_j,v Σ_e≥d charged[j,v,e] / (1 + r)^(e − d) · z[j,v] ≤ limit_d − existing_d, from v on."""
    signings = emitter.panel.signings
    factor = 1.0 / (1.0 + (emitter.panel.scenario.prices.discount_rate or 0.0))
    stock = signings.charged.copy()
    for place in reversed(range(stock.shape[1] - 1)):
        stock[:, place] += factor * stock[:, place + 1]
    signed = np.array(signings.due)[None, :] >= signings.year[:, None]
    _add_cap(policy, key, emitter, np.where(signed, stock, 0.0))


def _add_cap(policy: ContractCap, key: str, emitter: Emitter, counted: Floats) -> None:
    """Rows of the years in which something counts.

    Parameters
    ----------
    counted : ndarray, shape (N, D)
        What counts of each contract and year of signing, if it is signed [money unit].
    """
    panel = emitter.panel
    mine = _mine(policy, panel)
    limit, already = _limit(policy, panel), _already(policy, panel)
    counts = (counted[mine] > 0).any(axis=0) | (already > 0)
    years = np.nonzero(counts & np.isfinite(limit))[0].astype(np.int64)
    options = np.nonzero(mine)[0].astype(np.int64)
    family = emitter.add_rows(
        f"policies.{key}",
        -np.inf,
        (limit - already)[years],
        ("policies", key),
        due=years,
    )
    for signed in [one for one in emitter.columns if one.name == "sign"]:
        rows, columns = family.numbers()[None, :], (signed.start + options)[:, None]
        emitter.enter(rows, columns, counted[np.ix_(options, years)])


def _mine(policy: ContractCap, panel: Panel) -> Bools:
    """Rows of the signings that count, shape (N,)."""
    signings = panel.signings
    named = policy.contracts or signings.contracts
    known = np.array([key in named for key in signings.contracts], dtype=bool)
    return known[signings.contract]


def _already(policy: ContractCap, panel: Panel) -> Floats:
    """What counts already in each year due, shape (D,) [money unit]."""
    given = policy.existing
    due = panel.signings.due
    return np.array([0.0 if given is None else given.at(year) or 0.0 for year in due])


def _limit(policy: ContractCap, panel: Panel) -> Floats:
    """The most there may be in each year due, infinite where none is given, (D,) [money unit]."""
    limit = policy.limit
    most = _through(panel, limit.at_most)
    if limit.of is not None:
        sources = [panel.positions["source"][name] for name in sorted(set(limit.of))]
        money = panel.pots.available[np.isin(panel.pots.source, sources)].sum(axis=0)
        after = np.full(most.size - money.size, money[-1])
        base = np.concatenate([money, after])
    elif limit.base is not None:
        base = _through(panel, limit.base)
    else:
        base = np.ones(most.size)
    return np.asarray(np.nan_to_num(most * base, nan=np.inf))


def _through(panel: Panel, series: ByYear[float]) -> Floats:
    """A series in each year due, shape (D,); NaN for no value.

    After its last year, or the plan's where that is later, it stays as it is then.
    """
    last = max(panel.years[-1], *series.years()) if series.values else panel.years[-1]
    values = [series.at(min(year, last)) for year in panel.signings.due]
    return np.array([np.nan if value is None else value for value in values])
