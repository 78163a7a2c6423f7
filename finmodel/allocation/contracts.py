"""Contracts in the saved allocation: what is signed, its money to the end, what it is worth."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, maybe, numbers, texts
from finmodel.allocation.rounded import Rounded
from finmodel.panel.contract_values import contract_values
from finmodel.panel.panel import Floats, Integers
from finmodel.program.contracts import PAYMENTS
from finmodel.program.program import Program

SPLIT = ("upfront", "payments", "calls", "income")
"""Kinds of public payments; the last comes in and is taken off."""


def contracts_table(program: Program, rounded: Rounded) -> pa.Table:
    """One row for each signed contract and year, beyond the plan too [currency].

    `public_payment` is what the payer pays in the year, expected calls in it, less what comes in:
    within the plan it is part of the source's first charges, to the unit.
    """
    signings = program.panel.signings
    parts = signed_parts(program, rounded)
    keys: list[str] = []
    years: list[int] = []
    found: dict[str, list[int]] = {name: [] for name in (*SPLIT, "private", "net", "stressed")}
    shares: list[float] = []
    for position, key in enumerate(signings.contracts):
        mine = signings.contract == position
        share = float(parts[mine].sum())
        if share <= 0:
            continue
        money = _money(program, rounded, position, parts)
        some = np.nonzero(np.any([money[name] != 0 for name in found], axis=0))[0]
        keys += [key] * some.size
        years += [signings.due[at] for at in some]
        shares += [share] * some.size
        for name, values in found.items():
            values += money[name][some].tolist()
    payer = {
        key: program.panel.sources[source] if source >= 0 else ""
        for key, source in zip(signings.contracts, signings.payer, strict=True)
    }
    return pa.table(
        {
            "contract": texts(keys),
            "year": numbers(np.array(years, dtype=np.int64)),
            "signed": numbers(np.array(shares, dtype=np.float64)),
            "private_capital": _whole(found["private"]),
            "upfront_support": _whole(found["upfront"]),
            "service_payment": _whole(found["payments"]),
            "expected_calls": _whole(found["calls"]),
            "income": _whole(found["income"]),
            "public_payment": _whole(found["net"]),
            "stressed_calls": _whole(found["stressed"]),
            "paid_by": texts([payer[key] for key in keys]),
        }
    )


def _whole(values: list[int]) -> pa.Array:
    return numbers(np.array(values, dtype=np.int64))


def signed_parts(program: Program, rounded: Rounded) -> Floats:
    """Part of each contract that is signed in each year, shape (N,) [share]."""
    families = program.families("sign")
    return rounded.values[families[0].range] if families else np.empty(0)


def _money(program: Program, rounded: Rounded, position: int, parts: Floats) -> dict[str, Integers]:
    """Yearly money of one contract in whole rounding units, each (D,) [currency]."""
    panel, signings, unit = program.panel, program.panel.signings, rounded.unit
    mine = signings.contract == position
    units = panel.scenario.money.scale / unit

    def total(name: str) -> Floats:
        return np.asarray(parts[mine] @ getattr(signings, name)[mine] * units)

    exact = {name: total(name) for name in SPLIT}
    whole = {name: np.rint(amount).astype(np.int64) for name, amount in exact.items()}
    charged = rounded.charged.get(f"{PAYMENTS}{signings.contracts[position]}")
    net = whole["upfront"] + whole["payments"] + whole["calls"] - whole["income"]
    if charged is not None:
        pot = int(np.nonzero(panel.pots.source == signings.payer[position])[0][0])
        settled = charged[pot] // unit
        short = np.zeros_like(net)
        short[: settled.size] = settled - net[: settled.size]
        _settle(whole, exact, short)
        net = net + short
    capital = np.rint(exact["upfront"] + total("private")).astype(np.int64)
    whole["private"] = np.where(total("private") > 0, np.maximum(capital - whole["upfront"], 0), 0)
    whole["stressed"] = np.rint(total("stressed")).astype(np.int64)
    whole["net"] = net
    return {name: amount * unit for name, amount in whole.items()}


def _settle(whole: dict[str, Integers], exact: dict[str, Floats], short: Integers) -> None:
    """Let the largest kind of payment of each year take what rounding the total left."""
    sizes = np.array([exact[name] for name in SPLIT])
    largest = np.argmax(sizes, axis=0)
    for place, name in enumerate(SPLIT):
        sign = -1 if name == "income" else 1
        whole[name] = whole[name] + np.where(largest == place, sign * short, 0)


def value_table(program: Program, rounded: Rounded) -> pa.Table:
    """What each contract is worth for each year in which it may be signed [currency]."""
    scale = program.panel.scenario.money.scale
    values = contract_values(program.panel)
    signings = program.panel.signings

    def money(name: str) -> pa.Array:
        amounts = [float(getattr(value, name)) * scale for value in values]
        return numbers(np.rint(np.array(amounts)).astype(np.int64))

    return pa.table(
        {
            "contract": ids(signings.contracts, signings.contract),
            "year": numbers(signings.year),
            "signed": numbers(signed_parts(program, rounded)),
            **{
                name: money(name)
                for name in (
                    "raw",
                    "competitive_neutrality",
                    "transferable_risk",
                    "retained_risk",
                    "comparator",
                    "payments",
                    "contract_management",
                    "partnership",
                    "value_for_money",
                )
            },
            "value_for_money_pct": _digits([value.value_for_money_pct for value in values]),
            "break_even_risk_transfer": money("break_even_risk_transfer"),
            "private_capital": money("private_capital"),
            "upfront_support": money("upfront_support"),
            "later_support": money("later_support"),
            "leverage_over_all": _digits([value.leverage[0] for value in values]),
            "leverage_over_upfront": _digits([value.leverage[1] for value in values]),
        }
    )


def _digits(values: list[float]) -> pa.Array:
    """Numbers to ten digits; empty where there is none, or no end to it."""
    shown = [float(f"{value:.9e}") if np.isfinite(value) else np.nan for value in values]
    return maybe(np.array(shown, dtype=np.float64))
