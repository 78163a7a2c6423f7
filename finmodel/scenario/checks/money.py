"""Money: currencies and units."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.places import Path
from finmodel.scenario.problems import nearest


@lru_cache(maxsize=1)
def currencies() -> tuple[str, ...]:
    """Currency codes of ISO 4217."""
    import pycountry

    return tuple(currency.alpha_3 for currency in pycountry.currencies)


@check("currency", "`{code}` is not a currency", "{remedy}", needs="tree")
def unknown_currencies(context: Context) -> Iterator[Hit]:
    """Find currencies that ISO 4217 does not know."""
    for path, code in _written(context):
        if len(code) == 3 and code.isupper() and code not in currencies():
            near = nearest(code, context.under("prices", "exchange_rate"))
            offer = near if near in currencies() else None
            remedy = (
                f"did you mean `{offer}`?" if offer else "write its code of ISO 4217, such as USD"
            )
            yield path, {"code": code, "remedy": remedy}


def _written(context: Context) -> Iterator[tuple[Path, str]]:
    """Path and code of every currency in the tree."""
    for name in ("money", "unit_costs_in"):
        if isinstance(context.tree.get(name), str):
            yield (name,), (context.tree[name].split() or [""])[-1]
    for code in context.under("prices", "exchange_rate"):
        yield ("prices", "exchange_rate", code), code
    for key in context.under("sources"):
        written = context.under("sources", key).get("currency")
        if isinstance(written, str):
            yield ("sources", key, "currency"), written


@check(
    "exchange-rate-code",
    "`{code}` is not a currency code",
    "write three capital letters, such as USD",
    needs="tree",
)
def odd_exchange_rates(context: Context) -> Iterator[Hit]:
    """Find exchange rates for something that is no code."""
    for code in context.under("prices", "exchange_rate"):
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            yield ("prices", "exchange_rate", code), {"code": code}


@check(
    "exchange-rate-own",
    "there is an exchange rate for {code}, the scenario's own currency",
    "take it out: amounts in {code} are not exchanged",
)
def own_exchange_rates(context: Context) -> Iterator[Hit]:
    """Find exchange rates of the scenario's own currency."""
    code = context.scenario.money.currency
    if code in context.scenario.prices.exchange_rate:
        yield ("prices", "exchange_rate", code), {"code": code}


@check(
    "unit-costs-currency",
    "unit costs are in {written} and the scenario's money in {own}",
    "write both in {own}",
)
def foreign_unit_costs(context: Context) -> Iterator[Hit]:
    """Find unit costs in another currency than the money."""
    unit, own = context.scenario.costs_unit.currency, context.scenario.money.currency
    if unit != own:
        yield ("unit_costs_in",), {"written": unit, "own": own}
