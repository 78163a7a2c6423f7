"""Reports of Mongolia's scenario in a real Chromium: what it draws, filters, and adds up to."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.document.html.write import as_html
from finmodel.report.document.make import make_document, make_documents
from finmodel.report.document.parts import Document
from finmodel.scenario.load import load_scenario
from finmodel.scenario.names import region_names
from tests.browser.conftest import Open
from tests.document.latin import latin, own_texts

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning"
MILLION = 1_000_000


def _saved(settings: list[str], place: Path) -> Side:
    save(allocate(load_scenario(FOLDER, settings)), place)
    return open_sides([place])[0]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """Mongolia's scenario, solved, saved and opened."""
    return _saved([], tmp_path_factory.mktemp("mongolia") / "plan")


@pytest.fixture(scope="module")
def report(plan: Side) -> str:
    """The report on it."""
    return as_html(make_document(plan))


@pytest.fixture(scope="module")
def later(plan: Side, tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """A comparison of the plan with one in which less of a fund can be spent, in two languages."""
    settings = ["sources.local_development_fund.absorption=80%"]
    now = _saved(settings, tmp_path_factory.mktemp("mongolia") / "later")
    return make_documents(now, ["en", "mn"], since=plan)


def _money(plan: Side, *keys: str) -> Counter[tuple[str, ...]]:
    """Sums of `allocation.csv`, read as anyone would read it [currency]."""
    sums: Counter[tuple[str, ...]] = Counter()
    with (plan.folder / "allocation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sums[tuple(row[key] for key in keys)] += int(row["amount"])
    return sums


def _numbers(page: Page, query: str) -> list[float]:
    return [float(words.replace(",", "")) for words in page.locator(query).all_inner_texts()]


def _column(page: Page, table: str, key: str) -> int:
    heads = page.locator(f"#{table} thead th").all()
    return 1 + [head.get_attribute("data-key") for head in heads].index(key)


@pytest.mark.parametrize(
    "table", ["programmes", "regions", "money-by-year", "source-programme", "region-programme"]
)
def test_totals_on_the_page_are_those_of_the_saved_file(
    opened: Open, report: str, plan: Side, table: str
) -> None:
    page = opened(report)
    at = _column(page, table, "money")
    (total,) = _numbers(page, f"#{table} tfoot > tr > :nth-child({at})")
    assert total == round(sum(_money(plan).values()) / MILLION)
    assert sum(_numbers(page, f"#{table} tbody > tr > :nth-child({at})")) == total


def test_each_region_has_on_the_page_what_the_saved_file_says(
    opened: Open, report: str, plan: Side
) -> None:
    page = opened(report)
    names = region_names(plan.allocation.scenario)
    expected = {names[key]: paid / MILLION for (key,), paid in _money(plan, "region").items()}
    at = _column(page, "regions", "money")
    shown = dict(
        zip(
            page.locator("#regions tbody th").all_inner_texts(),
            _numbers(page, f"#regions tbody > tr > :nth-child({at})"),
            strict=True,
        )
    )
    assert shown == pytest.approx(expected, abs=1)


def test_a_province_on_the_map_filters_every_table_of_provinces(
    opened: Open, report: str, plan: Side
) -> None:
    page = opened(report)
    page.locator("#regions-map svg .mark-text text", has_text="Dod").click()
    assert page.locator(".chosen strong").inner_text() == "Dornod"
    for table in ("regions", "reached", "region-programme"):
        shown = page.locator(f"#{table} tbody tr:visible > :first-child").all_inner_texts()
        assert set(shown) == {"Dornod"}
    assert page.locator("#programmes tbody tr:visible").count() == len(
        plan.allocation.scenario.programmes
    )
    at = _column(page, "region-programme", "money")
    (total,) = _numbers(page, f"#region-programme tfoot > tr > :nth-child({at})")
    dornod = next(
        key for key, name in region_names(plan.allocation.scenario).items() if name == "Dornod"
    )
    paid = _money(plan, "region")[dornod,] / MILLION
    assert total == pytest.approx(paid, abs=len(plan.allocation.scenario.programmes))
    page.get_by_role("button", name="Show everything").click()
    assert page.locator("#regions tbody tr:visible").count() == 30


def test_typing_and_sorting_on_a_long_table(opened: Open, report: str) -> None:
    page = opened(report)
    table = page.locator("#region-programme")
    table.get_by_label("Filter:").fill("dornod literacy")
    assert table.locator("tbody tr:visible").count() == 1
    table.get_by_label("Filter:").fill("")
    table.get_by_role("button", name="Money").click()
    at = _column(page, "region-programme", "money")
    amounts = _numbers(page, f"#region-programme tbody > tr > :nth-child({at})")
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) > 100


def test_every_link_of_the_page_has_its_place(opened: Open, report: str) -> None:
    page = opened(report)
    lost = page.evaluate(
        """[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))
           .filter(to => !to.startsWith('#') || !document.getElementById(to.slice(1)))"""
    )
    assert lost == []
    twice = page.evaluate(
        """[...document.querySelectorAll('[id]')].map(each => each.id)
           .filter((id, at, all) => all.indexOf(id) !== at)"""
    )
    assert twice == []
    drawn = page.locator(".chart").count()
    assert drawn >= 4
    assert page.locator(".chart svg").count() == drawn
    assert page.locator("td.from a[href^='#note-']").count() > 100


def test_a_row_leads_to_the_notes_of_its_own_figures(opened: Open, report: str) -> None:
    page = opened(report)
    row = page.locator("#programmes tbody tr", has_text="Adult literacy")
    row.locator("td.from a").last.click()
    found = page.locator("#notes-table tr.found")
    assert found.count() > 5
    figures = found.locator("th").all_inner_texts()
    assert all(figure.startswith("Adult literacy") for figure in figures)
    assert any("unit cost" in figure for figure in figures)
    region = page.locator("#regions tbody tr", has_text="Dornod").locator("td.from a")
    titles = [link.get_attribute("title") for link in region.all()]
    assert "Regions: Adults aged 15 and over" in titles
    source = page.locator("#money-by-source tbody tr", has_text="Training levy")
    source.locator("td.from a").first.click()
    assert page.locator("#notes-table tr.found th").first.inner_text().startswith("Training levy")


def test_a_mark_leads_to_its_row(opened: Open, report: str) -> None:
    page = opened(report)
    page.locator("#flows svg .mark-rect path").first.click()
    found = page.locator("#source-programme tr.found")
    names = {text.split("\t")[0] for text in found.all_inner_texts()}
    assert len(names) == 1
    page.locator("#regions-map svg .mark-text text", has_text="Dod").click()
    page.get_by_role("link", name="To its row").click()
    assert page.locator("tr.found").get_attribute("id") == page.url.split("#")[1]
    assert page.locator("tr.found th").inner_text() == "Dornod"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_not_scrolled_sideways(opened: Open, report: str, width: int) -> None:
    page = opened(report, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("number", [0, 1])
def test_ten_answers_stand_on_the_first_screen(
    opened: Open, later: list[Document], number: int
) -> None:
    page = opened(as_html(later[number]), width=1280, height=900)
    answers = page.locator(".answers article")
    assert answers.count() == 10
    for place in range(10):
        box = answers.nth(place).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900


def test_a_comparison_draws_causes_and_what_moved(opened: Open, later: list[Document]) -> None:
    page = opened(as_html(later[0]))
    drawn = page.locator("#causes-drawn-B svg text").all_text_contents()
    (moved,) = _numbers(page, f"#causes-B tbody td:nth-child({_column(page, 'causes-B', 'money')})")
    assert moved < 0
    assert f"{moved:,.0f}" in drawn
    for figure in ("compared-heads-drawn-B", "compared-outputs-drawn-B"):
        assert page.locator(f"#{figure} svg .mark-symbol path").count() >= 32
    page.get_by_label("Show only:").select_option("Dornod")
    for table in ("compared-heads", "compared-region", "regions"):
        shown = page.locator(f"#{table} tbody tr:visible > :first-child").all_inner_texts()
        assert shown == ["Dornod"]


EVERY_TEXT = """() => {
    const found = [];
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest('script, style'))
            found.push(walk.currentNode.data);
    // A picture is read by its own words: nothing within it is read aloud.
    for (const each of document.querySelectorAll('*:not([role=img] *)'))
        for (const name of ['title', 'aria-label', 'aria-roledescription', 'alt', 'placeholder',
                            'data-words'])
            if (each.hasAttribute(name)) found.push(each.getAttribute(name));
    return found.map(text => text.trim()).filter(text => text);
}"""
"""Everything that a page says, seen or read aloud, within its charts too."""
MARKS = (".mark-rect path", ".mark-symbol path", ".mark-rule line")
"""What one may point at in a chart."""


def test_the_mongolian_page_says_nothing_in_english(
    opened: Open, plan: Side, later: list[Document]
) -> None:
    document = later[1]
    own = [*own_texts(document, plan.allocation.scenario), plan.digest]
    page = opened(as_html(document))
    said = [re.sub("<[^>]+>", "", text) for text in page.evaluate(EVERY_TEXT)]
    assert len(said) > 3000
    for text in ("Архангай", "Дүйцсэн хөтөлбөр", "Боломжит [сая ₮]", "Агуулга", "Эрэмбэлэх"):
        assert text in said, "cells, heads, contents and hidden words"
    drawn = page.locator(".chart svg text").all_text_contents()
    assert len(drawn) > 300
    assert set(drawn) <= set(said) | {""}
    assert {text for text in said if latin(text, own)} == set()


def test_the_mongolian_page_tells_nothing_in_english_where_one_points(
    opened: Open, plan: Side, later: list[Document]
) -> None:
    page = opened(as_html(later[1]))
    own = own_texts(later[1], plan.allocation.scenario)
    told = {}
    for chart in page.locator(".chart").all():
        marks = (mark for kind in MARKS for mark in chart.locator(kind).all()[:5])
        told[chart.get_attribute("data-chart")] = next(
            (words for mark in marks if (words := _told(page, mark))), ""
        )
    assert [id for id, words in told.items() if not words] == []
    assert {id: words for id, words in told.items() if latin(words, own)} == {}


def _told(page: Page, mark: Locator) -> str:
    """What is told where one points at a mark; empty where nothing is."""
    page.mouse.move(0, 0)
    mark.hover(force=True)
    page.wait_for_timeout(50)
    tooltip = page.locator("#vg-tooltip-element.visible")
    return tooltip.inner_text() if tooltip.count() else ""


def test_the_mongolian_page_has_the_same_numbers(opened: Open, later: list[Document]) -> None:
    numbers = []
    for document in later:
        page = opened(as_html(document))
        numbers.append(page.locator("#regions td.number").all_inner_texts())
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) > 100
