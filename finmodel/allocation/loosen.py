"""The least change that would do where no allocation satisfies the rules: which rule, by how much.

Changes are weighed in money: a unit of a rule counts as the least money that moves it. Each is then
said in the rule's own figure where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from finmodel.allocation.loosened import (
    Loosened,
    floors_lowered,
    part_left,
    rounded_up,
    rules_loosened,
)
from finmodel.allocation.restate import restated
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import Family
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded
from finmodel.solve.relax import least_change

NEGOTIABLE = "The least change that would do, among the rules that are negotiable:"
NOT_ENOUGH = "Loosening the negotiable rules alone would not do. The least change, among all rules:"
NONE_NEGOTIABLE = "No rule is called negotiable. The least change that would do, among all rules:"
MONEY_ALONE = "Or, with money alone:"
MONEY = (".available", ".absorption")
"""Rules of a source that more money of it loosens."""


@dataclass(frozen=True)
class Way:
    """Rules that are loosened together, so that the others can be kept."""

    title: str
    rules: tuple[Loosened, ...]

    def lines(self) -> list[str]:
        """The way as lines for people."""
        return [self.title, *map(str, self.rules)]

    def facts(self) -> dict[str, Any]:
        """The way as plain data."""
        return {"title": self.title, "rules": [rule.facts() for rule in self.rules]}


def least_changes(loaded: Loaded, program: Program) -> tuple[Way, ...]:
    """Find the least change of negotiable rules; where they cannot do it, of all, or of money.

    Parameters
    ----------
    loaded : Loaded
        The scenario, to name file and line.
    program : Program
        A program that no allocation satisfies.

    Returns
    -------
    tuple of Way
        Nothing where no change was found in time.
    """
    policies = program.panel.scenario.policies
    negotiable = {key for key, policy in policies.items() if policy.negotiable}
    rules = [family for family in program.rows if _may_give(family)]
    mine = _one_sided(program, [f for f in rules if f.name.split(".")[1] in negotiable])
    if mine.size and (way := _way(loaded, program, NEGOTIABLE, mine, {})):
        return (way,)
    title = NOT_ENOUGH if mine.size else NONE_NEGOTIABLE
    found = [_way(loaded, program, title, _one_sided(program, rules), _floors(program))]
    money = _one_sided(program, [f for f in rules if f.name.endswith(MONEY)])
    if found[0] and not all(_of_money(rule.rule) for rule in found[0].rules):
        found.append(_way(loaded, program, MONEY_ALONE, money, {}))
    return tuple(way for way in found if way)


def _may_give(family: Family) -> bool:
    """Whether a family of rows is a rule that somebody set and might loosen."""
    return bool(family.path) and family.name.split(".")[0] in (
        "policies",
        "sources",
        "capacities",
        "programmes",
    )


def _of_money(rule: str) -> bool:
    return rule.startswith("sources.") and (rule.count(".") == 1 or rule.endswith(MONEY))


def _one_sided(program: Program, families: list[Family]) -> Integers:
    """Rows of some families that have one limit."""
    rows = np.concatenate([np.empty(0, np.int64), *(family.numbers() for family in families)])
    one = np.isfinite(program.row_lower[rows]) != np.isfinite(program.row_upper[rows])
    return np.asarray(rows[one])


def _floors(program: Program) -> dict[str, Integers]:
    """Columns that stand on a coverage floor, by programme."""
    family = program.column_family("deliver")
    on_floor = program.lower[family.range] > 0
    found = {
        key: family.numbers()[on_floor & (family.labels["programme"] == position)]
        for position, key in enumerate(program.panel.programmes)
    }
    return {key: columns for key, columns in found.items() if columns.size}


def _way(
    loaded: Loaded, program: Program, title: str, rows: Integers, floors: Mapping[str, Integers]
) -> Way | None:
    costs = _money_of_columns(program)
    worth = [
        float(np.where(costs > 0, costs, 1.0)[own] @ program.lower[own]) for own in floors.values()
    ]
    prices = np.append(_money_of_rows(program, costs)[rows], worth)
    change = least_change(program, rows, list(floors.values()), prices)
    if change is None or not (change.rows.any() or change.floors.any()):
        return None
    left = [
        (columns, part_left(share))
        for columns, share in zip(floors.values(), change.floors.tolist(), strict=True)
        if share > 0
    ]
    shifts = np.array([rounded_up(by) for by in change.rows.tolist()])
    figures = restated(program, change, left, shifts)
    rules = rules_loosened(loaded, program, change, figures)
    return Way(title, (*rules, *floors_lowered(loaded, program, floors, change)))


def _money_of_columns(program: Program) -> Floats:
    """Money that moves with one unit of each column, zero for what moves none, shape (n,)."""
    panel, costs = program.panel, np.zeros(program.lower.size)
    for family in program.columns:
        if family.name == "deliver":
            place = tuple(family.labels[axis] for axis in ("programme", "region", "year"))
            costs[family.range] = panel.unit_cost.sum(axis=2)[place]
        elif family.name.startswith(("fund.", "pool.", "carry.")):
            costs[family.range] = 1.0
    return costs


def _money_of_rows(program: Program, costs: Floats) -> Floats:
    """Least money with which a row is moved by one unit, by one of its columns, shape (m,).

    A row whose columns move no money counts one for its largest coefficient.
    """
    sizes = abs(program.matrix).tocsr()
    money = np.repeat(np.inf, sizes.data.size)
    priced = (costs[sizes.indices] > 0) & (sizes.data > 0)
    money[priced] = costs[sizes.indices[priced]] / sizes.data[priced]
    largest = sizes.max(axis=1).toarray().ravel()
    found = np.divide(1.0, largest, out=np.ones_like(largest), where=largest > 0)
    some = np.nonzero(np.diff(sizes.indptr) > 0)[0]
    if some.size:
        least = np.minimum.reduceat(money, sizes.indptr[some])
        found[some] = np.where(np.isfinite(least), least, found[some])
    return np.asarray(found)
