"""What a check is, what it may look at, and how all of them are run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from finmodel.scenario.places import Locations, Path
from finmodel.scenario.plain_words import Finding
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import Shape, each, shape_of, step
from finmodel.scenario.values import parse_years

Hit = tuple[Path, dict[str, Any]]
"""Path of what is wrong, and the words to fill into the message and the remedy."""
Find = Callable[["Context"], Iterator[Hit]]


@dataclass(frozen=True)
class Check:
    """One check on meaning."""

    id: str
    """Name of the check, unique."""
    message: str
    """What is wrong, with `{words}` that each hit fills in."""
    remedy: str
    """What to write instead, with the same words."""
    needs: Literal["tree", "parts", "whole"]
    """The tree as written, the parts that are right, or a whole scenario without a problem yet."""
    find: Find
    """Yields every hit."""


CHECKS: dict[str, Check] = {}


def check(
    id: str, message: str, remedy: str, needs: Literal["tree", "parts", "whole"] = "parts"
) -> Callable[[Find], Find]:
    """Register a function as a check."""

    def register(find: Find) -> Find:
        assert id not in CHECKS
        CHECKS[id] = Check(id, message, remedy, needs, find)
        return find

    return register


@dataclass
class Context:
    """What the checks look at.

    Ids come from the tree, so that a thing which is itself wrong is still known by name.
    """

    tree: dict[str, Any]
    """The resolved tree."""
    where: Locations
    """Where each value stands."""
    parts: Scenario | None
    """The scenario, without what the models refused; None where too little is right."""
    whole: bool
    """Whether the models refused nothing and the tables were read without a problem."""
    _ids: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        """The scenario, for checks that need one."""
        assert self.parts is not None
        return self.parts

    def under(self, *path: str) -> dict[str, Any]:
        """Return the mapping at a path of the tree, empty where there is none."""
        data: Any = self.tree
        for key in path:
            data = step(data, key)
        return data if isinstance(data, dict) else {}

    def ids(self, kind: str) -> tuple[str, ...]:
        """Ids of one kind, in the order written."""
        if kind not in self._ids:
            self._ids[kind] = tuple(self._find_ids(kind))
        return self._ids[kind]

    def _find_ids(self, kind: str) -> list[str]:
        if kind == "region":
            return list(self.under("regions", "list"))
        if kind == "region or group":
            return [*self.under("regions", "groups"), *self.ids("region"), "all"]
        if kind == "category":
            written = self.tree.get("categories", Scenario.model_fields["categories"].default)
            return [str(word) for word in written] if isinstance(written, list | tuple) else []
        if kind == "attribute":
            found: dict[str, None] = {}
            for region in self.under("regions", "list").values():
                figures = step(region, "attributes")
                found |= dict.fromkeys(figures if isinstance(figures, dict) else ())
            return list(found)
        if kind == "index":
            return list(self.under("prices", "growth"))
        return list(self.under(ID_MAPPINGS[kind]))

    def members(self, name: str) -> frozenset[str]:
        """Leaf regions that a region or a group stands for; none where a name is not known."""
        try:
            return frozenset(self.scenario.regions.members(name))
        except KeyError:
            return frozenset()

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years of the plan; empty where they are not right."""
        try:
            return parse_years(self.tree.get("years", ()))
        except ValueError:
            return ()

    @cached_property
    def everything(self) -> tuple[tuple[Path, Shape, Any], ...]:
        """Path, shape and data of everything in the tree."""
        return tuple(each(shape_of(Scenario), self.tree))

    @cached_property
    def sound_regions(self) -> bool:
        """Whether all regions were read, and parents and groups run in no circles."""
        from finmodel.scenario.checks.regions import group_circles, parent_circles

        spoilt = self.where.spoilt(("regions", "list"))
        circles = (*parent_circles(self), *group_circles(self))
        return not spoilt and not circles


ID_MAPPINGS = {
    "programme": "programmes",
    "theme": "themes",
    "source": "sources",
    "contract": "contracts",
    "marker": "markers",
    "target group": "target_groups",
    "capacity": "capacities",
}


def run_checks(context: Context) -> list[Finding]:
    """Run every check that the scenario is right enough for.

    Returns
    -------
    list of Finding
        All hits of all checks.
    """
    findings = _run(context, "tree")
    if context.parts is not None and context.sound_regions:
        whole = context.whole and not findings
        findings += _run(context, "parts")
        if whole:
            findings += _run(context, "whole")
    return findings


def _run(context: Context, needs: str) -> list[Finding]:
    return [
        Finding(path, one.message.format(**words), one.remedy.format(**words))
        for one in CHECKS.values()
        if one.needs == needs
        for path, words in one.find(context)
    ]
