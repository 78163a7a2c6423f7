"""The paper: its pages, what stands on each of them, and text that stays text."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from pypdf import PdfReader

from finmodel.report.document.parts import Chapter, Column, SourceNote, Table, Words
from finmodel.report.document.pdf import as_pdf
from finmodel.report.document.pdf.tables import MOST_ROWS
from tests.document.samples import bars, document, regions

HOSTILE = (
    "#strong[bold]",
    "$x^2$ and *stars* and _lines_",
    '#image("/etc/passwd")',
    "= heading",
    "<label> @reference",
    "// a comment",
    "`raw` \\ backslash",
    '"; #panic("no")',
)


def pages_of(written: bytes) -> list[str]:
    """Text of each page, in one line."""
    reader = PdfReader(io.BytesIO(written))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_standing_the_digest_and_the_number_are_on_each_page() -> None:
    given = document()
    long = pd.DataFrame({"n": range(200), "name": [f"row {n}" for n in range(200)]})
    table = Table("long", "Long", (Column("name", "Name"), Column("n", "N", "count")), long)
    chapters = [*given.chapters, Chapter("long", "Long", [table], "annex")]
    pages = pages_of(as_pdf(replace(given, chapters=chapters)))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert "proposed, not an appropriation" in text
        assert "Digest of the allocation: 0123abcd" in text
        assert f"{number} / {len(pages)}" in text
        if "row 1" in text:
            assert "Name N" in text, "heads stand on every page of a table"


def test_tables_show_what_adds_up() -> None:
    text = " ".join(pages_of(as_pdf(document())))
    for words in ("Money [million MNT]", "North 400 50.0% 1,200 2026", "Total 2,000 31,650"):
        assert words in text


def test_the_same_document_gives_the_same_bytes() -> None:
    assert as_pdf(document()) == as_pdf(document())


def test_markup_arrives_as_text() -> None:
    for text in HOSTILE:
        table = regions((text, "Capital", "South Steppe"))
        columns = (replace(table.columns[0], label=text), *table.columns[1:])
        table = replace(table, title=text, note=text, columns=columns)
        chapters = [
            Chapter("who", text, [Words(text), bars(table, text), table], "findings"),
            Chapter("more", text, [Words(text, firm=True)], "annex"),
        ]
        note = SourceNote("n", text, text, "official", text, "2020", text)
        made = replace(
            document(title=text),
            standing=text,
            subtitle=text,
            money_unit=text,
            digest=text,
            chapters=chapters,
            notes=[note],
            untranslated=[text],
        )
        shown = "".join(pages_of(as_pdf(made))).replace(" ", "").replace("\u200b", "")
        assert shown.count(text.replace(" ", "")) >= 12, text


def test_cyrillic_and_signs_of_money_are_drawn_with_fonts_in_the_file() -> None:
    table = regions(("Өвөрхангай", "Төв", "Баян-Өлгий"))
    given = document(title="Монгол Улс: 5 сая ₮", table=table)
    written = as_pdf(replace(given, money_unit="сая ₮"))
    text = " ".join(pages_of(written))
    for words in ("Монгол Улс: 5 сая ₮", "Өвөрхангай", "Баян-Өлгий", "[сая ₮]"):
        assert words in text
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(written)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_single_finding_takes_the_whole_width() -> None:
    said = "word " * 60
    chapter = Chapter("one", "Only this", [Words(said)], "findings")
    pages = PdfReader(io.BytesIO(as_pdf(replace(document(), chapters=[chapter])))).pages
    lines = pages[0].extract_text().splitlines()
    assert max(line.count("word") for line in lines) > 15


@pytest.mark.parametrize("count", [3, 10])
def test_findings_fill_two_pages_at_most(count: int) -> None:
    said = Words("A sentence about money that says what was found in the numbers. " * 4)
    table = regions()
    chapters = [
        Chapter(f"q{at}", f"Question {at}", [said, bars(table)], "findings") for at in range(count)
    ]
    chapters.append(Chapter("annex", "The annex begins", [table], "annex"))
    pages = pages_of(as_pdf(replace(document(), chapters=chapters)))
    first = next(at for at, text in enumerate(pages) if "The annex begins" in text)
    assert first <= 2
    assert all(f"Question {at}" in " ".join(pages[:first]) for at in range(count))


def test_long_tables_are_cut_and_say_so() -> None:
    rows = pd.DataFrame({"n": range(MOST_ROWS + 1234)})
    table = Table("n", "Many", (Column("n", "N", "number", total=True),), rows)
    given = replace(document(), chapters=[Chapter("n", "Many", [table], "annex")])
    text = " ".join(pages_of(as_pdf(given)))
    assert "1,234 more rows stand in the workbook." in text
    assert f"{sum(range(MOST_ROWS + 1234)):,}" in text


def test_wide_tables_lie_across_the_page() -> None:
    columns = tuple(Column(f"c{at}", f"Column {at}", "number") for at in range(20))
    rows = pd.DataFrame({column.key: [1.0, 2.0] for column in columns})
    chapter = Chapter("w", "Wide", [Table("w", "Wide", columns, rows)], "annex")
    written = as_pdf(replace(document(), chapters=[*document().chapters, chapter]))
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(written)).pages]
    assert [box.width > box.height for box in boxes] == [False] * (len(boxes) - 1) + [True]
