"""The same money under every budget heading, and what stands under none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from finmodel.allocation.totals import total_by
from finmodel.report.budget_lines import payments_under
from finmodel.report.classes import CLASSES, class_of
from finmodel.report.document.ledger.origins import Over, Sum
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Table, Words
from finmodel.report.document.subject import PAID, Subject, make_table, year_column
from finmodel.report.languages.language import marked
from finmodel.scenario.sources.unfunded import UNFUNDED

TITLES = {
    "function": marked("Money by function of government (COFOG)"),
    "item": marked("Money by economic item (GFS)"),
    "account": marked("Money by national account"),
    "spends": marked("Money by who spends it"),
    "decides": marked("Money by who decides on it"),
    "delivers": marked("Money by who delivers"),
}
"""Kinds of heading, in their order, with the titles of their tables."""
NONE_SAID = {
    "function": marked("The scenario names no function of government."),
    "item": marked("The scenario names no economic item."),
    "account": marked("The scenario names no national account."),
    "spends": marked("The scenario does not say who spends the money."),
    "decides": marked("The scenario does not say who decides on the money."),
    "delivers": marked("The scenario does not say who delivers."),
}
"""What is said of a kind of heading that nothing stands under."""
BY_CLASS = "class"


def headings(about: Subject) -> Chapter:
    """Show all the money under each budget heading."""
    _ = about.words
    kinds = list(TITLES)
    paid = payments_under(about.side.allocation, kinds)
    classes = {key: class_of(source) for key, source in about.scenario.sources.items()}
    paid[BY_CLASS] = paid["source"].map({**classes, UNFUNDED: UNFUNDED})
    tables = [
        _table(about, paid, kind, _(TITLES[kind]), {}) for kind in kinds if paid[kind].notna().any()
    ]
    names = {key: _(words) for key, words in CLASSES.items()}
    title = _("Money by class of financing")
    tables.append(_table(about, paid, BY_CLASS, title, {**names, UNFUNDED: _("Not funded")}))
    said: list[Block] = [
        about.say.words(
            "The same {amount} under each heading; what stands under none is a row of its own.",
            amount=about.say.amount(
                about.view.total, about.unit, Cell(f"headings-{BY_CLASS}", "money")
            ),
        )
    ]
    said += [_unmapped(about, paid, kind) for kind in kinds if paid[kind].isna().any()]
    return Chapter("headings", _("Under every budget heading"), [*said, *tables], "annex")


def _unmapped(about: Subject, paid: pd.DataFrame, kind: str) -> Words:
    """Report the money that stands under no heading of a kind."""
    _ = about.words
    if paid[kind].isna().all():
        return Words(_(NONE_SAID[kind]))
    amount = float(paid.loc[paid[kind].isna(), "amount"].sum())
    id, none = f"headings-{kind}", [_("Under no heading")]
    return about.say.words(
        "{title}: {amount} ({share}) stands under no heading.",
        title=_(TITLES[kind]),
        amount=about.say.amount(amount, about.unit, Cell(id, "money", none)),
        share=about.say.share(
            amount / max(about.view.total, 1), Cell(id, "money", none), Cell(id, "money")
        ),
    )


def _table(
    about: Subject, paid: pd.DataFrame, kind: str, title: str, names: Mapping[str, str]
) -> Table:
    """Sum the payments up by one kind of heading and by year."""
    _ = about.words
    sums = paid.fillna({kind: ""}).groupby([kind, "year"])["amount"].sum()
    by_word = sums.groupby(level=0).sum()
    order = sorted(by_word.index, key=lambda word: (word == "", -by_word[word], word))
    whole = max(int(by_word.sum()), 1)
    years = about.years
    rows = [
        {
            "heading": names.get(word)
            or about.scenario.word(word, about.code)
            or _("Under no heading"),
            **{str(year): int(sums.get((word, year), 0)) for year in years},
            "money": int(by_word[word]),
            "share": by_word[word] / whole,
            "of": {"kind" if kind == BY_CLASS else kind: word},
        }
        for word in order
    ]
    by_year = total_by(about.side.allocation.money, ["year"], "amount")
    expected = {str(year): float(by_year.get((year,), 0)) for year in years}
    spans = [str(year) for year in years]
    book = "paid" if kind == BY_CLASS else "lines"
    money = Sum(book, off_by=1.0)
    columns = [
        Column("heading", _("Heading"), axis=kind),
        *(
            replace(column, origin=Sum(book, where={"year": int(column.key)}, off_by=1.0))
            for column in map(year_column, spans)
        ),
        Column("money", _("Money"), "money", total=True, sum_of=spans, flow=PAID, origin=money),
        Column("share", _("Share"), "share", decimals=1, origin=Over(money, Sum("paid", by=()))),
    ]
    expected["money"] = float(about.view.total)
    return make_table(f"headings-{kind}", title, columns, rows, adds_up_to=expected)
