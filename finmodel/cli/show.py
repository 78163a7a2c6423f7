"""`finmodel show`: what a scenario says."""

from __future__ import annotations

from finmodel.cli.options import Json, Overrides, ScenarioFile
from finmodel.cli.screens import console, print_json

NAME = "show"
HELP = """Show what a scenario says: money, needs, costs, policies.

\b
Example:
  finmodel show scenarios/mongolia-lifelong-learning
"""


def run(scenario: ScenarioFile, set_: Overrides = None, json: Json = False) -> None:
    """Show a scenario."""
    from finmodel.panel.build import build_panel
    from finmodel.report.facts import scenario_facts
    from finmodel.scenario.load import load_scenario

    loaded = load_scenario(scenario, tuple(set_ or ()))
    facts = scenario_facts(loaded, build_panel(loaded.scenario))
    if json:
        print_json(facts)
        return
    from finmodel.report.show import print_facts

    print_facts(console(), facts)
