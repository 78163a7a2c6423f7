from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.report.compare.causes import adding_up
from finmodel.report.compare.places import _percent, _points
from finmodel.report.compare.shown import shown_side_by_side
from finmodel.report.document.markdown import text

AMOUNTS = st.integers(0, 10**7)
PAIRS = st.lists(st.one_of(st.tuples(AMOUNTS, AMOUNTS), AMOUNTS.map(lambda a: (a, a))), max_size=12)


@given(PAIRS, st.integers(0, 2))
def test_columns_add_up_and_equal_rows_are_shown_equal(
    pairs: list[tuple[int, int]], decimals: int
) -> None:
    sides = [[pair[at] / 1000 for pair in pairs] for at in range(2)]
    shown = shown_side_by_side(sides, decimals)
    grid = 10**decimals
    for exact, column in zip(sides, shown, strict=True):
        total = math.floor(round(math.fsum(exact) * grid, 6) + 0.5)
        assert round(math.fsum(column) * grid) == total
        assert all(abs(a - b) < 1 / grid + 1e-9 for a, b in zip(exact, column, strict=True))
        assert all(amount >= 0 for amount in column)
    for (old, new), first, second in zip(pairs, *shown, strict=True):
        assert old != new or first == second


@given(st.lists(st.lists(AMOUNTS, min_size=3, max_size=3), max_size=12))
def test_columns_of_three_allocations_add_up(rows: list[list[int]]) -> None:
    sides = [[row[at] / 1000 for row in rows] for at in range(3)]
    for exact, column in zip(sides, shown_side_by_side(sides, 0), strict=True):
        assert sum(column) == math.floor(round(math.fsum(exact), 6) + 0.5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.integers(-1, 1))
def test_parts_of_either_sign_add_up_to_the_total_shown(parts: list[float], off: int) -> None:
    total = float(round(math.fsum(parts)) + off)
    assert round(math.fsum(adding_up(parts, total, 0)), 6) == total


@pytest.mark.parametrize("words", ["<script>", "a | b", "[x](y)", "`code`", "# no heading"])
def test_signs_of_markdown_stay_text(words: str) -> None:
    assert text(words) != words
    assert text(words).replace("\\", "") == words


@given(st.floats(0, 1), st.floats(0, 1))
def test_points_are_the_difference_of_the_shares_shown(old: float, new: float) -> None:
    first, second = _percent(old), _percent(new)
    shown = float(second.rstrip("%")) - float(first.rstrip("%"))
    assert float(_points([old, new], 1)) == pytest.approx(shown, abs=1e-9)
