"""Unit costs in the prices of each year and region: the only place where prices are applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from finmodel.finance.indices import price_index
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.prices import Prices
from finmodel.scenario.programmes import CostLine, Programme
from finmodel.scenario.scenario import Scenario


@dataclass(frozen=True)
class UnitCosts:
    """Cost of one unit of output [money unit]."""

    charged: Floats
    """Charged to the sources, (P, R, K, T)."""
    baseline: Floats
    """Already paid from elsewhere, (P, R, K, T)."""
    national: Floats
    """Charged, at the national price level, (P, T)."""


def index_path(prices: Prices, name: str | None, years: tuple[int, ...], base: int) -> Floats:
    """Price index of each year relative to a base year, shape (T,) [1]."""
    if name is None:
        return np.ones(len(years))
    growth = prices.growth[name]
    span = range(min(base, *years), max(base, *years) + 1)
    rates = {year: rate for year in span if (rate := growth.at(year)) is not None}
    return np.asarray(price_index(rates, base, years), dtype=np.float64)


def in_scenario_currency(
    scenario: Scenario, amounts: Sequence[float | None], currency: str | None
) -> Floats:
    """Amounts of the plan's years in the scenario's money unit, shape (T,)."""
    values = np.array([amount or 0.0 for amount in amounts])
    if currency is None or currency == scenario.money.currency:
        return values
    rate = scenario.prices.exchange_rate[currency]
    rates = np.array([rate.at(year) or np.nan for year in scenario.years])
    return np.asarray(values * rates, dtype=np.float64)


def lay_out_costs(
    scenario: Scenario,
    programmes: tuple[str, ...],
    categories: tuple[str, ...],
    years: tuple[int, ...],
    attributes: Mapping[str, Floats],
    months: Floats,
) -> UnitCosts:
    """Unit cost = amount × price index × regional cost index × part of the first year.

    Capital is paid in full in a programme's first year; everything else in proportion to the
    months in which it runs.
    """
    index_name = scenario.prices.regional_cost_index
    some = next(iter(attributes.values()), np.ones(len(scenario.regions.leaves())))
    regional = attributes[index_name] if index_name else np.ones(some.shape[0])
    shape = (len(programmes), regional.shape[0], len(categories), len(years))
    charged, baseline = np.zeros(shape), np.zeros(shape)
    national = np.zeros((shape[0], shape[3]))
    for position, key in enumerate(programmes):
        for line in scenario.programmes[key].unit_cost.values():
            path = _line_path(scenario, line, years)
            category = categories.index(line.category)
            paid = path if line.category == "capital" else path * months[position]
            factor = regional if line.regional else np.ones_like(regional)
            target = baseline if line.already_paid else charged
            target[position, :, category, :] += factor[:, None] * paid[None, :]
            if not line.already_paid:
                national[position] += paid
    return UnitCosts(exact(charged), exact(baseline), exact(national))


def _line_path(scenario: Scenario, line: CostLine, years: tuple[int, ...]) -> Floats:
    base = line.price_year if line.price_year is not None else scenario.prices.base_year
    unit = scenario.costs_unit.scale / scenario.money.scale
    return line.amount * unit * index_path(scenario.prices, line.growth, years, base)


def part_of_year(programme: Programme, years: tuple[int, ...]) -> Floats:
    """Part of each year in which a programme runs, shape (T,): zero before it starts."""
    if programme.starts is None:
        return np.ones(len(years))
    start = programme.starts
    return np.array(
        [
            0.0 if y < start.year else (start.months_in_first_year / 12 if y == start.year else 1.0)
            for y in years
        ]
    )
