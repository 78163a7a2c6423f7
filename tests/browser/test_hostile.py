"""Names of a scenario that try to be markup, a formula or a template, through the whole report."""

from __future__ import annotations

from pathlib import Path

import pytest

from finmodel.report.document.html.write import as_html
from finmodel.report.document.make import make_document
from tests.browser.conftest import Open
from tests.compare.plans import changed, solved

pytestmark = pytest.mark.browser
REGION = "</script><script>window.hit=1</script>"
SOUTH = "=1+1 {{7*7}}"
PROGRAMME = "</style><img src=x onerror=window.hit=2>"
SOURCE = '"><svg onload=window.hit=3> @sum'
NOTE = "<b>Law</b> on the fund <a href='http://example.org'>here</a>"


def test_hostile_names_arrive_as_text_everywhere(opened: Open, tmp_path: Path) -> None:
    plan = changed(
        title="<i>A plan</i>",
        regions__list__north__name=REGION,
        regions__list__south__name=SOUTH,
        programmes__skills__name=PROGRAMME,
        sources__fund__name=SOURCE,
        sources__fund__source=NOTE,
    )
    html = as_html(make_document(solved(plan, tmp_path / "plan")))
    page = opened(html)
    assert page.evaluate("window.hit") is None
    assert page.title() == "<i>A plan</i>"
    for table, name in (
        ("regions", REGION),
        ("regions", SOUTH),
        ("programmes", PROGRAMME),
        ("money-by-source", SOURCE),
    ):
        assert name in page.locator(f"#{table} tbody th").all_inner_texts()
    assert NOTE in page.locator("#notes-table").inner_text()
    drawn = page.locator("#flows svg text").all_text_contents()
    assert {REGION, SOUTH, SOURCE} <= set(drawn)
    assert any(text and text.startswith(PROGRAMME[:20]) for text in drawn)
    page.get_by_label("Show only:").select_option(REGION)
    assert page.locator("#regions tbody tr:visible").count() == 1
    assert page.locator(".chosen strong").inner_text() == REGION
    page.locator("#flows svg .mark-symbol path").first.hover()
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main b, main i, main svg[onload]").count() == 0
    # Only the page's own scripts: two of data, the library, and its own.
    assert page.locator("script").count() == 4
