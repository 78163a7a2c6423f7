"""Loans: a source that can pay for them, and that is there when they fall due."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.sources import ChargedSource, Loan


def _loans(context: Context) -> Iterator[tuple[str, Loan]]:
    for key, source in context.scenario.sources.items():
        if isinstance(source, Loan):
            yield key, source


def why_not(context: Context, payer: str, owed: str) -> str | None:
    """Why a source cannot pay what another one costs; None where it can, or is not known."""
    source = context.scenario.sources.get(payer)
    if payer == owed:
        return "it would pay for itself"
    if source is None:
        return None
    if not isinstance(source, ChargedSource):
        return "what it has is lent" if isinstance(source, Loan) else "it has not one purse"
    money = [source.money(year) for year in context.scenario.years]
    if all(amount == 0 for amount in money):
        return "it has no money in any year"
    return None


@check(
    "loan-servicer",
    "`{source}` cannot be serviced by `{payer}`: {why}",
    "name a source with money of its own and one purse, such as a central budget",
)
def loans_without_servicer(context: Context) -> Iterator[Hit]:
    """Find loans serviced by themselves, by other loans, by local purses or by nothing."""
    for key, loan in _loans(context):
        why = why_not(context, loan.terms.serviced_by, key)
        if why is not None:
            words = {"source": key, "payer": loan.terms.serviced_by, "why": why}
            yield ("sources", key, "terms", "serviced_by"), words


@check(
    "loan-outlives-servicer",
    "`{payer}` has no money in {years}, when `{source}` falls due",
    "name another source in `serviced_by`, or give `{payer}` money in these years",
)
def loans_that_outlive_their_servicer(context: Context) -> Iterator[Hit]:
    """Find loans that fall due in years in which the source that services them has ended."""
    years = context.scenario.years
    for key, loan in _loans(context):
        payer = context.scenario.sources.get(loan.terms.serviced_by)
        drawn = [year for year in years if loan.most_drawn(year, "everything") > 0]
        if why_not(context, loan.terms.serviced_by, key) or not drawn:
            continue
        if not isinstance(payer, ChargedSource):
            continue
        due = [year for year in years if year >= drawn[0] + loan.terms.first_due]
        ended = [year for year in due if payer.money(year) == 0]
        if ended:
            words = {"source": key, "payer": loan.terms.serviced_by, "years": spoken(ended)}
            yield ("sources", key, "terms", "serviced_by"), words
