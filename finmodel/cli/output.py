"""Where an allocation is saved where nobody says so."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

ALLOCATIONS = Path("allocations")


def free_folder(scenario_id: str) -> Path:
    """Find the first folder of `allocations/<id>`, `allocations/<id>-2` and so on that is free."""
    for number in count(1):
        folder = ALLOCATIONS / (scenario_id if number == 1 else f"{scenario_id}-{number}")
        if not os.path.lexists(folder):
            return folder
    raise AssertionError("numbers do not end")
