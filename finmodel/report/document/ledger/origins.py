"""Origins: which records of an allocation a number is the sum of, or put together from.

An origin says where a number comes from and not what it is. The check before writing works it out
from the books of a `Ledger`, apart from the chapter that printed or drew the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from finmodel.report.document.ledger.ledger import Ledger

Things = Mapping[str, Any]
"""What a row is about: kinds of things, such as `region`, and their ids; several in a tuple."""
Values = list[float | None]
Which = Literal["first", "last"]
ENDS: tuple[Which, ...] = ("first", "last")


class Origin:
    """Where the numbers of a column, or one number, come from."""

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """What the number is in each row; None where there is none."""
        raise NotImplementedError

    def slack(self, ledger: Ledger, rows: Sequence[Things]) -> list[float]:
        """By how much rounding of the records may move it in each row."""
        return [0.0] * len(rows)

    def years(self) -> set[int]:
        """Years that it names."""
        return set()

    def value(self, ledger: Ledger) -> float | None:
        """What a single number is."""
        return self.values(ledger, [{}])[0]


@dataclass(frozen=True)
class Sum(Origin):
    """Sum of a column of a book over the records that a row is about."""

    book: str
    column: str = "amount"
    where: Mapping[str, Any] = field(default_factory=dict)
    """What every record must have; a tuple names several."""
    by: Sequence[str] | None = None
    """Kinds of things that choose the records of a row; all that the book knows where missing."""
    side: int = -1
    """Place of the allocation among those of the ledger."""
    off_by: float = 0.0
    """By how much each record may be off, because it was rounded."""

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """Sum of the records of each row."""
        return self._sums(ledger, rows, self.column)

    def slack(self, ledger: Ledger, rows: Sequence[Things]) -> list[float]:
        """As much for each record summed up."""
        if not self.off_by:
            return [0.0] * len(rows)
        return [self.off_by * (count or 0.0) for count in self._sums(ledger, rows, "one")]

    def years(self) -> set[int]:
        """Years that the records must have."""
        named = self.where.get("year", ())
        return set(named) if isinstance(named, tuple) else {named}

    def _sums(self, ledger: Ledger, rows: Sequence[Things], column: str) -> Values:
        known = ledger.columns(self.book, self.side)
        found: dict[tuple[str, ...], Mapping[tuple[Any, ...], float]] = {}
        values: Values = []
        for thing in rows:
            keys = tuple(k for k in thing if k in known and (self.by is None or k in self.by))
            if keys not in found:
                found[keys] = ledger.sums(self.book, column, self.where, keys, self.side)
            wanted = (each if isinstance(each, tuple) else (each,) for each in map(thing.get, keys))
            values.append(sum(found[keys].get(place, 0.0) for place in product(*wanted)))
        return values


@dataclass(frozen=True)
class Over(Origin):
    """One number as a share of another; none where the whole is nothing."""

    part: Origin
    whole: Origin

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """The share in each row."""
        both = zip(self.part.values(ledger, rows), self.whole.values(ledger, rows), strict=True)
        return [None if part is None or not whole else part / whole for part, whole in both]

    def years(self) -> set[int]:
        """Years of both."""
        return self.part.years() | self.whole.years()


@dataclass(frozen=True)
class Plus(Origin):
    """Several numbers taken together, each times a factor."""

    parts: Sequence[tuple[float, Origin]]

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """Their sum in each row; none where all are missing."""
        columns = [(times, each.values(ledger, rows)) for times, each in self.parts]
        found: Values = []
        for at in range(len(rows)):
            known = [(times, values[at]) for times, values in columns]
            there = [times * value for times, value in known if value is not None]
            found.append(sum(there) if there else None)
        return found

    def slack(self, ledger: Ledger, rows: Sequence[Things]) -> list[float]:
        """What rounding may move all of them together."""
        each = [[abs(t) * s for s in part.slack(ledger, rows)] for t, part in self.parts]
        return [sum(row) for row in zip(*each, strict=True)]

    def years(self) -> set[int]:
        """Years of all."""
        return {year for _, each in self.parts for year in each.years()}


def less(first: Origin, second: Origin) -> Plus:
    """One number less another."""
    return Plus(((1.0, first), (-1.0, second)))


def times(factor: float, origin: Origin) -> Plus:
    """A number in another unit."""
    return Plus(((factor, origin),))


@dataclass(frozen=True)
class Size(Origin):
    """A number without its sign."""

    of: Origin

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """Its size in each row."""
        return [None if value is None else abs(value) for value in self.of.values(ledger, rows)]

    def years(self) -> set[int]:
        """Its years."""
        return self.of.years()


@dataclass(frozen=True)
class End(Origin):
    """The first or the last, the least or the most, that stands in a column of a book."""

    which: Which
    book: str
    column: str
    where: Mapping[str, Any] = field(default_factory=dict)
    side: int = -1

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """It among the records of each row."""
        found: Values = []
        for thing in rows:
            kinds = ledger.columns(self.book, self.side)
            mine = {key: each for key, each in thing.items() if key in kinds}
            column = ledger.records(self.book, {**self.where, **mine}, self.side)[self.column]
            value = column.min() if self.which == "first" else column.max()
            found.append(None if column.empty or value != value else float(value))
        return found


@dataclass(frozen=True)
class Highest(Origin):
    """The thing, such as a year, of which a book has most."""

    book: str
    kind: str
    column: str = "amount"
    side: int = -1

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """The first of those that have most."""
        sums = ledger.sums(self.book, self.column, {}, (self.kind,), self.side)
        most = max(sums, key=lambda key: (sums[key], -key[0]))
        return [float(most[0])] * len(rows)


@dataclass(frozen=True)
class OfSide(Origin):
    """Of each row, that of the allocation it is about (`side` among its things)."""

    parts: Sequence[Origin]

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """Each row's own."""
        return [self.parts[thing["side"]].value(ledger) for thing in rows]


@dataclass(frozen=True)
class Known(Origin):
    """A number that was asked for, such as the size of a cut on the command line."""

    name: str

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """The number."""
        return [ledger.known[self.name]] * len(rows)


@dataclass(frozen=True)
class Itself(Origin):
    """The year that a row is about, which the rest of the row is chosen by."""

    def values(self, ledger: Ledger, rows: Sequence[Things]) -> Values:
        """The year of each row."""
        return [float(thing["year"]) for thing in rows]


AS_IT_IS = Itself()
FIRST_YEAR, LAST_YEAR = End("first", "years", "year"), End("last", "years", "year")
"""Years in which the plan begins and ends."""
EACH_YEAR = Sum("years", "one")
"""Number of years of the plan."""
