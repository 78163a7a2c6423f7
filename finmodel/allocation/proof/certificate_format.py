"""What a certificate holds, as it is read from its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finmodel.allocation.proof.failed import Unreadable, reason
from finmodel.allocation.proof.stages import Recorded

FORMAT = 1
"""Version of the certificate."""


@dataclass(frozen=True)
class StageEntry:
    """What the certificate says of a stage."""

    goal: str
    recorded: Recorded
    bound: float
    gap: float
    multipliers: Any


def read_stages(entries: Any) -> list[StageEntry]:
    """Read what a certificate says of the stages.

    Raises
    ------
    Unreadable
        If it does not hold what it must.
    """
    if not isinstance(entries, list):
        raise Unreadable(reason("certificate.json: the stages are missing"))
    return [_stage(entry) for entry in entries]


def _stage(entry: Any) -> StageEntry:
    if not isinstance(entry, Mapping):
        raise Unreadable(reason("certificate.json: a stage does not hold what it must"))
    try:
        value, kept_at = float(entry["value"]), float(entry["kept_at"])
        bound, gap = float(entry["bound"]), float(entry["gap"])
        held = tuple(float(each) for each in entry.get("held", ()))
        recorded = Recorded(value, kept_at, held)
        return StageEntry(str(entry["goal"]), recorded, bound, gap, entry["multipliers"])
    except (KeyError, TypeError, ValueError):
        raise Unreadable(reason("certificate.json: a stage does not hold what it must")) from None
