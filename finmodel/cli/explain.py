"""`finmodel explain`: why an allocation is what it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json

NAME = "explain"
HELP = """Say why a saved allocation is what it is: why this much and not more.

Without an option: what the objective decided, and what one more of each source is worth. With
--rules: what each rule costs. With --region or --programme, or both: what it gets, and which rules
and sources stand in the way of more, the heaviest first. The scenario is solved again for that.

\b
Examples:
  finmodel explain allocations/mongolia-lifelong-learning
  finmodel explain allocations/mongolia-lifelong-learning --region MN-041
  finmodel explain allocations/mongolia-lifelong-learning --programme digital_skills
  finmodel explain allocations/mongolia-lifelong-learning --rules
"""


def run(
    allocation: Annotated[
        Path, typer.Argument(metavar="ALLOCATION", help="Folder of a saved allocation.")
    ],
    region: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Id of a region or a group of regions."),
    ] = None,
    programme: Annotated[str | None, typer.Option(metavar="ID", help="Id of a programme.")] = None,
    rules: Annotated[bool, typer.Option("--rules", help="What each rule costs.")] = False,
    json: Json = False,
) -> None:
    """Explain a saved allocation."""
    from finmodel.allocation.files import load
    from finmodel.report.explain import place_facts, rule_facts, standing_facts
    from finmodel.report.views import View
    from finmodel.scenario.load import load_scenario

    with phases() as progress:
        progress("reading the allocation")
        saved = load(allocation)
        regions = saved.scenario.regions
        _check(region, "--region", {**regions.list, **regions.groups, "all": None})
        _check(programme, "--programme", saved.scenario.programmes)
        view, facts = View(saved), {}
        if rules or region is not None or programme is not None:
            from finmodel.allocation.explain import Again

            progress("solving again")
            again = Again(saved, load_scenario(allocation / "scenario.yaml").where)
            if rules:
                progress("the price of each rule")
                facts["prices"] = rule_facts(view, again)
            if region is not None or programme is not None:
                progress("what stands in the way")
                facts["place"] = place_facts(view, again, region, programme)
        else:
            facts["standing"] = standing_facts(view)
    if json:
        print_json(facts)
        return
    from finmodel.report.explain_terminal import print_place, print_rules, print_standing

    screen = console()
    if "standing" in facts:
        print_standing(screen, facts["standing"])
    if "place" in facts:
        print_place(screen, facts["place"], str(saved.scenario.money), view.years[-1])
    if "prices" in facts:
        print_rules(screen, facts["prices"])


def _check(given: str | None, option: str, known: Iterable[str]) -> None:
    from finmodel.scenario.problems import Problem, ScenarioError, suggest

    if given is not None and given not in known:
        message = f"`{given}` is not in the scenario of this allocation"
        raise ScenarioError([Problem(option, message, suggest(given, list(known)))])
