"""A language: its fixed words, its plurals, and how it writes numbers and money.

Fixed words are written in English in the code, inside `_(…)`, `gettext(…)`, `ngettext(…)` or
`marked(…)`; the catalogue `<code>.po` beside this module holds them in another language. A word
that a catalogue lacks is shown in English; a test sees to it that none lacks any.
"""

from __future__ import annotations

import gettext as catalogues
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finmodel.report.languages.marked import marked
from finmodel.scenario.values import Money

if TYPE_CHECKING:
    from finmodel.report.document.numerals import Numerals

__all__ = ["Language", "UnknownLanguage", "language_of", "languages", "marked"]

CATALOGUES = Path(__file__).parent
ENGLISH = "en"


UNITS = {
    1: marked("{currency}"),
    1_000: marked("thousand {currency}"),
    1_000_000: marked("million {currency}"),
    1_000_000_000: marked("billion {currency}"),
}
"""A scale of money with its currency."""


class UnknownLanguage(ValueError):
    """No catalogue of this language is at hand."""


class Language:
    """One language.

    Parameters
    ----------
    code : str
        Code of the language, such as `mn`.
    """

    def __init__(self, code: str) -> None:
        self.code = code

    def gettext(self, message: str, **values: Any) -> str:
        """Fixed words, with values in their places."""
        words = str(self._catalogue.gettext(message))
        return words.format(**values) if values else words

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> str:
        """Fixed words that change with a number, which is `{n}` in them."""
        return self.form(one, many, n).format(n=self.number(n), **values)

    def form(self, one: str, many: str, n: int) -> str:
        """The form of fixed words that goes with a number, its places still empty."""
        return str(self._catalogue.ngettext(one, many, n))

    @cached_property
    def numerals(self) -> Numerals:
        """How the language writes numbers."""
        from finmodel.report.document.numerals import Numerals

        return Numerals(self.code)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number; a dash where there is none."""
        return self.numerals.number(value, decimals)

    def percent(self, share: float, decimals: int | None = None) -> str:
        """A share as a percentage; small shares keep one decimal unless told otherwise."""
        places = self.percent_places(share) if decimals is None else decimals
        return self.numerals.share(share, places)

    @staticmethod
    def percent_places(share: float) -> int:
        """Decimals of a percentage: one where the share is small, else none."""
        return 1 if 0 < abs(share) < 0.0995 else 0

    def listed(self, words: list[str]) -> str:
        """Words one after another, as in `a, b and c`."""
        from babel.lists import format_list

        return str(format_list(words, locale=self.code)) if words else ""

    def unit(self, money: Money) -> str:
        """A unit of money, such as `million MNT`; the currency's sign where the language has it."""
        currency = money.currency
        if self.code != ENGLISH:
            from babel.numbers import get_currency_symbol

            currency = get_currency_symbol(money.currency, self.code)
        return self.gettext(UNITS[money.scale], currency=currency)

    def spoken(self, amount: float, currency: str) -> str:
        """Say an amount of whole currency in the largest unit that keeps it at one or more."""
        scale, decimals = self.spoken_in(amount)
        value = round(amount / scale, 6)
        unit = self.unit(Money.model_validate({"scale": scale, "currency": currency}))
        return f"{self.number(value, decimals)} {unit}"

    @staticmethod
    def spoken_in(amount: float) -> tuple[int, int]:
        """Scale and decimals in which an amount of whole currency is said."""
        scale = max((size for size in UNITS if size <= abs(amount)), default=1)
        value = round(amount / scale, 6)
        return scale, next(places for places in range(7) if round(value, places) == value)

    @cached_property
    def _catalogue(self) -> catalogues.NullTranslations:
        if self.code == ENGLISH:
            return catalogues.NullTranslations()
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with (CATALOGUES / f"{self.code}.po").open("rb") as file:
            catalogue = read_po(file, locale=self.code)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return catalogues.GNUTranslations(compiled)


def languages() -> list[str]:
    """Codes of the languages that reports can be written in."""
    return [ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po"))]


@cache
def language_of(code: str) -> Language:
    """Return the language of a code.

    Raises
    ------
    UnknownLanguage
        If there is no catalogue for it.
    """
    if code not in languages():
        raise UnknownLanguage(f"no language `{code}`; there are {', '.join(languages())}")
    return Language(code)
