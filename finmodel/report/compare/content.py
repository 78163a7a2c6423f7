"""What a comparison says, block by block: what may not be missed, inputs, money, trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finmodel.report.compare.blocks import Block, Grid, Heading, Paragraph, plain
from finmodel.report.compare.causes import cause_blocks
from finmodel.report.compare.money import Money, money_blocks
from finmodel.report.compare.places import programme_blocks, region_blocks
from finmodel.report.screen import counted
from finmodel.scenario.names import percent
from finmodel.scenario.provenance import CHOICES

Facts = Mapping[str, Any]
MOST_INPUTS = 20
"""Changes of input that a terminal shows."""
WIDEST = 44
"""Letters of a value that a terminal shows."""


def blocks(facts: Facts, full: bool) -> Iterator[Block]:
    """Blocks of a comparison.

    Parameters
    ----------
    facts : mapping
        From `compare_facts`.
    full : bool
        Whether to show every row, or as many as a terminal holds.
    """
    for side in facts["sides"]:
        if not side["verified"]:
            yield Paragraph(f"{side['letter']} fails verification: {side['folder']}", firm=True)
            yield from (Paragraph(f"- {reason}") for reason in side["reasons"])
    money = Money(facts)
    yield from _opening(facts, money)
    for against in facts["against_base"]:
        yield from _inputs(against, full)
        yield from cause_blocks(facts, against, money, full)
    yield from money_blocks(facts, money, full)
    yield from region_blocks(facts, full)
    yield from programme_blocks(facts)
    yield from _stayed(facts, money)
    yield from _trust(facts)


def _opening(facts: Facts, money: Money) -> Iterator[Block]:
    for side in facts["sides"]:
        base = ", the base" if side["letter"] == "A" else ""
        yield Paragraph(
            f"{side['letter']}{base}: {side['folder']}. {side['title']}. "
            f"{side['standing'][0].upper()}{side['standing'][1:]}."
        )
    base = facts["sides"][0]
    for other, against in zip(facts["sides"][1:], facts["against_base"], strict=True):
        letter = other["letter"]
        for sentence in against["not_comparable"]:
            yield Paragraph(f"A and {letter}: {sentence}", firm=True)
        if not against["inputs"] and not differs(facts, against):
            yield Paragraph(f"{letter} is the same as A: no input and no amount differs.")
        elif money.compared:
            yield Paragraph(_headline(base, other, money))
    kind = [money.of(side["in_kind"]) for side in facts["sides"]]
    if money.compared and any(side["in_kind"] for side in facts["sides"]):
        yield Paragraph(
            "Amounts include help in kind, which is no money: "
            + ", ".join(
                f"{plain(amount, money.decimals)} in {side['letter']}"
                for amount, side in zip(kind, facts["sides"], strict=True)
            )
            + "."
        )


def differs(facts: Facts, against: Facts) -> bool:
    """Whether any amount, coverage or output of a side differs from the base."""
    at = ord(against["letter"]) - ord("A")
    columns = [row[name] for row in facts["programmes"] for name in ("coverage", "outputs")]
    columns += [row["amounts"] for table in facts["tables"] or () for row in table["rows"]]
    sides = facts["sides"]
    return any(values[0] != values[at] for values in columns) or any(
        sides[0][name] != sides[at][name] for name in ("missing", "benefit")
    )


def _headline(base: Facts, other: Facts, money: Money) -> str:
    first, second = (money.total(side["money"]) for side in (base, other))
    change = second - first
    words = f"{plain(abs(change), money.decimals)} {'more' if change > 0 else 'less'} than A"
    share = other["money"] / base["money"] - 1 if base["money"] else 0.0
    moved = f"{words} ({share:+.1%})" if change else "as much as A"
    text = (
        f"{other['letter']} puts {plain(second, money.decimals)} {money.unit} to use, {moved}; "
        f"A {plain(first, money.decimals)}."
    )
    if base["benefit"] and base["question"] == other["question"]:
        gained = other["benefit"] / base["benefit"] - 1
        text += f" Its benefit is {_than(gained)}."
    if base["missing"] is not None and other["missing"] is not None:
        gap = [money.total(side["missing"]) for side in (base, other)]
        text += (
            f" Missing are {plain(gap[1], money.decimals)}, against "
            f"{plain(gap[0], money.decimals)} in A."
        )
    return text


def _than(change: float) -> str:
    if change == 0:
        return "the same"
    if abs(change) < 0.00005:
        return "the same to within 0.01%"
    return f"{abs(change):.2%} {'higher' if change > 0 else 'lower'}"


def _inputs(against: Facts, full: bool) -> Iterator[Block]:
    changes = [change for change in against["inputs"] if not change["words"]]
    words = [change for change in against["inputs"] if change["words"]]
    yield Heading(f"What changed in the inputs, A to {against['letter']}")
    if not changes:
        yield Paragraph("No figure, rule, source, programme, contract or lever differs.")
    else:
        shown = changes if full else changes[:MOST_INPUTS]
        yield Grid(("What", "Old", "New", "Where from"), [_input(c, full) for c in shown], words=4)
        if len(changes) > len(shown):
            yield Paragraph(
                f"… and {len(changes) - len(shown)} more; `--to md` and `--json` list all."
            )
    if words and full:
        yield Paragraph("Names, notes and sources that changed; no amount depends on them:")
        yield Grid(("What", "Old", "New"), [_input(c, full)[:3] for c in words], words=3)
    elif words:
        yield Paragraph(
            f"Names, notes and sources differ in {counted(len(words), 'place')}; no amount "
            "depends on them."
        )


def _input(change: Facts, full: bool) -> Sequence[str]:
    years = change["years"]
    at = f", {_years(years)}" if years else ""
    inside = f" – {change['inside']}" if change["inside"] else ""
    sides = (change["old_said"], change["new_said"])
    decision = change["path"].split(".")[0] in CHOICES
    origin = list(dict.fromkeys(_said(said, decision) for said in sides if said is not None))
    old = change["old"] or ("(not there)" if change["kind"] == "added" else "")
    new = change["new"] or ("(removed)" if change["kind"] == "removed" else "")
    cells = (f"{change['thing']}{inside}{at}", old, new, " → ".join(origin))
    return cells if full else (cells[0], *(_cut(cell) for cell in cells[1:]))


def _years(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _said(said: Facts, decision: bool) -> str:
    """Where a value came from, in one phrase: how firm it is first, unless it is a decision."""
    words = said["source"] or said["note"]
    year = f", {said['year']}" if said["source"] and said["year"] else ""
    firm = "decision" if decision else said["status"]
    return f"{firm}: {words}{year}" if words else f"{firm}, no source given"


def _cut(words: str) -> str:
    return words if len(words) <= WIDEST else words[: WIDEST - 1] + "…"


def _stayed(facts: Facts, money: Money) -> Iterator[Block]:
    said = [against for against in facts["against_base"] if against["stayed"]]
    if not said or not any(differs(facts, against) for against in said):
        return
    yield Heading("What stayed")
    for against in said:
        stayed, total = against["stayed"], facts["sides"][0]["money"]
        share = percent(stayed["money_in_place"] / total) if total else "0%"
        yield Paragraph(
            f"Of A's money {plain(money.of(stayed['money_in_place']), money.decimals)} "
            f"{money.unit} ({share}) stays with the same source, region, programme, category and "
            f"year in {against['letter']}; {stayed['same']:,} of "
            f"{counted(stayed['payments'], 'payment')} are the same to the last unit."
        )


def _trust(facts: Facts) -> Iterator[Block]:
    yield Heading("May they be trusted")
    sides = facts["sides"]
    rows = [
        ("Verified", *("yes" if side["verified"] else "NO, see above" for side in sides)),
        ("Stage", *(side["stage"] for side in sides)),
        ("Signed off", *(_signed(side["sign_off"]) for side in sides)),
        ("Money on illustrative figures", *(_share(side["illustrative"]) for side in sides)),
        ("finmodel", *(side["versions"].get("finmodel", "?") for side in sides)),
        ("Solver (HiGHS)", *(side["versions"].get("highspy", "?") for side in sides)),
        ("Format of the folder", *(str(side["format"]) for side in sides)),
        ("Digest", *(side["digest"][:12] for side in sides)),
    ]
    columns = ("", *(side["letter"] for side in sides))
    yield Grid(columns, rows, words=1)
    yield Paragraph(
        "A source counts at the weakest status of its amounts. `finmodel verify FOLDER --digest "
        "DIGEST` checks that a folder is the one compared here."
    )


def _signed(sign_off: Facts | None) -> str:
    """What was signed, in a word or two: the last role, or that it holds no longer."""
    if sign_off is None:
        return "nobody"
    if sign_off["void"]:
        return "VOID"
    given = {each["role"] for each in sign_off["signatures"]}
    return next(role for role in ("approved", "reviewed", "prepared") if role in given)


def _share(share: float | None) -> str:
    if share is None:
        return "–"
    return percent(share)
