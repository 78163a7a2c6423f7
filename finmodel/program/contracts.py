"""Contracts with private partners: signed or not, what they provide, what their payer pays."""

from __future__ import annotations

import numpy as np

from finmodel.program.emitter import NONE, Emitter, Family

PAYMENTS = "contracts."
"""Start of the name of what is paid for a contract."""
HEADROOM = 2.0
"""What a contract provides is bounded by this many times its most, so that a rule stops it."""


def add_contracts(emitter: Emitter) -> None:
    """Columns z[j,v] of contracts signed and c[j,r,t] of what they provide, and their rows."""
    signings = emitter.panel.signings
    if not signings.contracts:
        return
    signed = _add_signed(emitter)
    _add_once(emitter, signed)
    _add_provided(emitter, signed)
    _add_payments(emitter, signed)


def _add_signed(emitter: Emitter) -> Family:
    """0 ≤ z[j,v] ≤ 1, whole where a contract is signed whole or not at all.

    The question gap asks what the targets cost as things are, the same under every envelope: no
    contract is signed in it. Contracts close a gap in the question mobilise.
    """
    panel, signings = emitter.panel, emitter.panel.signings
    offered = panel.scenario.question != "gap"
    return emitter.add_columns(
        "sign",
        0.0,
        1.0 if offered else 0.0,
        signings.whole & offered,
        contract=signings.contract,
        year=signings.year - panel.years[0],
    )


def _add_once(emitter: Emitter, signed: Family) -> None:
    """Σ_v z[j,v] ≤ 1, where there is more than one year to sign in."""
    signings = emitter.panel.signings
    for position, key in enumerate(signings.contracts):
        mine = np.nonzero(signings.contract == position)[0]
        if mine.size == 1:
            continue
        row = emitter.add_rows(f"contracts.{key}.once", -np.inf, 1.0, ("contracts", key))
        emitter.enter(row.start, signed.start + mine, 1.0)


def _add_provided(emitter: Emitter, signed: Family) -> None:
    """c[j,r,t] ≤ Σ_v o[j,v,r,t]·z[j,v], and Σ_j c[j,r,t] ≤ a[p,r,t]."""
    panel, signings = emitter.panel, emitter.panel.signings
    count = len(signings.contracts)
    most = np.zeros((count, *signings.output.shape[1:]))
    np.maximum.at(most, signings.contract, signings.output)
    most = np.minimum(most, panel.reachable[signings.programme])
    contract, region, year = (axis.astype(np.int64) for axis in np.nonzero(most))
    columns = emitter.add_columns(
        "provide",
        0.0,
        HEADROOM * most[contract, region, year],
        contract=contract,
        region=region,
        year=year,
    )
    for position, key in enumerate(signings.contracts):
        mine = np.nonzero(contract == position)[0]
        rows = emitter.add_rows(
            f"contracts.{key}.capacity",
            -np.inf,
            0.0,
            ("contracts", key),
            region=region[mine],
            year=year[mine],
        )
        emitter.enter(rows.numbers(), columns.start + mine, 1.0)
        for option in np.nonzero(signings.contract == position)[0]:
            output = signings.output[option, region[mine], year[mine]]
            emitter.enter(rows.numbers(), signed.start + option, -output)
    served = np.zeros(panel.need.shape, dtype=bool)
    served[signings.programme[contract], region, year] = True
    place = tuple(axis.astype(np.int64) for axis in np.nonzero(served))
    family = emitter.add_rows(
        "provided", 0.0, np.inf, programme=place[0], region=place[1], year=place[2]
    )
    numbers = np.full(served.shape, NONE, dtype=np.int64)
    numbers[place] = family.numbers()
    emitter.on_conventional(numbers, np.ones((1, 1, 1)))


def _add_payments(emitter: Emitter, signed: Family) -> None:
    """Σ_v f[j,v,t]·z[j,v] is paid before programmes, and what comes in is paid to the payer."""
    panel, signings = emitter.panel, emitter.panel.signings
    net = signings.charged - signings.income
    for position, key in enumerate(signings.contracts):
        payer = int(signings.payer[position])
        if payer < 0:
            continue
        mine = np.nonzero(signings.contract == position)[0]
        years = np.arange(len(panel.years))
        emitter.charge(
            f"{PAYMENTS}{key}",
            payer,
            years[None, :],
            (signed.start + mine)[:, None],
            net[mine][:, : years.size],
        )
