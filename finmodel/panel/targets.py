"""Coverage that the plan aims at, and the part of its cost that no source pays for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.programmes import CoverageLevels, Programme
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED, Unfunded


def with_unfunded(scenario: Scenario) -> Scenario:
    """The scenario with the unfunded part among its sources, where there are targets."""
    if not scenario.has_targets:
        return scenario
    return scenario.model_copy(update={"sources": {**scenario.sources, UNFUNDED: Unfunded()}})


def with_levers(scenario: Scenario) -> Scenario:
    """The scenario in which all that levers can raise counts: its risk is the lever's."""
    raised = {lever.raises for lever in scenario.levers.values()} & set(scenario.sources)
    if not raised:
        return scenario
    certain = {
        str(key): scenario.sources[str(key)].model_copy(update={"certainty": None})
        for key in raised
    }
    return scenario.model_copy(update={"sources": {**scenario.sources, **certain}})


def target_path(
    targets: Mapping[int, float], today: float | None, years: tuple[int, ...]
) -> Floats:
    """Coverage aimed at in each year, on straight lines between the years that are given.

    Parameters
    ----------
    targets : mapping of int to float
        Target by year [share of need]; at least one.
    today : float or None
        Coverage in the year before the plan [share of need].
    years : tuple of int
        Years of the plan.

    Returns
    -------
    ndarray, shape (T,)
        After the last year given the target stays, and before the first too where today's
        coverage is not known [share of need].

    Examples
    --------
    >>> target_path({2028: 0.4}, 0.1, (2026, 2027, 2028, 2029)).round(3).tolist()
    [0.2, 0.3, 0.4, 0.4]
    """
    known = dict(targets)
    if today is not None:
        known.setdefault(years[0] - 1, today)
    given = sorted(known)
    path = np.interp(np.array(years, dtype=float), given, [known[year] for year in given])
    return np.asarray(path, dtype=np.float64)


def lay_out_targets(
    scenario: Scenario,
    programmes: tuple[str, ...],
    regions: tuple[str, ...],
    years: tuple[int, ...],
) -> Floats:
    """Target of each programme, region and year, (P, R, T) [share of need]; NaN without one."""
    result = np.full((len(programmes), len(regions), len(years)), np.nan)
    for position, key in enumerate(programmes):
        programme = scenario.programmes[key]
        names = scenario.regions.narrowest(programme.coverage.by_region)
        paths: dict[str | None, Floats] = {}
        for row, region in enumerate(regions):
            name = names.get(region)
            if name not in paths:
                paths[name] = _path(programme, name, years)
            result[position, row] = paths[name]
    return np.asarray(exact(result))


def _path(programme: Programme, name: str | None, years: tuple[int, ...]) -> Floats:
    coverage = programme.coverage
    own = coverage.by_region[name] if name is not None else CoverageLevels()
    target = own.target or coverage.target
    if target is None:
        return np.full(len(years), np.nan)
    given = {year: target.at(year) for year in years}
    # What is written for years beyond the plan still draws the line towards it.
    given |= {year: target.at(year) for year in target.years()}
    today = own.now if own.now is not None else coverage.now
    return target_path({y: v for y, v in given.items() if v is not None}, today, years)
