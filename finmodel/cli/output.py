"""Where a result may be written: decided, and refused, before any work is done."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from finmodel.cli.errors import Refusal

ALLOCATIONS = Path("allocations")


def output_folder(asked: Path | None, scenario_id: str) -> Path:
    """Folder to save an allocation in, which does not exist yet.

    Parameters
    ----------
    asked : Path or None
        Folder named by the user; where None, the first free one of `allocations/<id>`,
        `allocations/<id>-2` and so on.
    scenario_id : str
        Id of the scenario.

    Raises
    ------
    Refusal
        If the folder exists or cannot be made.
    """
    if asked is not None:
        refuse_unwritable(asked)
        return asked
    for number in count(1):
        folder = ALLOCATIONS / (scenario_id if number == 1 else f"{scenario_id}-{number}")
        if not os.path.lexists(folder):
            break
    refuse_unwritable(folder)
    return folder


def refuse_unwritable(folder: Path) -> None:
    """Refuse a folder that exists or that could not be made; writes nothing.

    Raises
    ------
    Refusal
        With what to do instead.
    """
    if os.path.lexists(folder):
        raise Refusal(f"{folder}: exists already and is left as it is; name a new folder")
    above = folder.absolute().parent
    while not os.path.lexists(above):
        above = above.parent
    if not above.is_dir():
        raise Refusal(f"{folder}: {above} is not a folder; name another place")
    if not os.access(above, os.W_OK | os.X_OK):
        raise Refusal(f"{folder}: nothing may be written in {above}; name another place")
