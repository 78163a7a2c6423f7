"""Sums in whole numbers do not depend on how many terms exist at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finmodel.allocation.proof import whole_numbers
from finmodel.allocation.proof.whole_numbers import sums_of

STRETCHES = st.lists(st.lists(st.integers(-(10**40), 10**40), max_size=5), max_size=12)


@given(STRETCHES, st.integers(1, 8))
def test_sums_of_stretches(stretches: list[list[int]], at_a_time: int) -> None:
    terms = np.empty(sum(map(len, stretches)), dtype=object)
    terms[:] = [term for stretch in stretches for term in stretch]
    start = np.cumsum([0, *map(len, stretches)])
    longest = max([at_a_time, *map(len, stretches)])

    def part(places: slice) -> np.ndarray:
        found = terms[places]
        assert found.size <= longest
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_numbers, "STRETCH", at_a_time)
        assert sums_of(start, part).tolist() == [sum(stretch) for stretch in stretches]
