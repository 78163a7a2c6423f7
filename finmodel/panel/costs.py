"""Unit costs in the prices of each year and region: the only place where prices are applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from finmodel.finance.indices import price_index
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Panel
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


def through(prices: Prices, year: int) -> Prices:
    """Price indices carried on to a later year, each at its last growth given."""
    growth = {}
    for name, rates in prices.growth.items():
        last = max(rates.years(), default=year)
        rate = rates.at(last)
        if last < year and rate is not None and rates.always is None:
            later = {**rates.values, f"{last + 1}-{year}": rate}
            rates = rates.model_copy(update={"values": later})
        growth[name] = rates
    return prices.model_copy(update={"growth": growth})


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
    regional = _regional(scenario, attributes)
    shape = (len(programmes), regional.shape[0], len(categories), len(years))
    charged, baseline = np.zeros(shape), np.zeros(shape)
    national = np.zeros((shape[0], shape[3]))
    for position, key in enumerate(programmes):
        for line, factor, paid in _lines(scenario, key, years, regional, months[position]):
            target = baseline if line.already_paid else charged
            target[position, :, categories.index(line.category), :] += (
                factor[:, None] * paid[None, :]
            )
            if not line.already_paid:
                national[position] += paid
    return UnitCosts(exact(charged), exact(baseline), exact(national))


def charged_lines(panel: Panel, programme: str) -> list[tuple[CostLine, Floats]]:
    """Cost lines of a programme that are charged to the sources, as they add up to its unit cost.

    Parameters
    ----------
    panel : Panel
        The panel.
    programme : str
        Id of the programme.

    Returns
    -------
    list of tuple
        Each line with its part of the unit cost of its category, shape (R, T) [1]: the parts of a
        category add up to one where it costs anything.
    """
    at = panel.positions["programme"][programme]
    regional = _regional(panel.scenario, panel.attributes)
    lines = []
    for line, factor, paid in _lines(
        panel.scenario, programme, panel.years, regional, panel.months[at]
    ):
        if not line.already_paid:
            whole = panel.unit_cost[at, :, panel.categories.index(line.category), :]
            cost = factor[:, None] * paid[None, :]
            part = np.divide(cost, whole, out=np.zeros_like(cost), where=whole > 0)
            lines.append((line, part))
    return lines


def _regional(scenario: Scenario, attributes: Mapping[str, Floats]) -> Floats:
    """Regional cost index, shape (R,) [1]; one where there is none."""
    index_name = scenario.prices.regional_cost_index
    return attributes[index_name] if index_name else np.ones(len(scenario.regions.leaves()))


def _lines(
    scenario: Scenario, programme: str, years: tuple[int, ...], regional: Floats, months: Floats
) -> Iterator[tuple[CostLine, Floats, Floats]]:
    """Each cost line with its factor by region, (R,) [1], and its price by year, (T,)."""
    for line in scenario.programmes[programme].unit_cost.values():
        path = _line_path(scenario, line, years)
        paid = path if line.category == "capital" else path * months
        yield line, regional if line.regional else np.ones_like(regional), paid


def _line_path(scenario: Scenario, line: CostLine, years: tuple[int, ...]) -> Floats:
    base = line.price_year if line.price_year is not None else scenario.base_year
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
