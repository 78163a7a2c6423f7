"""Where allocations and reports are saved where nobody says so."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

ALLOCATIONS = Path("allocations")
REPORTS = Path("reports")
LETTERS = Path("letters")


def free_folder(scenario_id: str) -> Path:
    """Find the first folder of `allocations/<id>`, `allocations/<id>-2` and so on that is free."""
    return first_free(ALLOCATIONS / scenario_id)


def first_free(wanted: Path) -> Path:
    """Find the first place of a name, the name with `-2`, and so on that is free."""
    for number in count(1):
        place = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not os.path.lexists(place):
            return place
    raise AssertionError("numbers do not end")
