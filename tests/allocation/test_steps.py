"""Steps of figures come to the same here and in another Python, to the last bit."""

from __future__ import annotations

import pytest

from finmodel.allocation.compare.sides import Side, open_sides
from finmodel.allocation.steps import Step, moved_by
from finmodel.allocation.what_if import WhatIf
from finmodel.cli.quick_start import SOLVES
from finmodel.solve.apart import Apart
from finmodel.solve.warm import Bases
from tests.compare.plans import PLAN, solved

STEPS = [
    Step([("sources", "state", "ceiling", year) for year in ("2026", "2027")], 1.2),
    Step([("sources", "state", "ceiling", "2026")], 0.8),
    Step([("programmes", "skills", "unit_cost", "staff", "amount")], 1.2),
    # No scenario has less than no money.
    Step([("sources", "state", "ceiling", "2027")], -1.0),
    Step([("programmes", "skills", "unit_cost", "staff", "amount")], 0.8),
]


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """A saved allocation."""
    return open_sides([solved(PLAN, tmp_path_factory.mktemp("plan") / "saved")])[0]


def test_another_python_finds_the_same(side: Side) -> None:
    what_if = WhatIf(side.allocation.scenario)
    alone = moved_by(what_if, side.allocation.tree, STEPS)
    assert alone[0]
    assert alone[3] is None
    with Apart(SOLVES) as apart:
        assert moved_by(what_if, side.allocation.tree, STEPS, apart) == alone
        assert apart.answer() is not None


def test_all_are_solved_here_where_the_other_fails(side: Side) -> None:
    what_if = WhatIf(side.allocation.scenario)
    with Apart("exit(1)") as apart:
        found = moved_by(what_if, side.allocation.tree, STEPS, apart)
    assert found == moved_by(what_if, side.allocation.tree, STEPS)


def test_bases_are_read_as_they_were_written(side: Side) -> None:
    bases = WhatIf(side.allocation.scenario).bases
    assert Bases.read(bases.written()).written() == bases.written()
    reached = [
        WhatIf(side.allocation.scenario, each).before.values
        for each in (bases, Bases.read(bases.written()), None)
    ]
    assert reached[0] == reached[1] == pytest.approx(reached[2])
