"""Puts sentences together whose numbers know where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from finmodel.report.document.ledger.origins import FIRST_YEAR, LAST_YEAR, Origin
from finmodel.report.document.parts import Cell, Column, Fact, Printed, Sign, Tally, Words
from finmodel.report.languages.language import Language

From = Cell | Tally | Origin | None
"""Where a number comes from: a cell of a table, or records of the allocation."""


@dataclass(frozen=True)
class Saying:
    """A language, and the unit of money of a document."""

    language: Language
    scale: int
    """Currency units in one unit of money."""
    decimals: int
    """Decimals of money."""

    def words(self, message: str, firm: bool = False, **values: Any) -> Words:
        """Say fixed words, with numbers and names in their places."""
        return self._words(self.language.gettext(message, **values), firm, values)

    def plural(self, one: str, many: str, n: int, origin: From = None, **values: Any) -> Words:
        """Say words that change with a number, which is `{n}` in them."""
        text = self.language.ngettext(one, many, n, **values)
        # A singular may leave its number out.
        own = {"n": self.number(n, origin)} if "{n}" in self.language.form(one, many, n) else {}
        return self._words(text, False, own | values)

    def _words(self, text: str, firm: bool, values: dict[str, Any]) -> Words:
        numbers: list[Printed] = []
        for each in values.values():
            numbers += [each] if isinstance(each, Printed) else []
            numbers += each.numbers if isinstance(each, Words) else []
        return Words(text, firm, numbers)

    def money(self, amount: float, origin: From = None, loss: bool = False) -> Printed:
        """Money [whole currency] in the report's unit; `loss`: the cell has it with a minus."""
        text = self.language.number(amount / self.scale, self.decimals)
        found = _from(origin, -amount if loss else amount)
        sign: Sign = "turned" if loss else "as it is"
        return Printed(text, found, "money", self.decimals, None, self.scale, sign)

    def amount(self, amount: float, unit: str, origin: From = None, loss: bool = False) -> Words:
        """Money with its unit in words."""
        number = self.money(amount, origin, loss)
        return Words(f"{number} {unit}", numbers=[number])

    def spoken(self, amount: float, currency: str, origin: From = None) -> Words:
        """Say an amount of whole currency in the largest unit that keeps it at one or more."""
        scale, decimals = self.language.spoken_in(amount)
        text = self.language.number(amount / scale, decimals)
        number = Printed(text, _from(origin, amount), "money", decimals, None, scale)
        return Words(self.language.spoken(amount, currency), numbers=[number])

    def share(
        self,
        share: float,
        origin: From = None,
        of: Cell | None = None,
        decimals: int | None = None,
    ) -> Printed:
        """A share of one in per cent: of a cell, or of one cell in another."""
        places = self.language.percent_places(share) if decimals is None else decimals
        text = self.language.percent(share, places)
        return Printed(text, _from(origin, share), "share", places, of)

    def moved(self, amount: float, origin: From = None) -> Printed:
        """A difference in money [whole currency] with its sign."""
        text = self.language.numerals.signed(amount / self.scale, self.decimals)
        found = _from(origin, amount)
        return Printed(text, found, "money", self.decimals, None, self.scale, "always")

    def signed(self, value: float, decimals: int = 0, origin: From = None) -> Printed:
        """Any other difference with its sign."""
        text = self.language.numerals.signed(value, decimals)
        return Printed(text, _from(origin, value), "number", decimals, sign="always")

    def number(self, value: float, origin: From = None, decimals: int = 0) -> Printed:
        """Any other number."""
        text = self.language.number(value, decimals)
        return Printed(text, _from(origin, value), "number", decimals)

    def cell(self, column: Column, value: float, origin: Cell) -> Printed:
        """A number as its column shows it."""
        decimals, scale = column.decimals, 1
        if column.kind == "money":
            decimals, scale = self.decimals, self.scale
        write = self.language.percent if column.kind == "share" else self.language.number
        words = write(value / scale, decimals)
        plus = "+" if column.signed and round(value / scale, decimals + 2) > 0 else ""
        kind, sign = column.kind, "always" if column.signed else "as it is"
        return Printed(plus + words, origin, kind, decimals, None, scale, sign)  # type: ignore[arg-type]

    def year(self, year: int, origin: From = None) -> Printed:
        """A year."""
        return Printed(str(year), _from(origin, float(year)), "year")

    def span(self, first: int, last: int) -> Words:
        """The years of the plan, from the first to the last."""
        numbers = [self.year(first, FIRST_YEAR), self.year(last, LAST_YEAR)]
        shown = numbers if first != last else numbers[:1]
        return Words("-".join(number.text for number in shown), numbers=shown)


def joined(parts: Sequence[Words | str], between: str) -> Words:
    """Several words as one, with the numbers of all."""
    numbers = [each for part in parts if isinstance(part, Words) for each in part.numbers]
    return Words(between.join(str(part) for part in parts), numbers=numbers)


def _from(origin: From, value: float) -> Cell | Tally | Fact:
    return origin if isinstance(origin, Cell | Tally) else Fact(value, origin)
