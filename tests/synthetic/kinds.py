"""Kinds of sources with rules of their own, for small random scenarios."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.synthetic.ground import SHARES, Tree, one_of, yearly


def _formula_transfer(draw: DrawFn, tree: Tree) -> None:
    weight = draw(SHARES)
    transfer = {"kind": "earmarked transfer", "amount": yearly(draw, len(tree["years"]), high=4000)}
    if draw(st.booleans()):
        transfer["formula"] = {"adults": weight, "equal": 1 - weight}
    else:
        transfer["by_need"] = {"people": "adults", "more_for": {"cost_index": weight}}
    transfer["paid_to"] = one_of(draw, ["region", "parent"])
    tree["sources"]["shared"] = transfer


KINDS: dict[str, Callable[[DrawFn, Tree], None]] = {
    "transfer by formula": _formula_transfer,
}
"""Each adds itself to a scenario's tree."""
