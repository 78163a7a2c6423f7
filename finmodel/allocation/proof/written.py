"""Numbers of rows and columns as the certificate writes them: whole numbers, family by family.

A family's numbers share a count of places after the point. Where most of them are zero, only the
others are written, with the places where they stand in the family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np

from finmodel.allocation.proof.failed import Reason, Unreadable, reason
from finmodel.allocation.proof.whole_numbers import Whole, nearest, none
from finmodel.panel.panel import Floats
from finmodel.program.emitter import Family
from finmodel.solve.pairs import Pair

MOST_PLACES = 60
"""More are not read."""
_POWERS = 10.0 ** np.arange(-300, 301)


def places_for(largest: Floats | float, digits: int) -> int:
    """Places after the point that leave a number of this size so many digits."""
    size = float(np.max(largest, initial=0.0))
    if not size > 0:
        return 0
    before = int(np.searchsorted(_POWERS, size, side="right")) - 300
    return min(max(0, digits - before), MOST_PLACES)


def write_numbers(
    values: Pair, families: Sequence[Family], places: Mapping[str, int]
) -> dict[str, Any]:
    """Write numbers of rows or columns down.

    Parameters
    ----------
    values : Pair, shape (count,)
        Numbers of all rows or columns.
    families : sequence of Family
        Families that are written.
    places : mapping
        Places after the point of each family; what is smaller is left out.
    """
    written: dict[str, Any] = {}
    for family in families:
        numbers = nearest(values[family.range], places[family.name])
        some = np.nonzero(numbers)[0]
        if not some.size:
            continue
        entry: dict[str, Any] = {"places": places[family.name]}
        if 2 * some.size < numbers.size:
            entry["at"] = some.tolist()
            numbers = numbers[some]
        written[family.name] = {**entry, "values": numbers.tolist()}
    return written


def read_numbers(
    written: Any, families: Sequence[Family], count: int, what: Reason
) -> tuple[Whole, int]:
    """Read numbers of rows or columns, all in units of the last place that any family has.

    Parameters
    ----------
    written : object
        What the certificate holds.
    families : sequence of Family
        Families of the program.
    count : int
        Rows or columns of the program.
    what : Reason
        What the numbers are, for errors.

    Returns
    -------
    values : ndarray of int, shape (count,)
    places : int

    Raises
    ------
    Unreadable
        If it is not a certificate of this program.
    """
    if not isinstance(written, dict):
        raise Unreadable(reason("certificate.json: {what} are missing", what=what))
    known = {family.name: family for family in families}
    if unknown := sorted(set(written) - set(known)):
        raise Unreadable(
            reason(
                "certificate.json: {what} name {family}, which the scenario does not have",
                what=what,
                family=unknown[0],
            )
        )
    entries = {name: _entry(entry, known[name], what) for name, entry in written.items()}
    places = max((entry[0] for entry in entries.values()), default=0)
    values = none(count)
    for name, (own, at, numbers) in entries.items():
        values[known[name].start + at] = numbers * 10 ** (places - own)
    return values, places


def _entry(entry: Any, family: Family, what: Reason) -> tuple[int, np.ndarray, Whole]:
    wrong = Unreadable(
        reason(
            "certificate.json: {what} of {family} are not what they must be",
            what=what,
            family=family.name,
        )
    )
    if not isinstance(entry, dict) or not _all_whole([entry.get("places")]):
        raise wrong
    places, numbers = entry["places"], entry.get("values")
    at = entry.get("at", range(family.count))
    if not 0 <= places <= MOST_PLACES or not _all_whole(numbers) or not _all_whole(at):
        raise wrong
    if len(numbers) != len(at) or any(not 0 <= place < family.count for place in at):
        raise wrong
    values = none(len(numbers))
    values[:] = numbers
    return places, np.array(list(at), dtype=np.int64), values


def _all_whole(numbers: Any) -> TypeGuard[Sequence[int]]:
    return isinstance(numbers, list | range) and all(type(each) is int for each in numbers)
