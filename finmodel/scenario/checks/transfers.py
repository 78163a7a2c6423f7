"""Transfers that are shared by formula: figures to share by, and what the base year protects."""

from __future__ import annotations

import math
from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.problems import listed
from finmodel.scenario.sources import EarmarkedTransfer
from finmodel.scenario.sources.transfers import HoldHarmless


def _shared(context: Context) -> Iterator[tuple[str, EarmarkedTransfer]]:
    for key, source in context.scenario.sources.items():
        if isinstance(source, EarmarkedTransfer) and source.shared:
            yield key, source


def _protecting(context: Context) -> Iterator[tuple[str, EarmarkedTransfer, HoldHarmless]]:
    for key, source in _shared(context):
        if source.hold_harmless is not None:
            yield key, source, source.hold_harmless


@check(
    "formula-of-zero",
    "`{column}` is zero in every region that shares `{source}`",
    "take it out of the formula, or correct the column",
    needs="whole",
)
def formulas_of_zeros(context: Context) -> Iterator[Hit]:
    """Find attributes that no region has any of, so that they share nothing out."""
    regions = context.scenario.regions
    for key, source in _shared(context):
        leaves = [leaf for below in source.sharers(regions).values() for leaf in below]
        columns = source.attributes if source.by_need is None else (source.by_need.people,)
        for column in columns:
            figures = [regions.list[leaf].attributes.get(column) for leaf in leaves]
            if figures and all(figure in (0, "none recorded") for figure in figures):
                where = ("by_need", "people") if source.by_need else ("formula", column)
                yield ("sources", key, *where), {"column": column, "source": key}


@check(
    "parent-shared-in-part",
    "`{source}` is paid to `{parent}`, and only a part of it shares: {outside} does not",
    "let all regions below `{parent}` share, or write `paid_to: region`",
    needs="whole",
)
def parents_in_part(context: Context) -> Iterator[Hit]:
    """Find parents that get the money of some of the regions below them only."""
    regions = context.scenario.regions
    for key, source in _shared(context):
        for home, sharing in source.sharers(regions).items():
            outside = [leaf for leaf in regions.below(home) if leaf not in sharing]
            if outside:
                words = {"source": key, "parent": home, "outside": listed(outside, most=5)}
                yield ("sources", key, "shared_among"), words


@check(
    "base-year-missing",
    "the base year of `{source}` has no amount for {regions}",
    "write it under `hold_harmless`; 0 for a region that had nothing",
    needs="whole",
)
def base_years_missing(context: Context) -> Iterator[Hit]:
    """Find regions of which nothing says what they had in the base year."""
    for key, source, rule in _protecting(context):
        missing = [h for h in source.homes(context.scenario.regions) if h not in rule.amounts]
        if missing:
            words = {"source": key, "regions": listed(missing, most=5)}
            yield ("sources", key, "hold_harmless"), words


@check(
    "base-year-beside",
    "the base year of `{source}` has an amount for `{region}`, which gets no share",
    "correct `shared_among` or `paid_to`, or take the amount out",
    needs="whole",
)
def base_years_beside(context: Context) -> Iterator[Hit]:
    """Find amounts of the base year for regions that get nothing."""
    for key, source, rule in _protecting(context):
        homes = source.homes(context.scenario.regions)
        for region in rule.amounts:
            if region not in homes:
                path = ("sources", key, "hold_harmless", "amounts", region)
                yield path, {"source": key, "region": region}


@check(
    "base-year-above",
    "`{source}` has {amount:g} to share in {years}, and the base year protects {protected:g}",
    "raise `amount`, or `lose_at_most`",
    needs="whole",
)
def base_years_above(context: Context) -> Iterator[Hit]:
    """Find base years that protect more than there is to share."""
    for key, source, rule in _protecting(context):
        protected = math.fsum(rule.amounts.values()) * (1 - rule.lose_at_most)
        assert source.amount is not None
        short: dict[float, list[int]] = {}
        for year in context.scenario.years:
            amount = source.amount.at(year)
            if amount is not None and protected > amount * (1 + 1e-12):
                short.setdefault(amount, []).append(year)
        for amount, years in short.items():
            words = {"source": key, "amount": amount, "protected": protected}
            yield ("sources", key, "hold_harmless"), {**words, "years": spoken(years)}
