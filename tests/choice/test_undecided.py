"""How much the objective left open."""

from __future__ import annotations

import numpy as np
import pytest

from finmodel.solve.undecided import undecided
from tests.choice.small import chosen, programme, region, scenario
from tests.synthetic.sized import sized


def test_two_equal_regions_could_each_get_everything() -> None:
    found = chosen(scenario())
    open_range = undecided(found.program, found.choice)
    assert open_range.low == pytest.approx(np.array([[0.0, 0.0]]), abs=1e-9)
    assert open_range.high == pytest.approx(np.array([[60.0, 60.0]]))
    assert open_range.exact.all()
    assert open_range.share == 1.0


def test_a_single_best_answer_leaves_nothing_open() -> None:
    programmes = {"p": programme(1000, 1.0), "q": programme(1000, 2.0)}
    regions = {"list": {"a": region(100)}}
    found = chosen(scenario(programmes=programmes, regions=regions))
    open_range = undecided(found.program, found.choice)
    assert open_range.low.tolist() == open_range.high.tolist()
    assert open_range.share == 0.0


def test_only_what_is_tied_is_open() -> None:
    # q is better and met in full; p is open between the regions.
    programmes = {"p": programme(1000, 1.0), "q": programme(1000, 2.0)}
    sources = {"state": {"kind": "central budget", "ceiling": 250}}
    found = chosen(scenario(programmes=programmes, sources=sources))
    open_range = undecided(found.program, found.choice)
    assert open_range.low == pytest.approx(np.array([[0, 0], [100, 100]]), abs=1e-9)
    assert open_range.high == pytest.approx(np.array([[50, 50], [100, 100]]))
    assert open_range.share == pytest.approx(50 / 250)


def test_beyond_the_limit_the_range_is_an_outer_one() -> None:
    found = chosen(sized("S", goals=("maximise lowest coverage",)))
    full = undecided(found.program, found.choice)
    some = undecided(found.program, found.choice, most=2)
    assert full.exact.all()
    assert 0 < (~some.exact).sum() == (full.high > full.low + 1e-9).sum() - 2
    assert (some.low <= full.low + 1e-6).all()
    assert (some.high >= full.high - 1e-6).all()
    # A tie may also stay closed because rules hold it from both sides.
    assert some.share >= full.share
    hardly = undecided(found.program, found.choice, steps=0)
    assert 0 < hardly.exact.sum() < full.exact.sum()
    assert (hardly.low <= full.low + 1e-6).all()
    assert (hardly.high >= full.high - 1e-6).all()
