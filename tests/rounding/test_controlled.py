"""Rounding of networks and of tables with whole margins."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from finmodel.allocation import controlled, purses, whole_columns
from finmodel.allocation import split as split_module
from finmodel.allocation.controlled import (
    ONE,
    RoundingError,
    move_units,
    pick,
    remainder_order,
    snapped,
    sums,
)
from finmodel.allocation.split import Margin, split


@pytest.mark.parametrize("module", [controlled, purses, whole_columns])
def test_examples_in_docstrings(module: object) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@st.composite
def networks(draw: DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Tables of parts, payers by costs: the columns add up to whole numbers; and limits of rows."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    common = st.sampled_from([0, ONE // 2, ONE // 4, ONE // 3, 1, ONE - 1])
    cells = st.lists(st.integers(0, ONE - 1) | common, min_size=columns, max_size=columns)
    table = np.array([draw(cells) for _ in range(rows)], dtype=np.int64)
    table[-1] = -table[:-1].sum(axis=0) % ONE
    total = table.sum(axis=1)
    slack = draw(st.lists(st.sampled_from([0, 0, 0, 1, 5]), min_size=rows, max_size=rows))
    return table, -(-total // ONE) + np.array(slack)


@settings(max_examples=300)
@given(networks(), st.booleans())
def test_units_move_until_every_limit_holds(
    given_: tuple[np.ndarray, np.ndarray], start_up: bool
) -> None:
    """Each entry goes to an adjacent whole number, columns add up, no row beyond its limit."""
    table, limit = given_
    rows, columns = table.shape
    row, column = (axis.reshape(-1) for axis in np.indices(table.shape))
    part = table.reshape(-1)
    up = (part > 0) & start_up
    want = table.sum(axis=0) // ONE
    had = sums(column, up.astype(np.int64), columns)
    paid = sums(row, up.astype(np.int64), rows)
    lacking = np.concatenate([np.maximum(paid - limit, 0), want - had])
    spare = np.concatenate([np.maximum(limit - paid, 0), np.full(columns, -1)])
    result = move_units(row, rows + column, part, up, lacking, spare)
    assert not result[part == 0].any()
    inner = result.reshape(table.shape)
    assert (inner.sum(axis=0) == want).all()
    assert (inner.sum(axis=1) <= limit).all()


def test_units_move_through_nodes_that_pass_money_on() -> None:
    """Purses 0 and 1, a pool's node 2, costs 3 and 4; the second purse pays the second cost."""
    tail, head = np.array([0, 2, 2, 1]), np.array([2, 3, 4, 4])
    part = np.full(4, ONE // 2)
    # The first purse has nothing left and its unit goes back; the second one has one to spare.
    up = np.array([True, False, True, False])
    lacking, spare = np.array([1, 0, 0, 0, 0]), np.array([0, 1, -1, -1, -1])
    assert move_units(tail, head, part, up, lacking, spare).tolist() == [False, False, False, True]


def test_amounts_that_do_not_balance_are_refused() -> None:
    arc = np.array([0]), np.array([1]), np.array([ONE // 2]), np.array([False])
    with pytest.raises(RoundingError, match="do not balance"):
        move_units(*arc, np.array([0, 2]), np.array([1, -1]))


def test_equal_remainders_go_in_order_of_id_in_spite_of_noise() -> None:
    _, part = snapped(np.array([1e10 + 0.5, 1e10 + 0.500004, 1e10 + 0.51]))
    group = np.zeros(3, dtype=np.int64)
    assert pick(group, remainder_order(part), np.array([2])).tolist() == [True, False, True]


@st.composite
def margins(draw: DrawFn) -> tuple[Margin, Margin]:
    """Some tables: whole costs of cells, and payers whose whole totals are adjacent to theirs."""
    largest = draw(st.sampled_from([2, 9, 1000, 10**9]))
    payers: list[tuple[int, int, float]] = []
    cells: list[tuple[int, int, float]] = []
    for table in range(draw(st.integers(1, 4))):
        cost = draw(st.lists(st.integers(0, largest), min_size=1, max_size=9))
        if not sum(cost):
            cost[0] = 1
        # Small whole weights make many entries whole, which is where filling may fail.
        weight = np.array(draw(st.lists(st.integers(1, 4), min_size=1, max_size=6)), float)
        share = weight / weight.sum() * sum(cost)
        total = np.floor(share + 1e-9).astype(int)
        order = draw(st.permutations(np.nonzero(share - total > 1e-9)[0].tolist()))
        total[order[: sum(cost) - total.sum()]] += 1
        payers += [(table, int(t), float(s)) for t, s in zip(total, share, strict=True)]
        cells += [(table, value, float(value)) for value in cost]
    return margin(payers), margin(cells)


def margin(rows: list[tuple[int, int, float]]) -> Margin:
    group, total, share = zip(*rows, strict=True)
    return Margin(np.array(group), np.array(total), np.array(share))


@settings(max_examples=300)
@given(margins())
def test_tables_are_split_to_their_margins(both: tuple[Margin, Margin]) -> None:
    payers, cells = both
    payer, cell, amount = split(payers, cells)
    assert (amount >= 0).all()
    assert (payers.group[payer] == cells.group[cell]).all()
    assert (sums(payer, amount, payers.total.size) == payers.total).all()
    assert (sums(cell, amount, cells.total.size) == cells.total).all()
    whole = np.bincount(cells.group, cells.share)
    before = payers.share[payer] * cells.share[cell] / whole[cells.group[cell]]
    adjacent = np.abs(amount - before) < 1 + 1e-5
    # Where no adjacent entries were found, they are adjacent to the table of whole margins.
    of_totals = payers.total[payer].astype(float) * cells.total[cell] / whole[cells.group[cell]]
    for table in np.unique(cells.group):
        mine = cells.group[cell] == table
        assert adjacent[mine].all() or (np.abs(amount - of_totals)[mine] < 1 + 1e-5).all()


@settings(max_examples=200)
@given(margins())
def test_the_way_round_a_dead_end_splits_to_the_margins_too(both: tuple[Margin, Margin]) -> None:
    payers, cells = both
    pairs = payers.group[:, None] == cells.group[None, :]
    payer, cell = np.nonzero(pairs)
    amount = split_module._of_totals(payers, cells, payer, cell)
    assert (sums(payer, amount, payers.total.size) == payers.total).all()
    assert (sums(cell, amount, cells.total.size) == cells.total).all()
    grand = np.bincount(cells.group, cells.total)[cells.group[cell]]
    before = payers.total[payer].astype(float) * cells.total[cell] / grand
    assert (np.abs(amount - before) < 1 + 1e-5).all()


def test_products_beyond_64_bits_are_exact() -> None:
    left, right, grand = 3 * 10**12 + 7, 10**12 + 3, 4 * 10**12 + 9
    whole, part = split_module._exact_product(*(np.array([n]) for n in (left, right, grand)))
    assert int(whole[0]) == left * right // grand
    assert int(part[0]) == pytest.approx(left * right % grand / grand * ONE, abs=1)


def test_a_dead_end_is_found_and_left() -> None:
    """The second payer's entry for the second cell is whole, so its third unit finds no place."""
    payers = Margin(np.zeros(3, int), np.array([1, 3, 1]), np.array([5 / 6, 5 / 2, 5 / 3]))
    cells = Margin(np.zeros(2, int), np.array([3, 2]), np.array([3.0, 2.0]))
    entries = split_module._entries(payers.group, cells.group, 1, np.array([True]))
    before = payers.share[entries.payer] * cells.share[entries.cell] / 5
    assert split_module._fill(payers, cells, entries, *snapped(before))[1].tolist() == [True]
    payer, cell, amount = split(payers, cells)
    assert sums(payer, amount, 3).tolist() == [1, 3, 1]
    assert sums(cell, amount, 2).tolist() == [3, 2]


def test_equal_cells_differ_by_one_unit_at_most_and_the_first_id_gets_it() -> None:
    payers = Margin(np.zeros(2, int), np.array([5, 4]), np.array([4.5, 4.5]))
    cells = Margin(np.zeros(3, int), np.full(3, 3), np.full(3, 3.0))
    payer, cell, amount = split(payers, cells)
    table = np.zeros((2, 3), int)
    table[payer, cell] = amount
    assert table.tolist() == [[2, 2, 1], [1, 1, 2]]
