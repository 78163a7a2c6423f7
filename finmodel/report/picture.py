"""What an allocation comes to, as plain data: one set of facts for the screen and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING, Any

from finmodel.report.behind import equally_far, furthest_behind
from finmodel.report.capacities import capacity_use
from finmodel.report.choice import choice_facts
from finmodel.report.contracts import contract_facts
from finmodel.report.debt import debt_facts
from finmodel.report.facts import standing
from finmodel.report.headings import money_under_headings
from finmodel.report.indicators import indicators
from finmodel.report.languages.language import language_of, marked
from finmodel.report.money import decimals_for, fitting_unit, number
from finmodel.report.views import View
from finmodel.scenario.objective import Goal

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation


NOTHING = 1e-6
"""Gains up to this size are the solver's tolerance."""
GAINS: dict[Goal, str] = {
    "maximise benefit": marked("benefit points"),
    "maximise coverage": marked("coverage points"),
    "maximise lowest coverage": marked("lowest coverage"),
    "maximise lowest coverage, then the next": marked("coverage points"),
    "minimise cost": marked("saving, {unit}"),
    "minimise deviation": marked("less deviation, {unit}"),
    "minimise new debt": marked("less new debt, {unit}"),
    "minimise gap": marked("{unit} less missing"),
    "minimise cost of raising": marked("less cost of raising, {unit}"),
    "minimise risk-weighted cost": marked("less risk-weighted cost, {unit}"),
    "minimise effort": marked("less effort"),
}
"""What one more step of money is counted in, by the goal of the last stage."""


def picture(allocation: Allocation, language: str = "en") -> dict[str, Any]:
    """Facts that the picture at the end of `finmodel solve` shows.

    Parameters
    ----------
    allocation : Allocation
        A fresh or a loaded allocation.
    language : str
        Language of names.

    Returns
    -------
    dict
        Plain data; amounts in whole currency units, coverage as shares of need.
    """
    view = View(allocation, language)
    scenario = allocation.scenario
    # Help in kind comes last, below the total of money.
    use = sorted(view.source_use(), key=lambda row: not row.cash)
    cash = [row for row in use if row.cash]
    regions = view.region_spending()
    heads = [row.per_head_a_year for row in regions if row.per_head_a_year is not None]
    return {
        "scenario": scenario.scenario,
        "title": scenario.title.read(language),
        "stage": scenario.stage,
        "standing": standing(scenario),
        "years": list(view.years),
        "currency": scenario.money.currency,
        "money_unit": str(scenario.money),
        "money_scale": scenario.money.scale,
        "available": sum(row.available for row in cash),
        "used": sum(row.used for row in cash),
        "unused": sum(row.unused for row in cash),
        "debt": debt_facts(view),
        "in_kind": sum(row.used for row in use if not row.cash),
        "sources": [asdict(row) | {"unused": row.unused} for row in use],
        "programmes": [asdict(row) for row in view.programme_coverage()],
        "capacities": capacity_use(view),
        "regions": [asdict(row) for row in regions],
        "per_head": {
            "of": view.heads_title,
            "attribute": view.heads,
            "unit_scale": fitting_unit(
                median(heads) if heads else 0, scenario.money.currency
            ).scale,
            "unit": str(fitting_unit(median(heads) if heads else 0, scenario.money.currency)),
        },
        **money_under_headings(view),
        "indicators": indicators(view),
        "one_more": one_more(view),
        "gain_unit": gain_unit(view),
        "equally_far_behind": equally_far(view),
        "contracts": contract_facts(view),
        "choice": choice_facts(view),
        "furthest_behind": [asdict(row) for row in furthest_behind(view)],
    }


def gain_unit(view: View) -> str:
    """Say what a gain in the last stage of the objective is counted in."""
    language = language_of(view.language)
    scenario = view.allocation.scenario
    return language.gettext(GAINS[scenario.objective[-1].goal], unit=language.unit(scenario.money))


def one_more(view: View) -> list[dict[str, Any]]:
    """Say what one more step of money buys from each source, in the first year of the plan.

    `gain` is in the unit of the last stage of the objective (see `GAINS`); it is None where no
    allocation satisfies the rules with more, as where a part of it must be used and cannot be.
    `has` is what the source has, or may bring by decisions, in the year [money unit].
    """
    return [row for row in more_by_year(view) if row["year"] == view.years[0]]


def more_by_year(view: View) -> list[dict[str, Any]]:
    """What one more step of money buys from each source in each year: see `one_more`."""
    rows = []
    for row in view.allocation.one_more.to_pylist():
        key = row["source"]
        programme = view.allocation.scenario.programmes.get(row["programme"] or "")
        rows.append(
            {
                "source": key,
                "name": view.sources[key],
                "year": row["year"],
                "step": row["step"],
                "has": view.most(key, row["year"]),
                "gain": None if row["gain"] is None else view.better * row["gain"],
                "loss": None if row["loss"] is None else view.better * row["loss"],
                "more_holds": row["more_holds"],
                "less_holds": row["less_holds"],
                "programme": row["programme"],
                "programme_name": view.programmes.get(row["programme"] or "", ""),
                "output": view.outputs[row["programme"]] if programme else "",
                "outputs": row["outputs"],
            }
        )
    order = {key: place for place, key in enumerate(view.sources)}
    return sorted(rows, key=lambda row: (row["year"], order[row["source"]]))


def bought(row: Mapping[str, Any]) -> str:
    """Say what one more step of money mostly buys."""
    if row["gain"] is None:
        return "nothing: a rule cannot be satisfied with more"
    if row["gain"] <= NOTHING:
        return "nothing: other limits hold"
    if not row["programme_name"]:
        return "a little of many programmes"
    amount = number(row["outputs"], decimals_for(row["outputs"]))
    return f"{row['programme_name']}: {amount} {row['output']}"
