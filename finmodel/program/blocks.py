"""Funding blocks: cost cells that no rule about money tells apart, for every source and year.

Flows are modelled for blocks instead of cells. Sources that tell cells apart finely (each local
budget pays at home only) would split every block, so sources are gathered in pools: a pool has its
own blocks and, where these are coarser than the finest ones, pays one pooled amount for each of
the finest blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.classes import dense, refine
from finmodel.program.emitter import NONE, Cells, Emitter, FlowTerm


@dataclass(frozen=True)
class Signatures:
    """What the emitted rows say of each source's flows."""

    labels: Integers
    """Cells with equal labels have equal coefficients in every row, shape (S, C)."""
    eligible: Bools
    """Cells and years that the source may pay for, shape (S, C, T)."""


@dataclass(frozen=True)
class Pool:
    """Sources that share one set of blocks."""

    sources: tuple[int, ...]
    block: Integers
    """Block of each cell, shape (C,); NONE where no source of the pool may pay."""
    count: int
    direct: bool
    """True where the blocks are the finest ones, so that flows pay costs directly."""


@dataclass(frozen=True)
class Blocks:
    """The reduction: the finest blocks, which carry the cost rows, and the pools above them."""

    finest: Integers
    """Finest block of each cell, shape (C,)."""
    count: int
    pools: tuple[Pool, ...]


def sign(emitter: Emitter) -> Signatures:
    """Compute the signature of every cell for every source from the emitted rows."""
    panel, cells = emitter.panel, emitter.cells
    sources = len(panel.sources)
    labels = np.zeros((sources, cells.count), dtype=np.int64)
    eligible = np.zeros((sources, cells.count, len(panel.years)), dtype=bool)
    terms: list[list[FlowTerm]] = [[] for _ in range(sources)]
    for term in emitter.flow_terms:
        terms[term.source].append(term)
    spends = np.asarray(cells.pick(panel.unit_cost * panel.reachable[:, :, None, :])) > 0
    weights = 1 << np.arange(len(panel.years), dtype=np.int64)
    for position, key in enumerate(panel.sources):
        allowed = cells.pick(panel.eligible(key)).astype(bool)
        label = refine(labels[position], allowed @ weights)
        for term in terms[position]:
            label = _refine_by_term(label, term)
        labels[position] = np.where(allowed.any(axis=1), label, NONE)
        eligible[position] = allowed & spends
    return Signatures(labels, eligible)


def _refine_by_term(label: Integers, term: FlowTerm) -> Integers:
    for values in (term.rows, term.coefficients):
        if values.shape[0] <= 1:
            continue
        for year in range(values.shape[1]):
            column = values[:, year]
            if (column != column[0]).any():
                label = refine(label, column)
    return label


def _join(labels: Integers, sources: Sequence[int]) -> Integers:
    """Common refinement of some sources' classes, shape (C,); NONE where none may pay."""
    joint = np.zeros(labels.shape[1], dtype=np.int64)
    for source in sources:
        joint = refine(joint, labels[source])
    reached = (labels[list(sources)] != NONE).any(axis=0)
    return _number(np.where(reached, joint, NONE))


def _number(label: Integers) -> Integers:
    """Number classes from 0 in the order of their first cell, so that names do not move."""
    found, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    order = np.argsort(np.where(found == NONE, -1, first))
    rank = np.empty(found.size, dtype=np.int64)
    rank[order] = np.arange(found.size) - int((found == NONE).any())
    return rank[inverse.reshape(-1)]


def _count(block: Integers) -> int:
    return int(block.max(initial=NONE)) + 1


def reduce(signatures: Signatures, cells: Cells) -> Blocks:
    """Choose pools and blocks with the fewest columns.

    Sources are ranked by how many regions one of their classes reaches: a national source reaches
    all, a local budget one. Each cut of that ranking into a coarse and a fine pool is tried, and
    the one with the fewest columns is kept.
    """
    labels = signatures.labels
    used = [s for s in range(labels.shape[0]) if (labels[s] != NONE).any()]
    if not used:
        # Each cell that nobody may pay keeps a cost row of its own, which forbids it.
        return Blocks(np.arange(cells.count, dtype=np.int64), cells.count, ())
    joined: dict[tuple[int, ...], Integers] = {}

    def join(sources: tuple[int, ...]) -> Integers:
        if sources not in joined:
            joined[sources] = _join(labels, sources)
        return joined[sources]

    everything = tuple(used)
    reach = {source: _reach(labels[source], cells) for source in used}
    splits: list[list[tuple[int, ...]]] = [[everything]]
    for level in sorted(set(reach.values()))[:-1]:
        coarse = tuple(s for s in used if reach[s] > level)
        splits.append([coarse, tuple(s for s in used if reach[s] <= level)])
    finest = join(everything)
    plans = [_plan(signatures, [(g, join(g)) for g in split], finest) for split in splits]
    _, pools = min(plans, key=lambda plan: (plan[0], len(plan[1])))
    # Cells that no source may pay still need their cost row: it forbids them.
    unpaid = np.nonzero(finest == NONE)[0]
    finest = finest.copy()
    finest[unpaid] = _count(finest) + np.arange(unpaid.size)
    return Blocks(finest, _count(finest), tuple(pools))


def _reach(label: Integers, cells: Cells) -> int:
    """Octave of the mean number of regions in a class of the source's cells."""
    paid = label != NONE
    own = dense(label[paid])
    regions = refine(own, cells.region[paid])
    return int(np.log2((regions.max() + 1) / (own.max() + 1)) + 1e-9)


def _plan(
    signatures: Signatures, groups: list[tuple[tuple[int, ...], Integers]], finest: Integers
) -> tuple[int, list[Pool]]:
    """Columns that a split into pools needs a year, and the pools."""
    columns, pools = 0, []
    for sources, own in groups:
        paid = (signatures.labels[list(sources)] != NONE).any(axis=0)
        fine = _number(np.where(paid, finest, NONE))
        by_own = _flows(signatures, sources, own) + _count(fine)
        by_fine = _flows(signatures, sources, fine)
        direct = by_fine <= by_own
        columns += min(by_fine, by_own)
        block = fine if direct else own
        pools.append(Pool(sources, block, _count(block), direct))
    return columns, pools


def _flows(signatures: Signatures, sources: Sequence[int], block: Integers) -> int:
    first = representatives(block)
    return int((signatures.labels[list(sources)][:, first] != NONE).sum())


def representatives(block: Integers) -> Integers:
    """First cell of each block, shape (blocks,)."""
    found, first = np.unique(block, return_index=True)
    return np.asarray(first[found != NONE], dtype=np.int64)


def most_cost(emitter: Emitter, block: Integers, count: int) -> Floats:
    """Cost of each block at the coverage ceiling, shape (blocks, T) [money unit]."""
    panel = emitter.panel
    cost = emitter.cells.pick(panel.unit_cost * panel.reachable[:, :, None, :])
    total = np.zeros((count, len(panel.years)))
    inside = block != NONE
    np.add.at(total, block[inside], cost[inside])
    return total
