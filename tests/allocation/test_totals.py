"""Sums of tables side by side are the sums of each table by itself."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from finmodel.allocation.totals import side_by_side, total_by

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["north", "south", "east"]),
        st.integers(2026, 2028),
        st.integers(-(10**15), 10**15),
    ),
    max_size=12,
)
KEYS = ["region", "year"]


def table(rows: list[tuple[str, int, int]]) -> pa.Table:
    regions, years, amounts = zip(*rows, strict=True) if rows else ((), (), ())
    columns = (pa.array(regions, pa.string()), pa.array(years, pa.int64()))
    return pa.table([*columns, pa.array(amounts, pa.int64())], ["region", "year", "amount"])


@given(st.lists(ROWS, min_size=2, max_size=3).filter(lambda sides: any(sides)))
def test_sums_are_those_of_each_table(sides: list[list[tuple[str, int, int]]]) -> None:
    tables = [table(rows) for rows in sides]
    sums, there, labels = side_by_side(tables, KEYS, "amount")
    places = list(zip(labels["region"], labels["year"], strict=True))
    for at, each in enumerate(tables):
        alone = total_by(each, KEYS, "amount") if each.num_rows else {}
        assert {place: there[at, k] for k, place in enumerate(places)} == {
            place: place in alone for place in places
        }
        found = {place: int(sums[at, k]) for k, place in enumerate(places) if there[at, k]}
        assert found == alone
        assert not sums[at][~there[at]].any()
