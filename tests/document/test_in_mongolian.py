"""Documents in Mongolian, in every format: no word of English but what the scenario wrote."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.excel import as_excel
from finmodel.report.document.html.drawn import specification
from finmodel.report.document.html.write import as_html
from finmodel.report.document.make import make_document
from finmodel.report.document.markdown import as_markdown
from finmodel.report.document.parts import Document, Figure
from finmodel.report.document.pdf import as_pdf
from finmodel.report.document.subject import Subject
from finmodel.report.letters.write import write_letters
from finmodel.scenario.load import load_scenario
from tests.document.latin import (
    SAME_EVERYWHERE,
    drawn_texts,
    latin,
    own_texts,
)

EVERY_RULE = Path(__file__).parent / "every-rule.yaml"
MONGOLIA = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning"
OTHERWISE = Path(__file__).parent / "every-rule-otherwise.yaml"


class Told:
    """A document, what the scenarios of it wrote themselves, and its files."""

    def __init__(self, document: Document, sides: list[Side]) -> None:
        self.document = document
        self.own = own_texts(document, *(side.allocation.scenario for side in sides))
        self.own += [text for side in sides for text in (str(side.folder), side.digest)]


def opened(place: Path, scenario: Path) -> Side:
    save(allocate(load_scenario(scenario)), place)
    return open_sides([place])[0]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Side]:
    """Saved allocations."""
    folder = tmp_path_factory.mktemp("in-mongolian")
    return {
        "every rule": opened(folder / "every", EVERY_RULE),
        "otherwise": opened(folder / "otherwise", OTHERWISE),
        "gap": opened(folder / "gap", MONGOLIA / "financing-gap.yaml"),
        "mobilise": opened(folder / "mobilise", MONGOLIA / "mobilising-resources.yaml"),
    }


DOCUMENTS = ("report", "comparison", "mobilising", "of Mongolia's scenarios")


@pytest.fixture(scope="module", params=DOCUMENTS)
def told(sides: dict[str, Side], request: pytest.FixtureRequest) -> Told:
    """A report, or a comparison."""
    every, otherwise = sides["every rule"], sides["otherwise"]
    gap, mobilise = sides["gap"], sides["mobilise"]
    if request.param == "report":
        return Told(make_document(otherwise, "mn", since=every), [every, otherwise])
    if request.param == "mobilising":
        return Told(make_document(mobilise, "mn"), [mobilise])
    pair = [otherwise, every] if request.param == "comparison" else [gap, mobilise]
    return Told(make_comparisons(pair, ["mn"], [None])[0], pair)


def test_text_holds_no_english(told: Told) -> None:
    assert latin(as_markdown(told.document).replace("\\", ""), told.own) == set()


def test_charts_draw_and_tell_no_english(told: Told) -> None:
    blocks = [block for chapter in told.document.chapters for block in chapter.blocks]
    figures = [block for block in blocks if isinstance(block, Figure)]
    said = [text for each in figures for text in drawn_texts(specification(each))]
    assert len(said) > 20 * len(figures) > 0
    assert {text for text in said if latin(text, told.own)} == set()


class _Texts(HTMLParser):
    """All text of a page, seen, hidden or read aloud, but scripts, styles and what one types."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code"):
            self._inside.append(tag)
        said = ("title", "aria-label", "alt", "placeholder", "data-words")
        self.found += [value for name, value in attrs if name in said and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)


def test_the_page_holds_no_english(told: Told) -> None:
    texts = _Texts()
    texts.feed(as_html(told.document))
    assert len(texts.found) > 500
    assert {text for text in texts.found if latin(text, told.own)} == set()


def _of_workbook(workbook: bytes) -> Iterator[str]:
    """Every text of a workbook: cells, names of sheets, heads and feet, charts, properties."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as files:
        for name in files.namelist():
            if not name.endswith(".xml") or name.startswith(("xl/theme", "xl/styles", "[")):
                continue
            for element in ElementTree.fromstring(files.read(name)).iter():
                tag = element.tag.rpartition("}")[2]
                if tag == "sheet" and name == "xl/workbook.xml":
                    yield element.attrib["name"]
                if tag in ("oddHeader", "oddFooter"):
                    yield re.sub("&[A-Z]|&8", " ", element.text or "")
                shown = name.startswith(("xl/sharedStrings", "xl/charts", "docProps/core"))
                if shown and tag in ("t", "v", "title", "subject", "description", "keywords"):
                    yield element.text or ""
                if tag in ("descr", "tooltip"):
                    yield element.text or ""
                yield from (
                    element.attrib[key] for key in ("descr", "tooltip") if key in element.attrib
                )


def test_the_workbook_holds_no_english(told: Told) -> None:
    texts = list(_of_workbook(as_excel(told.document)))
    assert sum(bool(re.search("[Ѐ-ӿ]", text)) for text in texts) > 300
    # A name of a sheet may end within a word.
    assert {text for text in texts if latin(text, told.own)} == set()


def test_the_paper_holds_no_english_and_its_letters_are_in_it(told: Told) -> None:
    # What is noted of figures are the scenario's own words, broken over lines and pages.
    notes = [replace(note, source="", note="") for note in told.document.notes]
    shorter = replace(told.document, notes=notes, untranslated=())
    paper = PdfReader(io.BytesIO(as_pdf(shorter)))
    text = "".join(page.extract_text() for page in paper.pages)
    assert latin(text, told.own, spaces=False) == set()
    assert {letter for letter in "өүӨҮ₮" if letter not in text} == set()
    assert "\N{REPLACEMENT CHARACTER}" not in text
    for page in paper.pages:
        assert all(_embedded(font.get_object()) for font in page["/Resources"]["/Font"].values())


def _embedded(font: DictionaryObject) -> bool:
    own = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = own["/FontDescriptor"].get_object()
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


@pytest.mark.parametrize("name", ["every rule", "gap"])
def test_letters_hold_no_english(sides: dict[str, Side], name: str, tmp_path: Path) -> None:
    side = sides[name]
    own = own_texts(make_document(side, "mn"), side.allocation.scenario)
    files = write_letters([Subject(side, "mn")], ["md", "pdf"], tmp_path / "letters")
    assert len(files) > 2
    for file in files:
        if file.suffix == ".md":
            plain = file.read_text(encoding="utf-8").replace("\\", "")
            assert latin(plain, own) == set(), file.name
        else:
            text = "".join(page.extract_text() for page in PdfReader(file).pages)
            assert latin(text, own, spaces=False) == set(), file.name


def test_each_word_that_stays_is_needed(sides: dict[str, Side]) -> None:
    """The list of words that stay holds none that no document has."""
    text = as_markdown(make_document(sides["mobilise"], "mn"))
    assert [word for word in SAME_EVERYWHERE if word not in text] == []
