"""Money that outputs earn: results that are paid for within the plan, fees that can be borne."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.sources import HouseholdFee, ResultsBasedFinance
from finmodel.scenario.values import ByYear


def _results(context: Context) -> Iterator[tuple[str, ResultsBasedFinance]]:
    for key, source in context.scenario.sources.items():
        if isinstance(source, ResultsBasedFinance):
            yield key, source


@check(
    "results-within-plan",
    "`results_before` of `{source}` has {years}, which the plan decides",
    "keep years before {first}",
)
def results_within_the_plan(context: Context) -> Iterator[Hit]:
    """Find results that are stated for years whose output the plan decides."""
    for key, source in _results(context):
        stated = set(source.results_before.years()) if source.results_before else set()
        within = sorted(stated & set(context.scenario.years))
        if within:
            words = {"source": key, "years": spoken(within), "first": context.scenario.years[0]}
            yield ("sources", key, "results_before"), words


@check(
    "results-unpaid",
    "`results_before` of `{source}` has {years}, too early to be paid for within the plan",
    "take them out, or raise `verified_after`",
)
def results_paid_before(context: Context) -> Iterator[Hit]:
    """Find results that were paid for before the plan began."""
    for key, source in _results(context):
        first = context.scenario.years[0] - source.verified_after
        stated = source.results_before.years() if source.results_before else ()
        early = [year for year in stated if year < first]
        if early:
            words = {"source": key, "years": spoken(early)}
            yield ("sources", key, "results_before"), words


@check(
    "results-too-late",
    "`{source}` pays nothing within the plan: results of its first year are paid for in {year}",
    "lower `verified_after`, or state `results_before`",
)
def results_after_the_plan(context: Context) -> Iterator[Hit]:
    """Find sources that pay for results only when the plan is over."""
    for key, source in _results(context):
        year = context.scenario.years[0] + source.verified_after
        if year > context.scenario.years[-1] and source.results_before is None:
            yield ("sources", key, "verified_after"), {"source": key, "year": year}


@check(
    "fee-above-income",
    "the fee of `{source}` is {fee:,.10g} in {years}, more than {share:.4g}% of an income of "
    "{income:,.10g}",
    "lower `fee`, or raise `burden.at_most`",
)
def fees_above_income(context: Context) -> Iterator[Hit]:
    """Find fees that take more of a household's income than they may."""
    for key, source in context.scenario.sources.items():
        if not isinstance(source, HouseholdFee) or source.burden is None:
            continue
        share = source.burden.at_most
        found: dict[tuple[float, float], list[int]] = {}
        for year in context.scenario.years:
            fee, income = source.fee.at(year), source.burden.income.at(year)
            if fee is not None and income is not None and fee > share * income * (1 + 1e-12):
                found.setdefault((fee, income), []).append(year)
        for (fee, income), years in found.items():
            words = {"source": key, "fee": fee, "income": income, "share": share * 100}
            yield ("sources", key, "fee"), {**words, "years": spoken(years)}


@check(
    "income-missing",
    "the income that the fee of `{source}` is held against has no value for {years}",
    "write one for every year of the plan, or `always` beside the years",
)
def incomes_missing(context: Context) -> Iterator[Hit]:
    """Find burdens without an income in some year."""
    for key, source in context.scenario.sources.items():
        if isinstance(source, HouseholdFee) and source.burden is not None:
            missing = _without(source.burden.income, context.scenario.years)
            if missing:
                path = ("sources", key, "burden", "income")
                yield path, {"source": key, "years": spoken(missing)}


def _without(series: ByYear[float], years: tuple[int, ...]) -> list[int]:
    return [year for year in years if series.at(year) is None]
