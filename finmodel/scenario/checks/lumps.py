"""Lumps: sizes that some region can reach."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.programmes import Need, Programme
from finmodel.scenario.scenario import Scenario

LAST_DIGITS = 1e-12
"""Share of a number below which its digits are noise."""


@check(
    "lump-above-need",
    "a lump of `{programme}` is {size:,.6g} {output}, and no region can reach more than "
    "{most:,.6g} in a year, so that none ever comes",
    "write a smaller `size`, or raise the need or its ceiling",
    needs="whole",
)
def lumps_above_needs(context: Context) -> Iterator[Hit]:
    """Find lumps that are larger than what could be reached anywhere."""
    for key, programme in context.scenario.programmes.items():
        if programme.lumps is None:
            continue
        most = max(_reachable(context.scenario, programme), default=0.0)
        if programme.lumps.size > most * (1 + LAST_DIGITS):
            words = {"programme": key, "output": programme.output, "most": most}
            yield ("programmes", key, "lumps", "size"), {**words, "size": programme.lumps.size}


def _reachable(scenario: Scenario, programme: Programme) -> Iterator[float]:
    """Need × ceiling of each region and year [units of output]."""
    regions, coverage = scenario.regions, programme.coverage
    own = regions.narrowest(coverage.by_region)
    of = programme.need.of
    figures = {} if of is None else regions.figures(of)
    for leaf in regions.leaves():
        level = coverage.by_region[own[leaf]] if leaf in own else coverage
        ceiling = level.at_most or coverage.at_most
        for year in scenario.years:
            most = ceiling.at(year) if ceiling is not None else None
            need = _need(programme.need, leaf, year, figures.get(leaf, 0.0))
            yield need * (1.0 if most is None else most)


def _need(need: Need, leaf: str, year: int, figure: float) -> float:
    if need.share is not None:
        return (need.share.at(year) or 0.0) * figure
    series = need.each_region if need.amounts is None else need.amounts.get(leaf)
    return 0.0 if series is None else series.at(year) or 0.0
