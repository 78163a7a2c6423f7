"""Sums in pairs of doubles against exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse import random as random_matrix

from finmodel.panel.decimals import exact
from finmodel.solve.pairs import Pair, PairMatrix


def fraction(pair: Pair, place: int) -> Fraction:
    return Fraction(float(pair.high[place])) + Fraction(float(pair.low[place]))


def wild(random: np.random.Generator, count: int) -> np.ndarray:
    return random.choice([-1.0, 1.0], count) * 10 ** random.uniform(-6, 9, count)


def test_products_have_thirty_digits() -> None:
    random = np.random.default_rng(1)
    matrix = csr_array(random_matrix(40, 150, 0.3, random_state=1))
    matrix.data = wild(random, matrix.nnz)
    vector = Pair.of(wild(random, 150)) / Pair.of(wild(random, 150))
    product = PairMatrix(matrix) @ vector
    for row in range(40):
        part = range(matrix.indptr[row], matrix.indptr[row + 1])
        terms = [
            Fraction(float(matrix.data[k])) * fraction(vector, int(matrix.indices[k])) for k in part
        ]
        size = sum(abs(term) for term in terms)
        assert abs(fraction(product, row) - sum(terms)) <= size * Fraction(1, 10**28)


def test_products_do_not_depend_on_the_order_of_terms() -> None:
    random = np.random.default_rng(2)
    row, vector = wild(random, 500), Pair.of(wild(random, 500))
    order = random.permutation(500)
    sums = [
        PairMatrix(csr_array(row[None, places])) @ vector[places]
        for places in (np.arange(500), order)
    ]
    assert sums[0].high[0] == sums[1].high[0]
    assert abs(sums[0].low[0] - sums[1].low[0]) <= 1e-14 * abs(sums[0].low[0])


def test_decimals_are_what_the_program_says() -> None:
    values = exact(10 ** np.random.default_rng(3).uniform(-9, 11.9, 500))
    found = Pair.decimal(values)
    assert found.high.tolist() == values.tolist()
    for place, value in enumerate(values.tolist()):
        told = Fraction(Decimal(repr(value)))
        assert abs(fraction(found, place) - told) <= told * Fraction(1, 10**30)


def test_numbers_that_stand_for_no_short_decimal_are_kept() -> None:
    values = np.array([0.0, np.inf, -np.inf, 2 / 3, -1e-300])
    found = Pair.decimal(values)
    assert found.high.tolist() == values.tolist()
    assert not found.low.any()


def test_parts_and_transposes_carry_both_halves() -> None:
    matrix = PairMatrix.decimal(csr_array(np.array([[0.1, 0.0, 0.2], [0.0, 0.3, 0.7]])))
    assert matrix.low is not None
    turned = matrix.part(np.array([1]), np.array([2, 1])).transposed
    assert turned.low is not None
    assert turned.matrix.toarray().tolist() == [[0.7], [0.3]]
    lows = {float(v): float(low) for v, low in zip(matrix.matrix.data, matrix.low, strict=True)}
    assert [lows[v] for v in turned.matrix.data.tolist()] == turned.low.tolist()
