"""Where every family of rules writes its rows: named, labelled, through one selector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Chosen, Floats, Integers, Panel

if TYPE_CHECKING:
    from finmodel.program.policies.breaking import Breach

NONE = -1
"""Row number that stands for 'no row here'."""


@dataclass(frozen=True)
class Family:
    """A block of rows or columns of one kind, each labelled by its place on the axes."""

    name: str
    """Name of the family, such as policies.aimags_first.at_least."""
    path: tuple[str, ...]
    """Where in the scenario the family comes from; empty for what follows from definitions."""
    start: int
    """Number of its first row or column."""
    labels: dict[str, Integers]
    """Position on each axis that the family has, each of shape (count,)."""
    count: int

    @property
    def range(self) -> slice:
        """Rows or columns of the family."""
        return slice(self.start, self.start + self.count)

    def numbers(self) -> Integers:
        """Numbers of its rows or columns, shape (count,)."""
        return np.arange(self.start, self.start + self.count, dtype=np.int64)


@dataclass(frozen=True)
class Cells:
    """Cost cells that may need money: places on the programme, region and category axes."""

    programme: Integers
    region: Integers
    category: Integers

    @property
    def count(self) -> int:
        """Number of cells C."""
        return int(self.programme.size)

    def pick(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Values of an array of shape (P, R, K, ...) at the cells, shape (C, ...)."""
        return values[self.programme, self.region, self.category]


@dataclass(frozen=True)
class FlowTerm:
    """Coefficients of one source's flows: `coefficient × flow(source, cell, year)` in `row`."""

    source: int
    rows: Integers
    """Shape (C, T) or (1, T); NONE where the flow is not in the family."""
    coefficients: Floats
    """Shape (C, T), (C, 1), (1, T) or (1, 1)."""


@dataclass(frozen=True)
class MoneyTerms:
    """Money of purses that follows from columns: `coefficient × column` in a year."""

    pot: Integers
    """Shape (n,), as are the others."""
    year: Integers
    column: Integers
    coefficient: Floats
    """[money unit per unit of the column], 12 digits."""

    def and_also(self, more: MoneyTerms) -> MoneyTerms:
        """These terms and some more."""
        parts = zip(_parts(self), _parts(more), strict=True)
        return MoneyTerms(*(np.concatenate(part) for part in parts))

    def sized(self) -> MoneyTerms:
        """The terms with the sizes of their coefficients."""
        return MoneyTerms(self.pot, self.year, self.column, np.abs(self.coefficient))

    def total(self, values: Floats, shape: tuple[int, int]) -> Floats:
        """Σ coefficient × value of the column for each purse and year, shape (N, T)."""
        place = self.pot * shape[1] + self.year
        money = self.coefficient * values[self.column]
        sums = np.bincount(place, money, minlength=shape[0] * shape[1])
        return sums.astype(np.float64).reshape(shape)


@dataclass(frozen=True)
class LeverTerms:
    """Columns by which a lever is used."""

    lever: str
    column: Integers
    """Shape (n,), as are the others."""
    year: Integers
    """Calendar year in which each brings its money."""
    amount: Floats
    """What one unit of each column brings [money unit]."""
    most: Floats
    """Most that the lever can bring in the year of each [money unit]."""


def _parts(terms: MoneyTerms) -> tuple[np.ndarray, ...]:
    return terms.pot, terms.year, terms.column, terms.coefficient


def no_money() -> MoneyTerms:
    """No terms."""
    none = np.empty(0, dtype=np.int64)
    return MoneyTerms(none, none, none, np.empty(0))


class Emitter:
    """Collects columns, rows and coefficients while the families are laid out."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.columns: list[Family] = []
        self.rows: list[Family] = []
        self.flow_terms: list[FlowTerm] = []
        self.breaches: list[Breach] = []
        """Rules that may be broken, each with its price."""
        self.charges: dict[str, MoneyTerms] = {}
        self.supply = no_money()
        self.levers: tuple[LeverTerms, ...] = ()
        self._bounds: dict[str, list[Floats]] = {"column": [], "row": []}
        self._entries: list[tuple[Integers, Integers, Floats]] = []
        self._counts = {"column": 0, "row": 0}
        spends = (panel.unit_cost * panel.reachable[:, :, None, :]).max(axis=3) > 0
        self.cells = Cells(*(axis.astype(np.int64) for axis in np.nonzero(spends)))
        self._delivery: Family | None = None
        self._provided: Family | None = None
        self._whole: list[NDArray[np.bool_]] = []

    def add_columns(
        self,
        name: str,
        lower: ArrayLike,
        upper: ArrayLike,
        whole: ArrayLike = False,
        **labels: Integers,
    ) -> Family:
        """Add a family of columns with finite bounds; labels are positions on the axes.

        Columns that are `whole` take whole numbers only.
        """
        family = self._add("column", name, (), lower, upper, labels)
        self.columns.append(family)
        self._whole.append(np.broadcast_to(np.asarray(whole, dtype=bool), (family.count,)))
        if name == "deliver":
            self._delivery = family
        if name == "provide":
            self._provided = family
        return family

    def whole(self) -> NDArray[np.bool_]:
        """Columns that take whole numbers only, shape (count,)."""
        return np.concatenate([np.empty(0, bool), *self._whole])

    def add_rows(
        self,
        name: str,
        lower: ArrayLike,
        upper: ArrayLike,
        path: Sequence[str] = (),
        **labels: Integers,
    ) -> Family:
        """Add a family of rows; labels are positions on the axes."""
        family = self._add("row", name, tuple(path), lower, upper, labels)
        self.rows.append(family)
        return family

    def _add(
        self,
        kind: str,
        name: str,
        path: tuple[str, ...],
        lower: ArrayLike,
        upper: ArrayLike,
        labels: dict[str, Integers],
    ) -> Family:
        count = next((label.size for label in labels.values()), 1)
        low = np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,))
        high = np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,))
        self._bounds[kind].append(np.stack([low, high]))
        start = self._counts[kind]
        self._counts[kind] = start + count
        return Family(name, path, start, labels, count)

    def bounds(self, kind: str) -> Floats:
        """Lower and upper bounds of all columns or rows so far, shape (2, count)."""
        return np.concatenate([np.empty((2, 0)), *self._bounds[kind]], axis=1)

    def enter(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Write coefficients; places with row NONE or value zero are left out."""
        row, column, value = np.broadcast_arrays(rows, columns, values)
        keep = (row != NONE) & (value != 0)
        self._entries.append(
            (
                row[keep].astype(np.int64),
                column[keep].astype(np.int64),
                value[keep].astype(np.float64),
            )
        )

    def entries(self) -> tuple[Integers, Integers, Floats]:
        """All coefficients as row numbers, column numbers and values."""
        if not self._entries:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        rows, columns, values = zip(*self._entries, strict=True)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)

    def on_output(self, rows: Integers, coefficients: Floats) -> None:
        """Write `coefficient × output` into rows.

        Parameters
        ----------
        rows : ndarray of int
            Row of each programme, region and year, broadcastable to (P, R, T); NONE for none.
        coefficients : ndarray of float
            Broadcastable to (P, R, T) [row's unit per unit of output].
        """
        assert self._delivery is not None
        shape = self.panel.need.shape
        place = tuple(self._delivery.labels[axis] for axis in ("programme", "region", "year"))
        self.enter(
            np.broadcast_to(rows, shape)[place],
            self._delivery.numbers(),
            np.broadcast_to(coefficients, shape)[place],
        )

    def on_conventional(self, rows: Integers, coefficients: Floats) -> None:
        """Write `coefficient × output` into rows, but for the output that contracts provide.

        Parameters are those of `on_output`.
        """
        self.on_output(rows, coefficients)
        if self._provided is None:
            return
        labels, shape = self._provided.labels, self.panel.need.shape
        programme = self.panel.signings.programme[labels["contract"]]
        place = (programme, labels["region"], labels["year"])
        self.enter(
            np.broadcast_to(rows, shape)[place],
            self._provided.numbers(),
            -np.broadcast_to(coefficients, shape)[place],
        )

    def on_spending(self, rows: Integers, chosen: Chosen, factor: float = 1.0) -> None:
        """Write `factor × weight × spending` into rows, for spending from whatever source.

        Cost is charged in full to the sources, so spending is unit cost times output, and a rule
        that names no source tells no two flows apart. What contracts provide is paid before
        programmes and is not in it.
        """
        weight = (
            np.einsum("prkt,k->prt", self.panel.unit_cost, chosen.categories.astype(np.float64))
            * chosen.programmes[:, None, None]
            * chosen.regions[None, :, None]
            * chosen.years[None, None, :]
        )
        self.on_conventional(rows, factor * weight)

    def charge(
        self,
        what: str,
        source: int,
        year: ArrayLike,
        columns: ArrayLike,
        coefficients: ArrayLike,
    ) -> None:
        """Pay `coefficient × column` from a source before programmes.

        May be called by any family, before or after the rows of the sources.

        Parameters
        ----------
        what : str
            What is paid, such as debt service.
        source : int
            Position of a source that has one purse.
        year : array_like of int
            Position of the year in which it is paid, broadcastable with the next two.
        columns : array_like of int
            Numbers of columns.
        coefficients : array_like of float
            Paid for each unit of the column [money unit].

        Raises
        ------
        ValueError
            If the source has no purse, or one for each region.
        """
        terms = self._money_terms(source, year, columns, coefficients)
        self.charges[what] = self.charges.get(what, no_money()).and_also(terms)

    def add_money(
        self, source: int, year: ArrayLike, columns: ArrayLike, coefficients: ArrayLike
    ) -> None:
        """Give a source `coefficient × column` more money, such as what is drawn of a loan.

        The most that this may come to stands in the panel, as `pots.addable`. Parameters and
        errors as in `charge`.
        """
        terms = self._money_terms(source, year, columns, coefficients)
        self.supply = self.supply.and_also(terms)

    def _money_terms(
        self, source: int, year: ArrayLike, columns: ArrayLike, coefficients: ArrayLike
    ) -> MoneyTerms:
        pots = np.nonzero(self.panel.pots.source == source)[0]
        if pots.size != 1:
            raise ValueError(f"source {self.panel.sources[source]} has {pots.size} purses, not one")
        years, numbers, values = np.broadcast_arrays(year, columns, exact(coefficients))
        some = values != 0
        return MoneyTerms(
            np.full(int(some.sum()), pots[0], dtype=np.int64),
            years[some].astype(np.int64),
            numbers[some].astype(np.int64),
            values[some].astype(np.float64),
        )

    def on_flows(
        self, sources: Sequence[int], rows: Integers, chosen: Chosen | None, factor: float = 1.0
    ) -> None:
        """Write `factor × weight × flow` into rows for some sources.

        Parameters
        ----------
        sources : sequence of int
            Positions of the sources.
        rows : ndarray of int
            Shape (C, T) or (1, T); NONE for none.
        chosen : Chosen or None
            Selection whose weights multiply the flows; None for all with weight one.
        """
        if chosen is None:
            coefficients = np.full((1, 1), factor)
        else:
            cells = self.cells
            weight = (
                chosen.programmes[cells.programme]
                * chosen.regions[cells.region]
                * chosen.categories[cells.category]
            )
            coefficients = factor * weight[:, None] * chosen.years[None, :]
        self.flow_terms.extend(FlowTerm(source, rows, coefficients) for source in sources)
