"""Fungibility: some money from outside, told from the country's own."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.policies import Fungibility


def _rules(context: Context) -> Iterator[tuple[str, Fungibility]]:
    for key, policy in context.scenario.policies.items():
        if isinstance(policy, Fungibility):
            yield key, policy


@check(
    "fungibility-twice",
    "`{source}` counts as domestic and as external in `{policy}`",
    "name it once",
)
def sources_on_both_sides(context: Context) -> Iterator[Hit]:
    """Find sources that would take the place of their own money."""
    for key, policy in _rules(context):
        for source in policy.external or ():
            own = context.scenario.sources.get(source)
            by_kind = policy.domestic is None and own is not None and own.domestic and own.public
            if by_kind or source in (policy.domestic or ()):
                yield ("policies", key, "external"), {"source": source, "policy": key}


@check(
    "fungibility-of-nothing",
    "`{policy}` speaks of external money, and no source comes from outside the country",
    "name sources in `external`, or take the policy out",
)
def no_external_money(context: Context) -> Iterator[Hit]:
    """Find rules on external money where there is none."""
    for key, policy in _rules(context):
        sources = context.scenario.sources.values()
        if policy.external is None and all(source.domestic for source in sources):
            yield ("policies", key), {"policy": key}
