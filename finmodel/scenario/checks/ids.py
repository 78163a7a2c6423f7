"""Ids: what they may be made of, and words that are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
TAKEN = ("all", "region", "programme", "together")
BY_ID = (
    ("regions", "list"),
    ("regions", "columns"),
    ("regions", "groups"),
    ("prices", "growth"),
    ("themes",),
    ("markers",),
    ("target_groups",),
    ("programmes",),
    ("sources",),
    ("capacities",),
    ("policies",),
)


@check(
    "id-letters",
    "`{id}` is not an id",
    "write Latin letters, digits, `_`, `-` and `.` only, such as {better}; names may hold anything",
    needs="tree",
)
def odd_ids(context: Context) -> Iterator[Hit]:
    """Find ids with spaces or other characters."""
    paths = [(*path, key) for path in BY_ID for key in context.under(*path)]
    for key in context.under("programmes"):
        lines = context.under("programmes", key, "unit_cost")
        paths += [("programmes", key, "unit_cost", line) for line in lines]
    attributes = {
        name: ("regions", "list", region, "attributes", name)
        for region in reversed(context.ids("region"))
        for name in context.under("regions", "list", region, "attributes")
    }
    for path in (*paths, *attributes.values()):
        if not ID.fullmatch(path[-1]):
            better = re.sub(r"[^A-Za-z0-9_.-]+", "_", path[-1]).strip("_.-")
            yield path, {"id": path[-1], "better": f"`{better}`" if better else "`north_1`"}


@check("id-taken", "`{id}` has a meaning of its own", "choose another id", needs="tree")
def taken_ids(context: Context) -> Iterator[Hit]:
    """Find regions and groups called `all` and the like."""
    for mapping in ("list", "groups"):
        for key in context.under("regions", mapping):
            if key in TAKEN:
                yield ("regions", mapping, key), {"id": key}


@check(
    "group-is-region",
    "`{id}` is a group, and a region has the same id",
    "choose another id for the group",
    needs="tree",
)
def groups_like_regions(context: Context) -> Iterator[Hit]:
    """Find groups with the id of a region."""
    for key in context.under("regions", "groups"):
        if key in context.ids("region"):
            yield ("regions", "groups", key), {"id": key}
