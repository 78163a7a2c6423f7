"""`finmodel schema`: the JSON Schema of scenario files."""

from __future__ import annotations

import sys

from finmodel.cli.options import Json

NAME = "schema"
HELP = """Print the JSON Schema of scenario files, for editors.

\b
Example:
  finmodel schema > scenario.schema.json
"""


def run(json: Json = True) -> None:
    """Print the schema; it is JSON with `--json` and without."""
    from finmodel.scenario.schema import schema_text

    sys.stdout.write(schema_text())
