"""The workbook: what its cells hold, before anything recalculates them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from finmodel.report.document.excel import as_excel
from finmodel.report.document.excel.book import Book
from finmodel.report.document.excel.notes import address_in
from finmodel.report.document.parts import Chapter, Column, Document, SourceNote, Table, Words
from tests.document.samples import REGIONS, bars, document, regions

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HOSTILE = ("=1+1", "+7", "-7", "@SUM(A1)", "=Sheet1!$A$1", "Wow!A1", "{=A1}", "https://x.org/y")


def opened(written: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(written))


def parts(written: bytes, folder: str) -> list[ElementTree.Element]:
    """XML parts of a folder of the file."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(folder))
        return [ElementTree.fromstring(archive.read(name)) for name in names if name[-3:] == "xml"]


def formulas(written: bytes) -> list[str]:
    """All formulas of all sheets."""
    sheets = parts(written, "xl/worksheets/sheet")
    return [cell.text or "" for sheet in sheets for cell in sheet.iter(f"{MAIN}f")]


def rows_of(written: bytes, sheet: str) -> list[list[Any]]:
    return opened(written).get_sheet_by_name(sheet).to_python()


def test_money_stands_in_whole_units_under_live_totals() -> None:
    written = as_excel(document())
    labels = ["Region", "Money [million MNT]", "Coverage", "Output [learners]", "Since"]
    rows = [row[:5] for row in rows_of(written, "Money by region")]
    heads = rows.index(labels)
    assert rows[heads + 1] == ["North", 4e8, 0.5, 1200.0, 2026.0]
    assert rows[heads + 2][2] == ""
    total = next(row for row in rows if row[0] == "Total of the rows shown")
    assert total == ["Total of the rows shown", 2e9, "", 31650.0, ""]
    difference = next(row for row in rows if row[0] == "Differs from the allocation by")
    assert difference[1] == 0
    first, last = heads + 2, heads + 4
    found = formulas(written)
    assert f"SUBTOTAL(109,B{first}:B{last})" in found
    assert f"ROUND(SUM(B{first}:B{last})-2000000000.0,6)" in found


def test_sums_of_a_row_are_live_where_they_are_exact() -> None:
    rows = pd.DataFrame({"year": [2026, 2027], "a": [1.0, 2.0], "b": [3.0, 4.0], "all": [4.0, 7.0]})
    columns = (
        Column("year", "Year", "year"),
        Column("a", "A", "money"),
        Column("b", "B", "money"),
        Column("all", "All", "money", sum_of=("a", "b")),
    )
    table = Table("t", "By year", columns, rows)
    written = as_excel(replace(document(), chapters=[Chapter("c", "C", [table])]))
    found = rows_of(written, "By year")
    first = next(at for at, row in enumerate(found, start=1) if row[0] == 2026)
    assert formulas(written) == [f"SUM(B{first},C{first})"]
    assert [row[3] for row in found[first - 1 : first + 1]] == [4, 7]


def test_what_does_not_add_up_to_the_allocation_shows() -> None:
    table = replace(regions(), adds_up_to={"money": 2e9 + 5})
    written = as_excel(document(table=table))
    difference = next(
        row
        for row in rows_of(written, "Money by region")
        if row[0] == "Differs from the allocation by"
    )
    assert difference[1] == -5
    listed = next(row for row in rows_of(written, "Findings") if row[1] == "Money")
    assert listed[2:] == [2e9, 2e9 + 5, -5.0]


def test_heads_are_frozen_and_filtered() -> None:
    written = as_excel(document())
    sheet = parts(written, "xl/worksheets/sheet2")[0]
    rows = rows_of(written, "Money by region")
    heads = next(at for at, row in enumerate(rows, start=1) if row[0] == "Region")
    [pane] = sheet.iter(f"{MAIN}pane")
    assert (pane.get("ySplit"), pane.get("xSplit"), pane.get("state")) == (
        str(heads),
        "1",
        "frozen",
    )
    [filtered] = sheet.iter(f"{MAIN}autoFilter")
    assert filtered.get("ref") == f"A{heads}:E{heads + 3}"


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = as_excel(document())
    monkeypatch.setenv("TZ", "Asia/Ulaanbaatar")
    assert as_excel(document()) == first


def test_text_stays_text_whatever_it_begins_with() -> None:
    for text in HOSTILE:
        table = regions((text, "Capital", "South Steppe"))
        columns = tuple(replace(column, label=text, unit=text) for column in table.columns)
        table = replace(table, title=text, note=text, columns=columns)
        chapter = Chapter("who", text, [Words(text), bars(table, text), table], "findings")
        only = Chapter("words", text, [Words(text)])
        note = SourceNote("n", text, text, "official", text, text, text)
        written = as_excel(
            replace(
                document(title=text, table=table),
                standing=text,
                money_unit=text,
                chapters=[chapter, only],
                notes=[note],
                untranslated=[text],
            )
        )
        allowed = ("SUBTOTAL(109,", "SUM('", "ROUND(")
        assert all(formula.startswith(allowed) for formula in formulas(written)), text
        cells = [
            cell
            for name in opened(written).sheet_names
            for row in rows_of(written, name)
            for cell in row
        ]
        assert cells.count(text) >= 10, text
        for chart in parts(written, "xl/charts/chart"):
            addresses = [each.text or "" for each in chart.iter(f"{DRAWN}f")]
            sheets = {
                address.rsplit("!", 1)[0].strip("'").replace("''", "'") for address in addresses
            }
            assert addresses
            assert sheets <= set(opened(written).sheet_names)
            titles = [each.text for each in chart.iter(f"{DRAWN}v")]
            assert text in titles


def test_sheet_names_are_short_and_differ() -> None:
    titles = ["Money by region and programme and year", "Money by region and programme and source"]
    titles += [
        "money by REGION and programme, once more",
        "History",
        "[]:*?/\\",
        "'quoted'",
        "Findings",
    ]
    tables = [replace(regions(), id=str(at), title=title) for at, title in enumerate(titles)]
    chapters = [Chapter(table.id, table.title, [table]) for table in tables]
    names = opened(as_excel(replace(document(), chapters=chapters))).sheet_names
    assert len(names) == len({name.lower() for name in names}) == len(titles) + 1
    for name in names:
        assert 0 < len(name) <= 31
        assert name.lower() != "history"
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name


def test_charts_are_drawn_from_cells() -> None:
    written = as_excel(document())
    [chart] = parts(written, "xl/charts/chart")
    assert [each.tag for each in chart.iter(f"{DRAWN}barChart")]
    cached = [each.text for each in chart.iter(f"{DRAWN}v")]
    assert "South Steppe gets most" in cached
    assert "1200000000" in cached or "1200000000.0" in cached
    assert "million MNT" in cached


def test_a_chart_draws_the_columns_that_its_figure_names() -> None:
    table = regions()
    figure = replace(bars(table), columns=("coverage",))
    chapter = Chapter("who", "Who", [figure, table], "findings")
    written = as_excel(replace(document(), chapters=[chapter]))
    [chart] = parts(written, "xl/charts/chart")
    [values] = list(chart.iter(f"{DRAWN}val"))
    address = next(values.iter(f"{DRAWN}f")).text or ""
    assert address.startswith("'Money by region'!$C$")
    assert "million MNT" not in [each.text for each in chart.iter(f"{DRAWN}v")]
    other = replace(figure, columns=("region",))
    written = as_excel(replace(document(), chapters=[Chapter("who", "Who", [other, table])]))
    assert parts(written, "xl/charts/chart") == []


def test_a_table_without_rows_or_names_has_no_total_and_no_chart() -> None:
    empty = replace(regions(), rows=regions().rows.iloc[:0], adds_up_to={})
    written = as_excel(document(table=empty))
    assert formulas(written) == []
    assert parts(written, "xl/charts/chart") == []
    columns = (Column("n", "Number", "number", decimals=1),)
    bare = Table("bare", "Bare", columns, pd.DataFrame({"n": [1.5]}))
    figure = replace(bars(regions()), table="bare")
    chapter = Chapter("a", "A", [bare, figure], "findings")
    written = as_excel(replace(document(), chapters=[chapter]))
    assert parts(written, "xl/charts/chart") == []
    assert ["South Steppe gets most", "", "", "", ""] in rows_of(written, "Findings")


def test_notes_link_to_where_figures_come_from() -> None:
    table = replace(regions(), sources=["need"])
    note = SourceNote("need", "Need", "5", "official", "stat.example/table/7, page 3", "2020")
    given = replace(document(table=table), notes=[note], untranslated=["Нэр"])
    written = as_excel(given)
    rows = rows_of(written, "Sources and notes")
    assert [1, "Need", "5", "official", note.source, "2020", "", "Money by region"] in rows
    assert rows[-1][0] == "Нэр"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        links = archive.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    assert 'Target="https://stat.example/table/7"' in links


def test_differences_are_coloured_evenly_around_zero() -> None:
    columns = [Column("region", "Region"), Column("d", "B less A", "count", signed=True)]
    rows = pd.DataFrame({"region": ["North", "South"], "d": [-4.0, 1.0]})
    table = Table("moved", "What moved", columns, rows)
    made = replace(document(), chapters=[Chapter("c", "C", [table])])
    with zipfile.ZipFile(io.BytesIO(as_excel(made))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    scale = sheet.split("<colorScale>")[1].split("</colorScale>")[0]
    values = re.findall(r'val="(-?[0-9.]+)"', scale)
    assert [float(value) for value in values] == [-4, 0, 4]
    assert "+#,##0;-#,##0;#,##0" in styles


def test_each_row_links_to_the_first_of_its_notes() -> None:
    table = replace(regions(), notes=[["a", "b"], [], ["c"]])
    notes = [SourceNote(id, id.upper(), "5", "official", "stat") for id in "abc"]
    written = as_excel(replace(document(table=table), notes=notes))
    heads = next(row for row in rows_of(written, "Money by region") if row[0] == "Region")
    place = heads.index("Notes")
    shown = [row[place] for row in rows_of(written, "Money by region") if row[0] in REGIONS]
    assert shown == ["1–2", "", "3"]
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    rows = rows_of(written, "Sources and notes")
    for number, figure in ((1, "A"), (3, "C")):
        line = 1 + next(at for at, row in enumerate(rows) if row[:2] == [number, figure])
        assert f"location=\"'Sources and notes'!A{line}\"" in sheet


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.org/b?c=d), noted", "https://a.org/b?c=d"),
        ("javascript:alert(1)//a.org/b", ""),
        ("file:///etc/passwd", ""),
        ("someone@a.org/b", ""),
        ("a table of 2020", ""),
    ],
)
def test_only_web_addresses_become_links(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    ("scale", "amounts", "form"),
    [
        (1_000_000, [4_000_000, 12_000_000], "#,##0,,"),
        (1_000_000, [4_000_000, 12_500_000], "#,##0.0,,"),
        (1_000_000, [1], "#,##0.000000,,"),
        (1_000, [1500], "#,##0.0,"),
        (1, [15], "#,##0"),
        (1_000_000_000, [5_000_000_000], "#,##0,,,"),
    ],
)
def test_money_is_shown_exactly_in_its_unit(scale: int, amounts: list[int], form: str) -> None:
    book = Book(replace(document(), money_scale=scale))
    assert book.money_format(book.money_decimals(amounts)) == form


def test_long_text_is_cut_to_what_a_cell_holds() -> None:
    given: Document = replace(document(), untranslated=["x" * 40_000])
    text = rows_of(as_excel(given), "Sources and notes")[-1][0]
    assert len(text) == 32_767
    assert text.endswith("…")


def test_properties_name_the_allocation() -> None:
    with zipfile.ZipFile(io.BytesIO(as_excel(document()))) as archive:
        assert b"0123abcd" in archive.read("docProps/custom.xml")
        core = archive.read("docProps/core.xml").decode()
    for words in ("A plan", "proposed, not an appropriation", "0123abcd", "2000-01-01"):
        assert words in core
