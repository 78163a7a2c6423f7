"""Others must pay beside a source."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Integers
from finmodel.program.classes import refine
from finmodel.program.emitter import NONE, Emitter


def add_co_financing(emitter: Emitter, position: int, key: str) -> None:
    """(1 − σ) · Σ others − σ · Σ f[s] ≥ 0 over the cells that s may pay for."""
    panel = emitter.panel
    terms = panel.scenario.sources[key].co_financing
    assert terms is not None
    cells = emitter.cells
    eligible = cells.pick(panel.eligible(key)).astype(bool)
    axes: dict[str, Integers] = {}
    if "programme" in terms.each:
        axes["programme"] = cells.programme
    if "region" in terms.each:
        axes["region"] = cells.region
    member = np.zeros(cells.count, dtype=np.int64)
    for place in axes.values():
        member = refine(member, place)
    count = int(member.max(initial=-1)) + 1
    used = np.stack(
        [np.bincount(member[allowed], minlength=count) > 0 for allowed in eligible.T], axis=1
    )
    kind, year = (axis.astype(np.int64) for axis in np.nonzero(used))
    if not kind.size:
        return
    first = np.zeros(count, dtype=np.int64)
    first[member[::-1]] = np.arange(cells.count - 1, -1, -1)
    labels = {axis: place[first[kind]] for axis, place in axes.items()}
    family = emitter.add_rows(
        f"sources.{key}.co_financing",
        0.0,
        np.inf,
        ("sources", key, "co_financing"),
        **labels,
        year=year,
    )
    numbers = np.full(used.shape, NONE, dtype=np.int64)
    numbers[kind, year] = family.numbers()
    rows = np.where(eligible, numbers[member], NONE)
    others = [panel.positions["source"][name] for name in sorted(set(terms.from_) - {key})]
    emitter.on_flows([position], rows, None, -terms.at_least)
    emitter.on_flows(others, rows, None, 1.0 - terms.at_least)
