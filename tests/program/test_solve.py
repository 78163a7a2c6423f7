"""Solving small programs whose answers are known."""

from __future__ import annotations

import highspy
import pytest

from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible

from .small import program


def test_the_benefit_of_the_best_use_of_the_money() -> None:
    # 150 million a year serve 300 learners at 0.5 million for 2 points each, ahead of workshops at
    # 5 million for 7 points.
    solution = solve_program(program())
    assert solution.stages[0].value == pytest.approx(2 * 300 * 2)


def test_one_more_million_buys_four_points() -> None:
    built = program()
    solution = solve_program(built)
    rows = [n for n, name in enumerate(built.row_names()) if name.startswith("sources.state")]
    assert solution.marginal_values[rows].tolist() == pytest.approx([4, 4])


def test_a_scenario_without_any_need_has_an_empty_answer() -> None:
    nothing = {"literacy": {"need": {"share": 0}}, "workshops": {"need": {"each_region": 0}}}
    assert solve_program(program(programmes=nothing)).stages[0].value == 0


def test_another_solve_with_many_threads_in_the_process_does_no_harm() -> None:
    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    column = other.addVariable(0, 10)
    other.maximize(column)
    assert solve_program(program()).stages[0].value == pytest.approx(1200)


@pytest.mark.parametrize(("ceiling", "regions"), [(100, {"west"}), (150, {"east", "west"})])
def test_a_conflict_has_no_row_or_bound_too_many(ceiling: int, regions: set[str]) -> None:
    # The floors of one year cost 45 million in the east and 135 million in the west.
    built = program(
        programmes={"literacy": {"coverage": {"at_least": "90%"}}},
        sources={"state": {"ceiling": ceiling}},
    )
    with pytest.raises(Infeasible) as caught:
        solve_program(built)
    floors = {built.column_names()[column] for column in caught.value.conflict.at_least}
    assert floors in [
        {f"deliver[literacy,{region},{year},1]" for region in regions} for year in built.panel.years
    ]
