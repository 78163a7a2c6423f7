"""Blocks of a comparison, which the terminal and Markdown show each in their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading with the unit of what follows."""

    words: str
    unit: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words on their own."""

    words: str
    firm: bool = False
    """Whether nobody may read past it."""


@dataclass(frozen=True)
class Grid:
    """A table; its first columns are words, the others numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1
    """Columns of words."""
    total: Sequence[str] = ()


Block = Heading | Paragraph | Grid


def signed(value: float | None, decimals: int = 0) -> str:
    """Write a difference with its sign, nothing as a dash.

    Examples
    --------
    >>> signed(1234.0), signed(-0.2), signed(-2.0), signed(None)
    ('+1,234', '0', '-2', '–')
    """
    if value is None:
        return "–"
    text = f"{value:+,.{decimals}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text


def plain(value: float | None, decimals: int = 0) -> str:
    """Write an amount; a dash where there is none to have.

    Examples
    --------
    >>> plain(1234.5, 1), plain(None)
    ('1,234.5', '–')
    """
    return "–" if value is None else f"{value:,.{decimals}f}"
