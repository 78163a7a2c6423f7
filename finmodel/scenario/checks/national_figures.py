"""National figures: a part is never more than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.names import in_words
from finmodel.scenario.national_figures import NationalFigure

PARTS: tuple[tuple[NationalFigure, NationalFigure], ...] = (
    ("education_spending", "public_expenditure"),
    ("public_expenditure", "gdp"),
)


@check(
    "national-part-above-whole",
    "the {part} of {year} is {amount:,.10g}, more than the {whole} of {most:,.10g}",
    "correct one of the two; both are in {unit}",
)
def parts_above_wholes(context: Context) -> Iterator[Hit]:
    """Find national figures that are larger than what they are a part of."""
    figures = context.scenario.national_figures
    given = {} if figures is None else dict(figures.series())
    for part, whole in PARTS:
        if part not in given or whole not in given:
            continue
        for year in given[part].years():
            amount, most = given[part].at(year), given[whole].at(year)
            if amount is not None and most is not None and amount > most:
                names = {"part": in_words(part).lower(), "whole": _word(whole)}
                words = {"year": year, "amount": amount, "most": most}
                path = ("national_figures", part)
                yield path, {**names, **words, "unit": str(context.scenario.money)}


def _word(name: str) -> str:
    return "GDP" if name == "gdp" else in_words(name).lower()
