"""Why an allocation is what it is: the price of each rule, and what stands in a place's way.

The saved scenario is solved again, and the stages must come to the values that were saved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.marginal import raised
from finmodel.allocation.one_more import step_size
from finmodel.allocation.rule_sentences import rule_sentences
from finmodel.allocation.rules import sentence_of
from finmodel.allocation.solvable import program_of
from finmodel.allocation.wider import Lifted, Wider, wider_scenarios
from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.scenario.places import Locations
from finmodel.scenario.sources.unfunded import UNFUNDED
from finmodel.solve.corner import Direction
from finmodel.solve.let_go import Limits, changes, changes_of_share
from finmodel.solve.run import Solution, StageResult, solve_program
from finmodel.solve.status import SolverStopped

GOALS = "objective"
"""What stands for the goals among the rules: money does more elsewhere."""
SAME = 1e-6
"""Relative distance within which a stage has the value that was saved."""
NOT_RULES = ("available", "earned", "at_most", "in_all_at_most", "pays_at_most", "draw", "limit")
"""Rows that say what a source has: that is no rule, and without them money has no end."""
LITTLE = 1e-4
"""Part of a step more of a source below which what reaches a place is nothing."""


@dataclass(frozen=True)
class Rule:
    """A rule that somebody set, and could let go."""

    path: tuple[str, ...]
    sentence: str
    limits: Limits

    @property
    def name(self) -> str:
        """Path as people write it."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Price:
    """What something would gain without a rule."""

    rule: str
    place: str
    """File and line."""
    sentence: str
    gain: float | None
    """None where nothing else bounds it."""


@dataclass(frozen=True)
class Way:
    """What a step more of a source in every year would let a place get."""

    source: str
    gain: float
    """[money unit]."""


@dataclass(frozen=True)
class Obstacles:
    """What a region or programme gets, what it could get, and what stands in the way."""

    could: float
    """Most that an equally good allocation could give it [money unit]."""
    most: float
    """What it would cost to reach all that can be reached [money unit]."""
    rules: tuple[Price, ...]
    """The heaviest first; gains in money [money unit]."""
    sources: tuple[Way, ...]
    step: float
    """A step more of each source in every year [money unit]."""


class Again:
    """An allocation, solved again."""

    def __init__(self, allocation: Allocation, where: Locations) -> None:
        """Solve the scenario of an allocation.

        Parameters
        ----------
        allocation : Allocation
            What was saved.
        where : Locations
            Where the rules stand in its scenario.

        Raises
        ------
        SolverStopped
            If the stages come to other values than those that were saved.
        """
        self._where, self._scenario = where, allocation.scenario
        self.program, self.solution, self.divisible = _solved(allocation)
        self.rules = rules_of(self.program)

    def prices(
        self, progress: Callable[[str], None] | None = None, *, of_limits: bool = True
    ) -> list[Price]:
        """What the last stage of the objective would gain without each rule, the dearest first.

        The stages before it keep what they kept, and places that they raised in turn their levels.
        Earmarks and ceilings are left out where `of_limits` is false, because each of them is a
        program of its own.
        """
        if progress is not None:
            progress("the price of each rule")
        limits = [rule.limits for rule in self.rules]
        found = changes(self.program, self.solution, rules=limits)
        priced = self._priced(self.rules, found.without)
        if not of_limits:
            return priced

        lifted = Lifted(self.program, self.solution, found.value)
        return _dearest_first([*priced, *self._wider(lifted.gain, progress)])

    def _wider(
        self, gain: Callable[[Wider], float | None], progress: Callable[[str], None] | None
    ) -> Iterator[Price]:
        """What is gained without each earmark and each coverage ceiling."""
        for wider in wider_scenarios(self._scenario):
            if progress is not None:
                progress(wider.sentence)
            place = self._where.of(wider.path)
            yield Price(".".join(wider.path), place, wider.sentence, gain(wider))

    def obstacles(
        self,
        region: str | None = None,
        programme: str | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Obstacles:
        """What stands in the way of more money for a region, a programme, or one in the other.

        The most that the best allocations could give it is found first, then how much more the
        best allocations could give it without each rule, earmark and ceiling, without the goals,
        and with more of each source; the last goal is reached anew each time, the ones before it
        keep what they kept.
        """
        if progress is not None:
            progress("what stands in the way")
        program, panel = self.program, self.program.panel
        costs = spending(program, region, programme)
        goals = _goals(self.solution)
        rules = [Rule((GOALS,), "The goals: money does more for them elsewhere.", goals)]
        rules += self.rules
        keys = [key for key in panel.sources if key != UNFUNDED and _may_pay(program, key, costs)]
        step = step_size(panel)
        found = changes_of_share(
            program,
            self.solution,
            costs,
            rules=[rule.limits for rule in rules],
            moves=[_more(program, key, step) for key in keys],
        )
        ways = [
            Way(key, gain)
            for key, gain in zip(keys, found.moved, strict=True)
            if math.isfinite(gain) and gain > LITTLE * step * len(panel.years)
        ]
        ways.sort(key=lambda way: (-way.gain, way.source))

        lifted = Lifted(program, self.solution, found.value)

        def gain(wider: Wider) -> float | None:
            return lifted.gain_of_share(wider, lambda other: spending(other, region, programme))

        prices = [*self._priced(rules, found.without), *self._wider(gain, progress)]
        return Obstacles(
            found.value,
            float(costs @ program.upper),
            tuple(_only_some(_dearest_first(prices), SAME * found.value)),
            tuple(ways),
            step,
        )

    def _priced(self, rules: Sequence[Rule], gains: Sequence[float]) -> list[Price]:
        found = [
            Price(
                rule.name,
                self._where.of(rule.path),
                rule.sentence,
                gain if math.isfinite(gain) else None,
            )
            for rule, gain in zip(rules, gains, strict=True)
        ]
        return _dearest_first(found)


def _dearest_first(prices: list[Price]) -> list[Price]:
    return sorted(
        prices,
        key=lambda price: (-(math.inf if price.gain is None else price.gain), price.rule),
    )


def _only_some(prices: list[Price], nothing: float) -> list[Price]:
    """Prices above what is nothing beside the whole."""
    return [price for price in prices if price.gain is None or price.gain > nothing]


def _goals(solution: Solution) -> Limits:
    """What stages keep: their values, and the levels of places that were raised in turn."""
    objectives = [stage.objective for stage in solution.stages]
    rows = np.array([objective.row for objective in objectives], dtype=np.int64)
    places = [each.places.columns for each in objectives if each.places is not None]
    return Limits(rows, np.concatenate([np.empty(0, np.int64), *places]))


def _solved(allocation: Allocation) -> tuple[Program, Solution, tuple[StageResult, ...]]:
    """The program, its solution, and its stages where whole decisions may be taken in parts."""
    program = program_of(allocation.scenario)
    thresholds, solution, divisible = None, None, None
    if program.whole.any():
        from finmodel.solve.whole import settle

        settled = settle(program)
        program, thresholds, solution = settled.program, settled.thresholds, settled.solution
        divisible = settled.relaxed
    solution = solution or solve_program(program, thresholds=thresholds)
    for stage, saved in zip(solution.stages, allocation.manifest["stages"], strict=True):
        if abs(stage.value - saved["value"]) > SAME * max(1.0, abs(saved["value"])):
            raise SolverStopped(
                f"solved again, `{saved['goal']}` comes to {stage.value:,.10g} and not to the "
                f"{saved['value']:,.10g} that was saved; finmodel verify says more"
            )
    return program, solution, solution.stages if divisible is None else divisible


def rules_of(program: Program) -> list[Rule]:
    """Every rule that could be let go: policies, limits of sources, capacities, ramp-up, floors."""
    scenario = program.panel.scenario
    sentences = rule_sentences(scenario)
    found: dict[tuple[str, ...], Rule] = {}
    for family in program.rows:
        kind = family.name.split(".")[0]
        if not family.path or kind in ("objective", "levers", "contracts"):
            continue
        if kind == "sources" and family.name.split(".")[-1] in NOT_RULES:
            continue
        known = found.get(family.path)
        rows = family.numbers()
        if known is None:
            found[family.path] = Rule(
                family.path, sentence_of(family, sentences), Limits(rows=rows)
            )
        else:
            both = np.concatenate([known.limits.rows, rows])
            found[family.path] = replace(known, limits=Limits(rows=both))
    delivery = program.column_family("deliver")
    on_floor = program.lower[delivery.range] > 0
    for key in scenario.programmes:
        mine = delivery.labels["programme"] == program.panel.positions["programme"][key]
        if (on_floor & mine).any():
            path = ("programmes", key, "coverage", "at_least")
            floors = delivery.numbers()[on_floor & mine]
            found[path] = Rule(path, sentences[".".join(path)], Limits(floors=floors))
    return list(found.values())


def spending(program: Program, region: str | None, programme: str | None) -> Floats:
    """Coefficients of the cost of output in a region, of a programme, or both, shape (n,)."""
    panel, family = program.panel, program.column_family("deliver")
    programmes, regions, years = (family.labels[axis] for axis in ("programme", "region", "year"))
    cost = panel.unit_cost.sum(axis=2)[programmes, regions, years]
    chosen = np.ones(family.count, dtype=bool)
    if region is not None:
        inside = [
            panel.positions["region"][leaf] for leaf in panel.scenario.regions.members(region)
        ]
        chosen &= np.isin(regions, inside)
    if programme is not None:
        chosen &= programmes == panel.positions["programme"][programme]
    costs = np.zeros(program.lower.size)
    costs[family.range] = np.where(chosen, cost, 0.0)
    return costs


def _may_pay(program: Program, source: str, costs: Floats) -> bool:
    """Whether a source has money, and may pay for something of what costs are given."""
    panel, family = program.panel, program.column_family("deliver")
    position = panel.positions["source"][source]
    mine = costs[family.range] > 0
    programmes, regions, years = (
        family.labels[axis][mine] for axis in ("programme", "region", "year")
    )
    eligible = panel.eligible(source)[programmes, regions, :, years]
    return bool((panel.pots.source == position).any() and eligible.any())


def _more(program: Program, source: str, step: float) -> Direction:
    """A step more of a source in every year."""
    panel = program.panel
    pots = np.nonzero(panel.pots.source == panel.positions["source"][source])[0].astype(np.int64)
    years = [raised(program, pots, year).times(step) for year in range(len(panel.years))]
    return Direction(
        np.concatenate([one.rows for one in years]), np.concatenate([one.change for one in years])
    )
