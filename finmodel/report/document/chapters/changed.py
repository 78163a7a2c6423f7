"""What changed between saved allocations, and which change caused how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finmodel.report.compare.content import differs
from finmodel.report.document.compared import Compared, Facts
from finmodel.report.document.compared_figures import causes_figure
from finmodel.report.document.ledger.origins import Over, Sum, less, times
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Words
from finmodel.report.document.subject import make_table
from finmodel.report.languages.language import language_of, marked
from finmodel.scenario.sources.unfunded import UNFUNDED

NOT_FUNDED = {"source": UNFUNDED}
METHODS = {
    "every order": marked(
        "Both scenarios and every mixture of their changes were solved again; each change has its "
        "average over every order of applying them."
    ),
    "stated order": marked(
        "The changes were applied one after another, in the order shown, and solved again each "
        "time; in another order each could have another part of the whole."
    ),
    "nothing to share out": marked("No change of input moves anything."),
}
REST = marked("No change of input: another version, or amounts that were changed after saving")


def changed(of: Compared, part: str = "findings") -> Chapter:
    """What changed since the version before, and which cause moved how much."""
    _ = of.language.gettext
    blocks: list[Block] = []
    base = of.sides[0]
    for other, against in zip(of.sides[1:], of.facts["against_base"], strict=True):
        if not against["inputs"] and not differs(of.facts, against):
            blocks.append(Words(_("{letter} is the same as A.", letter=other["letter"])))
        elif of.facts["tables"] is not None:
            blocks.append(_headline(of, base, other, against))
        else:
            words = _(
                "Amounts of {letter} are in another currency; none is compared.",
                letter=other["letter"],
            )
            blocks.append(Words(words, firm=True))
        blocks += _causes(of, base, other, against)
    title = _("What changed, and which change caused how much?")
    warnings = [
        Words(
            _("{letter} fails verification: do not rely on its numbers.", letter=side["letter"]),
            firm=True,
        )
        for side in of.sides
        if not side["verified"]
    ]
    return Chapter("changed", title, [*warnings, *blocks], part)  # type: ignore[arg-type]


def unchanged(code: str) -> Chapter:
    """Say that no version before was named."""
    _ = language_of(code).gettext
    said = Words(_("No version before was named; `--since` names one."))
    return Chapter(
        "changed", _("What changed, and which change caused how much?"), [said], "findings"
    )


def _headline(of: Compared, base: Facts, other: Facts, against: Facts) -> Words:
    say, at = of.say, of.sides.index(other)
    letter = other["letter"]
    count = sum(not change["words"] for change in against["inputs"])
    words = say.plural(
        "{n} input changed from A to {letter}.",
        "{n} inputs changed from A to {letter}.",
        count,
        Cell(f"inputs-{letter}"),
        letter=letter,
    )
    moved = other["money"] - base["money"]
    words += say.words(
        "Money put to use: {old} before, {new} now ({moved}).",
        old=say.amount(base["money"], of.unit, Cell("compared-region", "0")),
        new=say.amount(other["money"], of.unit, Cell("compared-region", f"{at}")),
        moved=say.moved(moved, Cell("compared-region", f"d{at}")),
    )
    if base["benefit"] and base["question"] == other["question"]:
        share = other["benefit"] / base["benefit"] - 1
        now, then = Sum("delivery", "benefit", side=at), Sum("delivery", "benefit", side=0)
        change = say.signed(share * 100, 2, times(100, Over(less(now, then), then)))
        words += say.words("Benefit: {change}%.", change=change)
    if base["missing"] is not None and other["missing"] is not None:
        words += say.words(
            "Missing: {old} before, {new} now.",
            old=say.amount(base["missing"], of.unit, Sum("paid", where=NOT_FUNDED, side=0)),
            new=say.amount(other["missing"], of.unit, Sum("paid", where=NOT_FUNDED, side=at)),
        )
    found = against["causes"]
    most = _most_moved(found["causes"]) if found is not None else None
    if most is not None and len(found["causes"]) > 1:
        place, cause = most
        words += say.words(
            "Most money is moved by {cause}: {moved}.",
            cause=of.language.listed(cause["things"]) or of.language.gettext(REST),
            moved=say.moved(cause["money"], Sum("causes", "money", {"other": at, "cause": place})),
        )
    elif most is not None:
        alone = of.language.listed(most[1]["things"]) or of.language.gettext(REST)
        words += say.words("The cause of all of it: {cause}.", cause=alone)
    return words


def _most_moved(causes: Sequence[Facts]) -> tuple[int, Facts] | None:
    """Place of the cause that moves most money, and the cause; None where none moves any."""
    ranked = sorted(enumerate(causes), key=lambda pair: -abs(pair[1]["money"]))
    return ranked[0] if ranked and ranked[0][1]["money"] else None


def _causes(of: Compared, base: Facts, other: Facts, against: Facts) -> Iterator[Block]:
    found, letter = against["causes"], other["letter"]
    if found is None or not found["causes"]:
        return
    _, at = of.language.gettext, of.sides.index(other)
    gaps = base["missing"] is not None and other["missing"] is not None
    columns = [
        Column("cause", _("Cause")),
        _moved("money", _("Money"), at),
        *([_moved("missing", _("Missing"), at)] if gaps else []),
        replace(_moved("benefit", _("Benefit"), at), kind="number", unit=_("points")),
    ]
    rows = [
        {
            "cause": of.language.listed(cause["things"]) or _(REST),
            **{key: cause[key] for key in ("money", "missing", "benefit")},
            "of": {"cause": place},
        }
        for place, cause in enumerate(found["causes"])
    ]
    adds = {"money": float(other["money"] - base["money"])}
    adds["benefit"] = float(other["benefit"] - base["benefit"])
    if gaps:
        adds["missing"] = float(other["missing"] - base["missing"])
    title = _("Which change caused how much, A to {letter}", letter=letter)
    how: str = found["method"]
    note = _(METHODS[how])
    if found["blocked"]:
        note += " " + _(
            "Not every order could be tried: with only {things} changed there is no allocation.",
            things=of.language.listed(found["blocked"]),
        )
    table = make_table(f"causes-{letter}", title, columns, rows, note, adds)
    ends = [(base["letter"], float(base["money"])), (letter, float(other["money"]))]
    yield causes_figure(
        of.say, f"causes-drawn-{letter}", table, ("cause", "money"), ends, (of.unit, at)
    )
    yield table


def _moved(key: str, label: str, at: int) -> Column:
    """A column of what each change of input moved."""
    moved = Sum("causes", key, {"other": at})
    return Column(key, label, "money", total=True, signed=True, origin=moved)
