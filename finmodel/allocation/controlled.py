"""Controlled rounding: every amount of a network to an adjacent whole number, nodes in balance.

After Cox (1987, A constructive procedure for unbiased controlled rounding, JASA 82: 520-524), but
settled: the largest remainders go up first, equal ones in order of id. Where that leaves a node
short, whole units are moved along a path of amounts that may still go up or come down. A flow with
whole limits that has a fractional solution has a whole one, so a path is always found.

Every decision compares whole numbers, so that it is the same on every machine.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from finmodel.panel.panel import Bools, Floats, Integers

DIGITS = 20
ONE = 1 << DIGITS
"""Parts in a whole unit: amounts are snapped to a millionth (2⁻²⁰)."""
BLUR = 10
"""Digits of the parts that do not count when remainders are compared: what differs by less than
a thousandth is equal, so that noise in large amounts does not take the place of the ids."""
NOISE = 2.0**-50
"""Relative error within which a large amount counts as the whole number beside it."""


class RoundingError(RuntimeError):
    """A sum of the rounded allocation does not hold."""


def snapped(amount: Floats) -> tuple[Integers, Integers]:
    """Whole numbers and parts of amounts, snapped to a millionth.

    Parameters
    ----------
    amount : ndarray of float
        Amounts of at least zero, in rounding units.

    Returns
    -------
    whole, part : ndarray of int
        amount ≈ whole + part / ONE with 0 ≤ part < ONE.

    Examples
    --------
    >>> [values.tolist() for values in snapped(np.array([2.5, 2.99999999]))]
    [[2, 3], [524288, 0]]
    """
    nearest = np.rint(amount)
    at_whole = np.abs(amount - nearest) <= np.maximum(0.5 / ONE, NOISE * amount)
    below = np.where(at_whole, nearest, np.floor(amount))
    part = np.where(at_whole, 0, np.clip(np.rint((amount - below) * ONE), 1, ONE - 1))
    return below.astype(np.int64), part.astype(np.int64)


def sums(place: Integers, values: Integers, count: int) -> Integers:
    """Exact sums of whole numbers by place, shape (count,)."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, place, values)
    return total


def remainder_order(part: Integers) -> Integers:
    """Numbers that sort parts from the largest to the smallest, equal ones alike."""
    return (ONE >> BLUR) - ((part + (1 << (BLUR - 1))) >> BLUR)


def pick(group: Integers, first: Integers, quota: Integers) -> Bools:
    """Choose members of groups, as many as each group's quota, in order of `first` and place.

    Parameters
    ----------
    group, first : ndarray of int
        Group of each member, and what puts it before others: small first, below 2²⁰.
    quota : ndarray of int
        Members wanted of each group; less than zero counts as zero.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> pick(np.array([0, 0, 0, 1]), np.array([7, 3, 7, 9]), np.array([2, 0])).tolist()
    [True, True, False, False]
    """
    order = np.argsort((group << DIGITS) | first, kind="stable")
    ranked = group[order]
    place = np.arange(order.size) - np.searchsorted(ranked, ranked)
    chosen = np.zeros(order.size, dtype=bool)
    chosen[order] = place < quota[ranked]
    return chosen


def move_units(
    tail: Integers, head: Integers, part: Integers, up: Bools, lacking: Integers, spare: Integers
) -> Bools:
    """Move whole units between nodes until none lacks any and none has too many.

    Parameters
    ----------
    tail, head : ndarray of int
        Nodes that each arc joins, money going from tail to head.
    part : ndarray of int
        Parts of the arcs; those of zero stay as they are.
    up : ndarray of bool
        Arcs that are rounded up so far.
    lacking : ndarray of int
        Units that each node pays without having them; below zero where it has too many.
    spare : ndarray of int
        Units that each node may pay beyond what it pays so far; -1 where what a node has must
        equal what it pays.

    Returns
    -------
    ndarray of bool
        Arcs that are rounded up.

    Raises
    ------
    RoundingError
        If no path is left, so that the amounts before rounding cannot have balanced.
    """
    if not lacking.any():
        return up
    arcs = np.nonzero(part)[0]
    state = up[arcs].tolist()
    short, extra = np.maximum(lacking, 0), np.maximum(-lacking, 0)
    give = (np.maximum(spare, 0) + extra).tolist()
    _relieve(tail[arcs], head[arcs], part[arcs], state, short, give)
    # What is too many goes the other way, and a node that need not pay it out keeps it.
    extra = np.minimum(extra, np.array(give))
    keep = np.where(spare >= 0, arcs.size, 0).tolist()
    _relieve(head[arcs], tail[arcs], ONE - part[arcs], state, np.where(spare < 0, extra, 0), keep)
    result = up.copy()
    result[arcs] = state
    return result


def _relieve(
    tail: Integers,
    head: Integers,
    part: Integers,
    state: list[bool],
    lacking: Integers,
    give: list[int],
) -> None:
    """Bring each lacking node its units from nodes that can give some; changes state and give."""
    nodes = np.nonzero(lacking)[0].tolist()
    if not nodes:
        return
    key = remainder_order(part)
    into, into_start = _sorted_by(head, key, lacking.size)
    out, out_start = _sorted_by(tail, -key, lacking.size)
    tails, heads = tail.tolist(), head.tolist()
    for node in nodes:
        for _ in range(int(lacking[node])):
            reached = {node: -1}
            queue = deque([node])
            end = -1
            while queue and end < 0:
                at = queue.popleft()
                raised = [a for a in into[into_start[at] : into_start[at + 1]] if not state[a]]
                lowered = [a for a in out[out_start[at] : out_start[at + 1]] if state[a]]
                for arc in raised + lowered:
                    other = tails[arc] if heads[arc] == at else heads[arc]
                    if other in reached:
                        continue
                    reached[other] = arc
                    if give[other] > 0:
                        end = other
                        break
                    queue.append(other)
            if end < 0:
                raise RoundingError("some amounts before rounding do not balance")
            give[end] -= 1
            while end != node:
                arc = reached[end]
                state[arc] = not state[arc]
                end = tails[arc] if heads[arc] == end else heads[arc]


def _sorted_by(node: Integers, key: Integers, count: int) -> tuple[list[int], list[int]]:
    """Arcs sorted by node and key, and where each node's begin."""
    order = np.lexsort((key, node))
    start = np.searchsorted(node[order], np.arange(count + 1))
    return order.tolist(), start.tolist()
