import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finmodel.finance.disparity import (
    coefficient_of_variation,
    end_share,
    group_ratio,
    palma_ratio,
)
from finmodel.finance.equity import (
    atkinson,
    gini,
    lorenz_curve,
    relative_amounts,
    theil_l,
    theil_t,
)
from finmodel.finance.formula_shares import (
    formula_allocation,
    hold_harmless,
    weighted_population,
    weighted_shares,
)

MEASURES = {
    "gini": gini,
    "theil t": theil_t,
    "theil l": theil_l,
    "atkinson 0.5": lambda y, w=None: atkinson(y, 0.5, w),
    "atkinson 1": lambda y, w=None: atkinson(y, 1, w),
    "atkinson 2": lambda y, w=None: atkinson(y, 2, w),
    "variation": coefficient_of_variation,
}
measures = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
incomes = st.lists(st.floats(0.5, 1e4), min_size=2, max_size=12)
people = st.integers(1, 50)


@measures
class TestEveryMeasure:
    @given(y=incomes, factor=st.floats(1e-3, 1e3))
    def test_scale_does_not_matter(self, measure, y, factor):
        assert measure(np.array(y) * factor) == pytest.approx(measure(y), abs=1e-9)

    @given(y=incomes, data=st.data())
    def test_a_transfer_to_the_poorer_lowers_it(self, measure, y, data):
        i, j = data.draw(st.lists(st.integers(0, len(y) - 1), min_size=2, max_size=2, unique=True))
        assume(y[i] > 1.01 * y[j])
        # Up to half of the difference, so that the two do not change places.
        moved = data.draw(st.floats(0.1, 0.5)) * (y[i] - y[j])
        after = list(y)
        after[i], after[j] = y[i] - moved, y[j] + moved
        assert measure(after) < measure(y) + 1e-12

    @given(y=incomes, data=st.data())
    def test_weights_stand_for_copies(self, measure, y, data):
        w = data.draw(st.lists(people, min_size=len(y), max_size=len(y)))
        assert measure(y, w) == pytest.approx(measure(np.repeat(y, w)), abs=1e-9)

    @given(y=incomes)
    def test_never_negative_and_order_does_not_matter(self, measure, y):
        assert measure(y) >= 0
        assert measure(y[::-1]) == pytest.approx(measure(y), abs=1e-12)

    def test_equal_amounts(self, measure):
        assert measure([3, 3, 3]) == pytest.approx(0, abs=1e-15)
        assert measure([0, 0, 0]) == 0
        assert measure([5]) == 0

    def test_units_without_weight_do_not_count(self, measure):
        assert measure([1, 3, 1000], [1, 1, 0]) == pytest.approx(measure([1, 3]))


class TestGini:
    @given(y=incomes, data=st.data())
    def test_is_the_sum_over_pairs(self, y, data):
        w = data.draw(st.lists(people, min_size=len(y), max_size=len(y)))
        x, share = np.array(y), np.array(w) / sum(w)
        pairs = np.abs(x[:, None] - x) * share[:, None] * share
        assert gini(y, w) == pytest.approx(pairs.sum() / 2 / (share @ x), abs=1e-9)

    @given(y=incomes)
    def test_is_twice_the_area_above_the_lorenz_curve(self, y):
        population, money = lorenz_curve(y)
        assert gini(y) == pytest.approx(1 - 2 * np.trapezoid(money, population), abs=1e-9)

    def test_one_has_all(self):
        assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
        assert gini([0, 0, 0, 8], corrected=True) == pytest.approx(1)

    def test_correction_with_weights(self):
        # Shares 3/4 and 1/4: 0.25 / (1 - 10/16)
        assert gini([1, 3], [3, 1], corrected=True) == pytest.approx(2 / 3)


class TestTheilAndAtkinson:
    def test_largest_values(self):
        assert theil_t([0, 0, 0, 8]) == pytest.approx(math.log(4))
        assert theil_l([0, 8]) == math.inf
        assert atkinson([0, 8], 1) == 1
        assert atkinson([0, 8], 2) == 1
        # (1/2 x sqrt(2))^2 = 1/2
        assert atkinson([0, 8], 0.5) == pytest.approx(0.5)

    def test_no_aversion(self):
        assert atkinson([1, 100], 0) == 0

    @given(y=incomes)
    def test_more_aversion_gives_more(self, y):
        values = [atkinson(y, epsilon) for epsilon in (0, 0.5, 0.999999, 1, 1.000001, 2, 10)]
        assert all(a <= b + 1e-6 for a, b in itertools.pairwise(values))

    def test_great_aversion_looks_at_the_poorest(self):
        # Half at 1, half at 3, mean 2: the limit is 1 - 1/2.
        assert atkinson([1, 3], 5000) == pytest.approx(0.5, abs=1e-3)

    @given(y=incomes)
    def test_theil_l_is_atkinson_of_one(self, y):
        assert atkinson(y, 1) == pytest.approx(1 - math.exp(-theil_l(y)), abs=1e-9)


class TestEnds:
    def test_split_and_whole(self):
        y = [1, 2, 3, 4]
        assert end_share(y, 0.375) == pytest.approx((1 + 1) / 10)
        assert end_share(y, 0.375, boundary="whole") == pytest.approx(0.3)
        assert end_share(y, 0.375, "top") == pytest.approx((4 + 1.5) / 10)
        assert end_share(y, 0.375, "top", boundary="whole") == pytest.approx(0.7)

    def test_whole_and_none(self):
        for boundary in ("split", "whole"):
            assert end_share([1, 2], 1, boundary=boundary) == pytest.approx(1)
            assert end_share([1, 2], 0, boundary=boundary) == 0

    def test_edge_on_a_unit_is_the_same_either_way(self):
        for end in ("bottom", "top"):
            y = list(range(1, 11))
            assert end_share(y, 0.3, end) == pytest.approx(end_share(y, 0.3, end, boundary="whole"))

    def test_palma(self):
        # 1 to 10: the richest has 10, the poorest four 1 + 2 + 3 + 4.
        assert palma_ratio(range(1, 11)) == pytest.approx(1)
        assert palma_ratio([7] * 5) == pytest.approx(0.25)
        assert palma_ratio([1, 3], [4, 6]) == pytest.approx(0.3 / 0.4)
        assert palma_ratio([0, 0, 0, 0, 5]) == math.inf
        assert palma_ratio(range(1, 11), top=0.2, bottom=0.2) == pytest.approx(19 / 3)

    def test_group_ratio(self):
        poor, rich = [True, True, False], [False, False, True]
        assert group_ratio([10, 40, 50], poor, rich, [2, 1, 1]) == pytest.approx(20 / 50)
        assert group_ratio([1, 1, 0], poor, rich) == math.inf


def test_relative_amounts_rise_and_average_one():
    x, share = relative_amounts([4, 1, 7], [1, 2, 1])
    assert x.tolist() == sorted(x.tolist())
    assert float(x @ share) == pytest.approx(1)


class TestFormulas:
    indicators = st.lists(st.floats(0.1, 1e6), min_size=4, max_size=4)

    @given(rows=st.lists(indicators, min_size=2, max_size=2), weight=st.floats(0, 1))
    def test_shares_add_up(self, rows, weight):
        shares = weighted_shares([weight, 1 - weight], rows)
        assert shares.sum() == pytest.approx(1)
        one, two = (np.array(row) / sum(row) for row in rows)
        np.testing.assert_allclose(shares, weight * one + (1 - weight) * two)
        money = formula_allocation(411, [weight, 1 - weight], rows)
        np.testing.assert_allclose(money, 411 * shares)

    def test_weighted_population(self):
        # 100 x (1 + 0.5 x 0.4 + 1 x 0.1), 50 x 1
        need = weighted_population([100, 50], [0.5, 1], [[0.4, 0], [0.1, 0]])
        np.testing.assert_allclose(need, [130, 50])
        assert weighted_population([100, 50], [], []).tolist() == [100, 50]

    @given(st.data())
    def test_hold_harmless(self, data):
        n = data.draw(st.integers(1, 8))
        money = st.lists(st.floats(0, 1e6), min_size=n, max_size=n)
        target, before = np.array(data.draw(money)), np.array(data.draw(money))
        cut = data.draw(st.floats(0, 1))
        assume((1 - cut) * before.sum() < target.sum() * (1 - 1e-9))
        held = hold_harmless(target, before, cut)
        assert held.sum() == pytest.approx(target.sum())
        assert np.all(held >= (1 - cut) * before * (1 - 1e-9))
        above = (held > (1 - cut) * before * (1 + 1e-6)) & (target > 0)
        if above.any():
            scale = held[above] / target[above]
            np.testing.assert_allclose(scale, scale[0], rtol=1e-5)
            assert scale[0] <= 1 + 1e-9

    def test_hold_harmless_in_two_rounds(self):
        # 60 held at 90 leaves 70 of 100; then 30 held at 25 as 21 would be too little, 45 left.
        held = hold_harmless([60, 30, 70], [90, 25, 10])
        np.testing.assert_allclose(held, [90, 25, 45])

    def test_all_held_at_their_floors(self):
        np.testing.assert_allclose(hold_harmless([30, 10], [20, 20]), [20, 20])
        assert hold_harmless([0, 0], [0, 0]).tolist() == [0, 0]
