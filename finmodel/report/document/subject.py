"""What a report is about: a saved allocation with its names and its language, and one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from finmodel.allocation.compare.sides import Side
from finmodel.allocation.totals import total_by
from finmodel.report.document.ledger.origins import FIRST_YEAR, LAST_YEAR, Sum
from finmodel.report.document.parts import Column, Printed, Table, Words
from finmodel.report.document.saying import Saying
from finmodel.report.document.solved import Since, SolvedAgain
from finmodel.report.languages.language import Language, language_of
from finmodel.report.money import decimals_for
from finmodel.report.places import Places
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED

PAID = "paid"
"""The money of an allocation that is put to use, in columns of tables (`Column.flow`)."""


@dataclass(frozen=True)
class Subject:
    """A saved allocation that is reported on, in one language."""

    side: Side
    code: str = "en"
    """Language."""
    again: SolvedAgain | None = None
    """What solving it again tells, where other languages share it."""
    since: Since | None = None
    """The version before, and what changed since."""

    @cached_property
    def solved(self) -> SolvedAgain:
        """What solving it again tells."""
        return self.again or SolvedAgain(self.side)

    @cached_property
    def view(self) -> View:
        """The allocation with the names of its scenario."""
        return View(self.side.allocation, self.code)

    @cached_property
    def language(self) -> Language:
        """The language's words."""
        return language_of(self.code)

    @property
    def words(self) -> Callable[..., str]:
        """Translate fixed words."""
        return self.language.gettext

    def word(self, plain: str) -> str:
        """Words that the scenario writes plainly, as its glossary has them in the language."""
        return self.scenario.word(plain, self.code)

    @property
    def scenario(self) -> Scenario:
        """The scenario that was solved."""
        return self.side.allocation.scenario

    @cached_property
    def places(self) -> Places:
        """Puts places of the scenario into words."""
        return Places(self.scenario, self.side.allocation.tree, self.language)

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.scenario.years

    @property
    def span(self) -> Words:
        """Years of the plan in words."""
        return self.say.span(self.years[0], self.years[-1])

    @property
    def first_year(self) -> Printed:
        """The first year of the plan."""
        return self.say.year(self.years[0], FIRST_YEAR)

    @property
    def last_year(self) -> Printed:
        """The last year of the plan."""
        return self.say.year(self.years[-1], LAST_YEAR)

    @cached_property
    def unit(self) -> str:
        """Unit of money in the language."""
        return self.language.unit(self.scenario.money)

    @cached_property
    def decimals(self) -> int:
        """Decimals that show all the money with three digits at least."""
        return decimals_for(self.view.total / self.scenario.money.scale)

    def money(self, amount: float) -> str:
        """An amount of whole currency in the report's unit, with the unit."""
        return f"{self.bare(amount)} {self.unit}"

    def bare(self, amount: float) -> str:
        """The same without the unit."""
        return self.language.number(amount / self.scenario.money.scale, self.decimals)

    @cached_property
    def say(self) -> Saying:
        """Puts sentences together whose numbers know where they come from."""
        return Saying(self.language, self.scenario.money.scale, self.decimals)

    @property
    def counted_unfunded(self) -> Words:
        """Say how much that nobody pays is counted as if it was paid; empty where there is none."""
        missing = self.paid_by("source").get((UNFUNDED,), 0)
        if not missing:
            return Words("")
        amount = self.say.amount(missing, self.unit, Sum("paid", where={"funded": False}))
        return self.say.words(
            "This counts {amount} that nobody pays yet, as if it was paid.", amount=amount
        )

    def paid_by(self, *keys: str) -> dict[tuple[Any, ...], int]:
        """Money over the plan by columns of the allocation [currency]."""
        return total_by(self.side.allocation.money, list(keys), "amount")


def year_column(year: str, book: str = "paid") -> Column:
    """A column of the money that is put to use in a year."""
    origin = Sum(book, where={"year": int(year)})
    return Column(year, year, "money", total=True, flow=PAID, part=("year", year), origin=origin)


def make_table(
    id: str,
    title: str | Words,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    note: str | Words = "",
    adds_up_to: Mapping[str, float] | None = None,
) -> Table:
    """Put a table together from rows; what a row is about stands under `of` in it."""
    rows = list(rows)
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    said = [each for each in (title, note) if isinstance(each, Words)]
    return Table(
        id,
        str(title),
        columns,
        frame,
        str(note),
        dict(adds_up_to or {}),
        things=[dict(row.get("of", {})) for row in rows],
        said=said,
    )
