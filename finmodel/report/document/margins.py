"""One rounding for a whole report: what a region or a year has is shown alike everywhere.

Each table alone could round its parts to its own total, and two tables would then differ by a unit
of the last decimal. So what each thing has is rounded once, to the rounded total of all things,
and tables of two kinds of things are fitted to what both kinds were rounded to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from finmodel.report.compare.causes import adding_up
from finmodel.report.document.both_ways import add_up_both_ways

if TYPE_CHECKING:
    from finmodel.report.document.parts import Column, Document, Table

Key = tuple[str, str, str]
"""Which money, what kind of thing, and which thing."""

Pair = tuple[str, str]


class Margins:
    """What each thing has, as it is shown [unit of the report].

    Parameters
    ----------
    document : Document
        Its tables are taken in their order: the first that lists a thing decides.
    """

    def __init__(self, document: Document) -> None:
        self.scale = document.money_scale
        self.decimals = document.money_decimals or 0
        self._known: dict[Key, float] = {}
        self._shown: dict[tuple[str, str], list[float]] = {}
        if document.money_decimals is None:
            return
        for table in document.tables().values():
            axes = [column for column in table.columns if column.axis]
            for flow in dict.fromkeys(column.flow for column in table.columns if column.flow):
                if len(axes) == 1:
                    self._wide(table, axes[0], flow)
                elif len(axes) == 2:
                    self._long(table, axes, flow)

    def of(self, table: Table, column: Column) -> list[float] | None:
        """Numbers of a column as they are shown; None where it has a rounding of its own."""
        return self._shown.get((table.id, column.key))

    def _wide(self, table: Table, axis: Column, flow: str) -> None:
        """Fit a table of one row for each thing, with parts beside each other if there are any."""
        mine = [column for column in table.columns if column.flow == flow]
        parts = [column for column in mine if column.part is not None]
        words = list(_words(table, axis))
        for whole in (column for column in mine if column.part is None):
            values = self._values(table, whole)
            self._shown[table.id, whole.key] = self._fit(flow, axis.axis, words, values)
        wholes = [column for column in mine if column.part is None]
        if not parts or not wholes:
            return
        kinds = [part.part or ("", "") for part in parts]
        columns = [self._values(table, part) for part in parts]
        sums = [math.fsum(column) for column in columns]
        tops = self._fit(flow, kinds[0][0], [word for _, word in kinds], sums)
        fitted = [
            adding_up(column, top, self.decimals) for column, top in zip(columns, tops, strict=True)
        ]
        sums = self._shown[table.id, wholes[0].key]
        for part, values in zip(parts, add_up_both_ways(fitted, sums, self.decimals), strict=True):
            self._shown[table.id, part.key] = values

    def _long(self, table: Table, axes: Sequence[Column], flow: str) -> None:
        """Fit a table of one row for each pair of things."""
        column = next(each for each in table.columns if each.flow == flow)
        pairs = list(zip(*(_words(table, axis) for axis in axes), strict=True))
        cells = dict(zip(pairs, self._values(table, column), strict=True))
        if not pairs or len(cells) < len(pairs):
            return
        down, across = (list(dict.fromkeys(each)) for each in zip(*pairs, strict=True))
        grid = [[cells.get((row, place), 0.0) for row in down] for place in across]
        rows = [math.fsum(column[at] for column in grid) for at in range(len(down))]
        tops = self._fit(flow, axes[1].axis, across, [math.fsum(each) for each in grid])
        beside = self._fit(flow, axes[0].axis, down, rows)
        fitted = add_up_both_ways(
            [adding_up(each, top, self.decimals) for each, top in zip(grid, tops, strict=True)],
            beside,
            self.decimals,
        )
        found = {
            (row, place): fitted[right][at]
            for at, row in enumerate(down)
            for right, place in enumerate(across)
        }
        if not all(_emptied(found, cells, pair) for pair in found if pair not in cells):
            # A unit would stand where nothing is paid: then only the first kind adds up.
            for at, row in enumerate(down):
                mine = [pair for pair in pairs if pair[0] == row]
                parts = adding_up([cells[pair] for pair in mine], beside[at], self.decimals)
                found |= dict(zip(mine, parts, strict=True))
        self._shown[table.id, column.key] = [found[pair] for pair in pairs]

    def _fit(
        self, flow: str, axis: str, words: Sequence[str], values: Sequence[float]
    ) -> list[float]:
        """Round what things have to their rounded total; what is known already stays."""
        keys = [(flow, axis, word) for word in words]
        if len(set(keys)) < len(keys):
            # Things of one name cannot be told apart in other tables.
            return adding_up(values, round(math.fsum(values), self.decimals), self.decimals)
        new = [at for at, key in enumerate(keys) if key not in self._known]
        total = round(math.fsum(values), self.decimals)
        left = total - math.fsum(self._known[key] for key in keys if key in self._known)
        if new:
            parts = adding_up([values[at] for at in new], round(left, self.decimals), self.decimals)
            self._known |= {keys[at]: part for at, part in zip(new, parts, strict=True)}
        return [self._known[key] for key in keys]

    def _values(self, table: Table, column: Column) -> list[float]:
        raw = table.rows[column.key].tolist()
        return [
            0.0 if value is None or value != value else float(value) / self.scale for value in raw
        ]


def _words(table: Table, axis: Column) -> Iterator[str]:
    for word in table.rows[axis.key]:
        yield axis.elsewhere.get(str(word), str(word))


def _emptied(found: dict[Pair, float], cells: dict[Pair, float], pair: Pair) -> bool:
    """Move what stands in a pair that has nothing to others, with the same sums; False if none can.

    What leaves a row goes to another column of it, and from there back by another row.
    """
    moved = found[pair]
    if not moved:
        return True
    row, column = pair
    best: tuple[float, Pair, Pair, Pair] | None = None
    for other in {place for _, place in cells} - {column}:
        for back in {place for place, _ in cells} - {row}:
            ring = (row, other), (back, column), (back, other)
            if not all(each in cells for each in ring) or found[ring[2]] < moved:
                continue
            steps = zip(ring, (moved, moved, -moved), strict=True)
            off = max(abs(found[each] + step - cells[each]) for each, step in steps)
            if best is None or (off, *ring) < best:
                best = (off, *ring)
    if best is None:
        return False
    found[pair] = 0.0
    for each, step in zip(best[1:], (moved, moved, -moved), strict=True):
        found[each] += step
    return True
