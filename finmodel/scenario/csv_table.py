"""One CSV file, read as text and checked cell by cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from finmodel.scenario.files import decode, read_bytes
from finmodel.scenario.places import Place
from finmodel.scenario.problems import Problem, ScenarioError, listed, nearest, shown

LARGEST_TABLE = 50_000_000
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
NOT_FINITE = frozenset({"nan", "inf", "infinity", "n/a", "na", "null", "#n/a", "-", "–", "..."})
NONE, NONE_RECORDED, UNKNOWN = "none", "none recorded", "unknown"
EITHER_BLANK = f"write a number, or `{NONE_RECORDED}` for zero, or `{UNKNOWN}`"
AMOUNT_BLANK = f"write a number, or `{NONE_RECORDED}` for zero; estimate what is not known"


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    line: int
    """Line of the file that the row begins on."""
    cells: dict[str, str]
    """Cells by column, without spaces around them."""


class Table:
    """One CSV file, read as text.

    Parameters
    ----------
    path : Path
        File to read.
    file : str
        Its name in places.

    Raises
    ------
    ScenarioError
        If the file is missing, too large, not UTF-8, or has no usable first row.
    """

    def __init__(self, path: Path, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        text = decode(read_bytes(path, file, LARGEST_TABLE), file)
        lines = self._lines(text)
        first = next(lines, None)
        if first is None:
            raise ScenarioError([Problem(f"{file}:1", "the table is empty", "write its columns")])
        self.header_line, names = first
        self.columns = [name.strip() for name in names]
        self._check_columns()
        self.torn: list[tuple[int, str]] = []
        """Line and id of each row that does not fit, so that its id is still known."""
        self.lost = False
        """Whether a row has no id, so that any name may be the one that is missing."""
        self.rows = [self._row(line, cells) for line, cells in lines if self._fits(line, cells)]
        if not self.rows and not self.problems:
            self.report("the table has no rows", "write one row for each region", self.header_line)

    def report(
        self, message: str, remedy: str, line: int | None = None, column: str | None = None
    ) -> None:
        """Note a problem at a row or a cell."""
        self.problems.append(Problem(str(Place(self.file, line, column)), message, remedy))

    def _lines(self, text: str) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        begins = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                place = f"{self.file}:{begins}"
                remedy = 'put a cell that holds a comma or a quote in quotes: "one, ""two"""'
                raise ScenarioError(
                    [Problem(place, "a quote in this row is out of place", remedy)]
                ) from None
            if cells:
                yield begins, cells
            begins = reader.line_num + 1

    def _check_columns(self) -> None:
        if len(self.columns) == 1 and (";" in self.columns[0] or "\t" in self.columns[0]):
            message = "the columns are not separated by commas"
            raise ScenarioError(
                [Problem(f"{self.file}:{self.header_line}", message, "save the table with commas")]
            )
        for position, name in enumerate(self.columns):
            if not name:
                message = f"column {position + 1} has no name"
                raise ScenarioError(
                    [Problem(f"{self.file}:{self.header_line}", message, "name it, or delete it")]
                )
            if name in self.columns[:position]:
                message = f"the column {shown(name)} is there twice"
                raise ScenarioError(
                    [Problem(f"{self.file}:{self.header_line}", message, "keep one of the two")]
                )

    def _fits(self, line: int, cells: list[str]) -> bool:
        if not any(cell.strip() for cell in cells):
            self.report("the row is empty", "delete it", line)
        elif len(cells) != len(self.columns):
            message = f"the row has {len(cells)} cells and the table {len(self.columns)} columns"
            remedy = 'write one cell for each column, and put text with a comma in quotes: "a, b"'
            self.report(message, remedy, line)
            self.torn.append((line, cells[0].strip()))
        else:
            return True
        return False

    def _row(self, line: int, cells: list[str]) -> Row:
        return Row(
            line, {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True)}
        )

    def need_columns(self, needed: Sequence[str]) -> None:
        """Refuse a table that lacks columns.

        Raises
        ------
        ScenarioError
            If one of the columns is missing; offers the nearest one that is there.
        """
        for name in needed:
            if name not in self.columns:
                near = nearest(name, self.columns)
                there = f"the table has {listed(self.columns)}"
                remedy = f"rename the column `{near}`" if near else f"add it; {there}"
                message = f"the column `{name}` is missing"
                problem = Problem(f"{self.file}:{self.header_line}", message, remedy)
                raise ScenarioError([*self.problems, problem])

    def by_id(self, column: str) -> Iterator[tuple[str, Row]]:
        """Rows by id, each id once."""
        lines: dict[str, int] = {}
        for row in self.rows:
            key = row.cells[column]
            if not key or key == NONE:
                self.report("the id is missing", "write one", row.line, column)
                self.lost = True
            elif key in lines:
                message = f"{shown(key)} is there twice, first on line {lines[key]}"
                self.report(message, "keep one of the two rows", row.line, column)
            else:
                lines[key] = row.line
                yield key, row

    def number(self, row: Row, column: str, blanks: bool) -> tuple[float | str, bool]:
        """Read one cell as a number of zero or more; whether it is good comes with it.

        Parameters
        ----------
        row : Row
            Row of the cell.
        column : str
            Its column.
        blanks : bool
            Whether `unknown` may stand in it; `none recorded` always may.
        """
        cell = row.cells[column]
        remedy = EITHER_BLANK if blanks else AMOUNT_BLANK
        if cell == NONE_RECORDED:
            return (cell if blanks else 0), True
        if cell == UNKNOWN and blanks:
            return cell, True
        if NUMBER.fullmatch(cell):
            number = float(cell)
            if number == float("inf"):
                self.report(
                    f"{shown(cell)} is too large", "write a finite number", row.line, column
                )
            elif number < 0:
                self.report(f"{cell} is negative", "write zero or more", row.line, column)
            else:
                return (int(cell) if re.fullmatch(r"[+]?[0-9]+", cell) else number), True
        elif not cell:
            self.report("the cell is empty", remedy, row.line, column)
        elif cell.casefold().lstrip("+-") in NOT_FINITE or cell in NOT_FINITE:
            self.report(f"{shown(cell)} is not a number", remedy, row.line, column)
        elif NUMBER.fullmatch(re.sub(r"[\s,’']", "", cell)):
            plain = re.sub(r"[\s,’']", "", cell)
            message = f"{shown(cell)} is not a plain number"
            self.report(message, f"write {plain}, with a point for decimals", row.line, column)
        elif cell.endswith("%"):
            remedy = f"write {cell.rstrip('% ')} and say the unit under `regions.columns`"
            self.report(f"{shown(cell)} has a percent sign", remedy, row.line, column)
        else:
            self.report(f"{shown(cell)} is not a number", remedy, row.line, column)
        return (UNKNOWN if blanks else 0), False
