"""All tables that follow from a rounded allocation and its scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from finmodel.allocation.contracts import value_table
from finmodel.allocation.indicators import indicators_table
from finmodel.allocation.levers import levers_table
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rules import rules_table
from finmodel.allocation.tables import lay_out
from finmodel.program.program import Program

if TYPE_CHECKING:
    from finmodel.allocation.marginal import Sides


def following_tables(
    program: Program, rounded: Rounded, sources: Sides | None, rules: Sides | None
) -> dict[str, pa.Table]:
    """Lay out what is saved and what a proof derives again.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The allocation in whole rounding units.
    sources, rules : Sides or None
        What one more and one less of each pot's money, and of each rule's limit, would change;
        None where nobody asks, as in a proof.

    Returns
    -------
    dict of str to Table
        Tables by name.
    """
    tables = lay_out(program, rounded, sources)
    if program.panel.scenario.contracts:
        tables["values"] = value_table(program, rounded)
    tables["indicators"] = indicators_table(program, rounded, tables)
    if program.panel.scenario.levers:
        tables["levers"] = levers_table(program, rounded)
    tables["constraints"] = rules_table(program, rounded, rules)
    return tables
