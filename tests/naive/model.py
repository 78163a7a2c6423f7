"""The naive model: one PuLP variable for each flow of a source into a cell.

It is written from the definition of the linear program alone, one loop for each kind of rule, and
shares nothing with the package but the panel. The tests hold the package's optimum against it, and
the benchmarks measure against it.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pulp

from finmodel.panel.panel import Floats, Panel
from finmodel.scenario.objective import Stage
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.sources import Loan
from tests.naive.capacities import add_capacities
from tests.naive.contracts import NaiveContracts
from tests.naive.debt import add_rule
from tests.naive.in_turn import IN_TURN, raise_in_turn
from tests.naive.kinds import add_rules_of_sources, earned, keeps_some
from tests.naive.levers import LEVER_GOALS, lever_goal, raised
from tests.naive.loans import NaiveLoans
from tests.naive.lumps import add_lumps
from tests.naive.terms import Terms, scaled, total

Output = tuple[int, int, int]
"""Programme, region, year."""
Cell = tuple[int, int, int, int]
"""Programme, region, category, year."""

GIVE_UP = 1e-6
SLACK = 1e-6
"""Far below a currency unit, far above what two ways of adding up differ by."""
TIGHT = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}
WHOLE = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, "mip_feasibility_tolerance": 1e-9}


@dataclass
class NaiveResult:
    """Status of each stage that was tried, and value of each one that was optimal."""

    values: list[float] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)

    @property
    def optimal(self) -> bool:
        """True if every stage was solved to its optimum."""
        return all(status == "Optimal" for status in self.statuses)


PRICED_BY = ("maximise benefit", "minimise cost", "minimise gap")


class NaiveModel:
    """A panel as PuLP objects."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.scenario = panel.scenario
        self.problem = pulp.LpProblem("naive", pulp.LpMaximize)
        self.programmes, self.regions, self.categories, self.times = (
            range(size) for size in panel.unit_cost.shape
        )
        self.need = panel.need.tolist()
        self.unit_cost = panel.unit_cost.tolist()
        self.reachable = panel.reachable.tolist()
        self.number = itertools.count(1)
        """Numbers that keep the names of variables apart."""
        self.steps: dict[Output, list[tuple[pulp.LpVariable, float]]] = {}
        """Variables of the benefit steps, each with the step's weight."""
        self.flow: dict[Cell, dict[int, pulp.LpVariable]] = {}
        """Variables of the sources that pay for a cell."""
        self.price: float | None = None
        """Price of breaking the rows that are added, where they may be broken."""
        self.broken: Terms = []
        """What is broken, each with its price."""
        self.new_debt: Terms = []
        """What is drawn of loans."""
        self.raised: dict[str, list[tuple[pulp.LpVariable, float]]] = {}
        """Variables of what levers raise, each with its most."""
        self._delivery()
        self.contracts = NaiveContracts(self)
        self._funding()
        self._pots()
        add_rules_of_sources(self)
        self._ramp_up()
        add_capacities(self)
        add_lumps(self)
        for policy in self.scenario.policies.values():
            self.price = policy.may_break_at
            add_rule(policy, self)
        self.price = None

    # What the rows are made of

    def breach(self, sign: float) -> Terms:
        """A variable by which a row may be broken, where it may be."""
        if self.price is None:
            return []
        variable = self.problem.add_variable(f"s_{next(self.number)}", 0)
        self.broken.append((variable, self.price))
        return [(variable, sign)]

    def at_least(self, terms: Terms, bound: float, firm: bool = False) -> None:
        """Add a row Σ terms ≥ bound."""
        terms = terms if firm else terms + self.breach(1.0)
        self.problem.addConstraint(pulp.LpConstraint(total(terms), pulp.LpConstraintGE, rhs=bound))

    def at_most(self, terms: Terms, bound: float) -> None:
        """Add a row Σ terms ≤ bound."""
        terms = terms + self.breach(-1.0)
        self.problem.addConstraint(pulp.LpConstraint(total(terms), pulp.LpConstraintLE, rhs=bound))

    def equal(self, terms: Terms, bound: float) -> None:
        """Add a row Σ terms = bound."""
        self.problem.addConstraint(pulp.LpConstraint(total(terms), pulp.LpConstraintEQ, rhs=bound))

    def amount(self, p: int, r: int, t: int, factor: float = 1.0) -> Terms:
        """Output of a programme in a region and year."""
        return [(variable, factor) for variable, _ in self.steps[p, r, t]]

    def conventional(self, p: int, r: int, t: int, factor: float) -> Terms:
        """Output that no contract provides."""
        given = self.contracts.provided.get((p, r, t), [])
        return self.amount(p, r, t, factor) + [(variable, -factor) for variable, _ in given]

    def spent(self, cell: Cell, sources: set[int] | None, weight: float) -> Terms:
        """Money spent on a cell: what it costs, or what the named sources pay."""
        p, r, k, t = cell
        if sources is None:
            cost = self.unit_cost[p][r][k][t]
            return self.conventional(p, r, t, cost * weight) if cost > 0 else []
        flows = self.flow.get(cell, {})
        return [(flows[s], weight) for s in sorted(sources) if s in flows]

    def spending(
        self, selection: Selection | None, key: Callable[[int, int, int], object]
    ) -> dict[object, Terms]:
        """Money spent on a selection, added up by a key of programme, region and year."""
        chosen = self.panel.choose(selection)
        sources = None
        if isinstance(selection, Slice) and selection.sources is not None:
            sources = {self.panel.sources.index(name) for name in selection.sources}
        weights = chosen.programmes.tolist()
        found: dict[object, Terms] = defaultdict(list)
        for p in self.programmes:
            if weights[p] == 0:
                continue
            for r in self.regions:
                if not chosen.regions[r]:
                    continue
                for t in self.times:
                    if not chosen.years[t]:
                        continue
                    place = found[key(p, r, t)]
                    for k in self.categories:
                        if chosen.categories[k]:
                            place.extend(self.spent((p, r, k, t), sources, weights[p]))
        return found

    # Delivery and its cost

    def _delivery(self) -> None:
        panel = self.panel
        up_to, weight = panel.step_up_to.tolist(), panel.step_weight.tolist()
        floor, ceiling = panel.floor.tolist(), panel.ceiling.tolist()
        for p in self.programmes:
            for r in self.regions:
                for t in self.times:
                    need, below = self.need[p][r][t], 0.0
                    self.steps[p, r, t] = []
                    for j, level in enumerate(up_to[p]):
                        width = min(level, ceiling[p][r][t]) - below
                        if width > 0 and need > 0:
                            variable = self.problem.add_variable(
                                f"a_{p}_{r}_{t}_{j}", 0, width * need
                            )
                            self.steps[p, r, t].append((variable, weight[p][j]))
                            below += width
                    if floor[p][r][t] * need > 0:
                        self.at_least(self.amount(p, r, t), floor[p][r][t] * need)

    def _funding(self) -> None:
        eligible = [self.panel.eligible(source).tolist() for source in self.panel.sources]
        for p in self.programmes:
            for r in self.regions:
                for k in self.categories:
                    for t in self.times:
                        cost = self.unit_cost[p][r][k][t]
                        if cost <= 0 or self.reachable[p][r][t] <= 0:
                            continue
                        flows = {
                            s: self.problem.add_variable(f"f_{s}_{p}_{r}_{k}_{t}", 0)
                            for s, allowed in enumerate(eligible)
                            if allowed[p][r][k][t]
                        }
                        self.flow[p, r, k, t] = flows
                        terms = [(variable, 1.0) for variable in flows.values()]
                        terms += self.conventional(p, r, t, -cost)
                        self.equal(terms, 0)

    def _ramp_up(self) -> None:
        today = self.panel.today.tolist()
        for p, name in enumerate(self.panel.programmes):
            growth = self.scenario.programmes[name].ramp_up
            if growth is None:
                continue
            most = 1 + growth.at_most
            for r in self.regions:
                if not math.isnan(today[p][r]) and today[p][r] > 0:
                    self.at_most(self.amount(p, r, 0), most * today[p][r])
                for t in self.times[1:]:
                    if self.reachable[p][r][t - 1] > 0:
                        before = self.amount(p, r, t - 1, -most)
                        self.at_most(self.amount(p, r, t) + before, 0)

    # Sources

    def _pots(self) -> None:
        paying, owner = self.panel.pots.paying.tolist(), self.panel.pots.source.tolist()
        used: dict[tuple[int, int], Terms] = defaultdict(list)
        for (_, r, _, t), flows in self.flow.items():
            for s, variable in flows.items():
                used[paying[s][r], t].append((variable, 1.0))
        self.loans = NaiveLoans(self)
        drawn = self.loans.drawn.values()
        self.new_debt = [(v, 1.0) for draws in drawn for v, _ in draws.values()]
        free = (self.panel.pots.available - self.panel.pots.charges).tolist()
        for (n, t), fees in self.loans.fixed.items():
            free[n][t] -= fees
        self.free = free
        self.gives = earned(self)
        raised(self, self.gives)
        for n, available in enumerate(self.panel.pots.available.tolist()):
            terms = self.scenario.sources[self.panel.sources[owner[n]]]
            kept: pulp.LpVariable | None = None
            for t, year in enumerate(self.panel.years):
                given = self.gives.get((n, t), [])
                left = self.left(n, t)
                row = used[n, t] + left
                if kept is not None:
                    row.append((kept, -1.0))
                if keeps_some(terms) and t < len(self.times) - 1:
                    kept = self.problem.add_variable(f"z_{n}_{t}", 0)
                    if terms.carry_over is not None:
                        share = terms.carry_over
                        self.at_most([(kept, 1.0), *scaled(given, -share)], share * available[t])
                    row.append((kept, 1.0))
                (self.equal if isinstance(terms, Loan) else self.at_most)(row, free[n][t])
                bounds = (terms.absorption, self.at_most), (terms.use_at_least, self.at_least)
                for series, bound in bounds:
                    share = None if series is None else series.at(year)
                    if share is not None:
                        bound(used[n, t] + scaled(left, share), share * free[n][t])

    def left(self, n: int, t: int) -> Terms:
        """What decisions take from a pot's money in a year, less what they give to it."""
        source, year = self.panel.sources[self.panel.pots.source[n]], self.panel.years[t]
        given = self.gives.get((n, t), []) + self.loans.net[n, t]
        return self.contracts.net(source, year) + scaled(given, -1.0)

    def each(self, name: str, selection: Selection) -> list[int]:
        """Leaf regions that a policy speaks of one by one."""
        chosen = self.panel.choose(selection).regions.copy()
        if name != "region":
            chosen &= self.panel.region_members(name)
        return [r for r in self.regions if chosen[r]]

    # Goals and stages

    def goal(self, name: str) -> Terms:
        """What a stage maximises or minimises."""
        months, price = self.panel.months.tolist(), self.panel.national_cost.tolist()
        if name == "maximise benefit":
            return [
                (variable, weight * months[p][t])
                for (p, _, t), steps in self.steps.items()
                for variable, weight in steps
            ]
        if name == "minimise cost":
            spent = self.spending(None, lambda p, r, t: None)
            return spent[None]
        if name == "minimise new debt":
            return self.new_debt
        if name in LEVER_GOALS:
            return lever_goal(self, name)
        if name == "minimise deviation":
            return self._deviation()
        if name == "minimise gap":
            missing = self.panel.sources.index("unfunded")
            return [(flows[missing], 1.0) for flows in self.flow.values()]
        if name == "maximise coverage":
            whole = sum(price[p][t] * self.reachable[p][r][t] for p, r, t in self.steps)
            if whole == 0:
                return []
            return [
                term for p, r, t in self.steps for term in self.amount(p, r, t, price[p][t] / whole)
            ]
        lowest = self.problem.add_variable(f"lowest_coverage_{next(self.number)}", 0, 1)
        for row in self.coverages():
            self.at_least([*row, (lowest, -1.0)], 0)
        return [(lowest, 1.0)]

    def _deviation(self) -> Terms:
        """How far output lies from a saved allocation, each unit at its national cost."""
        saved = self.scenario.among_equals.coverage or {}
        far = []
        for (p, r, t), need in np.ndenumerate(self.panel.need):
            name, region = self.panel.programmes[p], self.panel.regions[r]
            series = saved.get(name, {}).get(region)
            share = None if series is None else series.at(self.panel.years[t])
            if share is None or self.reachable[p][r][t] <= 0:
                continue
            distance = self.problem.add_variable(f"d_{next(self.number)}", 0)
            self.at_most([*self.amount(p, r, t), (distance, -1.0)], share * need)
            self.at_least([*self.amount(p, r, t), (distance, 1.0)], share * need)
            far.append((distance, float(self.panel.national_cost[p, t])))
        return far

    def coverages(self) -> list[Terms]:
        """Share of the reachable need that is met, of every region and year."""
        price = self.panel.national_cost.tolist()
        found = []
        for r in self.regions:
            for t in self.times:
                whole = sum(price[p][t] * self.reachable[p][r][t] for p in self.programmes)
                if whole > 0:
                    found.append(
                        [
                            term
                            for p in self.programmes
                            for term in self.amount(p, r, t, price[p][t] / whole)
                        ]
                    )
        return found

    def allows(
        self,
        output: Floats,
        money: Mapping[tuple[int, Cell], float],
        signed: Mapping[tuple[str, int], float],
    ) -> bool:
        """Whether outputs of each programme, region and year, who pays and what is signed in each
        year keep every rule.

        The model is of no other use afterwards: its variables are held at what is given.
        """
        for (p, r, t), amount in np.ndenumerate(output):
            self.at_least(self.amount(p, r, t), amount - SLACK)
            self.at_most(self.amount(p, r, t), amount + SLACK)
        for cell, flows in self.flow.items():
            for s, variable in flows.items():
                paid = money.get((s, cell), 0.0)
                variable.lowBound, variable.upBound = max(0.0, paid - SLACK), paid + SLACK
        self.contracts.hold(signed)
        self.problem.setObjective(pulp.LpAffineExpression())
        # Simplified first, a program with room of a millionth alone may be called infeasible.
        self.problem.solve(pulp.HiGHS(msg=False, threads=1, presolve="off"))
        return bool(pulp.LpStatus[self.problem.status] == "Optimal")

    def solve(self, **options: float) -> NaiveResult:
        """Solve the stages in order, each within what the earlier ones may give up."""
        result = NaiveResult()
        stages = list(self.scenario.objective)
        if stages[-1].goal == IN_TURN:
            stages.append(Stage(then="maximise coverage"))
        priced = [n for n, stage in enumerate(stages) if stage.goal in PRICED_BY]
        for number, stage in enumerate(stages):
            give_up = GIVE_UP if stage.give_up_at_most is None else stage.give_up_at_most
            if stage.goal == IN_TURN:
                lowest = raise_in_turn(self, give_up, options)
                result.statuses.append("Infeasible" if lowest is None else "Optimal")
                if lowest is None:
                    break
                result.values.append(lowest)
                continue
            terms = self.goal(stage.goal)
            smallest = stage.goal.startswith("minimise")
            if priced and number == priced[-1]:
                terms = terms + scaled(self.broken, 1.0 if smallest else -1.0)
            self.problem.sense = pulp.LpMinimize if smallest else pulp.LpMaximize
            self.problem.setObjective(total(terms))
            # As many threads as the package uses: HiGHS refuses to change the number in a process.
            self.problem.solve(pulp.HiGHS(msg=False, threads=1, **options))
            result.statuses.append(pulp.LpStatus[self.problem.status])
            if not result.optimal:
                break
            value = sum(coefficient * variable.value() for variable, coefficient in terms)
            result.values.append(value)
            if smallest:
                self.at_most(terms, value + give_up * abs(value))
            else:
                self.at_least(terms, value - give_up * abs(value))
        return result


def solve_naive(panel: Panel) -> NaiveResult:
    """Build the naive model of a panel and solve it with HiGHS to tight tolerances."""
    return NaiveModel(panel).solve(**TIGHT, **WHOLE)
