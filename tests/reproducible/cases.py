"""The scenarios whose saved bytes must be the same everywhere, and those bytes."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.scenario.load import Loaded, load_scenario
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import loaded
from tests.synthetic.sized import sized_tree

ROOT = Path(__file__).parents[2]
MONGOLIA = ROOT / "scenarios" / "mongolia-lifelong-learning"
RECORD = Path(__file__).with_name("record.json")
"""SHA-256 of each file of each scenario, the same on every platform."""

FILES = ("allocation.csv", "delivery.csv", "sources.csv", "contracts.csv")
"""Files whose bytes are the same on every platform."""

STAGES = ("maximise lowest coverage", "maximise benefit")

Tree = dict[str, Any]


def strict(goals: tuple[str, ...] = STAGES) -> Tree:
    """Local budgets under every rule that money can have, and ordered stages."""
    tree = sized_tree("S", local_budgets=True, goals=goals)
    years = tree["years"]
    local = tree["sources"]["local_budgets"]
    local |= {
        "carry_over": 0.4,
        "absorption": {str(years[0]): 0.8, str(years[1]): 0.95},
        "co_financing": {"at_least": 0.1, "from": "state_budget", "each": "region"},
    }
    fund = tree["sources"]["sector_fund"]
    fund |= {
        "absorption": 0.9,
        "co_financing": {"at_least": 0.15, "from": "state_budget", "each": "programme"},
    }
    tree["sources"]["state_budget"]["carry_over"] = 0.2
    tree["objective"][0]["give_up_at_most"] = 0.02
    return tree


SYNTHETIC = {
    "local budgets": partial(sized_tree, "M", local_budgets=True),
    "stages": partial(sized_tree, "M", goals=STAGES),
    "many ties": partial(sized_tree, "S", local_budgets=True, goals=("maximise coverage",)),
    "every rule on money": strict,
}
"""Trees of scenarios by name."""


def cases() -> dict[str, Loaded]:
    """All scenarios by name."""
    synthetic = {name: loaded(Scenario.model_validate(make())) for name, make in SYNTHETIC.items()}
    return {"mongolia": load_scenario(MONGOLIA), **synthetic}


def saved(scenario: Loaded, solver: str | None = None) -> dict[str, bytes]:
    """Solve, save, and read the files back."""
    with tempfile.TemporaryDirectory() as folder:
        # The files are the same with a certificate and without; it has tests of its own.
        allocation = replace(allocate(scenario, solver=solver), certify=None)
        place = save(allocation, Path(folder) / "saved")
        return {name: (place / name).read_bytes() for name in FILES}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256(written).hexdigest() for name, written in files.items()}


def recorded() -> dict[str, dict[str, str]]:
    """The digests that are to be found everywhere."""
    record: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


def renew(found: Mapping[str, Mapping[str, str]]) -> None:
    """Write the record anew."""
    RECORD.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
