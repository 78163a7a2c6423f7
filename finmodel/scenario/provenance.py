"""Provenance: every figure of a scenario, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from finmodel.scenario.base import Status
from finmodel.scenario.load import Loaded
from finmodel.scenario.places import Path
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.shape import Shape, each, shape_of, step

CHOICES = ("policies", "objective")
"""Parts of a scenario whose figures are decisions, not data."""


@dataclass(frozen=True)
class Said:
    """What is said of where a value came from."""

    source: str | None
    """Where it was read from."""
    year: str | None
    """Year that it describes."""
    note: str | None
    """How it was reasoned."""
    status: Status | None
    """How firm it is, where that is stated for it or for what it stands in."""


@dataclass(frozen=True)
class Figure:
    """One figure of a scenario."""

    path: Path
    """Where it stands in the tree."""
    value: str
    """As the planner wrote it."""
    source: str | None
    """Where it was read from."""
    year: str | None
    """Year that it describes."""
    note: str | None
    """How it was reasoned."""
    status: Status
    """How firm it is: as stated for it, for what it stands in, or else for the scenario."""
    stated: bool
    """Whether the status was stated, for it or for what it stands in."""
    choice: bool
    """True for a decision, such as the floor of a policy, which has no source to be read from."""
    place: str
    """File and line."""

    @property
    def name(self) -> str:
        """Path as people write it."""
        return ".".join(str(part) for part in self.path)


def figures(loaded: Loaded) -> Iterator[Figure]:
    """Walk over every figure of a scenario.

    Parameters
    ----------
    loaded : Loaded
        A loaded scenario.

    Yields
    ------
    Figure
        In the order of the files. A figure takes what is not said beside it (its source with the
        year, its note, its status) from the nearest thing around it that says it; a region's
        figure takes it from its column first. What stands in for an unknown cell was not read
        where the column was: it and the cell take only what is said of the stand-in, and of the
        scenario.
    """
    for path, shape, data in each(shape_of(Scenario), loaded.tree):
        if isinstance(data, dict | list) or not (shape.figure or _stands_for_more(shape, data)):
            continue
        said = said_of(loaded.tree, path)
        yield Figure(
            path=path,
            value=str(data),
            source=said.source,
            year=said.year,
            note=said.note,
            status=said.status or loaded.scenario.unless_stated,
            stated=said.status is not None,
            choice=path[0] in CHOICES,
            place=loaded.where.of(path),
        )


def said_of(tree: dict[str, Any], path: Path) -> Said:
    """What is said of a value: beside it, or else by the nearest thing around it that says it."""
    around = _around(tree, path)
    sourced = next((about for about in around if "source" in about), {})
    dated = sourced or next((about for about in around if "year" in about), {})
    noted = next((about for about in around if "note" in about), {})
    return Said(
        source=sourced.get("source"),
        year=None if "year" not in dated else str(dated["year"]),
        note=noted.get("note"),
        status=next((about["status"] for about in around if "status" in about), None),
    )


def _stands_for_more(shape: Shape, data: Any) -> bool:
    """Whether a plain number is written for something that may say more, such as a need."""
    plain = isinstance(data, int | float) and not isinstance(data, bool)
    return plain and shape.kind in ("model", "ids", "list")


def _around(tree: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """Mappings around a figure that may say where it came from, the nearest first."""
    found = []
    data: Any = tree
    if path[:2] == ("regions", "list") and "attributes" in path:
        column = step(step(tree["regions"], "columns"), path[-1])
        if _value(tree, path) == "unknown":
            return [*_mappings(step(column, "unknown")), tree]
        found = _mappings(column)
    if path[:2] == ("regions", "columns") and path[3:4] == ("unknown",):
        return [*_mappings(_value(tree, path[:4])), tree]
    outwards = []
    for key in path:
        # The keys `source` and `year` of these mappings are ids or years of a plan.
        if isinstance(data, dict):
            outwards.append(data)
        data = step(data, key)
    return [*found, *reversed(outwards)]


def _mappings(data: Any) -> list[dict[str, Any]]:
    return [data] if isinstance(data, dict) else []


def _value(tree: Any, path: Path) -> Any:
    for key in path:
        tree = step(tree, key)
    return tree
