"""Tables written into the tree, in the place of their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from finmodel.scenario.csv_table import Table
from finmodel.scenario.files import confined
from finmodel.scenario.merge import Tree, merge
from finmodel.scenario.places import Mark
from finmodel.scenario.problems import Problem, ScenarioError, nearest, shown
from finmodel.scenario.programmes import Need
from finmodel.scenario.regions import Regions
from finmodel.scenario.shape import fields, shape_of
from finmodel.scenario.tables import read_amounts, read_regions


class Inliner:
    """Writes every table that a scenario names into the tree, in the place of its name.

    Parameters
    ----------
    folder : Path
        Folder that every table must lie in, resolved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []

    def inline(self, tree: Tree) -> None:
        """Write the tables into a tree, which is changed."""
        data, mark = tree
        self._into(data, mark, ("regions",), "list", read_regions)
        for key in _keys(data, "programmes"):
            self._into(data, mark, ("programmes", key, "need"), "amounts", read_amounts)
        for key in _keys(data, "sources"):
            self._into(data, mark, ("sources", key), "amounts", read_amounts)
            at = ("sources", key, "hold_harmless")
            self._into(data, mark, at, "amounts", read_amounts)
        for key in _keys(data, "capacities"):
            self._into(data, mark, ("capacities", key), "amounts", read_amounts)
        for key in _keys(data, "policies"):
            self._into(data, mark, ("policies", key), "amounts", read_amounts)

    def _into(
        self,
        data: Any,
        mark: Mark,
        path: tuple[str, ...],
        target: str,
        read: Callable[[Table], Tree],
    ) -> None:
        for key in path:
            data = data.get(key) if isinstance(data, dict) else None
            mark = mark.inside.get(key, mark)
        if not isinstance(data, dict) or "table" not in data or mark.inside["table"].bad:
            return
        written, at = data.pop("table"), mark.inside.pop("table")
        inlined = self._read(written, at, read)
        if inlined is None:
            # What the table would have held is not missed a second time.
            data.setdefault(target, {})
            mark.inside[target] = Mark(at.place, mark.inside.get(target, at).inside, bad=True)
            return
        rows, marks = inlined
        if isinstance(data.get(target), dict):  # what is written out goes over the table's rows
            owner = Regions if target == "list" else Need
            over = (data[target], mark.inside[target])
            rows, marks = merge((rows, marks), over, shape_of(fields(owner)[target]))
            marks.bad |= inlined[1].bad
        data[target], mark.inside[target] = rows, marks

    def _read(self, written: object, at: Mark, read: Callable[[Table], Tree]) -> Tree | None:
        beside = "" if at.place.file.startswith("--set ") else at.place.file
        found = confined(written, beside, self.folder)
        if isinstance(found, str):
            remedy = "name a CSV file in the scenario's folder"
            self.problems.append(Problem(str(at.place), f"`table`: {found}", remedy))
            return None
        path, name = found
        if not path.exists():
            message = f"`table` names {shown(written)}, which is not there"
            near = nearest(path.name, [each.name for each in path.parent.glob("*.csv")])
            remedy = f"did you mean `{near}`?" if near else "write the file, or correct its name"
            self.problems.append(Problem(str(at.place), message, remedy))
            return None
        self.files[name] = path
        try:
            table = Table(path, name)
            tree = read(table)
        except ScenarioError as error:
            self.problems += error.problems
            return None
        self.problems += table.problems
        return tree


def _keys(data: Any, name: str) -> tuple[str, ...]:
    things = data.get(name) if isinstance(data, dict) else None
    return tuple(things) if isinstance(things, dict) else ()
