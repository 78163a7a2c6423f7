"""Tables as readers see them: units, totals that add up, missing numbers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.report.document.numerals import Numerals
from finmodel.report.document.parts import Column, Table
from finmodel.report.document.shown import shown
from tests.document.samples import document, regions


def test_numbers_have_the_unit_of_their_head() -> None:
    columns = {column.column.key: column for column in shown(regions(), document())}
    assert columns["money"].head == "Money [million MNT]"
    assert columns["money"].cells == ["400", "400", "1,200"]
    assert columns["money"].total_cell == "2,000"
    assert columns["learners"].head == "Output [learners]"
    assert columns["learners"].total_cell == "31,650"
    assert columns["coverage"].cells == ["50.0%", "–", "12.5%"]
    assert columns["coverage"].total is None
    assert columns["since"].cells == ["2026", "2027", "2028"]


def test_parts_of_one_third_each_add_up_to_the_whole() -> None:
    table = regions(money=(1e8 / 3, 1e8 / 3, 1e8 / 3))
    money = shown(table, document())[1]
    assert money.cells == ["34", "33", "33"]
    assert money.total_cell == "100"


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30))
def test_what_is_shown_adds_up(amounts: list[int]) -> None:
    table = Table("t", "T", [Column("m", "M", "money", total=True)], pd.DataFrame({"m": amounts}))
    (money,) = shown(table, document())
    each = [float(cell.replace(",", "")) for cell in money.cells]
    total = float(money.total_cell.replace(",", ""))
    assert sum(each) == pytest.approx(total, abs=1e-6)
    unit = 10.0**-money.decimals
    assert total == pytest.approx(sum(amounts) / 1e6, abs=unit * 0.500001)
    for value, amount in zip(each, amounts, strict=True):
        assert value == pytest.approx(amount / 1e6, abs=unit * 1.000001)


def test_numbers_are_written_as_the_language_does() -> None:
    german = [column.cells for column in shown(regions(), replace(document(), language="de"))]
    assert german[1] == ["400", "400", "1.200"]
    assert german[2] == ["50,0\xa0%", "–", "12,5\xa0%"]
    mongolian = Numerals("mn")
    assert mongolian.number(1234567.25, 1) == "1,234,567.2"
    assert mongolian.share(0.5) == "50%"
