"""Guarantees: a loan that they back, and a source that can be called on."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.loans import why_not
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.sources import ChargedSource, Guarantee, Loan


def _guarantees(context: Context) -> Iterator[tuple[str, Guarantee]]:
    for key, source in context.scenario.sources.items():
        if isinstance(source, Guarantee):
            yield key, source


@check("guarantee-of-no-loan", "`{backs}` is not a loan", "name a loan in `backs`, or `exposure`")
def guarantees_of_no_loan(context: Context) -> Iterator[Hit]:
    """Find guarantees that back something that is no loan."""
    for key, guarantee in _guarantees(context):
        backed = context.scenario.sources.get(guarantee.backs or "")
        if backed is not None and not isinstance(backed, Loan):
            yield ("sources", key, "backs"), {"backs": guarantee.backs}


@check(
    "guarantee-caller",
    "`{source}` cannot be called on `{payer}`: {why}",
    "name a source with money of its own and one purse, such as a central budget",
)
def guarantees_without_caller(context: Context) -> Iterator[Hit]:
    """Find guarantees called on themselves, on loans, on local purses or on nothing."""
    for key, guarantee in _guarantees(context):
        why = why_not(context, guarantee.called_on, key)
        if why is not None:
            words = {"source": key, "payer": guarantee.called_on, "why": why}
            yield ("sources", key, "called_on"), words


@check(
    "guarantee-outlives-caller",
    "`{payer}` has no money in {years}, when `{source}` may be called",
    "name another source in `called_on`, or give `{payer}` money in these years",
)
def guarantees_that_outlive_their_caller(context: Context) -> Iterator[Hit]:
    """Find exposures in years in which the source that would pay has ended."""
    for key, guarantee in _guarantees(context):
        payer = context.scenario.sources.get(guarantee.called_on)
        if guarantee.exposure is None or why_not(context, guarantee.called_on, key):
            continue
        if isinstance(payer, ChargedSource):
            ended = [
                year
                for year in context.scenario.years
                if guarantee.exposure.at(year) and payer.money(year) == 0
            ]
            if ended:
                words = {"source": key, "payer": guarantee.called_on, "years": spoken(ended)}
                yield ("sources", key, "called_on"), words


@check(
    "guarantee-above-limit",
    "`{source}` guarantees {amount:g} in {years}, and its limit is {limit:g}",
    "raise `limit`, or lower `exposure` or `coverage`",
)
def guarantees_above_their_limit(context: Context) -> Iterator[Hit]:
    """Find fixed exposures above the limit of their guarantee."""
    for key, guarantee in _guarantees(context):
        if guarantee.exposure is None or guarantee.limit is None:
            continue
        found: dict[float, list[int]] = {}
        for year in context.scenario.years:
            amount = guarantee.coverage * (guarantee.exposure.at(year) or 0.0)
            if amount > guarantee.limit * (1 + 1e-12):
                found.setdefault(amount, []).append(year)
        for amount, years in found.items():
            words = {"source": key, "amount": amount, "limit": guarantee.limit}
            yield ("sources", key, "limit"), {**words, "years": spoken(years)}
