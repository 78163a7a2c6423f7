"""Parts of a report: chapters of words, tables and figures that hold numbers, not text.

What a report says is put together once, as a `Document`. Each format (HTML, Excel, PDF, Markdown)
writes the same document in its way, so that no two formats can tell different numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from finmodel.report.document.ledger.origins import Origin, Things
from finmodel.report.document.margins import Margins

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from finmodel.report.document.ledger.ledger import Ledger
    from finmodel.report.document.shown import ShownColumn

Kind = Literal["text", "money", "share", "count", "number", "year"]
"""What a column holds: words; money [whole currency units]; a share of one; outputs or people that
are counted; any other number; a year."""


Sign = Literal["as it is", "turned", "always"]
"""How the sign of a printed number is written: with a minus only, with the other sign, or with a
plus too."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    key: str
    """Its column of the table's rows."""
    label: str
    kind: Kind = "text"
    unit: str = ""
    """Unit in words, where the kind does not say it: learners, thousand MNT a year."""
    decimals: int = 0
    """Decimals shown of a count, share or number; money is shown in the report's unit."""
    total: bool = False
    """Whether the sum of the column means something, and is shown in a last row."""
    sum_of: Sequence[str] = ()
    """Columns of which it is the sum in every row, as shown too."""
    signed: bool = False
    """Whether a number above zero is shown with a plus, as a difference is."""
    less: tuple[str, str] | None = None
    """Two columns of which it is the difference, as shown too: the first less the second."""
    axis: str = ""
    """What kind of thing its words name, such as `region`: one thing is rounded alike in all
    tables of a document."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Words of it that name a thing otherwise than other tables do."""
    flow: str = ""
    """Which money it is: a column of the money of each thing, or of a part of it."""
    part: tuple[str, str] | None = None
    """Which part of that money it is: the kind of thing, such as `year`, and which one."""
    origin: Origin | None = None
    """Which records of the allocation its numbers are; not needed for sums of other columns."""
    quotes: str = ""
    """Which side of a change of input its words quote, `old` or `new`: the numbers in them are
    those that the planner wrote."""


@dataclass(frozen=True)
class Table:
    """Rows of numbers under heads."""

    id: str
    """Unique in the document: the anchor of a page, the name of a sheet."""
    title: str
    columns: Sequence[Column]
    rows: pd.DataFrame
    """Numbers as they are: money in whole currency units, shares of one. Missing is NaN or None."""
    note: str = ""
    adds_up_to: Mapping[str, float] = field(default_factory=dict)
    """Sum that each named column must have, taken from the allocation by another way."""
    sources: Sequence[str] = ()
    """Ids of the source notes that the table rests on."""
    notes: Sequence[Sequence[str]] = ()
    """Of each row the ids of the source notes that it rests on; empty where no row has its own."""
    things: Sequence[Things] = ()
    """What each row is about, in the ids of the scenario."""
    said: Sequence[Words] = ()
    """Title and note, where they hold numbers."""


@dataclass(frozen=True)
class Drawn:
    """Numbers that a chart draws, and the cells of a table that they are."""

    value: str
    """Field of the chart's rows that holds the numbers."""
    column: str = ""
    """Key of the table's column."""
    by: Mapping[str, str] = field(default_factory=dict)
    """Field of the chart's rows to key of the table's column: a drawn row stands for the table's
    rows that have its words, and is their sum."""
    only: Mapping[str, str] = field(default_factory=dict)
    """Words that a field of the chart's rows must have; other drawn rows are something else."""
    column_field: str = ""
    """Field that names the table's column, where it differs from row to row, as with years."""
    less: str = ""
    """Field with what is taken off, where a mark reaches from one number to another."""
    exactly: Origin | None = None
    """Where the number comes from, where no cell of the table holds it."""
    words: str = ""
    """Field with the number in words, which must be those of the cell."""
    table: str = ""
    """Id of the table; the figure's own where empty."""
    some: bool = False
    """Whether rows of the table may be left out."""


@dataclass(frozen=True)
class Figure:
    """A chart of the numbers of a table."""

    id: str
    finding: str
    """What the chart shows, as a sentence: its title, and its text for those who cannot see it."""
    chart: alt.TopLevelMixin
    table: str
    """Id of the table with the numbers drawn."""
    picks: str = ""
    """Field of the drawn rows by whose values tables are filtered, such as `region`: choosing a
    mark shows only the rows that have its value in the column of that key."""
    columns: Sequence[str] = ()
    """Keys of the columns with the numbers drawn, for formats that draw charts of their own."""
    drawn: Sequence[Drawn] = ()
    """Which numbers are drawn, for the check of each with its row."""
    places: Sequence[str] = ()
    """Fields that only say where a mark stands."""
    said: Words | None = None
    """The finding, where it holds numbers."""
    note: Words | None = None
    """What is drawn, where it holds numbers: the line below the chart's title."""


@dataclass(frozen=True)
class Cell:
    """Where a printed number stands in a table."""

    table: str
    column: str = ""
    """Key of the column; the number of rows where empty."""
    rows: Sequence[str] | None = None
    """Words of the rows in the first column; all rows where missing."""


@dataclass(frozen=True)
class Fact:
    """What a printed number is, where no table holds it."""

    value: float
    """As it is: money in whole currency units, shares of one."""
    origin: Origin | None = None
    """Which records of the allocation it is."""


@dataclass(frozen=True)
class Tally:
    """A printed number that counts the rows of a table that show something."""

    table: str
    column: str
    shown: str = ""
    """What their cell shows."""
    begins: str = ""
    """What it begins with."""


@dataclass(frozen=True)
class Printed:
    """A number as a sentence prints it, and where it comes from."""

    text: str
    origin: Cell | Fact | Tally
    kind: Kind = "number"
    decimals: int = 0
    of: Cell | None = None
    """What it is a share of."""
    scale: float = 1
    """What one of its unit is [currency units, or one]."""
    sign: Sign = "as it is"
    """Whether a loss is printed as what is lost, or a gain with its sign."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    firm: bool = False
    """Whether nobody may read past it."""
    numbers: Sequence[Printed] = ()
    """Numbers in it, in their order, tied to where they come from."""

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __add__(self, other: Words) -> Words:
        """One sentence after another, in one paragraph."""
        text = " ".join(text for text in (self.text, other.text) if text)
        return Words(text, self.firm or other.firm, (*self.numbers, *other.numbers))


Block = Words | Table | Figure


@dataclass(frozen=True)
class Chapter:
    """A question and its answer: findings first, then tables and figures."""

    id: str
    title: str
    blocks: Sequence[Block]
    part: Literal["findings", "detail", "annex"] = "detail"
    """Where it stands: on the first screen (two pages on paper), after it, or at the end."""


@dataclass(frozen=True)
class SourceNote:
    """Where a figure of the scenario comes from."""

    id: str
    figure: str
    """Place of the figure in the scenario, in words."""
    value: str
    status: str
    source: str
    year: str = ""
    note: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    title: str
    standing: str
    """What it is until approved, or by whom it was approved: shown at the head of every page."""
    language: str
    money_unit: str
    """The unit in which money is shown, in the language: million MNT."""
    money_scale: int
    """Currency units in one money unit."""
    digest: str
    """Digest of the allocation's manifest; of a comparison, one for each side in order."""
    chapters: Sequence[Chapter]
    notes: Sequence[SourceNote] = ()
    untranslated: Sequence[str] = ()
    """Texts of the scenario that the language lacks, shown in the language that they have."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What machines read: the same numbers as plain data."""
    money_decimals: int | None = None
    """Decimals of money in the whole document; what fits each table where missing."""
    subtitle: str = ""
    """What it is about, in a line below the title."""
    ledger: Ledger | None = None
    """Books of the allocation, for the check of each number."""
    opening: Sequence[Words] = ()
    """Title, subtitle and standing, where they hold numbers."""

    @cached_property
    def note_numbers(self) -> dict[str, int]:
        """Number of each source note by its id, from one."""
        return {note.id: number for number, note in enumerate(self.notes, 1)}

    @cached_property
    def margins(self) -> Margins:
        """What each thing has, rounded once for all tables."""
        return Margins(self)

    @cached_property
    def columns_shown(self) -> dict[int, tuple[Table, list[ShownColumn]]]:
        """Tables that were laid out as they are shown, by identity: it is asked for many times."""
        return {}

    def tables(self) -> dict[str, Table]:
        """Return every table by its id, in the order of the document."""
        return {
            block.id: block
            for chapter in self.chapters
            for block in chapter.blocks
            if isinstance(block, Table)
        }
