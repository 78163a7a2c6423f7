"""CSV tables beside the scenario, read cell by cell and written into the tree."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finmodel.scenario.files import confined, decode, read_bytes
from finmodel.scenario.merge import Tree, merge
from finmodel.scenario.places import Key, Mark, Place
from finmodel.scenario.problems import Problem, ScenarioError, listed, nearest, shown
from finmodel.scenario.programmes import Need
from finmodel.scenario.regions import Regions
from finmodel.scenario.shape import fields, shape_of
from finmodel.scenario.values import YEARS, parse_years

LARGEST_TABLE = 50_000_000
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
NAME = re.compile(r"name_([a-z]{2,3})")
NOT_FINITE = frozenset({"nan", "inf", "infinity", "n/a", "na", "null", "#n/a", "-", "–", "..."})
REGION_COLUMNS = ("id", "name", "type", "parent", "tile_column", "tile_row")
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


def read_regions(table: Table) -> Tree:
    """Regions of a table, as they stand in `regions.list`."""
    names = {
        column: (match[1] if (match := NAME.fullmatch(column)) else "")
        for column in table.columns
        if column == "name" or NAME.fullmatch(column)
    }
    table.need_columns(["id"] if names else ["id", "name"])
    if "name" in names and len(names) > 1:
        message = "there is a column `name` beside one for a language"
        table.report(message, "rename it `name_en`, say", table.header_line, "name")
    for one, other in (("tile_column", "tile_row"), ("tile_row", "tile_column")):
        if one in table.columns and other not in table.columns:
            message = f"there is a column `{one}` but none called `{other}`"
            table.report(message, f"add `{other}`", table.header_line, one)
    attributes = [c for c in table.columns if c not in REGION_COLUMNS and c not in names]
    attributes = [column for column in attributes if not _is_text(table, column)]
    regions: dict[str, Any] = {}
    mark = Mark(Place(table.file, table.header_line))
    for key, row in table.by_id("id"):
        regions[key], mark.inside[key] = _region(table, row, names, attributes)
    for line, key in table.torn:
        regions.setdefault(key, {"name": key})
        mark.inside.setdefault(key, Mark(Place(table.file, line), bad=True))
    mark.bad = table.lost or not regions
    return regions, mark


def _is_text(table: Table, column: str) -> bool:
    """Whether a column that would be an attribute holds words; reported once, not cell by cell."""
    cells = {row.cells[column] for row in table.rows}
    if not cells or any(not c or c == UNKNOWN or c[0] in "-+.0123456789" for c in cells):
        return False
    if NONE_RECORDED in cells or all(cell.casefold() in NOT_FINITE for cell in cells):
        return False
    near = nearest(column, [*REGION_COLUMNS, "name_en", "name_mn"])
    remedy = f"did you mean `{near}`?" if near else "take it out: other columns hold numbers"
    table.report("the column holds words", remedy, table.header_line, column)
    return True


def _region(
    table: Table, row: Row, names: dict[str, str], attributes: Sequence[str]
) -> tuple[dict[str, Any], Mark]:
    region: dict[str, Any] = {}
    mark = Mark(Place(table.file, row.line))

    def put(key: str, value: Any, column: str, good: bool = True) -> None:
        region[key] = value
        mark.inside[key] = Mark(Place(table.file, row.line, column), bad=not good)

    words = {language: _word(table, row, column) for column, language in names.items()}
    said = {language: word for language, word in words.items() if word is not None}
    if not said and all(row.cells[column] == NONE for column in names):
        table.report("the region has no name", "write it", row.line, next(iter(names)))
    name = said[""] if "" in said and len(said) == 1 else said or row.cells["id"]
    put("name", name, next(iter(names)))
    for column in ("type", "parent"):
        if column in table.columns:
            word = _word(table, row, column)
            if word is not None:
                put(column, word, column)
    tile = _tile(table, row)
    if tile is not None:
        put("tile", tile, "tile_column")
    figures: dict[str, Any] = {}
    marks: dict[Key, Mark] = {}
    for column in attributes:
        figures[column], good = table.number(row, column, blanks=True)
        marks[column] = Mark(Place(table.file, row.line, column), bad=not good)
    region["attributes"] = figures
    mark.inside["attributes"] = Mark(Place(table.file, row.line), marks)
    return region, mark


def _word(table: Table, row: Row, column: str) -> str | None:
    """Words of a cell; None where it says `none`."""
    cell = row.cells[column]
    if not cell:
        table.report("the cell is empty", f"write it, or `{NONE}`", row.line, column)
    return None if cell in ("", NONE) else cell


def _tile(table: Table, row: Row) -> list[int] | None:
    """Column and row on the tile map; None where both say `none`."""
    columns = ("tile_column", "tile_row")
    if not all(column in table.columns for column in columns):
        return None
    cells = [row.cells[column] for column in columns]
    if cells == [NONE, NONE]:
        return None
    good = True
    for column, cell in zip(columns, cells, strict=True):
        if not re.fullmatch(r"[1-9][0-9]{0,3}", cell):
            message = f"{shown(cell)} is not a tile" if cell else "the cell is empty"
            remedy = f"write a whole number from 1, or `{NONE}` in both tile columns"
            table.report(message, remedy, row.line, column)
            good = False
    return [int(cell) for cell in cells] if good else None


def read_amounts(table: Table) -> Tree:
    """Amounts by region, and by year where the table has columns for years."""
    table.need_columns(["region"])
    columns = [column for column in table.columns if column != "region"]
    if not columns:
        remedy = "add one column for each year, or one called `amount`"
        table.report("the table has no amounts", remedy, table.header_line)
    sound = True
    if columns != ["amount"]:
        columns, sound = _year_columns(table, columns)
    amounts: dict[str, Any] = {}
    mark = Mark(Place(table.file, table.header_line), bad=not sound)
    for key, row in table.by_id("region"):
        cells: dict[str, Any] = {}
        marks: dict[Key, Mark] = {}
        for column in columns:
            cells[column], good = table.number(row, column, blanks=False)
            marks[column] = Mark(Place(table.file, row.line, column), bad=not good)
        place = Place(table.file, row.line)
        if columns == ["amount"]:
            amounts[key], mark.inside[key] = cells["amount"], marks["amount"]
        else:
            amounts[key], mark.inside[key] = cells, Mark(place, marks, bad=not columns)
    return amounts, mark


def _year_columns(table: Table, columns: Sequence[str]) -> tuple[list[str], bool]:
    """Return the columns that are years or ranges, each year once; whether that is all of them."""
    good: list[str] = []
    seen: set[int] = set()
    for column in columns:
        try:
            years = set(parse_years(column)) if YEARS.match(column) else set()
        except ValueError as error:
            table.report(
                str(error).split(";")[0], "write 2026 or 2026-2030", table.header_line, column
            )
            continue
        if not years:
            message = f"{shown(column)} is neither a year nor `region`"
            remedy = "name the columns `region` and 2026, 2027 and so on, or `region` and `amount`"
            table.report(message, remedy, table.header_line, column)
        elif years & seen:
            message = f"the year {min(years & seen)} is there twice"
            table.report(message, "keep one of the two columns", table.header_line, column)
        else:
            good.append(column)
        seen |= years
    return good, good == columns


class Inliner:
    """Writes every table that a scenario names into the tree, in the place of its name.

    Parameters
    ----------
    folder : Path
        Folder that every table must lie in, resolved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._failed: dict[str, list[Problem]] = {}

    def inline(self, tree: Tree) -> None:
        """Write the tables into a tree, which is changed."""
        data, mark = tree
        self._into(data, mark, ("regions",), "list", read_regions)
        for key in _keys(data, "programmes"):
            self._into(data, mark, ("programmes", key, "need"), "amounts", read_amounts)
        for key in _keys(data, "sources"):
            self._into(data, mark, ("sources", key), "amounts", read_amounts)

    def _into(
        self,
        data: Any,
        mark: Mark,
        path: tuple[str, ...],
        target: str,
        read: Callable[[Table], Tree],
    ) -> None:
        for key in path:
            data = data.get(key) if isinstance(data, dict) else None
            mark = mark.inside.get(key, mark)
        if not isinstance(data, dict) or "table" not in data or mark.inside["table"].bad:
            return
        written, at = data.pop("table"), mark.inside.pop("table")
        inlined = self._read(written, at, read)
        if inlined is None:
            # What the table would have held is not missed a second time.
            data.setdefault(target, {})
            mark.inside[target] = Mark(at.place, mark.inside.get(target, at).inside, bad=True)
            return
        rows, marks = inlined
        if isinstance(data.get(target), dict):  # what is written out goes over the table's rows
            owner = Regions if target == "list" else Need
            over = (data[target], mark.inside[target])
            rows, marks = merge((rows, marks), over, shape_of(fields(owner)[target]))
            marks.bad |= inlined[1].bad
        data[target], mark.inside[target] = rows, marks

    def _read(self, written: object, at: Mark, read: Callable[[Table], Tree]) -> Tree | None:
        beside = "" if at.place.file.startswith("--set ") else at.place.file
        found = confined(written, beside, self.folder)
        if isinstance(found, str):
            remedy = "name a CSV file in the scenario's folder"
            self.problems.append(Problem(str(at.place), f"`table`: {found}", remedy))
            return None
        path, name = found
        if not path.exists():
            message = f"`table` names {shown(written)}, which is not there"
            near = nearest(path.name, [each.name for each in path.parent.glob("*.csv")])
            remedy = f"did you mean `{near}`?" if near else "write the file, or correct its name"
            self.problems.append(Problem(str(at.place), message, remedy))
            return None
        self.files[name] = path
        try:
            table = Table(path, name)
            tree = read(table)
        except ScenarioError as error:
            self.problems += error.problems
            return None
        self.problems += table.problems
        return tree


def _keys(data: Any, name: str) -> tuple[str, ...]:
    things = data.get(name) if isinstance(data, dict) else None
    return tuple(things) if isinstance(things, dict) else ()
