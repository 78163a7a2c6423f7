"""Policies on debt: loans that they speak of, and the first charges that they count."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.policies import (
    Concessionality,
    DebtService,
    ExternalDebt,
    Guaranteed,
    NewExternalDebt,
    Reserve,
)
from finmodel.scenario.problems import suggest
from finmodel.scenario.sources import ChargedSource, Guarantee, Loan


@check(
    "debt-without-loan",
    "`{policy}` speaks of {what}, and there is none",
    "add one to `sources`, or take the policy out",
)
def policies_without_loans(context: Context) -> Iterator[Hit]:
    """Find policies on loans in scenarios without one."""
    loans = [one for one in context.scenario.sources.values() if isinstance(one, Loan)]
    for key, policy in context.scenario.policies.items():
        abroad = isinstance(policy, NewExternalDebt | ExternalDebt)
        if not abroad and not isinstance(policy, Concessionality | DebtService):
            continue
        if not [loan for loan in loans if not (abroad and loan.domestic)]:
            what = "loans from abroad" if abroad else "loans"
            yield ("policies", key), {"policy": key, "what": what}


@check("not-a-loan", "`{source}` is not a loan", "name loans in `sources`")
def concessionality_of_others(context: Context) -> Iterator[Hit]:
    """Find grant elements asked of sources that are no loans."""
    for key, policy in context.scenario.policies.items():
        if not isinstance(policy, Concessionality):
            continue
        for name in policy.sources or ():
            source = context.scenario.sources.get(name)
            if source is not None and not isinstance(source, Loan):
                yield ("policies", key, "sources"), {"source": name}


@check(
    "no-guarantee",
    "`{policy}` speaks of guarantees, and there is none",
    "add one to `sources`, or take the policy out",
)
def policies_without_guarantees(context: Context) -> Iterator[Hit]:
    """Find ceilings on guarantees in scenarios without one."""
    sources = context.scenario.sources.values()
    if not any(isinstance(source, Guarantee) for source in sources):
        for key, policy in context.scenario.policies.items():
            if isinstance(policy, Guaranteed):
                yield ("policies", key), {"policy": key}


@check("not-a-guarantee", "`{source}` is not a guarantee", "name guarantees in `sources`")
def ceilings_on_others(context: Context) -> Iterator[Hit]:
    """Find ceilings on guarantees that name other sources."""
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Guaranteed):
            for name in policy.sources or ():
                source = context.scenario.sources.get(name)
                if source is not None and not isinstance(source, Guarantee):
                    yield ("policies", key, "sources"), {"source": name}


@check(
    "reserve-of-nothing",
    "`{source}` can keep no reserve: {why}",
    "take it out of `sources`{more}",
)
def reserves_of_what_has_nothing(context: Context) -> Iterator[Hit]:
    """Find reserves in loans, which are drawn as they are spent, and in guarantees."""
    for key, policy in context.scenario.policies.items():
        if not isinstance(policy, Reserve):
            continue
        for name in policy.sources:
            source = context.scenario.sources.get(name)
            words = {"source": name, "why": "it is drawn only as it is spent", "more": ""}
            if isinstance(source, Loan):
                words["more"] = "; to borrow less, lower its `draw` or `limit`"
                yield ("policies", key, "sources"), words
            elif isinstance(source, Guarantee):
                yield ("policies", key, "sources"), {**words, "why": "it has no money"}


@check("first-charge-unknown", "no source has a first charge `{name}`", "{remedy}")
def unknown_first_charges(context: Context) -> Iterator[Hit]:
    """Find existing debt service that no source pays."""
    known = [
        name
        for source in context.scenario.sources.values()
        if isinstance(source, ChargedSource)
        for name in source.first_charges
    ]
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, DebtService):
            for name in policy.existing or ():
                if name not in known:
                    remedy = suggest(name, known) if known else "add it to `first_charges`"
                    yield ("policies", key, "existing"), {"name": name, "remedy": remedy}
