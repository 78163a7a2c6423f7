"""The facts of a comparison in one language, with its units and the columns of its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from finmodel.report.document.ledger.origins import Origin
from finmodel.report.document.parts import Column, Kind
from finmodel.report.document.saying import Saying
from finmodel.report.document.subject import PAID
from finmodel.report.languages.language import Language, language_of
from finmodel.scenario.values import Money

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """The facts of a comparison (see `compare_facts`) in one language."""

    facts: Facts
    code: str
    decimals: int = 0
    """Decimals of money in the document."""

    @cached_property
    def language(self) -> Language:
        """The language's words."""
        return language_of(self.code)

    @property
    def sides(self) -> Sequence[Facts]:
        """The allocations, the base first."""
        found: Sequence[Facts] = self.facts["sides"]
        return found

    @cached_property
    def unit(self) -> str:
        """Unit of money."""
        return self.language.unit(Money.model_validate(self.facts["money_unit"]))

    @cached_property
    def say(self) -> Saying:
        """Puts sentences together whose numbers know where they come from."""
        return Saying(self.language, self.facts["money_scale"], self.decimals)

    def columns(
        self,
        kind: Kind,
        label: str = "",
        decimals: int = 0,
        unit: str = "",
        key: str = "",
        *,
        origin: Callable[[int], Origin],
        money: bool = False,
    ) -> list[Column]:
        """A column for each side, and how far each other one is from the base.

        `origin`: says where the numbers of a side come from. `money`: whether it is the money put
        to use, which other tables show too.
        """
        _ = self.language.gettext
        total = kind == "money"
        found = []
        for at, side in enumerate(self.sides):
            head = f"{label} {side['letter']}".strip()
            # What nobody pays counts in the tables of a report, and not here.
            mine = at == len(self.sides) - 1 and not side["missing"]
            flow = (PAID if mine else f"paid {at}") if money else ""
            own = "" if kind == "share" else unit
            form = Column(f"{key}{at}", head, kind, own, decimals, total, flow=flow)
            found.append(replace(form, origin=origin(at)))
            if at:
                words = _("{letter} less A", letter=side["letter"])
                head = f"{label} {words}".strip()
                less = (f"{key}{at}", f"{key}0")
                form = Column(f"{key}d{at}", head, kind, unit, decimals, total)
                found.append(replace(form, less=less, signed=True))
        return found

    @staticmethod
    def cells(values: Sequence[float | None], key: str = "") -> dict[str, float | None]:
        """Cells of these columns."""
        first, cells = values[0], {}
        for at, value in enumerate(values):
            cells[f"{key}{at}"] = value
            if at:
                known = value is not None or first is not None
                cells[f"{key}d{at}"] = (value or 0) - (first or 0) if known else None
        return cells
