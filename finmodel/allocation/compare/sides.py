"""The sides of a comparison: saved allocations, each with whether it proves what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.measures import Measures, measure
from finmodel.allocation.digests import digest_of
from finmodel.allocation.files import load
from finmodel.allocation.proof.failed import NotVerified, Reason
from finmodel.allocation.proof.verify import verify
from finmodel.scenario.load import Loaded
from finmodel.scenario.places import Locations, Mark, Place

MOST_NAMED = 8
"""Regions that are named where they are on one side only."""


@dataclass(frozen=True)
class Side:
    """One saved allocation of a comparison."""

    folder: Path
    allocation: Allocation
    digest: str
    """SHA-256 of its manifest."""
    reasons: tuple[Reason, ...]
    """Why it fails verification; none where it is proved."""

    @property
    def verified(self) -> bool:
        """Whether it is proved to be what it says."""
        return not self.reasons

    @cached_property
    def loaded(self) -> Loaded:
        """Its scenario, as if it had just been loaded."""
        where = Locations(Mark(Place(f"{self.folder}/scenario.yaml")))
        return Loaded(self.allocation.scenario, self.allocation.tree, where, ())

    @cached_property
    def measures(self) -> Measures:
        """What is measured of it."""
        return measure(self.allocation.tables)


def open_sides(folders: Sequence[Path], progress: Progress | None = None) -> list[Side]:
    """Open saved allocations and verify each.

    Parameters
    ----------
    folders : sequence of Path
        Saved allocations, the base of the comparison first.
    progress : callable, optional
        Told in words what is being done.

    Raises
    ------
    NotAnAllocation
        If a folder holds none.
    """
    tell = progress or (lambda _: None)
    sides = []
    for folder in folders:
        tell(f"verifying {folder}")
        reasons: tuple[Reason, ...] = ()
        try:
            allocation = verify(folder).allocation
        except NotVerified as failed:
            reasons = tuple(failed.reasons)
            allocation = load(folder)
        sides.append(Side(folder, allocation, digest_of(folder), reasons))
    return sides


@dataclass(frozen=True)
class Caution:
    """Why two sides compare badly: what differs, and how."""

    kind: str
    """`scenario`, `currency`, `years`, `question`, `only the first` or `only the other`."""
    values: Mapping[str, str]
    """`old` and `new`, or `names` of regions."""


def not_comparable(base: Side, other: Side) -> list[Caution]:
    """What cannot be set side by side, or only with care."""
    old, new = base.allocation.scenario, other.allocation.scenario
    both = {
        "scenario": (old.scenario, new.scenario),
        "currency": (old.money.currency, new.money.currency),
        "years": (_years(old.years), _years(new.years)),
        "question": (old.question, new.question),
    }
    found = [
        Caution(kind, {"old": first, "new": second})
        for kind, (first, second) in both.items()
        if first != second
    ]
    leaves = [set(each.regions.leaves()) for each in (old, new)]
    for only, kind in (
        (leaves[0] - leaves[1], "only the first"),
        (leaves[1] - leaves[0], "only the other"),
    ):
        if only:
            names = ", ".join(sorted(only)[:MOST_NAMED]) + (", …" if len(only) > MOST_NAMED else "")
            found.append(Caution(kind, {"names": names}))
    return found


def same_currency(base: Side, other: Side) -> bool:
    """Whether amounts of money can be compared."""
    currencies = {side.allocation.scenario.money.currency for side in (base, other)}
    return len(currencies) == 1


def _years(years: tuple[int, ...]) -> str:
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
