"""Causes of a difference as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finmodel.report.compare.blocks import Block, Grid, Heading, Paragraph, signed
from finmodel.report.compare.money import Money
from finmodel.report.money import rounded_to_total

REST = "No change of input: another version, or amounts that were changed after saving"
MOST_COLUMNS = 5
"""Causes that fit beside each other."""
EACH_SIDE = 5
"""Regions that gain and that lose most, in a terminal."""
METHODS = {
    "every order": "Both scenarios and every mixture of their changes were solved again; each "
    "change has its average over every order of applying them.",
    "stated order": "The changes were applied one after another, in the order shown, and solved "
    "again each time; in another order each could have another part of the whole.",
    "nothing to share out": "No change of input moves anything.",
}


def cause_blocks(
    facts: Mapping[str, Any], against: Mapping[str, Any], money: Money, full: bool
) -> Iterator[Block]:
    """Which change caused how much of the difference between the base and another side."""
    found = against["causes"]
    if found is None or not found["causes"]:
        return
    letter = against["letter"]
    yield Heading(f"Which change caused how much, A to {letter}", money.unit)
    yield Paragraph(METHODS[found["method"]])
    if found["blocked"]:
        yield Paragraph(
            f"Not every order could be tried: with only {' and '.join(found['blocked'])} changed "
            "there is no allocation.",
            firm=True,
        )
    causes = found["causes"]
    names = [" with ".join(cause["things"]) or REST for cause in causes]
    sides = {side["letter"]: side for side in facts["sides"]}
    yield _totals(causes, names, sides["A"], sides[letter], money)
    if len(causes) > 1:
        yield from _regions(facts, causes, names, letter, money, full)


def _totals(
    causes: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    base: Mapping[str, Any],
    other: Mapping[str, Any],
    money: Money,
) -> Grid:
    gaps = base["missing"] is not None and other["missing"] is not None
    columns = ["Cause", "Money", *(["Missing"] if gaps else []), "Benefit, points"]
    shown, totals = [], []
    for key in ("money", "missing") if gaps else ("money",):
        total = money.total(other[key]) - money.total(base[key])
        parts = adding_up([money.of(cause[key]) for cause in causes], total, money.decimals)
        shown.append([signed(part, money.decimals) for part in parts])
        totals.append(signed(total, money.decimals))
    gained = round(other["benefit"]) - round(base["benefit"])
    points = adding_up([cause["benefit"] for cause in causes], gained, 0)
    shown.append([signed(part) for part in points])
    totals.append(signed(gained))
    rows = [[name, *cells] for name, *cells in zip(names, *shown, strict=True)]
    return Grid(columns, rows, total=["Total difference", *totals])


def adding_up(parts: Sequence[float], total: float, decimals: int) -> list[float]:
    """Round parts of either sign so that they add up to a total as it is shown.

    Examples
    --------
    >>> adding_up([10.4, -3.6], 7.0, 0), adding_up([0.4], -1.0, 0)
    ([11.0, -4.0], [-1.0])
    """
    found = rounded_to_total(parts, decimals, total=total)
    left = round(total - sum(found), decimals)
    if left and found:
        largest = max(range(len(found)), key=lambda at: abs(parts[at]))
        found[largest] = round(found[largest] + left, decimals)
    return found


def _regions(
    facts: Mapping[str, Any],
    causes: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    letter: str,
    money: Money,
    full: bool,
) -> Iterator[Block]:
    side = ord(letter) - ord("B")
    table = next(table for table in facts["tables"] if table["by"] == "region")
    rows = [row for row in table["rows"] if row["differences"][side]]
    if len(rows) < 2 or (len(names) > MOST_COLUMNS and not full):
        return
    columns = ["Region", "Difference", *(f"({at})" for at in range(1, len(names) + 1))]
    key = ", ".join(f"({at}) {name}" for at, name in enumerate(names, 1))
    if full:
        yield Heading("Causes by region", f"whole {facts['currency']}")
        yield Paragraph(f"By cause: {key}.")
        lines = [[row["name"], *_exact(row, causes, side)] for row in rows]
        sums = [table["total"]["differences"][side], *(cause["money"] for cause in causes)]
        yield Grid(columns, lines, total=["Total", *(signed(amount) for amount in sums)])
        return
    ordered = sorted(rows, key=lambda row: -row["differences"][side])
    most = ordered if len(rows) <= 2 * EACH_SIDE else ordered[:EACH_SIDE] + ordered[-EACH_SIDE:]
    yield Paragraph(f"The regions that gain and lose most, by cause: {key}.")
    shown = dict(zip((row["id"] for row in table["rows"]), _moved(table, money, side), strict=True))
    yield Grid(columns, [[row["name"], *_part(row, causes, shown, money)] for row in most])


def _moved(table: Mapping[str, Any], money: Money, side: int) -> list[float]:
    columns = money.columns(table["rows"])
    return [new - old for old, new in zip(columns[0], columns[side + 1], strict=True)]


def _exact(row: Mapping[str, Any], causes: Sequence[Mapping[str, Any]], side: int) -> list[str]:
    parts = [cause["money_by_region"].get(row["id"], 0) for cause in causes]
    return [signed(amount) for amount in (row["differences"][side], *parts)]


def _part(
    row: Mapping[str, Any],
    causes: Sequence[Mapping[str, Any]],
    shown: Mapping[str, float],
    money: Money,
) -> list[str]:
    parts = [money.of(cause["money_by_region"].get(row["id"], 0)) for cause in causes]
    total = shown[row["id"]]
    found = adding_up(parts, total, money.decimals)
    return [signed(amount, money.decimals) for amount in (total, *found)]
