"""Chapters of a comparison after its causes: inputs, allocation, who gains, what it buys, trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from finmodel.report.document.chapters.gains import places, programmes, put_to_use
from finmodel.report.document.compared import Compared, Facts
from finmodel.report.document.ledger.origins import AS_IT_IS, ENDS, End, OfSide, Origin, Over, Sum
from finmodel.report.document.parts import Block, Chapter, Column, Table, Words
from finmodel.report.document.subject import make_table
from finmodel.report.languages.language import marked
from finmodel.scenario.provenance import CHOICES

HEADINGS = {
    "region": (marked("Region"), marked("Money by region")),
    "programme": (marked("Programme"), marked("Money by programme")),
    "year": (marked("Year"), marked("Money by year")),
    "category": (marked("Category"), marked("Money by category")),
    "source": (marked("Source"), marked("Money by source")),
    "contract": (marked("Contract"), marked("Payments to contracts over their whole term")),
}
STATUSES = {
    "official": marked("official"),
    "derived": marked("derived"),
    "illustrative": marked("illustrative"),
}


def comparison(of: Compared) -> list[Chapter]:
    """Chapters of a comparison after its causes: inputs, allocation, who gains, trust."""
    _ = of.language.gettext
    inputs: list[Block] = [_inputs(of, against) for against in of.facts["against_base"]]
    cautions = [
        _caution(of, at, words)
        for at, against in enumerate(of.facts["against_base"], 1)
        for words in against["not_comparable"]
    ]
    chapters = [
        Chapter("inputs", _("What changed in the inputs"), [*cautions, *inputs]),
        Chapter("compared-money", _("What changed in the allocation"), [*_money(of)]),
        Chapter("compared-places", _("Who gains and who loses"), [*places(of)]),
        Chapter("compared-programmes", _("What it buys"), [*programmes(of)]),
        Chapter("compared-trust", _("May each be trusted?"), [_trust(of)]),
    ]
    return [chapter for chapter in chapters if chapter.blocks]


def _caution(of: Compared, at: int, words: str) -> Words:
    """Say what compares badly; the years in it are those of the plans."""
    text = f"A, {of.sides[at]['letter']}: {words}"
    ends = [
        of.say.year(of.sides[side]["years"][place], End(which, "years", "year", side=side))
        for side in (0, at)
        for place, which in zip((0, -1), ENDS, strict=True)
    ]
    numbers = [year for year in ends if year.text in words]
    return Words(text, firm=True, numbers=list({year.text: year for year in numbers}.values()))


def _inputs(of: Compared, against: Facts) -> Table:
    _ = of.language.gettext
    columns = [
        Column("what", _("What")),
        Column("old", _("Old"), quotes="old"),
        Column("new", _("New"), quotes="new"),
        Column("from", _("Where from")),
    ]
    other = [side["letter"] for side in of.sides].index(against["letter"])
    rows = [
        _input(of, change, {"other": other, "place": place})
        for place, change in enumerate(against["inputs"])
        if not change["words"]
    ]
    title = _("Changed inputs, A to {letter}", letter=against["letter"])
    return make_table(f"inputs-{against['letter']}", title, columns, rows)


def _input(of: Compared, change: Facts, record: Facts) -> dict[str, Any]:
    _ = of.language.gettext
    years = change["years"]
    span = [
        of.say.year(year, End(which, "inputs", "year", record))
        for year, which in zip(years[:: max(1, len(years) - 1)], ENDS, strict=False)
    ]
    inside = f" – {', '.join(change['inside_words'])}" if change["inside_words"] else ""
    decision = change["path"].split(".")[0] in CHOICES
    said = [_said(of, each, decision) for each in (change["old_said"], change["new_said"]) if each]
    return {
        "what": Words(
            change["thing"] + inside + (f", {'-'.join(map(str, span))}" if years else ""),
            numbers=span,
        ),
        "old": change["old"] or (_("(not there)") if change["kind"] == "added" else ""),
        "new": change["new"] or (_("(removed)") if change["kind"] == "removed" else ""),
        "from": " → ".join(dict.fromkeys(said)),
        "of": {**record, "path": change["path"]},
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
        by_year = table["by"] == "year"
        name = Column(table["by"], _(label), axis=table["by"])
        if by_year:
            name = replace(name, kind="year", origin=AS_IT_IS)
        columns = [name, *of.columns("money", origin=put_to_use if paid else _due, money=paid)]
        rows = [
            {
                table["by"]: int(row["id"]) if by_year else row["name"],
                **of.cells(row["amounts"]),
                "of": {table["by"]: int(row["id"]) if by_year else row["id"]},
            }
            for row in table["rows"]
        ]
        adds = {}
        if paid:
            adds = {str(at): float(side["money"]) for at, side in enumerate(of.sides)}
        yield make_table(f"compared-{table['by']}", _(title), columns, rows, "", adds)


def _due(side: int) -> Origin:
    """Payments to contracts of a side."""
    return Sum("contracts", "public_payment", side=side)


def _illustrative(side: int) -> Origin:
    """Share of the money of a side's sources that rests on illustrative figures."""
    return Over(
        Sum("firmness", where={"status": "illustrative"}, side=side), Sum("firmness", side=side)
    )


def _trust(of: Compared) -> Table:
    _ = of.language.gettext
    columns = [
        Column("letter", ""),
        Column("title", _("Title")),
        Column("verified", _("Verified")),
        Column(
            "illustrative",
            _("Money on illustrative figures"),
            "share",
            origin=OfSide([_illustrative(at) for at in range(len(of.sides))]),
        ),
        Column("version", _("Version")),
        Column(
            "format",
            _("Format"),
            "count",
            origin=OfSide([Sum("manifest", "format", side=at) for at in range(len(of.sides))]),
        ),
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
            "of": {"side": at},
        }
        for at, side in enumerate(of.sides)
    ]
    return make_table("compared-sides", _("The allocations"), columns, rows)
