"""Charts load without what none of them needs, and nothing that was there is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from finmodel.cli.quick_start import begin_charts
begin_charts(["md"])
import altair, jsonschema
print("lark" in sys.modules)
known = jsonschema.FormatChecker(["iri", "iri-reference"])
print(known.conforms("https://хүн.mn/сургалт", "iri"), known.conforms("no address", "iri"))
print("lark" in sys.modules)
"""


def test_the_grammar_of_web_addresses_is_loaded_when_one_is_checked() -> None:
    pytest.importorskip("rfc3987_syntax")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "True", "False", "True"]
