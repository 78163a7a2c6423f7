"""One letter: what its receiver may count on, by programme, category and source, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finmodel.report.document.ledger.origins import ENDS, End, Sum, Things
from finmodel.report.document.parts import Block, Chapter, Column, Document, Table, Words
from finmodel.report.document.saying import joined
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.languages.language import marked
from finmodel.report.letters.conditions import Conditions

if TYPE_CHECKING:
    import pandas as pd

    from finmodel.report.document.ledger.ledger import Ledger

TITLES = {
    "ceiling": marked("Budget ceiling {span}"),
    "budget proposal": marked("Proposed budget ceiling {span}"),
    "approved": marked("Approved budget {span}"),
    "amended": marked("Amended budget {span}"),
    "executed": marked("Executed budget {span}"),
}
"""What a letter is, by the stage of the budget."""
SENTENCES = {
    "ceiling": marked("The ceiling over {span} is {amount}, all sources together."),
    "budget proposal": marked(
        "The proposed ceiling over {span} is {amount}, all sources together."
    ),
    "approved": marked("The approved budget over {span} is {amount}, all sources together."),
    "amended": marked("The amended budget over {span} is {amount}, all sources together."),
    "executed": marked("The executed budget over {span} is {amount}, all sources together."),
}

FIRM_YEARS = {
    "budget year": marked("budget year"),
    "medium-term ceiling": marked("medium-term ceiling"),
    "projection": marked("projection"),
}
"""How firm a year is, in the field's own words; others stand as the scenario writes them."""


@dataclass(frozen=True)
class Letter:
    """A letter that is ready to be written in any format."""

    file: str
    """Name of its file, without language and ending."""
    reference: str
    addressee: str
    document: Document
    paid: pd.DataFrame
    """The payments that it tells of, by region, programme, year, category and source [currency]."""
    about: Things
    """What it is about, as records of the ledger."""


def make_letter(
    about: Subject,
    standing: str,
    file: str,
    reference: str,
    addressee: str,
    paid: pd.DataFrame,
    records: Sum,
    ledger: Ledger,
    split: Mapping[str, str],
    remarks: Iterable[str] = (),
) -> Letter:
    """Put a letter together.

    Parameters
    ----------
    about : Subject
        The allocation in one language.
    standing : str
        What may be read into the numbers.
    file, reference, addressee : str
        See `Letter`.
    paid : DataFrame
        The payments that it tells of.
    records : Sum
        The same as records of the ledger.
    ledger : Ledger
        Books of the allocation, for the check before writing.
    split : mapping of str to str
        Names of the regions that the money is told apart by; one or none where it is not.
    remarks : iterable of str
        Sentences on what the amount does not hold.
    """
    _ = about.words
    conditions = Conditions(about)
    stage = about.scenario.stage
    amount = about.say.amount(float(paid["amount"].sum()), about.unit, records)
    blocks: list[Block] = [about.say.words(SENTENCES[stage], span=about.span, amount=amount)]
    blocks += [Words(text) for text in remarks]
    if about.scenario.years_status:
        blocks.append(_firm_years(about))
    names = {
        "programme": about.view.programmes,
        "category": {key: conditions.category(key) for key in about.scenario.categories},
        "source": source_titles(about),
    }
    if len(split) > 1:
        blocks.append(_by(about, paid, records, "region", split, _("By region"), _("Region")))
    blocks += [
        _by(about, paid, records, key, names[key], title, head)
        for key, title, head in (
            ("programme", _("By programme"), _("Programme")),
            ("category", _("By economic category"), _("Category")),
            ("source", _("By source"), _("Source")),
        )
    ]
    said = [conditions.of(str(key)) for key in about.view.sources if (paid["source"] == key).any()]
    rules = [words for words in said if words.text]
    title = about.say.words(TITLES[stage], span=about.span)
    document = Document(
        title=title.text,
        opening=[title],
        ledger=ledger,
        subtitle=about.scenario.title.read(about.code),
        standing=standing,
        language=about.code,
        money_unit=about.unit,
        money_scale=about.scenario.money.scale,
        money_decimals=about.decimals,
        digest=about.side.digest,
        chapters=[
            Chapter("letter", addressee, blocks),
            *([Chapter("conditions", _("Conditions"), rules)] if rules else []),
        ],
    )
    return Letter(file, reference, addressee, document, paid, records.where)


def year_of(records: Sum, year: int) -> Column:
    """A column of what is paid in a year."""
    of_year = replace(records, where={**records.where, "year": year})
    return Column(str(year), str(year), "money", total=True, origin=of_year)


def _firm_years(about: Subject) -> Words:
    """Say how firm each year is, in the order of the scenario."""
    _, say = about.words, about.say
    parts = []
    for place, (years, text) in enumerate(about.scenario.years_status.items()):
        mine = {"place": place}
        numbers = [
            say.year(int(year), End(which, "firm years", "year", mine))
            for year, which in zip(re.findall(r"\d{4}", years), ENDS, strict=False)
        ]
        firm = _(FIRM_YEARS[text]) if text in FIRM_YEARS else about.word(text)
        parts.append(Words(f"{years}: {firm}", numbers=numbers))
    return say.words("How firm each year is: {years}.", years=joined(parts, "; "))


def source_titles(about: Subject) -> dict[str, str]:
    """Names of sources; what is no money says so."""
    _ = about.words
    in_kind = _("in kind")
    kinds = about.scenario.sources
    return {
        key: f"{name} ({in_kind})" if key in kinds and not kinds[key].cash else name
        for key, name in about.view.sources.items()
    }


def _by(
    about: Subject,
    paid: pd.DataFrame,
    records: Sum,
    key: str,
    names: Mapping[str, str],
    title: str,
    head: str,
) -> Table:
    """Sum the payments up by one column and by year, in the order of the names."""
    _ = about.words
    sums = paid.groupby([key, "year"])["amount"].sum().to_dict()
    years = about.years
    keys = [each for each in names if any((each, year) in sums for year in years)]
    rows = [
        {
            "name": names[each],
            **{str(year): int(sums.get((each, year), 0)) for year in years},
            "money": sum(int(sums.get((each, year), 0)) for year in years),
            "of": {key: each},
        }
        for each in keys
    ]
    columns = [
        Column("name", head),
        *(year_of(records, year) for year in years),
    ]
    if len(years) > 1:
        parts = tuple(str(year) for year in years)
        whole = Column("money", _("Total"), "money", total=True, sum_of=parts, origin=records)
        columns.append(whole)
    by_year = paid.groupby("year")["amount"].sum().to_dict()
    expected = {str(year): float(by_year.get(year, 0)) for year in years}
    if len(years) > 1:
        expected["money"] = float(paid["amount"].sum())
    return make_table(f"by-{key}", title, columns, rows, adds_up_to=expected)
