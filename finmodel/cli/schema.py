"""`finmodel schema`: the JSON Schema of scenario files."""

from __future__ import annotations

from finmodel.cli.options import Json
from finmodel.cli.screens import print_json

NAME = "schema"
HELP = """Print the JSON Schema of scenario files, for editors that complete and check.

\b
Example:
  finmodel schema > scenario.schema.json
"""


def run(json: Json = True) -> None:
    """Print the schema; it is JSON with `--json` and without."""
    from finmodel.scenario.schema import scenario_schema

    print_json(scenario_schema())
