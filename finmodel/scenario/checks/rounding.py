"""Rounding and the reference: what an allocation is rounded to, and what it stays close to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.problems import listed
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sharing import shared_amounts
from finmodel.scenario.sources import ChargedSource, EarmarkedTransfer, LocalSource, SourceBase


@check(
    "rounding-unit-too-large",
    "the rounding unit of {unit:,} {currency} is larger than `{source}`{region}, which has "
    "{amount:,.0f} {currency} in {year}",
    "write a smaller rounding unit",
    needs="whole",
)
def rounding_units_too_large(context: Context) -> Iterator[Hit]:
    """Find the source with least money in a year, where rounding would leave nothing of it."""
    scenario = context.scenario
    least: tuple[float, str, str, int] | None = None
    for key, source in scenario.sources.items():
        for region, year, said in _said(scenario, source):
            amount = (said or 0.0) * scenario.money.scale
            if source.currency not in (None, scenario.money.currency):
                rate = scenario.prices.exchange_rate.get(str(source.currency))
                amount *= (rate.at(year) or 0.0) if rate is not None else 0.0
            if 0 < amount < scenario.rounding_unit and (least is None or amount < least[0]):
                least = amount, key, region, year
    if least is not None:
        amount, key, region, year = least
        yield (
            ("rounding_unit",),
            {
                "unit": scenario.rounding_unit,
                "currency": scenario.money.currency,
                "source": key,
                "region": f" of `{region}`" if region else "",
                "amount": amount,
                "year": year,
            },
        )


def _said(scenario: Scenario, source: SourceBase) -> Iterator[tuple[str, int, float | None]]:
    """Region, year and amount of each purse, in the source's currency; national ones have none."""
    if isinstance(source, EarmarkedTransfer) and source.shared:
        # What cannot be shared out is the matter of other checks.
        with suppress(ValueError):
            for region, amounts in shared_amounts(source, scenario).items():
                for year, amount in zip(scenario.years, amounts, strict=True):
                    yield region, year, amount
        return
    for year in scenario.years:
        if isinstance(source, ChargedSource):
            yield "", year, source.money(year)
        elif isinstance(source, LocalSource):
            for region, yearly in source.amounts.items():
                yield region, year, yearly.at(year)


@check(
    "reference-regions",
    "`{reference}` has nothing for {regions}",
    "name an allocation with all regions of this scenario, or write need",
    needs="whole",
)
def regions_without_reference(context: Context) -> Iterator[Hit]:
    """Find regions that the saved allocation does not know."""
    chosen = context.scenario.among_equals
    if chosen.coverage is None:
        return
    known = {region for regions in chosen.coverage.values() for region in regions}
    missing = [leaf for leaf in context.scenario.regions.leaves() if leaf not in known]
    if missing:
        words = {"reference": chosen.stay_close_to, "regions": listed(missing)}
        yield ("among_equals", "stay_close_to"), words
