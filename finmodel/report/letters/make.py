"""All letters of an allocation: to the head of each region, and to each spending body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from finmodel.report.budget_lines import payments_under
from finmodel.report.document.chapters.trust import standing_words
from finmodel.report.document.ledger.ledger import Ledger
from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Block, Chapter, Column, Document
from finmodel.report.document.saying import joined
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.letters.letter import TITLES, Letter, make_letter, year_of
from finmodel.scenario.names import spending_bodies
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    import pandas as pd

PLACE = "{region}"
REGIONS, BODIES = "region", "body"
FUNDED = {"funded": True}
"""Records of what sources pay; what is not funded is no part of a ceiling."""


def make_letters(about: Subject, each_region: bool = False) -> list[Letter]:
    """Make all letters of an allocation in one language.

    The letters to regions hold all the money that sources pay, and so do those to spending bodies
    with what no body is named for: the same money, told twice.

    Parameters
    ----------
    about : Subject
        The allocation in one language.
    each_region : bool
        A letter for each region that receives money, instead of one for each that has no parent.

    Returns
    -------
    list of Letter
        Those to regions in the order of the scenario, then those to spending bodies.
    """
    paid = payments(about)
    standing = standing_words(about)
    ledger = ledger_of(about)
    return [
        *_to_regions(about, standing, paid, ledger, each_region),
        *_to_bodies(about, standing, paid, ledger),
    ]


def ledger_of(about: Subject) -> Ledger:
    """Books of the allocation, for the check of letters before they are written."""
    bodies = spending_bodies(about.scenario)
    references = [_body(number) for number in range(1, len(bodies) + 1)]
    return Ledger([about.side], quoted=references, languages=[about.code])


def payments(about: Subject) -> pd.DataFrame:
    """All that sources pay, with who spends it; what is not funded is no part of a ceiling."""
    paid = payments_under(about.side.allocation, ["spends"])
    return paid[paid["source"] != UNFUNDED]


def _to_regions(
    about: Subject, standing: str, paid: pd.DataFrame, ledger: Ledger, each_region: bool
) -> Iterator[Letter]:
    _ = about.words
    regions = about.scenario.regions
    leaves = regions.leaves()
    heads = leaves if each_region else tuple(dict.fromkeys(map(regions.top, leaves)))
    for key in heads:
        below = regions.below(key)
        mine = paid[paid["region"].isin(below)]
        yield make_letter(
            about,
            standing,
            file=f"{REGIONS}-{key}",
            reference=_reference(about, key),
            addressee=_head_of(about, key),
            paid=mine,
            records=Sum("paid", where={**FUNDED, "region": tuple(below)}),
            ledger=ledger,
            split={leaf: about.view.regions[leaf] for leaf in below},
            remarks=[_("The same money also stands in the letters to those who spend it.")],
        )


def _to_bodies(
    about: Subject, standing: str, paid: pd.DataFrame, ledger: Ledger
) -> Iterator[Letter]:
    _ = about.words
    for number, body in enumerate(spending_bodies(about.scenario), start=1):
        own = about.scenario.addressed_to.get(body)
        name = own.read(about.code) if own is not None else _("To {receiver}", receiver=body)
        yield make_letter(
            about,
            standing,
            file=f"{BODIES}-{number:02}",
            reference=_reference(about, _body(number)),
            addressee=name,
            paid=paid[paid["spends"] == body],
            records=Sum("lines", where={**FUNDED, "spends": body}, off_by=1.0),
            ledger=ledger,
            split={},
            remarks=[_("The same money also stands in the letters to the regions.")],
        )


def _body(number: int) -> str:
    """Name of a spending body in references."""
    return f"B{number:02}"


def _reference(about: Subject, receiver: str) -> str:
    """Reference of a letter: scenario, digest of the allocation, receiver."""
    return f"{about.scenario.scenario}/{about.side.digest[:8]}/{receiver}"


def _head_of(about: Subject, key: str) -> str:
    """Whom a letter to a region addresses: as the scenario says, or without a title."""
    _ = about.words
    region = about.scenario.regions.list[key]
    own = about.scenario.addressed_to.get(region.type or "")
    if own is not None:
        # The address says the type, so that the name alone is enough where two regions share it.
        return own.read(about.code).replace(PLACE, region.name.read(about.code) or key)
    return _("To the head of {region}", region=about.view.regions[key])


def make_register(about: Subject, letters: list[Letter]) -> Document:
    """Make the register of letters: who gets which, with what in it, adding up to all the money."""
    _ = about.words
    paid = payments(about)
    missing = about.view.total - int(paid["amount"].sum())
    say, funded = about.say, Sum("paid", where=FUNDED)
    said: list[Block] = [
        say.words(
            "Letters to regions and letters to those who spend tell of the same {amount}.",
            amount=say.amount(float(paid["amount"].sum()), about.unit, funded),
        )
    ]
    if missing:
        unpaid = say.amount(missing, about.unit, Sum("paid", where={"funded": False}))
        said.append(say.words("Not funded, and in no letter: {amount}.", firm=True, amount=unpaid))
    nobody = paid[paid["spends"].isna()]
    tables = [
        _listed(about, letters, REGIONS, _("Letters to regions"), paid, None),
        _listed(about, letters, BODIES, _("Letters to those who spend"), paid, nobody),
    ]
    titles = (
        about.scenario.title.read(about.code),
        say.words(TITLES[about.scenario.stage], span=about.span),
    )
    subtitle = joined(titles, ": ")
    return Document(
        title=_("Register of letters"),
        subtitle=subtitle.text,
        opening=[subtitle],
        standing=standing_words(about),
        language=about.code,
        money_unit=about.unit,
        money_scale=about.scenario.money.scale,
        money_decimals=about.decimals,
        digest=about.side.digest,
        ledger=letters[0].document.ledger if letters else ledger_of(about),
        chapters=[Chapter("register", _("Letters"), [*said, *tables], "annex")],
    )


def _listed(
    about: Subject,
    letters: list[Letter],
    kind: str,
    title: str,
    paid: pd.DataFrame,
    nobody: pd.DataFrame | None,
) -> Block:
    """List the letters of one kind; what no letter tells of is a row of its own."""
    _ = about.words
    found = [
        (each.reference, each.addressee, each.paid, each.about)
        for each in letters
        if each.file.startswith(kind)
    ]
    if nobody is not None and len(nobody):
        unnamed = {**FUNDED, "spends": ""}
        found.append(("", _("Nobody is named, and no letter written"), nobody, unnamed))
    rows = []
    records = Sum("paid") if kind == REGIONS else Sum("lines", off_by=1.0)
    for reference, addressee, mine, things in found:
        by_year = mine.groupby("year")["amount"].sum().to_dict()
        sums = {str(year): int(by_year.get(year, 0)) for year in about.years}
        row = {"reference": reference, "addressee": addressee, **sums}
        rows.append({**row, "money": sum(sums.values()), "of": things})
    parts = tuple(str(year) for year in about.years)
    columns = [
        Column("reference", _("Reference")),
        Column("addressee", _("To whom")),
        *(year_of(records, year) for year in about.years),
        Column("money", _("Money"), "money", total=True, sum_of=parts, origin=records),
    ]
    expected = {"money": float(paid["amount"].sum())}
    note = _("Rounded to add up here; a letter's own table may differ in the last digit.")
    return make_table(f"letters-{kind}", title, columns, rows, note, expected)
