"""Regions and programmes of a comparison: who gains and who loses, what is bought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finmodel.report.compare.blocks import Block, Grid, Heading, Paragraph, plain, signed
from finmodel.report.money import decimals_for, fitting_unit
from finmodel.report.screen import counted, lower_first

Rows = Sequence[Mapping[str, Any]]
EACH_SIDE = 5
"""Winners and losers that a terminal shows."""


def region_blocks(facts: Mapping[str, Any], full: bool) -> Iterator[Block]:
    """Winners and losers by money per head."""
    if facts["tables"] is None:
        return
    for side, against in enumerate(facts["against_base"], 1):
        yield from _gains(facts, side, against["letter"], full)


def _gains(facts: Mapping[str, Any], side: int, letter: str, full: bool) -> Iterator[Block]:
    change = {row["id"]: _less(row["per_head_a_year"], side) for row in facts["regions"]}
    known = {key: moved for key, moved in change.items() if moved is not None}
    moved = [row for row in facts["regions"] if known.get(row["id"])]
    if len(facts["regions"]) < 2 or not moved:
        return
    largest = max(abs(amount) for amount in known.values())
    typical = max(row["per_head_a_year"][0] or 0.0 for row in facts["regions"])
    unit = fitting_unit(typical, facts["currency"])
    decimals = max(decimals_for(largest / unit.scale), decimals_for(typical / unit.scale))
    up = sum(amount > 0 for amount in known.values())
    down = sum(amount < 0 for amount in known.values())
    same = len(known) - up - down
    heads = lower_first(facts["heads"])
    yield Heading(f"Who gains and who loses, A to {letter}", f"{unit} a year for each of: {heads}")
    yield Paragraph(
        f"{counted(up, 'region') if up else 'No region'} {'gain' if up > 1 else 'gains'}, {down} "
        f"{'loses' if down == 1 else 'lose'}, {same} {'stays' if same == 1 else 'stay'} the same "
        "for each head."
    )
    order = sorted(moved, key=lambda row: -known[row["id"]])
    capped = not full and len(order) > 2 * EACH_SIDE
    shown = order[:EACH_SIDE] + order[-EACH_SIDE:] if capped else order
    rows = []
    for row in shown:
        per_head = row["per_head_a_year"]
        reached = row["reached"]
        rows.append(
            [
                row["name"],
                plain(per_head[0] / unit.scale, decimals),
                plain(per_head[side] / unit.scale, decimals),
                _moved(per_head, side, unit.scale, decimals),
                _percent(reached[0]),
                _percent(reached[side]),
                _points(reached, side),
            ]
        )
    difference = f"{letter} less A"
    columns = ("Region", "A", letter, difference, "Reached A", f"Reached {letter}", difference)
    yield Grid(columns, rows)
    if capped:
        yield Paragraph(
            f"The {EACH_SIDE} that gain most and the {EACH_SIDE} that lose most (or gain least), "
            f"of {len(order)} that change."
        )
    yield Paragraph("Reached: share of the need that can be met which is met in the last year.")


def programme_blocks(facts: Mapping[str, Any]) -> Iterator[Block]:
    """Coverage and outputs of the programmes that change."""
    for side, against in enumerate(facts["against_base"], 1):
        letter = against["letter"]
        rows = [
            [
                f"{row['name']} ({lower_first(row['output'])})",
                *_outputs(row["outputs"], side),
                *(_percent(row["coverage"][at]) for at in (0, side)),
                _points(row["coverage"], side),
            ]
            for row in facts["programmes"]
            if row["outputs"][0] != row["outputs"][side]
            or row["coverage"][0] != row["coverage"][side]
        ]
        same = len(facts["programmes"]) - len(rows)
        if not rows:
            continue
        yield Heading(
            f"What it buys, A to {letter}", "outputs over the plan; coverage of need, last year"
        )
        less = f"{letter} less A"
        yield Grid(("Programme", "A", letter, less, "Cov. A", f"Cov. {letter}", less), rows)
        if same:
            yield Paragraph(
                f"{counted(same, 'programme')} {'brings' if same == 1 else 'bring'} just as much."
            )


def _outputs(outputs: Sequence[float | None], side: int) -> list[str]:
    """Outputs of both as shown, and their difference as shown."""
    both = (outputs[0], outputs[side])
    decimals = decimals_for(max((each for each in both if each is not None), default=0.0))
    change = _moved(outputs, side, 1.0, decimals)
    return [*(plain(each, decimals) for each in both), change]


def _less(values: Sequence[float | None], side: int) -> float | None:
    first, second = values[0], values[side]
    return None if first is None or second is None else second - first


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share / 0.01:.1f}%"


def _points(shares: Sequence[float | None], side: int) -> str:
    """Difference of shares in percentage points, as they are shown."""
    return _moved(shares, side, 0.01, 1)


def _moved(values: Sequence[float | None], side: int, unit: float, decimals: int) -> str:
    """Difference of values in a unit, as they are shown."""
    first, second = values[0], values[side]
    if first is None or second is None:
        return "–"
    return signed(round(second / unit, decimals) - round(first / unit, decimals), decimals)
