"""Pooled funds: deposits in every year, earmarks that the fund can meet."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.reach import may_pay, reach
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.sources import PooledFund
from finmodel.scenario.sources.pooled import Partner


def _partners(context: Context) -> Iterator[tuple[str, PooledFund, str, Partner]]:
    for key, source in context.scenario.sources.items():
        if isinstance(source, PooledFund):
            for name, partner in source.partners.items():
                yield key, source, name, partner


@check(
    "deposits-missing",
    "`{partner}` pays nothing stated into `{source}` in {years}",
    "write its deposits for every year of the plan, 0 for none, or `always` beside the years",
)
def deposits_missing(context: Context) -> Iterator[Hit]:
    """Find years in which nothing says what a partner pays in."""
    for key, _, name, partner in _partners(context):
        missing = [y for y in context.scenario.years if partner.deposits.at(y) is None]
        if missing:
            path = ("sources", key, "partners", name, "deposits")
            yield path, {"partner": name, "source": key, "years": spoken(missing)}


@check(
    "earmark-apart",
    "`{partner}` wants a share of `{source}` for what the fund may not pay for",
    "widen `only_for` of the fund, or correct the earmark",
    needs="whole",
)
def earmarks_apart(context: Context) -> Iterator[Hit]:
    """Find earmarks of a fund that it can never meet."""
    scenario = context.scenario
    for key, source, name, partner in _partners(context):
        wanted = partner.earmark
        if wanted is None or wanted.at_least == 0:
            continue
        if not may_pay(scenario, source).meets(reach(scenario, wanted.for_)):
            path = ("sources", key, "partners", name, "earmark")
            yield path, {"partner": name, "source": key}
