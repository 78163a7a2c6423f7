"""The ground of small random scenarios: regions, programmes, plain sources, and handles on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Tree = dict[str, Any]
Rule = Callable[[DrawFn, Tree], None]
T = TypeVar("T")

FIRST = 2026
AREAS = ("modern learning technologies", "quality in learning")
SHARES = st.sampled_from([0.05, 0.1, 0.15, 0.25, 0.3, 0.4, 0.5])


def one_of(draw: DrawFn, options: Sequence[T]) -> T:
    """Draw one of several things."""
    return draw(st.sampled_from(list(options)))


def tenths(draw: DrawFn, low: int, high: int) -> float:
    """Draw a number of tenths, so that few coefficients are alike."""
    return draw(st.integers(low, high)) / 10


def some(draw: DrawFn, options: Sequence[T]) -> list[T]:
    """Draw one or more of several things."""
    return draw(st.lists(st.sampled_from(list(options)), min_size=1, unique=True))


def _regions(draw: DrawFn) -> Tree:
    leaves = [f"r{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    regions: Tree = {}
    for leaf in leaves:
        regions[leaf] = {
            "name": leaf,
            "type": one_of(draw, ["rural", "urban"]),
            "attributes": {
                "adults": draw(st.integers(20, 200)),
                "cost_index": tenths(draw, 9, 14),
            },
        }
    if len(leaves) > 1 and draw(st.booleans()):
        regions["north"] = {"name": "North"}
        for leaf in leaves[: draw(st.integers(1, len(leaves) - 1))]:
            regions[leaf]["parent"] = "north"
    groups = {"rural": {"type": "rural"}, "first": {"regions": ["r1"]}}
    return {"list": regions, "groups": groups}


def _programme(draw: DrawFn, regions: Tree) -> Tree:
    lines: Tree = {"staff": {"amount": tenths(draw, 10, 90)}}
    if draw(st.booleans()):
        lines["works"] = {"amount": tenths(draw, 5, 60), "category": "capital"}
    need: Any = one_of(
        draw,
        [
            {"share": 0.5, "of": "adults"},
            tenths(draw, 100, 900),
            {"amounts": {leaf: tenths(draw, 0, 900) for leaf in leaves(regions)}},
        ],
    )
    return {
        "name": "A programme",
        "theme": one_of(draw, ["basic", "work"]),
        "output": "learners",
        "need": need,
        "unit_cost": lines,
        "benefit": [{"up_to": 1, "weight": tenths(draw, 10, 99)}],
        "markers": {"gender": one_of(draw, [0.0, 0.4, 1.0])},
        "learning_city_area": one_of(draw, AREAS),
    }


def ground(draw: DrawFn) -> Tree:
    """Draw a scenario without rules: only needs, costs and money."""
    years = draw(st.integers(1, 3))
    regions = _regions(draw)
    count = draw(st.integers(1, 3))
    tree: Tree = {
        "scenario": "random",
        "title": "Random",
        "stage": "budget proposal",
        "years": [FIRST + number for number in range(years)],
        "money": "MNT",
        "regions": regions,
        "prices": {"base_year": FIRST, "regional_cost_index": one_of(draw, [None, "cost_index"])},
        "themes": {"basic": "Basic", "work": "Work"},
        "markers": {"gender": "Gender"},
        "programmes": {f"p{number}": _programme(draw, regions) for number in range(1, count + 1)},
        "sources": {"state": {"kind": "central budget", "ceiling": yearly(draw, years)}},
        "policies": {},
        "objective": ["maximise benefit"],
    }
    for number in range(1, draw(st.integers(0, 2)) + 1):
        tree["sources"][f"fund{number}"] = {"kind": "special fund", "amount": yearly(draw, years)}
    return tree


def yearly(draw: DrawFn, years: int, low: int = 0, high: int = 8000) -> Tree:
    """Amounts for each year, in tenths."""
    return {str(FIRST + number): tenths(draw, low, high) for number in range(years)}


def leaves(regions: Tree) -> list[str]:
    """Regions that are nobody's parent."""
    parents = {region.get("parent") for region in regions["list"].values()}
    return [key for key in regions["list"] if key not in parents]


def places(tree: Tree) -> list[str]:
    """Names of regions and groups."""
    return [*tree["regions"]["list"], "rural", "first"]


def any_source(draw: DrawFn, tree: Tree) -> Tree:
    """Any source but the first, which stays free for all; a new one where there is no other.

    Help in kind is left as it is, for it must name cost categories, and a guarantee, which pays for
    nothing.
    """
    names = [
        key for key in tree["sources"] if key not in ("state", "help", "promise", "second_promise")
    ]
    if not names:
        tree["sources"]["grant"] = {"kind": "grant", "amount": yearly(draw, len(tree["years"]))}
        names = ["grant"]
    chosen: Tree = tree["sources"][one_of(draw, names)]
    return chosen


def two_years(draw: DrawFn, tree: Tree) -> None:
    """See to a second year, for rules between years."""
    if len(tree["years"]) == 1:
        tree["years"].append(FIRST + 1)
        for source in tree["sources"].values():
            for key in ("amount", "ceiling"):
                if key in source:
                    source[key][str(FIRST + 1)] = tenths(draw, 0, 8000)


def add_policy(tree: Tree, policy: Tree) -> None:
    """Add one more policy."""
    tree["policies"][f"policy{len(tree['policies']) + 1}"] = policy


def selection(draw: DrawFn, tree: Tree, most: int = 2) -> Tree:
    """A selection by one or two of the things that a selection can name."""
    ways: dict[str, Callable[[], Any]] = {
        "regions": lambda: some(draw, places(tree)),
        "programmes": lambda: some(draw, list(tree["programmes"])),
        "themes": lambda: one_of(draw, ["basic", "work"]),
        "categories": lambda: one_of(draw, ["recurrent", "capital"]),
        "marker": lambda: "gender",
        "learning_city_areas": lambda: one_of(draw, AREAS),
        "years": lambda: some(draw, tree["years"]),
    }
    return {way: ways[way]() for way in some(draw, list(ways))[:most]}
