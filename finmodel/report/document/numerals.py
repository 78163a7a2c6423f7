"""Numbers as a language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from babel import Locale
from babel.numbers import NumberPattern, get_decimal_symbol, get_group_symbol, parse_pattern

MISSING = "–"
"""What stands where there is no number."""


@dataclass(frozen=True)
class Numerals:
    """How a language writes numbers, from the Unicode locale data.

    Examples
    --------
    >>> english, german = Numerals("en"), Numerals("de")
    >>> english.number(1234567.8), german.number(1234567.8, 1), english.number(-0.2)
    ('1,234,568', '1.234.567,8', '0')
    >>> english.share(0.1234, 1), english.number(None), english.signed(12), english.signed(-0.1)
    ('12.3%', '–', '+12', '0')
    """

    language: str

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number; a dash where there is none."""
        if value is None or value != value:
            return MISSING
        # Adding zero takes the minus from a zero.
        rounded = round(value, decimals) + 0.0
        written = Decimal(f"{rounded:.{decimals}f}")
        return str(_pattern(self.language, decimals).apply(written, self.locale))

    def share(self, value: float | None, decimals: int = 0) -> str:
        """Write a share of one in per cent."""
        if value is None or value != value:
            return MISSING
        percent = self.number(round(value * 100, 9), decimals)
        return self._percent.replace("0", percent)

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """Write a difference with its sign."""
        words = self.number(value, decimals)
        return f"+{words}" if value is not None and round(value, decimals) > 0 else words

    @cached_property
    def locale(self) -> Locale:
        """The language as babel knows it."""
        return Locale.parse(self.language)

    @property
    def decimal(self) -> str:
        """What stands before the decimals."""
        return get_decimal_symbol(self.locale)

    @property
    def group(self) -> str:
        """What parts groups of three digits."""
        return get_group_symbol(self.locale)

    @cached_property
    def _percent(self) -> str:
        """Zero per cent, as the language writes it."""
        return str(self.locale.percent_formats[None].apply(0, self.locale))


@lru_cache
def _pattern(language: str, decimals: int) -> NumberPattern:
    pattern = Locale.parse(language).decimal_formats[None].pattern.split(".")[0]
    return parse_pattern(f"{pattern}.{'0' * decimals}" if decimals else pattern)
