"""Others must pay beside a source: co-financing, matching."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Integers
from finmodel.program.classes import refine
from finmodel.program.emitter import NONE, Emitter
from finmodel.scenario.sources import Beside


def add_beside(emitter: Emitter, position: int, key: str, name: str, terms: Beside) -> None:
    """W · Σ others − v · Σ f[s] ≥ 0 over the cells that s may pay for.

    Co-financing of a share σ has w = 1 − σ and v = σ, a match of m for one w = 1 and v = m.
    """
    panel = emitter.panel
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
        f"sources.{key}.{name}",
        0.0,
        np.inf,
        ("sources", key, name),
        **labels,
        year=year,
    )
    numbers = np.full(used.shape, NONE, dtype=np.int64)
    numbers[kind, year] = family.numbers()
    rows = np.where(eligible, numbers[member], NONE)
    others = [panel.positions["source"][name] for name in sorted(set(terms.from_) - {key})]
    theirs, own = terms.weights
    emitter.on_flows([position], rows, None, -own)
    emitter.on_flows(others, rows, None, theirs)
