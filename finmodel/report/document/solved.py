"""What a report learns by solving again, each thing once for all languages, and only if asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.causes import Causes
from finmodel.allocation.compare.sides import Side
from finmodel.allocation.explain import Again, Price
from finmodel.allocation.weighty import Weighty, weighty_figures
from finmodel.allocation.what_if import Cut, WhatIf
from finmodel.report.compare.facts import found_causes
from finmodel.solve.apart import Apart
from finmodel.solve.warm import Bases

CUT = 0.128
"""Cut that reports show unless another is asked for [share of every source's money]."""


@dataclass(frozen=True)
class SolvedAgain:
    """A saved allocation, and what solving it again tells."""

    side: Side
    cut_by: float = CUT
    progress: Progress | None = None
    apart: Apart | None = None
    """Another Python that solves some of it."""

    @cached_property
    def again(self) -> Again:
        """The scenario solved again; its stages come to what was saved."""
        self._tell("solving again")
        return Again(self.side.allocation, self.side.loaded.where)

    @cached_property
    def what_if(self) -> WhatIf:
        """The same, to be changed."""
        return WhatIf(self.side.allocation.scenario, Bases.of(self.again.divisible))

    @cached_property
    def prices(self) -> list[Price]:
        """What the objective would gain without each rule, earmarks and ceilings apart."""
        self._tell("the price of each rule")
        return self.again.prices(of_limits=False)

    @cached_property
    def cut(self) -> Cut:
        """What less money would lose."""
        self._tell("what a cut would lose")
        return self.what_if.cut(self.cut_by)

    @cached_property
    def weighty(self) -> list[Weighty]:
        """The illustrative figures that move most money."""
        self._tell("the figures that move most money")
        side = self.side
        return weighty_figures(side.allocation, side.loaded, self.what_if, apart=self.apart)

    def _tell(self, words: str) -> None:
        if self.progress is not None:
            self.progress(words)


@dataclass(frozen=True)
class Since:
    """An allocation before, and what changed since."""

    before: Side
    now: Side
    with_causes: bool = True
    progress: Progress | None = None

    @cached_property
    def causes(self) -> Causes | None:
        """Which change caused how much; None where money cannot be compared."""
        return found_causes(self.before, self.now, self.with_causes, self.progress)
