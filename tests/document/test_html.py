"""The page as a file: the same bytes each time, nothing from elsewhere, data that cannot end."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from finmodel.report.document.html.write import as_html
from finmodel.report.document.parts import Chapter
from tests.document.samples import bars, document, regions


def test_the_same_document_gives_the_same_page() -> None:
    assert as_html(document()) == as_html(document())


def test_the_page_may_run_its_own_scripts_and_ask_nobody() -> None:
    page = as_html(document())
    (policy,) = re.findall('Content-Security-Policy" content="([^"]*)"', page)
    allowed = policy.replace("&#39;", "'").split("; ")
    assert allowed[0] == "default-src 'none'"
    assert re.fullmatch("script-src( 'sha256-[A-Za-z0-9+/]+='){2}", allowed[1])
    markup = re.sub("(<script[^>]*>).*?(</script>)", r"\1\2", page, flags=re.S)
    assert not re.search(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=", markup)
    assert "://" not in markup


def test_the_library_stands_in_the_page_once_for_all_charts() -> None:
    made = document()
    table = regions()
    drawn = [replace(bars(table), id=f"drawn-{at}") for at in range(3)]
    chapters = [Chapter("who", "Who gets what?", [*drawn, table])]
    page = as_html(replace(made, chapters=chapters))
    assert len(page) - len(as_html(made)) < 5_000
    assert page.count('class="chart"') == 3


def test_data_of_charts_cannot_end_their_script() -> None:
    name = "</script><!--\u2028"
    table = regions(names=(name, "b", "c"))
    page = as_html(document(table=table))
    (data,) = re.findall('<script type="application/json" id="charts">(.*?)</script>', page, re.S)
    assert "<" not in data
    (chart,) = json.loads(data).values()
    (rows,) = chart["datasets"].values()
    assert rows[0]["region"] == name
