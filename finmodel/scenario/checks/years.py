"""Years: values inside the plan, and a value for every year that needs one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.names import in_words
from finmodel.scenario.places import Path
from finmodel.scenario.policies.contracts import ContractCap
from finmodel.scenario.problems import nearest
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import shape_at
from finmodel.scenario.sources import LocalSource
from finmodel.scenario.values import YEARS, ByYear, parse_years

EARLIER = ("commitments", "results_before")
"""Series that may have years before the plan."""
BEYOND = (("prices",), ("national_figures",), ("contracts",))
"""Parts of a scenario that may reach beyond the years of the plan."""


def spoken(years: Iterable[int]) -> str:
    """Return years as people write them: 2027, 2029-2030."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _years(value: object) -> set[int]:
    """Years of a text; none where it is not right, which the models report."""
    try:
        return set(parse_years(value))
    except ValueError:
        return set()


@check(
    "year-outside",
    "{years} lies outside the plan, which runs {plan}",
    "correct the year, or change `years` of the scenario",
    needs="tree",
)
def years_outside(context: Context) -> Iterator[Hit]:
    """Find years outside the plan, except where they may reach further."""
    seen: set[tuple[str, str | None]] = set()
    plan = range(min(context.years, default=0), max(context.years, default=0) + 1)
    for path, years in _years_written(context):
        outside = years - set(plan)
        place = context.where.place(path)
        # A column of a table is outside once, not in each of its rows.
        if (
            not context.years
            or not outside
            or (place.column and (place.file, place.column) in seen)
        ):
            continue
        seen.add((place.file, place.column))
        yield path, {"years": spoken(outside), "plan": spoken(context.years)}


def _years_written(context: Context) -> Iterator[tuple[Path, set[int]]]:
    for path, shape, data in context.everything:
        if not isinstance(data, dict) or path[:1] in BEYOND:
            continue
        if _of_caps(context, path):
            continue
        if shape.kind == "series" or path == ("years_status",):
            for key in data:
                if YEARS.match(key):
                    yield (*path, key), _years(key) - _earlier(context, path)
        elif shape.kind == "model" and "years" in data and path:
            yield (*path, "years"), _years(data["years"])
        elif path[-1:] == ("starts",) and isinstance(data.get("year"), int):
            yield (*path, "year"), {data["year"]}


def _of_caps(context: Context, path: Path) -> bool:
    """Whether a place belongs to a cap on contracts, which holds to the end of their terms."""
    policy = shape_at(Scenario, path[:2], context.tree) if path[:1] == ("policies",) else None
    return policy is not None and policy.kind == "model" and issubclass(policy.type, ContractCap)


def _earlier(context: Context, path: Path) -> set[int]:
    """Years before the plan, where money is still paid for what was committed or done in them."""
    return set(range(1900, min(context.years, default=0))) if path[-1] in EARLIER else set()


@check(
    "years-status",
    "`{key}` is neither a year nor a range of years, or is given twice",
    "write each year once, such as 2026 or 2027-2028",
    needs="tree",
)
def odd_years_status(context: Context) -> Iterator[Hit]:
    """Find keys of `years_status` that are not years."""
    seen: set[int] = set()
    for key in context.under("years_status"):
        years = _years(key)
        if not years or years & seen:
            yield ("years_status", key), {"key": key}
        seen |= years


@check("years-skip", "the plan skips {missing}", "write years that follow one another")
def skipped_years(context: Context) -> Iterator[Hit]:
    """Find plans with a gap between years."""
    years = context.scenario.years
    missing = set(range(years[0], years[-1] + 1)) - set(years)
    if missing:
        yield ("years",), {"missing": spoken(missing)}


@check(
    "year-without-value",
    "{what} has no value for {years}",
    "write one for every year of the plan, or `always` beside the years",
)
def years_without_value(context: Context) -> Iterator[Hit]:
    """Find series that must have a value in every year of the plan and have not."""
    seen: set[tuple[Path, str]] = set()
    for path, what, series in _needed_series(context):
        missing = spoken(year for year in context.scenario.years if series.at(year) is None)
        # A column that a table lacks is missing once, not in each of its rows.
        table = path[: path.index("amounts")] if "amounts" in path else path
        if missing and (table, missing) not in seen:
            seen.add((table, missing))
            yield path, {"what": what, "years": missing}


def _needed_series(context: Context) -> Iterator[tuple[Path, str, ByYear[Any]]]:
    scenario = context.scenario
    for key, source in scenario.sources.items():
        if isinstance(source, LocalSource):
            for region, series in source.amounts.items():
                what = f"the amount of `{key}` in `{region}`"
                yield ("sources", key, "amounts", region), what, series
        for name in type(source).yearly:
            one = getattr(source, name)
            if one is not None:
                yield ("sources", key, name), f"the {in_words(name).lower()} of `{key}`", one
    for key, capacity in scenario.capacities.items():
        if capacity.amount is not None:
            yield ("capacities", key, "amount"), f"the amount of `{key}`", capacity.amount
        for region, series in (capacity.amounts or {}).items():
            what = f"the amount of `{key}` in `{region}`"
            yield ("capacities", key, "amounts", region), what, series
    for key, programme in scenario.programmes.items():
        need, path = programme.need, ("programmes", key, "need")
        for name in ("share", "each_region"):
            one = getattr(need, name)
            if one is not None:
                yield (*path, name), f"the need of `{key}`", one
        for region, series in (need.amounts or {}).items():
            what = f"the need of `{key}` in `{region}`"
            yield (*path, "amounts", region), what, series


@check(
    "exchange-rate-missing",
    "`{source}` is in {currency}, and there is no exchange rate for {years}",
    "write it under `prices.exchange_rate.{currency}`: {own} for one {currency}{near}",
)
def missing_exchange_rates(context: Context) -> Iterator[Hit]:
    """Find amounts in a foreign currency without an exchange rate."""
    scenario = context.scenario
    own, rates = scenario.money.currency, scenario.prices.exchange_rate
    for key, source in scenario.sources.items():
        currency = source.currency
        if currency is None or currency == own:
            continue
        rate = rates.get(currency)
        missing = [y for y in scenario.years if rate is None or not rate.at(y)]
        if not missing or context.where.spoilt(("prices", "exchange_rate", currency)):
            continue
        close = nearest(currency, rates) if rate is None else None
        near = f" (there is one for {close})" if close else ""
        words = {"source": key, "currency": currency, "own": own, "years": spoken(missing)}
        yield ("sources", key, "currency"), {**words, "near": near}


@check(
    "growth-missing",
    "the price index `{index}` has no growth for {years}, which `{line}` needs",
    "write it under `prices.growth.{index}`, over the year before",
)
def missing_growth(context: Context) -> Iterator[Hit]:
    """Find price indices that do not reach from the price year over the plan."""
    scenario = context.scenario
    needed: dict[str, tuple[set[int], str]] = {}
    for key, programme in scenario.programmes.items():
        for name, line in programme.unit_cost.items():
            if line.growth in scenario.prices.growth:
                base = line.price_year or scenario.base_year
                span = (base, *scenario.years)
                years, _ = needed.setdefault(str(line.growth), (set(), f"{key}.unit_cost.{name}"))
                years |= set(range(min(span) + 1, max(span) + 1))
    for index, (years, user) in needed.items():
        series = scenario.prices.growth[index]
        missing = {year for year in years if series.at(year) is None}
        if missing:
            path = ("prices", "growth", index)
            yield path, {"index": index, "years": spoken(missing), "line": user}


@check(
    "price-year-without-index",
    "the amount is in prices of {year}, and no index leads from there to {base}",
    "add `growth` with a price index, or write the amount in prices of {base}",
)
def price_years_without_index(context: Context) -> Iterator[Hit]:
    """Find cost lines with a price year of their own and no price index."""
    base = context.scenario.base_year
    for key, programme in context.scenario.programmes.items():
        for name, line in programme.unit_cost.items():
            if line.growth is None and line.price_year not in (None, base):
                path = ("programmes", key, "unit_cost", name, "price_year")
                yield path, {"year": line.price_year, "base": base}
