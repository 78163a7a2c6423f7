"""Lay a solution out as tables in whole units of currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, maybe, numbers, texts
from finmodel.allocation.contracts import contracts_table
from finmodel.allocation.debt import debt_table
from finmodel.allocation.rounded import Rounded
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.contracts import PAYMENTS
from finmodel.program.delivery import step_widths
from finmodel.program.funding.guarantees import CALLS
from finmodel.program.funding.loans import DEBT_SERVICE
from finmodel.program.objectives import benefit_weights
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    from finmodel.allocation.marginal import Sides

GRID_DIGITS = 9
"""Decimals that outputs keep, more than their grid has."""


def lay_out(program: Program, rounded: Rounded, sides: Sides | None) -> dict[str, pa.Table]:
    """Tables of a rounded allocation.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The allocation in whole rounding units.
    sides : Sides or None
        What one more and one less of each pot's money would change; None where nobody asks.

    Returns
    -------
    dict of str to Table
        money, delivery, funding, blocks, sources and contracts; loans where there are any.
    """
    return {
        "money": _money(program, rounded),
        "delivery": _delivery(program, rounded),
        "funding": _funding(program, rounded),
        "blocks": _blocks(program),
        "sources": _sources(program, rounded, sides),
        "contracts": contracts_table(program, rounded),
        **({"loans": debt_table(program.panel, rounded)} if program.panel.loans else {}),
    }


def _money(program: Program, rounded: Rounded) -> pa.Table:
    panel, cells, flows = program.panel, program.cells, rounded.flows
    place = (
        cells.region[flows.cell],
        cells.programme[flows.cell],
        flows.year,
        cells.category[flows.cell],
        flows.source,
    )
    order = np.lexsort(place[::-1])
    axes = (panel.regions, panel.programmes, panel.years, panel.categories, panel.sources)
    titles = ("region", "programme", "year", "category", "source")
    columns = {
        title: ids(axis, positions[order])
        for title, axis, positions in zip(titles, axes, place, strict=True)
    }
    return pa.table({**columns, "amount": numbers(flows.amount[order])})


def _delivery(program: Program, rounded: Rounded) -> pa.Table:
    """One row for each place and year, and one more for each contract that provides a part.

    Every column adds up over providers: need and cost stand in the public row alone, and coverage
    and benefit are each provider's part.
    """
    panel, cells = program.panel, program.cells
    cost = np.zeros(panel.need.shape, dtype=np.int64)
    np.add.at(cost, (cells.programme, cells.region), rounded.cost)
    need, made = panel.need, rounded.output
    benefit = benefit_of(panel, made)
    region, programme, year = (
        axis.astype(np.int64) for axis in np.nonzero(need.transpose(1, 0, 2) > 0)
    )
    at = (programme, region, year)
    public = made.copy()
    np.subtract.at(public, panel.signings.programme, rounded.contracted)
    # The same grid as output's: taking away leaves the last bit of a double behind.
    parts = [(at, np.maximum(np.round(public, GRID_DIGITS), 0.0)[at], "public")]
    for position, key in enumerate(panel.signings.contracts):
        where, when = (axis.astype(np.int64) for axis in np.nonzero(rounded.contracted[position]))
        served = np.full(where.size, panel.signings.programme[position])
        parts.append(((served, where, when), rounded.contracted[position][where, when], key))
    places = [np.concatenate([part[0][axis] for part in parts]) for axis in range(3)]
    output = np.concatenate([part[1] for part in parts])
    provider = np.concatenate([np.full(part[1].size, place) for place, part in enumerate(parts)])
    order = np.lexsort((provider, places[2], places[0], places[1]))
    programme, region, year = (place[order] for place in places)
    at = (programme, region, year)
    share = np.divide(output[order], made[at], out=np.ones(order.size), where=made[at] > 0)
    return pa.table(
        {
            "region": ids(panel.regions, region),
            "programme": ids(panel.programmes, programme),
            "year": ids(panel.years, year),
            "need": numbers(np.where(provider[order] == 0, need[at], 0.0)),
            "output": numbers(output[order]),
            "coverage": numbers(exact(output[order] / need[at])),
            "benefit": numbers(exact(benefit[at] * share)),
            "cost": numbers(np.where(provider[order] == 0, cost[at], 0)),
            "provider": texts([parts[place][2] for place in provider[order]]),
        }
    )


def benefit_of(panel: Panel, output: Floats) -> Floats:
    """Benefit of outputs, steps filled in their order, shape (P, R, T) [points]."""
    width = step_widths(panel)
    before = np.cumsum(width, axis=3) - width
    filled = np.clip(output[..., None] - before, 0, width)
    return np.asarray(np.einsum("prtj,ptj->prt", filled, benefit_weights(panel)))


def _funding(program: Program, rounded: Rounded) -> pa.Table:
    panel, blocks, flows = program.panel, program.blocks, rounded.flows
    pool_of = np.zeros(len(panel.sources), dtype=np.int64)
    block = np.zeros(flows.cell.size, dtype=np.int64)
    for number, pool in enumerate(blocks.pools):
        pool_of[list(pool.sources)] = number
        mine = np.isin(flows.source, pool.sources)
        block[mine] = pool.block[flows.cell[mine]]
    keys = (pool_of[flows.source], block, flows.source, flows.year)
    size = tuple(int(key.max(initial=0)) + 1 for key in keys)
    # One number for each place is sorted many times faster than four.
    places, inverse = np.unique(np.ravel_multi_index(keys, size), return_inverse=True)
    found = [place.astype(np.int64) for place in np.unravel_index(places, size)]
    total = np.zeros(places.size, dtype=np.int64)
    np.add.at(total, inverse, flows.amount)
    return pa.table(
        {
            "pool": numbers(found[0] + 1),
            "block": numbers(found[1] + 1),
            "source": ids(panel.sources, found[2]),
            "year": ids(panel.years, found[3]),
            "amount": numbers(total),
        }
    )


def _blocks(program: Program) -> pa.Table:
    panel, cells = program.panel, program.cells
    none = np.empty(0, dtype=np.int64)
    parts = [(none, none, none)]
    for place, pool in enumerate(program.blocks.pools):
        inside = np.nonzero(pool.block >= 0)[0]
        order = inside[np.argsort(pool.block[inside], kind="stable")]
        parts.append((np.full(order.size, place + 1), pool.block[order] + 1, order))
    number, block, cell = (
        np.concatenate(part).astype(np.int64) for part in zip(*parts, strict=True)
    )
    return pa.table(
        {
            "pool": numbers(number),
            "block": numbers(block),
            "region": ids(panel.regions, cells.region[cell]),
            "programme": ids(panel.programmes, cells.programme[cell]),
            "category": ids(panel.categories, cells.category[cell]),
        }
    )


def _sources(program: Program, rounded: Rounded, sides: Sides | None) -> pa.Table:
    panel, pots = program.panel, program.panel.pots
    # What is missing is no money that a source has.
    having = np.nonzero(np.array(panel.sources)[pots.source] != UNFUNDED)[0].astype(np.int64)
    year = np.tile(np.arange(len(panel.years), dtype=np.int64), having.size)
    each = np.repeat(having, len(panel.years))
    unknown, income = np.full(each.size, np.nan), _contract_income(rounded)
    return pa.table(
        {
            "source": ids(panel.sources, pots.source[each]),
            "region": texts([pots.region[number] for number in each]),
            "year": ids(panel.years, year),
            "available": numbers(rounded.available[having].reshape(-1)),
            "drawn": numbers(rounded.added[having].reshape(-1)),
            "contract_income": numbers(income[having].reshape(-1)),
            "carried_in": numbers(rounded.carried_in[having].reshape(-1)),
            "used": numbers(rounded.used[having].reshape(-1)),
            "first_charges": numbers((rounded.first_charges + income)[having].reshape(-1)),
            "debt_service": numbers(_charged(rounded, DEBT_SERVICE)[having].reshape(-1)),
            "expected_calls": numbers(_charged(rounded, CALLS)[having].reshape(-1)),
            "grant_element": maybe(_grant_elements(panel)[pots.source[each]]),
            "carried_out": numbers(rounded.carried_out[having].reshape(-1)),
            "lapsed": numbers(rounded.lapsed[having].reshape(-1)),
            "one_more": maybe(unknown if sides is None else sides.more[having].reshape(-1)),
            "one_less": maybe(unknown if sides is None else sides.less[having].reshape(-1)),
        }
    )


def _contract_income(rounded: Rounded) -> Integers:
    """What contracts bring in years in which they bring more than they cost, (N, T) [currency].

    It comes in, so it is no first charge below zero.
    """
    parts = [part for name, part in rounded.charged.items() if name.startswith(PAYMENTS)]
    return sum((np.maximum(-part, 0) for part in parts), np.zeros_like(rounded.used))


def _grant_elements(panel: Panel) -> Floats:
    """Grant element of each source that is a loan [%], NaN for others, shape (S,)."""
    found = np.full(len(panel.sources), np.nan)
    for loan in panel.loans.values():
        found[loan.source] = loan.grant_element
    return found


def _charged(rounded: Rounded, what: str) -> Integers:
    """Part of the first charges whose name starts so, (N, T) [currency]."""
    parts = [part for name, part in rounded.charged.items() if name.startswith(what)]
    return sum(parts, np.zeros_like(rounded.used))
