"""What tables hold: regions with their figures, and amounts by region and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from finmodel.scenario.csv_table import NONE, NONE_RECORDED, NOT_FINITE, UNKNOWN, Row, Table
from finmodel.scenario.merge import Tree
from finmodel.scenario.places import Key, Mark, Place
from finmodel.scenario.problems import nearest, shown
from finmodel.scenario.values import YEARS, parse_years

NAME = re.compile(r"name_([a-z]{2,3})")
REGION_COLUMNS = ("id", "name", "type", "parent", "tile_column", "tile_row")


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
