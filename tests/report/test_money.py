"""Rounding to totals, units and words for money."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import finmodel.report
from finmodel.report.money import rounded_to_total, spoken

MODULES = [
    module.name
    for module in pkgutil.walk_packages(finmodel.report.__path__, "finmodel.report.")
    if not module.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@given(
    st.lists(st.floats(0, 1e7, allow_nan=False), min_size=1, max_size=30),
    st.integers(0, 2),
)
def test_parts_add_up_to_the_rounded_total(parts: list[float], decimals: int) -> None:
    rounded = rounded_to_total(parts, decimals)
    unit = 10**-decimals
    assert sum(rounded) == pytest.approx(sum(parts), abs=unit / 2 + 1e-5)
    assert sum(round(part / unit) for part in rounded) == pytest.approx(sum(rounded) / unit)
    for part, shown in zip(parts, rounded, strict=True):
        assert abs(part - shown) < unit + 1e-5


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.data())
def test_limits_hold(amounts: list[int], data: st.DataObject) -> None:
    used = [data.draw(st.integers(0, amount)) for amount in amounts]
    has = rounded_to_total([amount / 1e6 for amount in amounts])
    shown = rounded_to_total([amount / 1e6 for amount in used], at_most=has)
    assert all(spent <= there for spent, there in zip(shown, has, strict=True))


def test_a_total_shown_elsewhere_is_kept() -> None:
    assert sum(rounded_to_total([1.2, 1.2, 1.2], total=4)) == 4


def test_amounts_are_said_in_the_largest_unit() -> None:
    assert spoken(1_500_000_000, "MNT") == "1.5 billion MNT"
    assert spoken(0, "MNT") == "0 MNT"
