"""Whom letters address: types of region and spending bodies that there are."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.names import spending_bodies
from finmodel.scenario.problems import suggest

PLACE = "{region}"
"""What stands for a region's name in an address."""


@check(
    "addressed-nobody",
    "`{name}` is no type of region and spends nothing",
    "{remedy}",
    needs="whole",
)
def addressed_nobody(context: Context) -> Iterator[Hit]:
    """Find addresses that no letter uses."""
    scenario = context.scenario
    types = [region.type for region in scenario.regions.list.values() if region.type]
    known = [*dict.fromkeys(types), *spending_bodies(scenario)]
    for name in scenario.addressed_to:
        if name not in known:
            yield ("addressed_to", name), {"name": name, "remedy": suggest(name, known)}


@check(
    "address-of-no-region",
    "`{word}` means nothing in an address",
    "`{{region}}` stands for the region's name, in letters to regions; leave other braces out",
    needs="whole",
)
def address_of_no_region(context: Context) -> Iterator[Hit]:
    """Find braces in an address that nothing is filled into."""
    bodies = set(spending_bodies(context.scenario))
    for name, text in context.scenario.addressed_to.items():
        for words in text.root.values():
            left = words if name in bodies else words.replace(PLACE, "")
            if "{" in left or "}" in left:
                start = left.index("{" if "{" in left else "}")
                word = left[start : left.find("}", start) + 1 or None]
                yield ("addressed_to", name), {"word": word}
                break
