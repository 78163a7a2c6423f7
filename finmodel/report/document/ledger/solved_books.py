"""Books of what solving again recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from finmodel.allocation.compare.sides import Side

if TYPE_CHECKING:
    from finmodel.report.document.ledger.ledger import Ledger


def cut(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Outputs and money of each programme before and after a cut of every source."""
    assert ledger.solved is not None
    found, scale = ledger.solved.cut, side.allocation.scenario.money.scale
    before, programmes = ledger.solved.what_if.before, side.allocation.panel.programmes
    columns: dict[str, Any] = {
        "programme": list(programmes),
        "before": before.output,
        "money_before": before.cost.sum(axis=1) * scale,
    }
    after = found.after
    if after is not None:
        columns |= {"after": after.output, "money_after": after.cost.sum(axis=1) * scale}
    made = pd.DataFrame(columns)
    for name in ("after", "money_after"):
        made[name] = made.get(name, float("nan"))
    return made.assign(
        lost=made["after"] - made["before"], money=made["money_after"] - made["money_before"]
    )


def cut_goal(ledger: Ledger, _: Side) -> pd.DataFrame:
    """What the last goal reaches before and after a cut, and the largest cut possible."""
    assert ledger.solved is not None
    found, before = ledger.solved.cut, ledger.solved.what_if.before
    after = None if found.after is None else found.after.values[-1]
    return pd.DataFrame(
        {
            "before": [before.values[-1]],
            "after": [float("nan") if after is None else after],
            "possible": [found.possible],
        }
    )


def prices(ledger: Ledger, _: Side) -> pd.DataFrame:
    """What the goals would gain without each rule."""
    assert ledger.solved is not None
    return pd.DataFrame(
        [{"rule": each.rule, "gain": each.gain} for each in ledger.solved.prices],
        columns=["rule", "gain"],
    )


def weighty(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Money that moves with each illustrative figure [currency]."""
    assert ledger.solved is not None
    scale = side.allocation.scenario.money.scale
    rows = [
        {
            "path": ".".join(map(str, each.path)),
            "more": None if each.more is None else each.more * scale,
            "less": None if each.less is None else each.less * scale,
            "moves": each.moves * scale,
        }
        for each in ledger.solved.weighty
    ]
    return pd.DataFrame(rows, columns=["path", "more", "less", "moves"]).astype(
        {"more": float, "less": float, "moves": float}
    )


def causes(ledger: Ledger, _: Side) -> pd.DataFrame:
    """What each change of input moved, for each other side of a comparison."""
    rows = []
    for other, found in enumerate(ledger.causes, 1):
        for place, cause in enumerate(() if found is None else found.causes):
            moved = cause.moved
            rows.append(
                {
                    "other": other,
                    "cause": place,
                    "money": float(sum(moved.money.values())),
                    "missing": float(sum(moved.missing.values())),
                    "benefit": sum(moved.benefit.values()) / 1e6,
                }
            )
    return pd.DataFrame(rows, columns=["other", "cause", "money", "missing", "benefit"])


BOOKS = {
    "cut": cut,
    "cut goal": cut_goal,
    "prices": prices,
    "weighty": weighty,
    "causes": causes,
}
"""Each book by its name."""
