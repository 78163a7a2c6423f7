"""A rule that is loosened, in words: by how much, or which figure of it would do instead."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from finmodel.allocation.conflict import listed_places, spoken_place
from finmodel.allocation.restate import DIGITS, Restated
from finmodel.allocation.rule_sentences import rule_sentences
from finmodel.allocation.rules import sentence_of
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import Family
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded
from finmodel.scenario.names import capacity_names, programme_names, source_names
from finmodel.scenario.policies import Concessionality, Gini
from finmodel.scenario.stated import Path, Stated
from finmodel.solve.relax import Change

NO_AMOUNT = (Gini, Concessionality)
"""Rules whose rows add up to no amount that says anything."""


@dataclass(frozen=True)
class Loosened:
    """One rule that is loosened."""

    rule: str
    """Its path in the scenario."""
    place: str
    """File and line."""
    by: float
    """By how much in all its places, in its own unit."""
    unit: str
    words: str
    """The change in words, with the places where it is made."""
    figures: tuple[Restated, ...] = ()
    """Figures of the rule that would do instead of those that are written."""

    def __str__(self) -> str:
        return f"  {self.place}: {self.rule}: {self.words}"

    def facts(self) -> dict[str, Any]:
        """The rule as plain data."""
        figures = [
            {"figure": ".".join(each.stated.path), "was": each.stated.value, "now": each.now}
            for each in self.figures
        ]
        return {**vars(self), "figures": figures}


def rules_loosened(
    loaded: Loaded, program: Program, change: Change, figures: Mapping[Path, Sequence[Restated]]
) -> Iterator[Loosened]:
    """Rules with rows that are loosened, one for each path."""
    sentences = rule_sentences(program.panel.scenario)
    done: set[tuple[Path, tuple[Restated, ...]]] = set()
    for family in program.rows:
        given = change.rows[family.range]
        if not given.any():
            continue
        unit, place = _unit(program, family), loaded.where.of(family.path)
        known = _figures_of(family, figures)
        alike = [family]
        if known:
            if (family.path, known) in done:
                continue
            done.add((family.path, known))
            mine = [each for each in program.rows if each.path == family.path]
            alike = [each for each in mine if _figures_of(each, figures) == known]
        total = float(sum(change.rows[each.range].sum() for each in alike))
        places = _places(program, alike, change.rows, unit)
        if known:
            words = f"{sentence_of(family, sentences).removesuffix(' Negotiable.')} "
            words += f"{_instead(program, known)} would do"
            if _worth_saying(program, family, known, change.rows):
                words += f"; in all {_said(total, unit)}{places}"
        else:
            words = _words(program, family, _said(total, unit), sentence_of(family, sentences))
            words += places
        yield Loosened(".".join(family.path), place, total, unit, words, known)


def _figures_of(family: Family, figures: Mapping[Path, Sequence[Restated]]) -> tuple[Restated, ...]:
    known = figures.get(family.path, ())
    return tuple(each for each in known if _in_family(family, each))


def _in_family(family: Family, figure: Restated) -> bool:
    """Whether a figure of a rule with a floor and a ceiling is that of a family of its rows."""
    side = family.name.split(".")[-1]
    sides = ("at_least", "at_most", "fall", "rise")
    return side not in sides or family.path[-1] == side or side in figure.stated.path


def _instead(program: Program, figures: Sequence[Restated]) -> str:
    """The figures that would do, each instead of the one that is written."""
    words = []
    for each in figures:
        side = f"{each.stated.side} " if each.stated.side else ""
        now, was = (_figure(program, each.stated, value) for value in (each.now, each.stated.value))
        years = f" in {each.stated.years}" if each.stated.years else ""
        words.append(f"{side}{now}{years} instead of {was}")
    said = ", ".join(words)
    return f"{said[:1].upper()}{said[1:]}"


def _figure(program: Program, stated: Stated, value: float) -> str:
    """A figure as it is written, with what it counts."""
    if stated.percent:
        return f"{value * 100:.10g}%"
    money = program.panel.scenario.money
    if stated.path[-1] == "ratio":
        return f"{value:,.10g}"
    unit = stated.unit or str(money)
    if stated.unit == "per head":
        unit = f"{money.currency} per head"
    return f"{value:,.10g} {unit}"


def _worth_saying(
    program: Program, family: Family, figures: Sequence[Restated], rows: Floats
) -> bool:
    """Whether the amount says more than the figures: it is one of something, and another one."""
    policies = program.panel.scenario.policies
    policy = policies.get(family.path[1]) if family.path[0] == "policies" else None
    if isinstance(policy, NO_AMOUNT):
        return False
    alone = all(not each.stated.percent for each in figures)
    once = np.count_nonzero(rows[family.range]) == 1
    return not (alone and once and not _per_head(figures))


def _per_head(figures: Sequence[Restated]) -> bool:
    return any(each.stated.unit in ("per head", "for each unit") for each in figures)


def _places(program: Program, families: Sequence[Family], rows: Floats, unit: str) -> str:
    """Places where a rule is loosened, each with its amount where there are several."""
    places = [
        f"{_said(rows[family.start + at], unit)} {spoken_place(program, family, int(at))}".strip()
        for family in families
        for at in np.nonzero(rows[family.range])[0]
    ]
    return listed_places(places if len(places) > 1 else _bare(places, unit))


def _bare(places: list[str], unit: str) -> list[str]:
    """A single place without its amount, which was said."""
    return [place.split(unit, 1)[1].strip() for place in places if place.split(unit, 1)[1].strip()]


def _words(program: Program, family: Family, amount: str, sentence: str) -> str:
    _, key, *rest = family.name.split(".")
    if family.name.endswith(".available") and not rest[1:]:
        return f"{amount} more from {source_names(program.panel.scenario)[key]}"
    if family.name.startswith("capacities."):
        return f"{amount} more of {capacity_names(program.panel.scenario)[key]}"
    bare = sentence.removesuffix(" Negotiable.").removesuffix(".")
    return f"{bare}: loosened by {amount}"


def _unit(program: Program, family: Family) -> str:
    kind, key, *_ = family.name.split(".")
    scenario = program.panel.scenario
    if kind == "capacities":
        return "units"
    if kind == "programmes":
        return scenario.programmes[key].output
    if kind == "policies" and scenario.policies[key].unit:
        return f"{scenario.policies[key].unit}s"
    if kind == "policies" and scenario.policies[key].counts_output:
        return "units of output"
    return str(scenario.money)


def _said(amount: float, unit: str) -> str:
    """An amount rounded up, so that it does."""
    return f"{rounded_up(amount):,.10g} {unit}"


def rounded_up(amount: float) -> float:
    """An amount rounded up to six digits."""
    if amount <= 0:
        return 0.0
    grid = 10.0 ** (math.ceil(math.log10(amount)) - DIGITS)
    return math.ceil(amount / grid - 1e-6) * grid


def floors_lowered(
    loaded: Loaded, program: Program, floors: Mapping[str, Integers], change: Change
) -> Iterator[Loosened]:
    """Coverage floors that are lowered, each by the same share everywhere."""
    panel = program.panel
    names = programme_names(panel.scenario)
    for (key, columns), share in zip(floors.items(), change.floors.tolist(), strict=True):
        if share <= 0:
            continue
        position = panel.positions["programme"][key]
        levels = panel.floor[position][(panel.need[position] > 0) & (panel.floor[position] > 0)]
        low, high = float(levels.min()), float(levels.max())
        words = f"{_percent(part_left(share) * low)} instead of {_percent(low)}"
        if high > low:
            words = f"lowered to {_percent(part_left(share))} of what it is, everywhere"
        path = ("programmes", key, "coverage", "at_least")
        yield Loosened(
            ".".join(path),
            loaded.where.of(path),
            share * float(program.lower[columns].sum()),
            panel.scenario.programmes[key].output,
            f"the coverage floor of {names[key]} {words}",
        )


def part_left(share: float) -> float:
    """What is left of a floor of which a share is given up, rounded down to four digits."""
    return max(0.0, math.floor((1 - share) * 1e4 + 1e-6) / 1e4)


def _percent(share: float) -> str:
    return f"{share * 100:.10g}%"
