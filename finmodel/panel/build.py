"""Build the panel of a scenario."""

from __future__ import annotations

import numpy as np

from finmodel.panel.attributes import lay_out_attributes
from finmodel.panel.contracts import lay_out_signings
from finmodel.panel.costs import lay_out_costs, part_of_year
from finmodel.panel.decimals import exact
from finmodel.panel.earnings import lay_out_earnings
from finmodel.panel.loans import lay_out_loans
from finmodel.panel.panel import Floats, Panel
from finmodel.panel.pots import lay_out_pots
from finmodel.panel.targets import lay_out_targets, with_levers, with_unfunded
from finmodel.scenario.programmes import CoverageLevels, Need, Programme
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.values import ByYear


def build_panel(scenario: Scenario) -> Panel:
    """Lay a scenario out as labelled arrays.

    Parameters
    ----------
    scenario : Scenario
        A scenario that has passed its checks.

    Returns
    -------
    Panel
        Arrays with axes sorted by id, so that the order of the file changes nothing.
    """
    scenario = with_levers(with_unfunded(scenario))
    programmes = tuple(sorted(scenario.programmes))
    regions = tuple(sorted(scenario.regions.leaves()))
    categories = tuple(sorted(scenario.categories))
    sources = tuple(sorted(scenario.sources))
    years = scenario.years
    attributes = lay_out_attributes(scenario.regions, regions)
    months = np.array([part_of_year(scenario.programmes[key], years) for key in programmes])
    costs = lay_out_costs(scenario, programmes, categories, years, attributes, months)
    need = np.array(
        [_need(scenario.programmes[key].need, regions, years, attributes) for key in programmes]
    )
    levels = [_coverage(scenario, scenario.programmes[key], regions, years) for key in programmes]
    runs = months[:, None, :] > 0
    up_to, weight = _benefit_steps(scenario, programmes)
    floor, ceiling = (np.array([level[side] for level in levels]) * runs for side in (1, 2))
    if scenario.has_targets:
        floor = ceiling = lay_out_targets(scenario, programmes, regions, years) * runs
    earnings = lay_out_earnings(scenario, programmes, sources)
    cost = np.einsum("prkt,prt->t", costs.charged, need * ceiling)
    loans = lay_out_loans(scenario, sources)
    return Panel(
        scenario=scenario,
        programmes=programmes,
        regions=regions,
        categories=categories,
        years=years,
        sources=sources,
        attributes=attributes,
        need=exact(need),
        floor=exact(floor),
        ceiling=exact(ceiling),
        today=exact(np.array([level[0] for level in levels]) * need[:, :, 0]),
        unit_cost=costs.charged,
        baseline_cost=costs.baseline,
        national_cost=costs.national,
        months=months,
        step_up_to=up_to,
        step_weight=weight,
        signings=lay_out_signings(scenario, programmes, regions, sources, need),
        pots=lay_out_pots(
            scenario,
            sources,
            regions,
            cost,
            {key: one.addable(exact(need) * exact(ceiling)) for key, one in earnings.items()}
            | {key: loan.addable for key, loan in loans.items()},
        ),
        earnings=earnings,
        loans=loans,
        positions={
            axis: {key: position for position, key in enumerate(ids)}
            for axis, ids in (
                ("programme", programmes),
                ("region", regions),
                ("category", categories),
                ("source", sources),
            )
        },
    )


def _need(
    need: Need, regions: tuple[str, ...], years: tuple[int, ...], attributes: dict[str, Floats]
) -> Floats:
    if need.share is not None and need.of is not None:
        share = np.array([need.share.at(year) or 0.0 for year in years])
        return np.asarray(attributes[need.of][:, None] * share[None, :])
    if need.each_region is not None:
        same = np.array([need.each_region.at(year) or 0.0 for year in years])
        return np.tile(same, (len(regions), 1))
    amounts = need.amounts or {}
    return np.array(
        [
            [(amounts[key].at(year) or 0.0) if key in amounts else 0.0 for year in years]
            for key in regions
        ]
    )


def _coverage(
    scenario: Scenario, programme: Programme, regions: tuple[str, ...], years: tuple[int, ...]
) -> tuple[Floats, Floats, Floats]:
    """Coverage today (R, 1 broadcast), floor (R, T) and ceiling (R, T)."""
    by_region = programme.coverage.by_region
    names = scenario.regions.narrowest(by_region)
    special = {key: by_region[name] for key, name in names.items()}
    now = np.full(len(regions), np.nan)
    floor = np.zeros((len(regions), len(years)))
    ceiling = np.ones((len(regions), len(years)))
    known: dict[int, list[float]] = {}

    def each_year(levels: ByYear[float] | None, otherwise: float) -> list[float]:
        # Most regions share the programme's own levels, which are read once.
        if levels is None:
            return [otherwise] * len(years)
        if id(levels) not in known:
            found = [levels.at(year) for year in years]
            known[id(levels)] = [otherwise if value is None else value for value in found]
        return known[id(levels)]

    for row, key in enumerate(regions):
        own = special.get(key, CoverageLevels())
        today = own.now if own.now is not None else programme.coverage.now
        now[row] = np.nan if today is None else today
        at_least = own.at_least or programme.coverage.at_least
        at_most = own.at_most or programme.coverage.at_most
        floor[row] = each_year(at_least, 0.0)
        ceiling[row] = each_year(at_most, 1.0)
    return now, floor, ceiling


def _benefit_steps(scenario: Scenario, programmes: tuple[str, ...]) -> tuple[Floats, Floats]:
    longest = max(len(scenario.programmes[key].benefit) for key in programmes)
    up_to = np.ones((len(programmes), longest))
    weight = np.zeros((len(programmes), longest))
    for row, key in enumerate(programmes):
        steps = scenario.programmes[key].benefit
        for column in range(longest):
            step = steps[min(column, len(steps) - 1)]
            up_to[row, column] = step.up_to
            weight[row, column] = step.weight
    return exact(up_to), exact(weight)
