"""How large the gap may be: it is solved for every way in which pipeline money may come or not."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import numbers
from finmodel.allocation.solvable import program_of
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import Source
from finmodel.scenario.sources.certainty import Certainty
from finmodel.scenario.values import ByYear
from finmodel.solve.run import solve_program

MOST = 128
"""Ways that are all solved; beyond, as many are drawn."""
SEED = 2026
CONFIDENCE = 0.8
"""Probability with which the gap is not larger than the one that is printed."""


@dataclass(frozen=True)
class Chance:
    """One way in which pipeline money comes or not."""

    probability: float
    gap: float
    """Unfunded cost of all years [money unit]."""


@dataclass(frozen=True)
class Chances:
    """All ways, the smallest gap first."""

    ways: tuple[Chance, ...]
    drawn: bool
    """True if the ways were drawn, because there are too many to solve them all."""

    @property
    def mean(self) -> float:
        """Mean of the gap [money unit]."""
        return math.fsum(way.probability * way.gap for way in self.ways)

    def at(self, confidence: float = CONFIDENCE) -> float:
        """Smallest gap that is not exceeded with a probability [money unit]."""
        total = 0.0
        for way in self.ways:
            total += way.probability
            if total >= confidence - 1e-12:
                return way.gap
        return self.ways[-1].gap


def gap_chances(scenario: Scenario, progress: Callable[[str], None] | None = None) -> Chances:
    """Solve the gap for every way in which pipeline money comes or not.

    Sources are independent of each other. Within a source, a year with a higher probability comes
    whenever one with a lower probability does: one decision brings them all.

    Parameters
    ----------
    scenario : Scenario
        A scenario that asks for the gap.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    Chances
        Gaps before rounding, with their probabilities.
    """
    several = {
        key: states
        for key, source in scenario.sources.items()
        if len(states := list(_states(source, scenario.years))) > 1
    }
    count = math.prod(len(states) for states in several.values())
    drawn = count > MOST
    ways = list(_drawn(several) if drawn else _all(several))
    found = []
    for number, (probability, sources) in enumerate(ways):
        if progress is not None:
            progress(f"chances of the gap: {number + 1} of {len(ways)}")
        found.append(Chance(probability, _gap(scenario, sources)))
    return Chances(tuple(sorted(found, key=lambda way: way.gap)), drawn)


State = tuple[float, ByYear[Certainty]]
"""Probability of a state of one source, and what then is certain of its money."""
Way = tuple[float, dict[str, ByYear[Certainty]]]


def _states(source: Source, years: tuple[int, ...]) -> Iterator[State]:
    """States of one source: its years come from the most to the least probable."""
    pipeline = {}
    for year in years:
        certain = source.certainty.at(year) if source.certainty is not None else None
        if certain is not None and certain.pipeline is not None:
            pipeline[year] = certain.pipeline
    steps = sorted({0.0, *pipeline.values(), 1.0})
    for low, high in itertools.pairwise(steps):
        comes = {
            str(year): _came(year not in pipeline or pipeline[year] >= high, source, year)
            for year in years
        }
        yield high - low, ByYear[Certainty](values=comes)


def _came(comes: bool, source: Source, year: int) -> Certainty:
    certain = source.certainty.at(year) if source.certainty is not None else None
    sure = certain is None or certain.pipeline is None
    return Certainty(word="secured") if comes or sure else Certainty(pipeline=0.0)


def _all(several: dict[str, list[State]]) -> Iterator[Way]:
    for states in itertools.product(*several.values()):
        yield (
            math.prod(probability for probability, _ in states),
            {key: certainty for key, (_, certainty) in zip(several, states, strict=True)},
        )


def _drawn(several: dict[str, list[State]]) -> Iterator[Way]:
    random = np.random.default_rng(SEED)
    for _ in range(MOST):
        sources = {}
        for key, states in several.items():
            place = random.choice(len(states), p=[probability for probability, _ in states])
            sources[key] = states[place][1]
        yield 1.0 / MOST, sources


def _gap(scenario: Scenario, certainty: dict[str, ByYear[Certainty]]) -> float:
    sources = {
        key: source.model_copy(update={"certainty": certainty[key]}) if key in certainty else source
        for key, source in scenario.sources.items()
    }
    known = scenario.model_copy(update={"sources": sources, "count_on": "expected"})
    program = program_of(known)
    return solve_program(replace(program, objectives=program.objectives[:1])).stages[0].value


def chances_table(chances: Chances, scale: int) -> pa.Table:
    """Gap of each way in which pipeline money comes or not [currency], with its probability."""
    return pa.table(
        {
            "probability": numbers(
                np.array([way.probability for way in chances.ways], dtype=np.float64)
            ),
            "gap": numbers(np.array([round(way.gap * scale) for way in chances.ways])),
        }
    )


def chances_summary(chances: Chances, scale: int) -> dict[str, Any]:
    """What the manifest says of the chances [currency]."""
    return {
        "confidence": CONFIDENCE,
        "not_more_than": round(chances.at() * scale),
        "mean": round(chances.mean * scale),
        "ways": len(chances.ways),
        "drawn": chances.drawn,
    }
