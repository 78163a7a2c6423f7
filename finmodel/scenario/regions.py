"""Regions: their names, parents, places on the tile map and attributes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.values import Amount, OneOrMany, Text

Blank = Literal["none recorded", "unknown"]


class ScaleTo(Sourced):
    """A dated total that an older column is scaled to, so that its leaf regions add up to it."""

    total: float = Field(gt=0)
    """Total over all leaf regions."""


class Unknown(Sourced):
    """What stands in for the cells of a column that say `unknown`."""

    use: Literal["parent", "mean"] | Amount
    """The parent region's value, the plain mean of the known leaf regions, or a number."""


class Column(Sourced):
    """What an attribute column of the regions table holds, and where it came from."""

    title: Text | None = None
    """The column's name for people."""
    unit: str | None = None
    """Unit of the column, such as persons or percent."""
    scale_to: ScaleTo | None = None
    """A dated total that the column is scaled to."""
    unknown: Unknown | None = None
    """What stands in for unknown cells; required where a cell says `unknown`."""


class Region(Model):
    """One region. Regions that are nobody's parent receive money."""

    name: Text
    """Name for people."""
    type: str | None = None
    """Kind of region, such as aimag or district."""
    parent: str | None = None
    """Region that this one lies in."""
    tile: tuple[int, int] | None = None
    """Column and row on the tile map, counted from 1."""
    attributes: dict[str, Amount | Blank] = Field(default_factory=dict)
    """Figures of this region, by column."""


class Group(Model):
    """A named set of regions, by what they have in common or one by one."""

    name: Text | None = None
    """Name for people."""
    type: str | None = None
    """All leaf regions of this type."""
    parent: str | None = None
    """All leaf regions below this one."""
    regions: OneOrMany | None = None
    """These regions."""


def _figure(cell: float | Blank | None) -> float:
    """A cell as a number: none recorded is zero, what is not known is NaN."""
    if isinstance(cell, int | float):
        return float(cell)
    return 0.0 if cell == "none recorded" else math.nan


def _of_parent(parent: Region, name: str) -> float:
    """A parent's own figure; one that is none recorded says nothing of those below it."""
    cell = parent.attributes.get(name)
    return float(cell) if isinstance(cell, int | float) else math.nan


class Regions(Model):
    """The regions of a scenario, from a table or written out."""

    table: str | None = None
    """CSV file: id, name (or name_en, …), type, parent, tile_column, tile_row, attributes."""
    list: dict[str, Region] = Field(default_factory=dict)
    """Regions written out, by id."""
    columns: dict[str, Column] = Field(default_factory=dict)
    """What each attribute column holds and where it came from."""
    groups: dict[str, Group] = Field(default_factory=dict)
    """Named sets of regions."""

    def leaves(self) -> tuple[str, ...]:
        """Ids of the regions that are nobody's parent, in the order written."""
        parents = {region.parent for region in self.list.values()}
        return tuple(key for key in self.list if key not in parents)

    def below(self, region: str) -> tuple[str, ...]:
        """Leaf regions that lie in a region, itself if it is a leaf."""
        found = []
        for leaf in self.leaves():
            above: str | None = leaf
            seen: set[str] = set()
            while above is not None and above not in seen:
                if above == region:
                    found.append(leaf)
                    break
                seen.add(above)
                above = self.list[above].parent if above in self.list else None
        return tuple(found)

    def top(self, region: str) -> str:
        """Topmost region that a region lies in, itself if it has no parent."""
        seen = {region}
        while (above := self.list[region].parent) in self.list and above not in seen:
            region = str(above)
            seen.add(region)
        return region

    def members(self, name: str) -> tuple[str, ...]:
        """Leaf regions that a region id, a group id or `all` stands for.

        Raises
        ------
        KeyError
            If the name is neither.
        """
        if name == "all":
            return self.leaves()
        if name not in self.groups:
            if name not in self.list:
                raise KeyError(name)
            return self.below(name)
        group = self.groups[name]
        chosen = set(self.leaves())
        if group.type is not None:
            chosen &= {key for key in chosen if self.list[key].type == group.type}
        if group.parent is not None:
            chosen &= set(self.below(group.parent))
        if group.regions is not None:
            chosen &= {leaf for key in group.regions for leaf in self.members(key)}
        return tuple(key for key in self.leaves() if key in chosen)

    def figures(self, name: str) -> dict[str, float]:
        """Figures of an attribute by leaf region, unknown ones as stated, scaled to their total.

        Parameters
        ----------
        name : str
            A column.

        Returns
        -------
        dict of str to float
            By leaf, in the column's unit; NaN where there is no figure, whose use the checks
            refuse.
        """
        written = {leaf: self.list[leaf].attributes.get(name) for leaf in self.leaves()}
        found = {leaf: _figure(cell) for leaf, cell in written.items()}
        column = self.columns.get(name)
        if column is None:
            return found
        known = [figure for figure in found.values() if not math.isnan(figure)]
        if column.unknown is not None:
            for leaf in [leaf for leaf, cell in written.items() if cell == "unknown"]:
                if column.unknown.use == "mean":
                    found[leaf] = math.fsum(known) / len(known) if known else math.nan
                elif column.unknown.use == "parent":
                    above = self.list.get(self.list[leaf].parent or "")
                    found[leaf] = math.nan if above is None else _of_parent(above, name)
                else:
                    found[leaf] = float(column.unknown.use)
        if column.scale_to is not None:
            total = math.fsum(figure for figure in found.values() if not math.isnan(figure))
            factor = column.scale_to.total / total if total else math.nan
            found = {leaf: figure * factor for leaf, figure in found.items()}
        return found

    def narrowest(self, names: Iterable[str]) -> dict[str, str]:
        """Find the narrowest of several regions and groups around each leaf region.

        Parameters
        ----------
        names : iterable of str
            Ids of regions and groups, in any order.

        Returns
        -------
        dict of str to str
            The narrowest of the names for each leaf region that lies in one of them.
        """
        widest_first = sorted(names, key=lambda name: (-len(self.members(name)), name))
        return {leaf: name for name in widest_first for leaf in self.members(name)}


def whole_country() -> Regions:
    """One region, for plans that are not told apart by place."""
    name = Text({"en": "The whole country", "mn": "Улс орон даяар"})
    return Regions(list={"country": Region(name=name)})
