"""A small report in a real Chromium: sorting, filters, choosing on a chart, hostile text."""

from __future__ import annotations

import re

import altair as alt
import pytest

from finmodel.report.document.html.write import as_html
from finmodel.report.document.parts import Chapter, Document, Figure, SourceNote, Table, Words
from tests.browser.conftest import Open
from tests.document.samples import bars, document, many_regions, regions

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>window.hit=1</script>",
    "=1+1",
    "{{7*7}}",
    "</style><b>x</b>",
    "</script><img src=x onerror=window.hit=2>",
    "#text[x] $x$ & \u2028 '\" -->",
    "<!--<script>",
    "+cmd|' /C calc'!A0",
)


def cells(page: object, column: int) -> list[str]:
    rows = page.locator("#regions tbody tr:visible")  # type: ignore[attr-defined]
    return [row.locator("td, th").nth(column).inner_text() for row in rows.all()]


def test_charts_are_drawn_with_their_finding(opened: Open) -> None:
    page = opened(as_html(document()))
    chart = page.locator("#regions-drawn .chart")
    assert chart.get_attribute("aria-label") == "South Steppe gets most"
    assert chart.locator("svg .mark-rect path").count() == 3
    assert page.locator("#regions-drawn figcaption").inner_text().split("\n") == [
        "South Steppe gets most",
        "million MNT",
    ]


def test_sorting_goes_by_numbers_and_comes_back(opened: Open) -> None:
    page = opened(as_html(document()))
    money = page.get_by_role("button", name="Output [learners]")
    money.click()
    assert cells(page, 3) == ["30,000", "1,200", "450"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    money.click()
    assert cells(page, 3) == ["450", "1,200", "30,000"]
    money.click()
    assert cells(page, 3) == ["1,200", "30,000", "450"]
    page.get_by_role("button", name="Coverage").click()
    assert cells(page, 2) == ["50.0%", "12.5%", "–"]


def test_typing_filters_rows_and_their_total(opened: Open) -> None:
    page = opened(as_html(document(table=many_regions())))
    page.get_by_label("Filter:").fill("place 1")
    assert cells(page, 0) == ["Place 1", "Place 10", "Place 11"]
    assert page.locator(".count").inner_text() == "3 of 12 rows"
    assert page.locator("#regions tfoot td").first.inner_text() == "2,200"
    page.get_by_label("Filter:").fill("")
    assert len(cells(page, 0)) == 12
    assert page.locator("#regions tfoot td").first.inner_text() == "6,600"


def test_choosing_on_a_chart_filters_the_table(opened: Open) -> None:
    page = opened(as_html(document()))
    page.locator("#regions-drawn svg .mark-rect path").nth(1).click()
    assert cells(page, 0) == ["Capital"]
    assert page.locator(".chosen strong").inner_text() == "Capital"
    assert page.locator("#regions tfoot td").first.inner_text() == "400"
    assert page.locator(".chart .faded").count() == 2
    page.get_by_role("button", name="Show everything").click()
    assert len(cells(page, 0)) == 3
    assert not page.locator(".chosen").is_visible()
    page.get_by_label("Show only:").select_option("North")
    assert cells(page, 0) == ["North"]


def test_a_figure_leads_to_its_row_and_the_row_to_its_source(opened: Open) -> None:
    page = opened(as_html(_with_note()))
    page.locator("#plain svg .mark-rect path").nth(1).click()
    assert page.locator("tr.found").get_attribute("id") == "regions-1"
    assert page.locator("#plain .to a").get_attribute("href") == "#regions"
    source = page.locator("#regions .note a")
    assert source.get_attribute("href") == "#note-sources:2e:levy"
    source.click()
    note = page.locator("[id='note-sources:2e:levy']")
    assert note.is_visible()
    assert "Law on the budget" in note.inner_text()
    assert note.locator("a").get_attribute("href") == "#regions"


def _with_note() -> Document:
    made = document()
    shown = regions()
    table = Table(shown.id, shown.title, shown.columns, shown.rows, sources=["sources.levy"])
    data = table.rows[["region", "money"]].assign(row=range(3))
    chart = alt.Chart(data).mark_bar().encode(x="money:Q", y=alt.Y("region:N", sort=None))
    figure = Figure("plain", "A finding", chart, table.id)
    note = SourceNote("sources.levy", "Levy", "1.5 %", "official", "Law on the budget", "2025")
    chapters = [Chapter("who", "Who gets what?", [figure, table])]
    return Document(**{**vars(made), "chapters": chapters, "notes": [note]})


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_arrives_as_text(opened: Open, hostile: str) -> None:
    table = regions(names=(hostile, "b", "c"))
    made = document(table=table, title=hostile)
    chapter = Chapter(hostile, hostile, [bars(table, hostile), table])
    note = SourceNote(hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    made = Document(
        **{
            **vars(made),
            "chapters": [chapter],
            "notes": [note],
            "standing": hostile,
            "digest": hostile,
            "untranslated": [hostile],
        }
    )
    page = opened(as_html(made))
    assert page.evaluate("window.hit") is None
    said = re.sub(r"\s+", " ", hostile).strip()
    for place in ("h1", "h2 >> nth=0", ".standing", "#regions-0 th", "#untranslated li"):
        assert re.sub(r"\s+", " ", page.locator(place).inner_text()).strip() == said
    drawn = [text.text_content() for text in page.locator("#regions-drawn svg text").all()]
    assert any(re.sub(r"\s+", " ", words or "").strip() == said for words in drawn)
    page.locator("#regions-drawn svg .mark-rect path").nth(0).hover()
    tooltip = page.locator("#vg-tooltip-element")
    assert said in re.sub(r"\s+", " ", tooltip.inner_text())
    assert page.locator("body img, body b").count() == 0
    page.get_by_label("Show only:").select_option(index=1)
    assert page.locator("#regions tbody tr:visible").count() == 1


def test_a_page_without_charts_has_no_library(opened: Open) -> None:
    made = document()
    html = as_html(Document(**{**vars(made), "chapters": [Chapter("who", "Who", [regions()])]}))
    assert len(html) < 40_000
    assert opened(html).locator("#regions tbody tr").count() == 3


def test_a_phone_is_not_scrolled_sideways(opened: Open) -> None:
    page = opened(as_html(document(table=many_regions())), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_findings_stand_together_on_the_first_screen(opened: Open) -> None:
    made = document()
    asked = Chapter(
        "asked", "How much?", [Words("Much."), Words("Not enough.", firm=True)], "findings"
    )
    counted = Chapter("counted", "How many?", [Words("Three."), regions()], "findings")
    page = opened(as_html(Document(**{**vars(made), "chapters": [asked, counted]})))
    answers = [each.inner_text().split("\n") for each in page.locator(".answers article").all()]
    assert [[line for line in each if line] for each in answers] == [
        ["How much?", "Much.", "Not enough."],
        ["How many?", "Three.", "In numbers"],
    ]
    assert page.locator(".answers .firm").inner_text() == "Not enough."
    assert page.locator("main > .chapter h2").all_inner_texts() == ["How many?"]
    page.get_by_role("link", name="In numbers").click()
    assert page.locator("#chapter-counted table").is_visible()
