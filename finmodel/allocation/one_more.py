"""What one more step of money from each source would buy, and what a step less would cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, maybe, numbers
from finmodel.allocation.flows import outputs
from finmodel.allocation.marginal import raised
from finmodel.panel.panel import Integers, Panel
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED
from finmodel.solve.corner import Corner, Direction, Moves, Walk
from finmodel.solve.run import Solution
from finmodel.solve.two_sided import Side, two_sided

FIRST_YEAR = 0
LARGEST_STEP = 9
"""A step is at most ten to this power [currency]: one billion."""
QUICK = 20_000
"""Columns up to which ranges are extended by solving again."""
TRIES = 6
"""How often a range is cut until it is known to hold."""
LINE = 1e-9
"""Relative distance from the line that counts as none."""
PART = 0.05
"""A step is at most this part of the first year's money."""


def step_size(panel: Panel) -> float:
    """A round step: the largest power of ten within both limits [money unit]."""
    scale = panel.scenario.money.scale
    most = PART * float(panel.pots.most[_real(panel), FIRST_YEAR].sum()) * scale
    sizes = [10.0**power for power in range(LARGEST_STEP + 1) if 10.0**power <= most]
    return max(sizes, default=1.0) / scale


def _real(panel: Panel) -> np.ndarray:
    """Pots that hold money: not the part that is missing."""
    return np.asarray(np.array(panel.sources)[panel.pots.source] != UNFUNDED)


def one_more(
    program: Program,
    solution: Solution,
    progress: Callable[[str], None] | None = None,
) -> pa.Table:
    """Find what a step more, and a step less, of each source would change in the first year.

    Of the later years, one money unit more and less; not where the program is large.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its solution, with the solver at an optimal basis; it is left near one.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    Table
        source, year, step [money unit]; gain and loss of the last stage's value from a step more
        and a step less, empty where no allocation satisfies the rules with more or with less; for
        how much more and less each further step brings and costs the same at least [money unit];
        programme whose output grows most in money, and how many more units of it. A local source's
        step is spread over its regions as its own money is.
    """
    panel = program.panel
    step = step_size(panel)
    sources = [place for place, key in enumerate(panel.sources) if key != UNFUNDED]
    pots = [np.nonzero(panel.pots.source == place)[0].astype(np.int64) for place in sources]
    known = [place for place, own in enumerate(pots) if own.size]
    directions = [raised(program, pots[place], FIRST_YEAR) for place in known]
    if progress is not None:
        progress("more money from each source")
    sides = two_sided(program, solution, directions)
    walk = Walk(solution.highs)
    # One side after the other, so that each solve starts near the one before.
    mores = _of_steps(walk, solution, directions, [side.more for side in sides], step)
    lesses = _of_steps(walk, solution, directions, [side.less for side in sides], -step)
    first = _rows(program, [sources[place] for place in known], FIRST_YEAR, step, mores, lesses)
    if solution.values.size > QUICK:
        return first
    return pa.concat_tables([first, *_of_later_years(program, solution, sources, pots)])


def _of_later_years(
    program: Program, solution: Solution, sources: Sequence[int], pots: Sequence[Integers]
) -> list[pa.Table]:
    """One money unit more and less of each source, a table for each year after the first."""
    panel = program.panel
    every = [
        (place, year)
        for year in range(FIRST_YEAR + 1, len(panel.years))
        for place, own in enumerate(pots)
        if own.size
    ]
    directions = [raised(program, pots[place], year) for place, year in every]
    sides = two_sided(program, solution, directions)
    tables = []
    for year in range(FIRST_YEAR + 1, len(panel.years)):
        mine = [number for number, (_, when) in enumerate(every) if when == year]
        mores = [_read(sides[number].more, 1.0) for number in mine]
        lesses = [_read(sides[number].less, -1.0) for number in mine]
        positions = [sources[every[number][0]] for number in mine]
        tables.append(_rows(program, positions, year, 1.0, mores, lesses))
    return tables


def _rows(
    program: Program,
    sources: Sequence[int],
    year: int,
    step: float,
    mores: Sequence[_Step],
    lesses: Sequence[_Step],
) -> pa.Table:
    """Rows of some sources in one year."""
    panel = program.panel
    grown = [_grown_most(program, more.moves) for more in mores]
    return pa.table(
        {
            "source": ids(panel.sources, np.array(sources, np.int64)),
            "year": ids(panel.years, np.full(len(sources), year, np.int64)),
            "step": numbers(np.full(len(sources), step)),
            "gain": maybe(np.array([more.value for more in mores])),
            "loss": maybe(np.array([-less.value for less in lesses])),
            "more_holds": maybe(np.array([more.holds for more in mores])),
            "less_holds": maybe(np.array([less.holds for less in lesses])),
            "programme": ids(panel.programmes, np.array([most for most, _ in grown], np.int64)),
            "outputs": numbers(np.array([outputs for _, outputs in grown])),
        }
    )


@dataclass(frozen=True)
class _Step:
    """What a step to one side changes."""

    value: float
    """Change of the last stage's value; NaN where no allocation satisfies the rules."""
    holds: float
    """Distance for which the change is in proportion, at least."""
    moves: Moves | None
    """Change of the columns."""


def _of_steps(
    walk: Walk,
    solution: Solution,
    directions: Sequence[Direction],
    sides: Sequence[Side],
    step: float,
) -> list[_Step]:
    """Read steps from the basis where it holds that far, else solve again."""
    known = {number: _read(side, step) for number, side in enumerate(sides) if _reaches(side, step)}
    left = [number for number in range(len(sides)) if number not in known]
    searches = {}
    for place, corner in walk.to_each([directions[number].times(step) for number in left]):
        number = left[place]
        side, direction = sides[number], directions[number]
        value, slope = _change(solution, direction, corner)
        moves = None
        if corner is not None and step > 0:
            moves = Moves.of(corner.values - solution.values)
        known[number] = _Step(value, side.holds, moves)
        searches[number] = _Search(direction, side, step, value, slope)
    if solution.values.size <= QUICK:
        _search_all(walk, solution, list(searches.values()))
        for number, search in searches.items():
            known[number] = replace(known[number], holds=search.holds)
    return [known[number] for number in range(len(sides))]


def _reaches(side: Side, step: float) -> bool:
    """Whether the side at hand says all about a step.

    Where not even a little can be moved, a whole step cannot either: the limits for which there is
    an allocation are convex.
    """
    return side.moves is None or side.holds >= abs(step)


def _read(side: Side, step: float) -> _Step:
    if side.moves is None:
        return _Step(float("nan"), side.holds, None)
    return _Step(side.value * step, side.holds, side.moves.times(step))


def _change(solution: Solution, direction: Direction, corner: Corner | None) -> tuple[float, float]:
    """Change of the value up to a corner, and its slope there; NaN where there is none."""
    if corner is None:
        return float("nan"), float("nan")
    return corner.objective - solution.stages[-1].value, corner.slope(direction)


@dataclass
class _Search:
    """How far the line of a side goes, up to a step of which the value and slope are known.

    The value is concave in money (convex for a goal that is minimised). Where it is on the line at
    some distance, it is on the line all the way there. Where it is not, it has left the line before
    its tangent there meets the line.
    """

    direction: Direction
    side: Side
    high: float
    """Step that is tried."""
    value: float
    """Change of the value there."""
    slope: float

    @property
    def done(self) -> bool:
        """Whether the step that is tried is on the line."""
        return _on_the_line(self.side, self.high, self.value)

    @property
    def holds(self) -> float:
        """Distance for which the line is known to go."""
        return abs(self.high) if self.done else self.side.holds

    def nearer(self) -> Direction:
        """Try a nearer step."""
        low, high, slope = self.side.holds, self.high, self.slope
        rate = self.side.value
        meets = (self.value - slope * high) / (rate - slope) if slope != rate else np.nan
        inside = low < abs(meets) < abs(high) and meets * high > 0
        self.high = meets * (1.0 - LINE) if inside else np.sign(high) * (low + abs(high)) / 2
        return self.direction.times(self.high)


def _search_all(walk: Walk, solution: Solution, searches: Sequence[_Search]) -> None:
    """Try nearer and nearer steps.

    All directions take a try in turn: money from several sources often does the same, and then one
    corner tells about all of them.
    """
    for _ in range(TRIES):
        left = [search for search in searches if not search.done]
        for place, corner in walk.to_each([search.nearer() for search in left]):
            search = left[place]
            search.value, search.slope = _change(solution, search.direction, corner)


def _on_the_line(side: Side, step: float, value: float) -> bool:
    """Whether a step's value is in proportion; not so where it has none."""
    line = side.value * step
    return abs(value - line) <= LINE * abs(line)


def _grown_most(program: Program, moves: Moves | None) -> tuple[int, float]:
    """Programme whose output grows most in money, and by how many units; none where none is."""
    if moves is None:
        return 0, 0.0
    change = outputs(program, moves.whole)
    money = np.einsum("prt,pt->p", change, program.panel.national_cost)
    programme = int(np.argmax(money))
    return programme, float(change[programme].sum())
