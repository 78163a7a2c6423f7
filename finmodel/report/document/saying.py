"""Puts sentences together whose numbers know where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from finmodel.report.document.parts import Cell, Fact, Printed, Sign, Words
from finmodel.report.languages.language import Language


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

    def plural(
        self, one: str, many: str, n: int, origin: Cell | None = None, **values: Any
    ) -> Words:
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

    def money(self, amount: float, origin: Cell | None = None, loss: bool = False) -> Printed:
        """Money [whole currency] in the report's unit; `loss`: the cell has it with a minus."""
        text = self.language.number(amount / self.scale, self.decimals)
        found = origin or Fact(-amount if loss else amount)
        sign: Sign = "turned" if loss else "as it is"
        return Printed(text, found, "money", self.decimals, None, self.scale, sign)

    def amount(
        self, amount: float, unit: str, origin: Cell | None = None, loss: bool = False
    ) -> Words:
        """Money with its unit in words."""
        number = self.money(amount, origin, loss)
        return Words(f"{number} {unit}", numbers=[number])

    def spoken(self, amount: float, currency: str) -> Words:
        """Say an amount of whole currency in the largest unit that keeps it at one or more."""
        scale, decimals = self.language.spoken_in(amount)
        text = self.language.number(amount / scale, decimals)
        number = Printed(text, Fact(amount), "money", decimals, None, scale)
        return Words(self.language.spoken(amount, currency), numbers=[number])

    def share(
        self,
        share: float,
        origin: Cell | None = None,
        of: Cell | None = None,
        decimals: int | None = None,
    ) -> Printed:
        """A share of one in per cent: of a cell, or of one cell in another."""
        places = self.language.percent_places(share) if decimals is None else decimals
        text = self.language.percent(share, places)
        return Printed(text, origin or Fact(share), "share", places, of)

    def moved(self, amount: float, origin: Cell | None = None) -> Printed:
        """A difference in money [whole currency] with its sign."""
        text = self.language.numerals.signed(amount / self.scale, self.decimals)
        found = origin or Fact(amount)
        return Printed(text, found, "money", self.decimals, None, self.scale, "always")

    def signed(self, value: float, decimals: int = 0) -> Printed:
        """Any other difference with its sign."""
        text = self.language.numerals.signed(value, decimals)
        return Printed(text, Fact(value), "number", decimals, sign="always")

    def number(self, value: float, origin: Cell | None = None, decimals: int = 0) -> Printed:
        """Any other number."""
        text = self.language.number(value, decimals)
        return Printed(text, origin or Fact(value), "number", decimals)
