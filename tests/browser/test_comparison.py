"""Comparisons of Mongolia's scenarios in a real Chromium: maps of differences, filters, totals."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.document.adds_up import check
from finmodel.report.document.compare import make_comparisons
from finmodel.report.document.html.write import as_html
from finmodel.scenario.load import load_scenario
from finmodel.scenario.names import region_names
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning"
MILLION = 1_000_000
SETTINGS: tuple[list[str], ...] = (
    [],
    ["sources.local_development_fund.absorption=80%"],
    ["sources.state_budget.absorption=90%"],
)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> list[Side]:
    """Mongolia's scenario with all its money, and with less of two sources."""
    folders = []
    for at, settings in enumerate(SETTINGS):
        folders.append(tmp_path_factory.mktemp("mongolia") / f"plan-{at}")
        save(allocate(load_scenario(FOLDER, settings)), folders[-1])
    return open_sides(folders)


def page_of(sides: list[Side]) -> str:
    """The page of a comparison, checked as before it is written."""
    (document,) = make_comparisons(sides, ["en"], [None] * (len(sides) - 1))
    check(document)
    return as_html(document)


def paid(side: Side, key: str) -> Counter[str]:
    """Sums of `allocation.csv`, read as anyone would read it [currency]."""
    sums: Counter[str] = Counter()
    with (side.folder / "allocation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sums[row[key]] += int(row["amount"])
    return sums


def numbers(page: Page, query: str) -> list[float]:
    """Numbers of cells."""
    return [float(words.replace(",", "")) for words in page.locator(query).all_inner_texts()]


def column(page: Page, table: str, key: str) -> int:
    """Place of a column in its table, from one."""
    heads = page.locator(f"#{table} thead th").all()
    return 1 + [head.get_attribute("data-key") for head in heads].index(key)


@pytest.mark.parametrize("count", [2, 3])
def test_totals_and_differences_are_those_of_the_saved_files(
    opened: Open, sides: list[Side], count: int
) -> None:
    page = opened(page_of(sides[:count]))
    names = region_names(sides[0].allocation.scenario)
    regions = [paid(side, "region") for side in sides[:count]]
    shown = page.locator("#compared-region tbody th").all_inner_texts()
    for at, side in enumerate(sides[:count]):
        place = column(page, "compared-region", str(at))
        cells = numbers(page, f"#compared-region tbody td:nth-child({place})")
        (total,) = numbers(page, f"#compared-region tfoot td:nth-child({place})")
        assert sum(cells) == total == round(sum(paid(side, "year").values()) / MILLION)
        expected = {names[key]: amount / MILLION for key, amount in regions[at].items()}
        assert dict(zip(shown, cells, strict=True)) == pytest.approx(expected, abs=1)
        if at:
            place = column(page, "compared-region", f"d{at}")
            (moved,) = numbers(page, f"#compared-region tfoot td:nth-child({place})")
            whole = sum(regions[at].values()) - sum(regions[0].values())
            assert moved == pytest.approx(whole / MILLION, abs=1)
            assert moved < 0


@pytest.mark.parametrize("count", [2, 3])
def test_a_tile_shows_its_difference_and_filters_every_table_of_regions(
    opened: Open, sides: list[Side], count: int
) -> None:
    page = opened(page_of(sides[:count]))
    for figure, key in (("heads-map", ""), ("reached-differences", "reached-")):
        tiles = page.locator(f"#{figure} svg .mark-rect path").count()
        assert tiles >= 30 * (count - 1)
        drawn = page.locator(f"#{figure} svg .mark-text text").all_text_contents()
        for at in range(1, count):
            place = column(page, "compared-heads", f"{key}d{at}")
            cells = page.locator(f"#compared-heads tbody td:nth-child({place})").all_inner_texts()
            assert not Counter(cells) - Counter(drawn)
            assert any(cell.startswith("-") for cell in cells)
    page.locator("#heads-map svg .mark-text text", has_text="Dod").first.click()
    assert page.locator(".chosen strong").inner_text() == "Dornod"
    for table in ("compared-heads", "compared-region"):
        left = page.locator(f"#{table} tbody tr:visible > :first-child").all_inner_texts()
        assert left == ["Dornod"]
    page.locator("#heads-map svg .mark-text text", has_text="Ark").first.hover()
    assert "Arkhangai" in page.locator("#vg-tooltip-element").inner_text()


def test_three_allocations_are_read_on_a_phone(opened: Open, sides: list[Side]) -> None:
    page = opened(page_of(sides), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    titles = page.locator("#heads-map svg .role-title-text text").all_text_contents()
    assert titles == ["B less A", "C less A"]
