"""What changed between saved allocations, and which change caused how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from finmodel.report.compare.content import differs
from finmodel.report.document.figures import causes_figure, dumbbells_figure
from finmodel.report.document.labels import field_words
from finmodel.report.document.parts import (
    Block,
    Cell,
    Chapter,
    Column,
    Figure,
    Kind,
    Table,
    Words,
)
from finmodel.report.document.saying import Saying
from finmodel.report.document.subject import PAID, make_table
from finmodel.report.languages.language import Language, language_of, marked
from finmodel.report.money import fitting_unit
from finmodel.report.screen import lower_first
from finmodel.scenario.provenance import CHOICES
from finmodel.scenario.values import Money

Facts = Mapping[str, Any]
HEADINGS = {
    "region": (marked("Region"), marked("Money by region")),
    "programme": (marked("Programme"), marked("Money by programme")),
    "year": (marked("Year"), marked("Money by year")),
    "category": (marked("Category"), marked("Money by category")),
    "source": (marked("Source"), marked("Money by source")),
    "contract": (marked("Contract"), marked("Payments to contracts over their whole term")),
}
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
STATUSES = {
    "official": marked("official"),
    "derived": marked("derived"),
    "illustrative": marked("illustrative"),
}


@dataclass(frozen=True)
class Compared:
    """The facts of a comparison (see `compare_facts`) in one language."""

    facts: Facts
    code: str
    decimals: int = 0
    """Decimals of money in the document."""

    @cached_property
    def language(self) -> Language:
        """The language's words."""
        return language_of(self.code)

    @property
    def sides(self) -> Sequence[Facts]:
        """The allocations, the base first."""
        found: Sequence[Facts] = self.facts["sides"]
        return found

    @cached_property
    def unit(self) -> str:
        """Unit of money."""
        return self.language.unit(Money.model_validate(self.facts["money_unit"]))

    @cached_property
    def say(self) -> Saying:
        """Puts sentences together whose numbers know where they come from."""
        return Saying(self.language, self.facts["money_scale"], self.decimals)

    def columns(
        self,
        kind: Kind,
        label: str = "",
        decimals: int = 0,
        unit: str = "",
        key: str = "",
        money: bool = False,
    ) -> list[Column]:
        """A column for each side, and how far each other one is from the base.

        `money`: whether it is the money put to use, which other tables show too.
        """
        _ = self.language.gettext
        total = kind == "money"
        found = []
        for at, side in enumerate(self.sides):
            head = f"{label} {side['letter']}".strip()
            flow = (PAID if at == len(self.sides) - 1 else f"paid {at}") if money else ""
            found.append(Column(f"{key}{at}", head, kind, unit, decimals, total, flow=flow))
            if at:
                words = _("{letter} less A", letter=side["letter"])
                head = f"{label} {words}".strip()
                less = (f"{key}{at}", f"{key}0")
                found.append(Column(f"{key}d{at}", head, kind, unit, decimals, total, less=less))
        return found

    @staticmethod
    def cells(values: Sequence[float | None], key: str = "") -> dict[str, float | None]:
        """Cells of these columns."""
        first, cells = values[0], {}
        for at, value in enumerate(values):
            cells[f"{key}{at}"] = value
            if at:
                known = value is not None or first is not None
                cells[f"{key}d{at}"] = (value or 0) - (first or 0) if known else None
        return cells


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
    return Chapter("changed", title, blocks, part)  # type: ignore[arg-type]


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
        words += say.words("Benefit: {change}%.", change=say.signed(share * 100, 2))
    if base["missing"] is not None and other["missing"] is not None:
        words += say.words(
            "Missing: {old} before, {new} now.",
            old=say.amount(base["missing"], of.unit),
            new=say.amount(other["missing"], of.unit),
        )
    return words


def _causes(of: Compared, base: Facts, other: Facts, against: Facts) -> Iterator[Block]:
    found, letter = against["causes"], other["letter"]
    if found is None or not found["causes"]:
        return
    _ = of.language.gettext
    gaps = base["missing"] is not None and other["missing"] is not None
    columns = [
        Column("cause", _("Cause")),
        Column("money", _("Money"), "money", total=True),
        *([Column("missing", _("Missing"), "money", total=True)] if gaps else []),
        Column("benefit", _("Benefit"), "number", _("points"), total=True),
    ]
    rows = [
        {
            "cause": of.language.listed(cause["things"]) or _(REST),
            **{key: cause[key] for key in ("money", "missing", "benefit")},
        }
        for cause in found["causes"]
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
    unit = (of.unit, of.facts["money_scale"], 0)
    yield causes_figure(
        of.language, f"causes-drawn-{letter}", table, ("cause", "money"), ends, unit
    )
    yield table


def comparison(of: Compared) -> list[Chapter]:
    """Chapters of a comparison after its causes: inputs, allocation, who gains, trust."""
    _ = of.language.gettext
    inputs: list[Block] = [_inputs(of, against) for against in of.facts["against_base"]]
    cautions = [
        Words(f"A, {against['letter']}: {words}", firm=True)
        for against in of.facts["against_base"]
        for words in against["not_comparable"]
    ]
    chapters = [
        Chapter("inputs", _("What changed in the inputs"), [*cautions, *inputs]),
        Chapter("compared-money", _("What changed in the allocation"), [*_money(of)]),
        Chapter("compared-places", _("Who gains and who loses"), [*_places(of)]),
        Chapter("compared-programmes", _("What it buys"), [*_programmes(of)]),
        Chapter("compared-trust", _("May each be trusted?"), [_trust(of)]),
    ]
    return [chapter for chapter in chapters if chapter.blocks]


def _inputs(of: Compared, against: Facts) -> Table:
    _ = of.language.gettext
    columns = [
        Column("what", _("What")),
        Column("old", _("Old")),
        Column("new", _("New")),
        Column("from", _("Where from")),
    ]
    rows = [_input(of, change) for change in against["inputs"] if not change["words"]]
    title = _("Changed inputs, A to {letter}", letter=against["letter"])
    return make_table(f"inputs-{against['letter']}", title, columns, rows)


def _input(of: Compared, change: Facts) -> dict[str, str]:
    _ = of.language.gettext
    years = change["years"]
    span = [str(year) for year in years[:: max(1, len(years) - 1)]]
    words = [field_words(of.language, key) for key in change["inside"].split(".") if key]
    inside = f" – {', '.join(words)}" if words else ""
    decision = change["path"].split(".")[0] in CHOICES
    said = [_said(of, each, decision) for each in (change["old_said"], change["new_said"]) if each]
    return {
        "what": change["thing"] + inside + (f", {'-'.join(span)}" if years else ""),
        "old": change["old"] or (_("(not there)") if change["kind"] == "added" else ""),
        "new": change["new"] or (_("(removed)") if change["kind"] == "removed" else ""),
        "from": " → ".join(dict.fromkeys(said)),
    }


def _said(of: Compared, said: Facts, decision: bool) -> str:
    _ = of.language.gettext
    status: str = said["status"]
    firm = _("decision") if decision else _(STATUSES[status])
    words = said["source"] or said["note"]
    year = f", {said['year']}" if said["source"] and said["year"] else ""
    none = _("no source given")
    return f"{firm}: {words}{year}" if words else f"{firm}, {none}"


def _money(of: Compared) -> Iterator[Block]:
    _ = of.language.gettext
    for table in of.facts["tables"] or ():
        label, title = HEADINGS[table["by"]]
        paid = table["by"] != "contract"
        name = Column(table["by"], _(label), axis=table["by"])
        columns = [name, *of.columns("money", money=paid)]
        rows = [{table["by"]: row["name"], **of.cells(row["amounts"])} for row in table["rows"]]
        adds = {}
        if paid:
            adds = {str(at): float(side["money"]) for at, side in enumerate(of.sides)}
        yield make_table(f"compared-{table['by']}", _(title), columns, rows, "", adds)


def _places(of: Compared) -> Iterator[Block]:
    rows = of.facts["regions"]
    if of.facts["tables"] is None or len(rows) < 2:
        return
    _ = of.language.gettext
    typical = max(row["per_head_a_year"][0] or 0.0 for row in rows)
    unit = fitting_unit(typical, of.facts["currency"])
    columns = [
        Column("region", _("Region")),
        *of.columns("number", "", 1, _("{unit} a year", unit=of.language.unit(unit))),
        *of.columns("share", _("Reached"), 1, key="reached-"),
    ]
    table = make_table(
        "compared-heads",
        _("Money for each head, and share of what can be reached"),
        columns,
        [
            {
                "region": row["name"],
                **of.cells(
                    [None if each is None else each / unit.scale for each in row["per_head_a_year"]]
                ),
                **of.cells(row["reached"], "reached-"),
            }
            for row in rows
        ],
        _("Heads: {heads}.", heads=lower_first(of.facts["heads"])),
    )
    yield from _moved(of, table, ("region", "reached-"), "region")
    yield table


def _moved(of: Compared, table: Table, keys: tuple[str, str], picks: str = "") -> Iterator[Figure]:
    """Draw where the shares of each allocation stand beside the base's."""
    name, share = keys
    for at, side in enumerate(of.sides[1:], 1):
        columns = (name, f"{share}0", f"{share}{at}")
        id = f"{table.id}-drawn-{side['letter']}"
        figure = dumbbells_figure(of.language, id, table, columns, picks)
        if figure is not None:
            yield figure


def _programmes(of: Compared) -> Iterator[Block]:
    _ = of.language.gettext
    columns = [
        Column("programme", _("Programme")),
        Column("output", _("Counted in")),
        *of.columns("count"),
        *of.columns("share", _("Covered"), 1, key="covered-"),
    ]
    rows = [
        {
            "programme": row["name"],
            "output": row["output"],
            **of.cells(row["outputs"]),
            **of.cells(row["coverage"], "covered-"),
        }
        for row in of.facts["programmes"]
    ]
    title = _("Outputs over the plan, and coverage of the need in the last year")
    table = make_table("compared-outputs", title, columns, rows)
    yield from _moved(of, table, ("programme", "covered-"))
    yield table


def _trust(of: Compared) -> Table:
    _ = of.language.gettext
    columns = [
        Column("letter", ""),
        Column("title", _("Title")),
        Column("verified", _("Verified")),
        Column("illustrative", _("Money on illustrative figures"), "share"),
        Column("version", _("Version")),
        Column("format", _("Format"), "count"),
        Column("digest", _("Digest")),
    ]
    rows = [
        {
            "letter": side["letter"],
            "title": side["title"],
            "verified": _("yes") if side["verified"] else _("no"),
            "illustrative": side["illustrative"],
            "version": side["versions"].get("finmodel", ""),
            "format": side["format"],
            "digest": side["digest"],
        }
        for side in of.sides
    ]
    return make_table("compared-sides", _("The allocations"), columns, rows)
