"""Caps on payments, commitments and contingent calls of contracts, in every year of every term."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

import numpy as np

from finmodel.panel.panel import Bools, Floats, Panel
from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.scenario.policies import CommitmentsCap, ContingentCap, PaymentsCap
from finmodel.scenario.policies.contracts import ContractCap
from finmodel.scenario.values import ByYear


@singledispatch
def counted(policy: ContractCap, panel: Panel) -> Floats:
    """What a cap counts of each contract and year of signing, shape (N, D) [money unit].

    Raises
    ------
    NotImplementedError
        If the cap counts nothing yet: each kind registers its own function here.
    """
    raise NotImplementedError(type(policy).__name__)


@counted.register
def _of_payments(policy: PaymentsCap, panel: Panel) -> Floats:
    """Grants, payments and expected calls of the year."""
    return panel.signings.charged


@counted.register
def _of_contingent(policy: ContingentCap, panel: Panel) -> Floats:
    """Calls in the worst case of the year."""
    return panel.signings.stressed


@counted.register
def _of_commitments(policy: CommitmentsCap, panel: Panel) -> Floats:
    """Σ_e≥d charged[e] / (1 + r)^(e − d), from the year of signing on."""
    signings = panel.signings
    factor = 1.0 / (1.0 + (panel.scenario.prices.discount_rate or 0.0))
    stock = signings.charged.copy()
    for place in reversed(range(stock.shape[1] - 1)):
        stock[:, place] += factor * stock[:, place + 1]
    signed = np.array(signings.due)[None, :] >= signings.year[:, None]
    return np.where(signed, stock, 0.0)


def years_left(panel: Panel, wanted: Floats, room: Mapping[int, float]) -> Bools:
    """Whether what is wanted is more than there is room for in some year, shape of its rows.

    Parameters
    ----------
    wanted : ndarray, shape (n, D)
        What a cap would count [money unit].
    room : mapping of int to float
        What a cap leaves in each year that it limits [money unit].
    """
    left = np.array([room.get(year, np.inf) for year in panel.signings.due])
    return np.asarray((wanted > left[None, :] * (1 + 1e-9) + 1e-9).any(axis=1))


@add_policy.register
def _add_cap_rows(policy: ContractCap, key: str, emitter: Emitter) -> None:
    """Σ_j,v counted[j,v,d] · z[j,v] ≤ limit_d − existing_d in each year d of every term."""
    _add_cap(policy, key, emitter, counted(policy, emitter.panel))


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
