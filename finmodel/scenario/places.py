"""Places: where in which file each value of a scenario stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Key = str | int
Path = tuple[Key, ...]


@dataclass(frozen=True)
class Place:
    """A place that a person can turn to."""

    file: str
    """File relative to the scenario's folder, or `--set …` for a value of the command line."""
    line: int | None = None
    """Line, counted from 1."""
    column: str | None = None
    """Column of a table."""

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        return f"{self.file}{line}" + ("" if self.column is None else f", column {self.column}")


@dataclass
class Mark:
    """The place of a value and, as a tree of the same shape, of all values inside it."""

    place: Place
    inside: dict[Key, Mark] = field(default_factory=dict)
    bad: bool = False
    """True where a problem was already reported, so that no second one follows from it."""

    def at(self, path: Sequence[Key]) -> Mark | None:
        """Mark of exactly this path, or None."""
        here: Mark | None = self
        for key in path:
            here = None if here is None else here.inside.get(key)
        return here

    def walk(self, path: Sequence[Key]) -> Iterator[Mark]:
        """Yield the marks on a path, down to the nearest one that is known."""
        here = self
        yield here
        for key in path:
            if key not in here.inside:
                return
            here = here.inside[key]
            yield here


class Locations:
    """Where each value of the resolved tree stands.

    Parameters
    ----------
    root : Mark
        Marks of the whole tree.
    """

    def __init__(self, root: Mark) -> None:
        self.root = root

    def place(self, path: Sequence[Key]) -> Place:
        """Place of a value; of the nearest thing around it where it has none."""
        return list(self.root.walk(path))[-1].place

    def of(self, path: Sequence[Key]) -> str:
        """Place of a value as text, such as `scenario.yaml:93`."""
        return str(self.place(path))

    def spoilt(self, path: Sequence[Key]) -> bool:
        """Whether the value, or something around it, was already reported as wrong."""
        return any(mark.bad for mark in self.root.walk(path))
