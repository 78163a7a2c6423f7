"""Levers in the saved allocation: how much of each is used, from when, and at what cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import maybe, numbers, texts
from finmodel.allocation.contracts import contracts_table
from finmodel.allocation.rounded import Rounded
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import LeverTerms
from finmodel.program.program import Program

if TYPE_CHECKING:
    from finmodel.solve.run import Solution

STEPS = 10
"""Steps in which the gap is closed, to tell what each part of it costs."""


def levers_table(program: Program, rounded: Rounded) -> pa.Table:
    """One row for each lever and year [currency].

    `raised` is what the lever brings in the year: for a source what sources.csv says was drawn, for
    a contract its private capital; `most` is what it could have brought.
    """
    scenario = program.panel.scenario
    found: list[tuple[str, str, int, int, int, float]] = []
    for terms in program.levers:
        lever = scenario.levers[terms.lever]
        moves = lever.raises or lever.signs or ""
        if lever.signs is not None:
            rows = _of_contract(program, rounded, terms)
        else:
            rows = _of_source(program, rounded, terms, moves)
        for year, most, raised in rows:
            share = raised / most if most else 0.0
            found.append((terms.lever, moves, year, most, raised, share * lever.effort))
    rates = [scenario.levers[row[0]] for row in found]
    brought = np.array([row[4] for row in found], dtype=np.float64)
    return pa.table(
        {
            "lever": texts([row[0] for row in found]),
            "moves": texts([row[1] for row in found]),
            "year": _whole([row[2] for row in found]),
            "most": _whole([row[3] for row in found]),
            "raised": _whole([row[4] for row in found]),
            "cost_of_raising": _money(brought, [rate.cost_of_raising for rate in rates]),
            "cost_of_risk": _money(brought, [rate.risk for rate in rates]),
            "effort": numbers(np.array([round(row[5], 6) for row in found], dtype=np.float64)),
        }
    )


def _whole(values: list[int]) -> pa.Array:
    return numbers(np.array(values, dtype=np.int64))


def _money(raised: Floats, rates: list[float]) -> pa.Array:
    return numbers(np.rint(raised * np.array(rates, dtype=np.float64)).astype(np.int64))


def _of_source(
    program: Program, rounded: Rounded, terms: LeverTerms, source: str
) -> list[tuple[int, int, int]]:
    """Year, most and raised of a lever on a source, for every year of the plan."""
    panel = program.panel
    pot = int(np.nonzero(panel.pots.source == panel.positions["source"][source])[0][0])
    scale = panel.scenario.money.scale
    most: Integers = np.rint(panel.pots.addable[pot] * scale).astype(np.int64)
    return [
        (year, int(most[place]), int(rounded.added[pot, place]))
        for place, year in enumerate(panel.years)
    ]


def _of_contract(
    program: Program, rounded: Rounded, terms: LeverTerms
) -> list[tuple[int, int, int]]:
    """Year, most and raised of a lever on a contract, for the years of its capital."""
    signings, scale = program.panel.signings, program.panel.scenario.money.scale
    key = program.panel.scenario.levers[terms.lever].signs
    table = contracts_table(program, rounded).to_pylist()
    raised = {row["year"]: row["private_capital"] for row in table if row["contract"] == key}
    contract = signings.contracts.index(key or "")
    whole = signings.private[signings.contract == contract].max(axis=0) * scale
    return [
        (year, int(np.rint(whole[place])), int(raised.get(year, 0)))
        for place, year in enumerate(signings.due)
        if whole[place] > 0
    ]


def closing_table(program: Program, solution: Solution) -> pa.Table:
    """What closing more and more of the gap costs: gap left, least cost, price within the step.

    Money in the scenario's money unit; cost in the unit of the second stage.
    """
    # A proof lays out levers without a solver.
    from finmodel.solve.closing import closing

    found = closing(program, solution, STEPS)
    gap, cost = (np.empty(0), np.empty(0)) if found is None else (found.gap, found.cost)
    price = np.empty(0) if found is None else np.concatenate([[np.nan], found.price])
    return pa.table(
        {
            "gap_left": numbers(_digits(gap)),
            "least_cost": numbers(_digits(cost)),
            "price": maybe(_digits(price)),
        }
    )


def _digits(values: Floats) -> Floats:
    """Numbers to nine digits of the largest: more would be the solver's way of adding up."""
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    places = 8 - math.floor(math.log10(largest)) if largest > 0 else 0
    return np.array([round(value, places) + 0.0 for value in values.tolist()], dtype=np.float64)
