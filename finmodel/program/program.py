"""The assembled linear program: sparse arrays, and families that name rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from finmodel.panel.panel import Bools, Floats, Integers, Panel
from finmodel.program.blocks import Blocks
from finmodel.program.emitter import Cells, Family, LeverTerms, MoneyTerms
from finmodel.program.objectives import Objective


@dataclass(frozen=True)
class Program:
    """minimise or maximise each stage over lower ≤ x ≤ upper, row_lower ≤ A x ≤ row_upper."""

    panel: Panel
    cells: Cells
    blocks: Blocks
    columns: tuple[Family, ...]
    rows: tuple[Family, ...]
    lower: Floats
    """Shape (n,); every bound of a column is finite."""
    upper: Floats
    whole: Bools
    """Columns that take whole numbers only, shape (n,)."""
    row_lower: Floats
    """Shape (m,); objective rows are free until their stage is solved."""
    row_upper: Floats
    matrix: csr_array
    """Coefficients A of shape (m, n), each 12 significant decimals long."""
    objectives: tuple[Objective, ...]
    charges: Mapping[str, MoneyTerms]
    """What columns charge to purses before programmes, by what is paid."""
    supply: MoneyTerms
    """What columns add to purses."""
    levers: tuple[LeverTerms, ...]
    """Columns by which new finance is mobilised."""

    def objective(self, number: int) -> Floats:
        """Coefficients of a stage's objective, shape (n,)."""
        row = self.objectives[number].row
        dense = np.zeros(self.lower.size)
        part = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
        dense[self.matrix.indices[part]] = self.matrix.data[part]
        return dense

    def column_family(self, name: str) -> Family:
        """Family of columns by name.

        Raises
        ------
        KeyError
            If there is none.
        """
        return next((f for f in self.columns if f.name == name), None) or _missing(name)

    def families(self, prefix: str) -> list[Family]:
        """Families of columns whose name starts with a prefix."""
        return [family for family in self.columns if family.name.startswith(prefix)]

    def outputs(self) -> list[Family]:
        """Families of columns that costs follow from: output, and what contracts provide."""
        return [family for family in self.columns if family.name in ("deliver", "provide")]

    def provided_at(self, family: Family) -> tuple[Integers, Integers, Integers]:
        """Programme, region and year of the columns of what contracts provide."""
        labels = family.labels
        return self.panel.signings.programme[labels["contract"]], labels["region"], labels["year"]

    def row_names(self) -> list[str]:
        """Name of every row: its family and its place, unique because ids are."""
        return [name for family in self.rows for name in self.names(family)]

    def column_names(self) -> list[str]:
        """Name of every column."""
        return [name for family in self.columns for name in self.names(family)]

    def names(self, family: Family) -> list[str]:
        """Names of one family's rows or columns, such as deliver[literacy,MN-041,2027,1]."""
        axes = [
            [self._place(axis, int(i)) for i in values] for axis, values in family.labels.items()
        ]
        if not axes:
            return [family.name]
        return [f"{family.name}[{','.join(parts)}]" for parts in zip(*axes, strict=True)]

    def _place(self, axis: str, position: int) -> str:
        panel = self.panel
        if axis == "year":
            return str(panel.years[position])
        if axis == "pot":
            return panel.pots.region[position] or "national"
        if axis == "due":
            return str(panel.signings.due[position])
        ids = {
            "programme": panel.programmes,
            "region": panel.regions,
            "other": panel.regions,
            "source": panel.sources,
            "contract": panel.signings.contracts,
        }
        return ids[axis][position] if axis in ids else str(position + 1)

    def find_row(self, number: int) -> tuple[Family, int]:
        """Family of a row and the place within it."""
        return _find(self.rows, number)

    def find_column(self, number: int) -> tuple[Family, int]:
        """Family of a column and the place within it."""
        return _find(self.columns, number)


def _find(families: tuple[Family, ...], number: int) -> tuple[Family, int]:
    for family in families:
        if family.start <= number < family.start + family.count:
            return family, number - family.start
    raise KeyError(number)


def _missing(name: str) -> Family:
    raise KeyError(name)
