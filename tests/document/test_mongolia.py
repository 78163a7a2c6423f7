"""Mongolia's report on paper and in a workbook that LibreOffice recalculates, and its letters."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.document.excel import as_excel
from finmodel.report.document.make import make_document
from finmodel.report.document.parts import Document
from finmodel.report.document.pdf import as_pdf
from finmodel.report.document.subject import Subject
from finmodel.report.languages.language import language_of
from finmodel.report.letters.write import write_letters
from finmodel.scenario.load import load_scenario
from tests.document.rounding import shown_of_things, shown_otherwise
from tests.document.test_recalculated import ERROR, recalculated, without_values

FOLDER = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """Mongolia's scenario, solved, saved and opened."""
    place = tmp_path_factory.mktemp("mongolia") / "plan"
    save(allocate(load_scenario(FOLDER)), place)
    return open_sides([place])[0]


@pytest.fixture(scope="module")
def report(plan: Side) -> Document:
    """The report on it, in Mongolian."""
    return make_document(plan, "mn")


def paid_by(plan: Side, key: str) -> Counter[str]:
    """Sums of `allocation.csv`, read as anyone would read it [currency]."""
    sums: Counter[str] = Counter()
    with (plan.folder / "allocation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sums[row[key]] += int(row["amount"])
    return sums


def test_no_region_differs_by_a_last_digit_between_two_tables(report: Document) -> None:
    things = shown_of_things(report)
    assert sum(len(tables) > 1 for tables in things.values()) > 30
    assert shown_otherwise(report) == {}
    regions = [tables for (_, axis, _), tables in things.items() if axis == "region"]
    assert len(regions) == len(report.tables()["regions"].rows)
    assert all(set(tables) == {"regions", "region-programme"} for tables in regions)


@pytest.mark.office
def test_the_workbook_recalculates_to_the_allocation(
    libreoffice: str, plan: Side, report: Document, tmp_path: Path
) -> None:
    workbook = as_excel(report)
    names = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
    sheets = recalculated(libreoffice, without_values(workbook), tmp_path)
    assert set(sheets) == set(names)
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    assert [cell for cell in cells if ERROR.search(cell) or cell == "77777"] == []
    _ = language_of("mn").gettext
    labels = _("Total of the rows shown"), _("Differs from the allocation by")
    total = sum(paid_by(plan, "year").values())
    checked = 0
    for name, table in zip(names[1:], report.tables().values(), strict=False):
        rows = {row[0]: row for row in sheets[name]}
        for at, column in enumerate(table.columns):
            if column.total and not table.columns[0].total:
                found = float(rows[labels[0]][at])
                assert found == pytest.approx(float(table.rows[column.key].sum()), rel=1e-12)
            if column.key in table.adds_up_to:
                assert float(rows[labels[1]][at]) == 0
                checked += float(rows[labels[0]][at]) == total
    assert checked > 10, "tables of all the money"


def test_regions_in_the_workbook_have_what_the_saved_file_says(
    plan: Side, report: Document
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_excel(report)))
    at = list(report.tables()).index("regions") + 1
    rows = book.get_sheet_by_index(at).to_python()
    amounts = [row[1] for row in rows if isinstance(row[1], float)]
    assert sorted(paid_by(plan, "region").values()) == sorted(amounts[2:])


def test_the_findings_stand_on_two_pages_with_pictures(report: Document) -> None:
    pages = PdfReader(io.BytesIO(as_pdf(report))).pages
    first = [" ".join(page.extract_text().split()) for page in pages[:2]]
    findings = [chapter for chapter in report.chapters if chapter.part == "findings"]
    for chapter in findings:
        assert any(chapter.title in text for text in first)
    assert all(len(page["/Resources"]["/XObject"]) >= 1 for page in pages[:2])
    assert findings[0].title in pages[2].extract_text(), "the annexes begin with its table"


@pytest.mark.parametrize("each_region", [False, True])
def test_letters_are_one_page_each(plan: Side, tmp_path: Path, each_region: bool) -> None:
    files = write_letters([Subject(plan, "mn")], ["pdf"], tmp_path / "out", each_region)
    assert len(files) == 1 + (30 if each_region else 22) + 5
    for file in files[1:]:
        pages = PdfReader(file).pages
        assert len(pages) == 1, file.name
        words = pages[0].extract_text().split("Нөхцөл")[0]
        assert "Төсвийн хязгаарын санал" in words
        assert "budget year" not in words
