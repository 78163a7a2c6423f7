"""Regions: parents and groups that run in no circles, tiles, and figures that stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.problems import listed
from finmodel.scenario.regions import Regions
from finmodel.scenario.shape import step


@check(
    "no-regions",
    "there are no regions",
    "name a CSV file with `table`, or write them under `list`",
    needs="tree",
)
def no_regions(context: Context) -> Iterator[Hit]:
    """Find a scenario without regions."""
    unread = context.where.spoilt(("regions", "list"))
    if "regions" in context.tree and not context.ids("region") and not unread:
        yield ("regions",), {}


def parent_circles(context: Context) -> list[str]:
    """Return the regions that lie in themselves."""
    listed_regions = context.under("regions", "list")
    above = {key: [step(region, "parent")] for key, region in listed_regions.items()}
    return circles(above)


def group_circles(context: Context) -> list[str]:
    """Return the groups that hold themselves."""
    inside: dict[str, list[Any]] = {}
    for key, group in context.under("regions", "groups").items():
        named = step(group, "regions")
        inside[key] = named if isinstance(named, list) else [named]
    return circles(inside)


def circles(leads_to: Mapping[str, Iterable[Any]]) -> list[str]:
    """Ids from which a walk comes back to where it began."""
    found = []
    for start in leads_to:
        seen: set[Any] = set()
        ahead = list(leads_to[start])
        while ahead:
            here = ahead.pop()
            if here == start:
                found.append(start)
                break
            if isinstance(here, str) and here not in seen:
                seen.add(here)
                ahead += leads_to.get(here, ())
    return found


@check("parent-circle", "`{id}` lies in itself", "correct the parent", needs="tree")
def parents_in_circles(context: Context) -> Iterator[Hit]:
    """Find parents that lead back."""
    for key in parent_circles(context):
        yield ("regions", "list", key, "parent"), {"id": key}


@check("group-circle", "the group `{id}` holds itself", "take one of them out", needs="tree")
def groups_in_circles(context: Context) -> Iterator[Hit]:
    """Find groups that lead back."""
    for key in group_circles(context):
        yield ("regions", "groups", key, "regions"), {"id": key}


@check(
    "empty-group",
    "the group `{id}` holds no region",
    "correct its `type`, `parent` or `regions`, or take it out",
    needs="whole",
)
def empty_groups(context: Context) -> Iterator[Hit]:
    """Find groups without regions."""
    for key in context.scenario.regions.groups:
        if not context.scenario.regions.members(key):
            yield ("regions", "groups", key), {"id": key}


@check("tile-twice", "`{one}` and `{other}` share the tile {tile}", "move one of them")
def shared_tiles(context: Context) -> Iterator[Hit]:
    """Find two leaf regions on one tile."""
    regions = context.scenario.regions
    seen: dict[tuple[int, int], str] = {}
    for key in regions.leaves():
        tile = regions.list[key].tile
        if tile is not None and tile in seen:
            words = {"one": seen[tile], "other": key, "tile": list(tile)}
            yield ("regions", "list", key, "tile"), words
        elif tile is not None:
            seen[tile] = key


def used_attributes(context: Context) -> dict[str, str]:
    """Columns that the scenario uses, each with one thing that uses it."""
    scenario = context.scenario
    used: dict[str, str] = {}
    if scenario.prices.regional_cost_index is not None:
        used[scenario.prices.regional_cost_index] = "prices.regional_cost_index"
    for key, programme in scenario.programmes.items():
        if programme.need.of is not None:
            used.setdefault(programme.need.of, f"programmes.{key}.need")
    for key, policy in scenario.policies.items():
        per = getattr(policy, "per", None)
        if per is not None:
            used.setdefault(per, f"policies.{key}")
    for key, source in scenario.sources.items():
        for name in getattr(source, "attributes", ()):
            used.setdefault(name, f"sources.{key}")
    for key, group in scenario.target_groups.items():
        if group.of is not None:
            used.setdefault(group.of, f"target_groups.{key}")
    return used


def cells(regions: Regions, column: str) -> dict[str, Any]:
    """Figures of a column by leaf region; None where a region has none."""
    return {key: regions.list[key].attributes.get(column) for key in regions.leaves()}


@check(
    "no-figure",
    "`{region}` has no `{column}`, which {user} uses",
    "write a number, `none recorded` or `unknown`",
    needs="whole",
)
def missing_figures(context: Context) -> Iterator[Hit]:
    """Find regions without a figure that is used."""
    for column, user in used_attributes(context).items():
        for region, figure in cells(context.scenario.regions, column).items():
            if figure is None:
                path = ("regions", "list", region, "attributes", column)
                yield path, {"region": region, "column": column, "user": user}


@check(
    "unknown-untreated",
    "`{column}` is unknown in {regions}, and nothing says what stands in",
    "write `regions.columns.{column}.unknown: {{use: …}}` with parent, mean or a number",
)
def untreated_unknowns(context: Context) -> Iterator[Hit]:
    """Find unknown cells of columns that state no treatment."""
    regions = context.scenario.regions
    for column in context.ids("attribute"):
        treated = "unknown" in context.under("regions", "columns", column)
        blank = [key for key, figure in cells(regions, column).items() if figure == "unknown"]
        blank = [key for key in blank if not _spoilt(context, key, column)]
        if blank and not treated:
            path = ("regions", "list", blank[0], "attributes", column)
            yield path, {"column": column, "regions": listed(blank, most=5)}


def _spoilt(context: Context, region: str, column: str) -> bool:
    return context.where.spoilt(("regions", "list", region, "attributes", column))


@check(
    "parent-unknown",
    "`{region}` takes its `{column}` from its parent, which has no figure",
    "write the parent's figure, or let the mean or a number stand in",
    needs="whole",
)
def parents_without_figure(context: Context) -> Iterator[Hit]:
    """Find unknown cells whose parent has no figure either."""
    regions = context.scenario.regions
    for column, about in regions.columns.items():
        if about.unknown is None or about.unknown.use != "parent":
            continue
        for key, figure in cells(regions, column).items():
            parent = regions.list.get(regions.list[key].parent or "")
            known = None if parent is None else parent.attributes.get(column)
            if figure == "unknown" and not isinstance(known, int | float):
                path = ("regions", "list", key, "attributes", column)
                yield path, {"region": key, "column": column}


@check(
    "nothing-known",
    "`{column}` is known in no region, so it has no mean",
    "let a number stand in",
    needs="whole",
)
def means_of_nothing(context: Context) -> Iterator[Hit]:
    """Find means over columns without a figure."""
    regions = context.scenario.regions
    for column, about in regions.columns.items():
        figures = cells(regions, column).values()
        by_mean = about.unknown is not None and about.unknown.use == "mean"
        if by_mean and "unknown" in figures and all(f in (None, "unknown") for f in figures):
            yield ("regions", "columns", column, "unknown"), {"column": column}


@check(
    "scale-of-zero",
    "`{column}` adds up to zero, so it cannot be scaled to {total:,.0f}",
    "correct the column, or take `scale_to` out",
    needs="whole",
)
def scaled_zeros(context: Context) -> Iterator[Hit]:
    """Find columns of zeros that are scaled to a total."""
    regions = context.scenario.regions
    for column, about in regions.columns.items():
        figures = cells(regions, column).values()
        stands_in = about.unknown is not None and "unknown" in figures
        total = sum(figure for figure in figures if isinstance(figure, int | float))
        if about.scale_to is not None and total == 0 and not stands_in:
            words = {"column": column, "total": about.scale_to.total}
            yield ("regions", "columns", column, "scale_to"), words


@check(
    "index-of-zero",
    "the cost index `{column}` of `{region}` is zero, so nothing would cost anything there",
    "write 1 for the national average",
    needs="whole",
)
def zero_cost_indices(context: Context) -> Iterator[Hit]:
    """Find regional cost indices of zero."""
    column = context.scenario.prices.regional_cost_index
    if column is None:
        return
    for key, figure in cells(context.scenario.regions, column).items():
        if figure in (0, "none recorded"):
            path = ("regions", "list", key, "attributes", column)
            yield path, {"column": column, "region": key}
