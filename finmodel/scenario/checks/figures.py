"""Figures that must agree: floors and ceilings, benefit steps, stages of the objective."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.checks.regions import cells
from finmodel.scenario.checks.years import spoken
from finmodel.scenario.places import Path
from finmodel.scenario.programmes import CoverageLevels, Programme
from finmodel.scenario.sources import ChargedSource
from finmodel.scenario.values import ByYear

NO_CEILING = 1.0


def _levels(programme: Programme, years: tuple[int, ...]) -> Iterator[
    tuple[Path, int, float | None, float]
]:  # fmt: skip
    """Path, year, floor and ceiling of a programme and of each region with levels of its own."""
    of_all = programme.coverage
    places: list[tuple[Path, CoverageLevels]] = [((), of_all)]
    places += [(("by_region", key), own) for key, own in of_all.by_region.items()]
    for path, own in places:
        floors, ceilings = own.at_least or of_all.at_least, own.at_most or of_all.at_most
        for year in years:
            ceiling = _at(ceilings, year)
            yield path, year, _at(floors, year), NO_CEILING if ceiling is None else ceiling


def _at(series: ByYear[float] | None, year: int) -> float | None:
    return None if series is None else series.at(year)


@check(
    "floor-above-ceiling",
    "coverage of `{programme}` has a floor of {floor:.4g}% above its ceiling of {ceiling:.4g}% "
    "in {years}",
    "lower `at_least`, or raise `at_most`",
)
def floors_above_ceilings(context: Context) -> Iterator[Hit]:
    """Find coverage floors above their ceilings, year by year; once for each place and pair."""
    for key, programme in context.scenario.programmes.items():
        found: dict[tuple[Path, float, float], list[int]] = {}
        for path, year, floor, ceiling in _levels(programme, context.scenario.years):
            if floor is not None and floor > ceiling:
                found.setdefault((path, floor, ceiling), []).append(year)
        for (path, floor, ceiling), years in found.items():
            words = {"programme": key, "floor": floor * 100, "ceiling": ceiling * 100}
            where = _written(context, ("programmes", key, "coverage", *path), years[0])
            yield where, {**words, "years": spoken(years)}


def _written(context: Context, path: Path, year: int) -> Path:
    """Path of the floor of a year, or of the ceiling where only that one is written here."""
    for name in ("at_least", "at_most"):
        mark = context.where.root.at((*path, name))
        if mark is not None:
            keys = [k for k in mark.inside if str(year) in str(k)]
            return (*path, name, *keys[:1])
    return path


@check(
    "levels-overlap",
    "`{one}` and `{other}` both give levels for {regions}, and neither is the narrower one",
    "write levels for these regions one by one",
)
def overlapping_levels(context: Context) -> Iterator[Hit]:
    """Find groups with coverage levels that overlap, so that it is not clear which levels hold."""
    for key, programme in context.scenario.programmes.items():
        names = programme.coverage.by_region
        for one, other, shared in _overlaps(context, list(names)):
            path = ("programmes", key, "coverage", "by_region", other)
            words = {"one": one, "other": other, "regions": ", ".join(f"`{r}`" for r in shared)}
            yield path, words


def _overlaps(context: Context, names: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    members = {name: context.members(name) for name in names}
    for position, one in enumerate(names):
        for other in names[position + 1 :]:
            shared = members[one] & members[other]
            within = members[one] < members[other] or members[other] < members[one]
            if shared and not within:
                yield one, other, sorted(shared)


@check(
    "benefit-order",
    "step {step} of the benefit reaches {up_to:.4g}%, not more than the step before",
    "write the steps from the lowest coverage to the highest",
)
def steps_in_order(context: Context) -> Iterator[Hit]:
    """Find benefit steps whose coverage does not rise."""
    for key, programme in context.scenario.programmes.items():
        pairs = zip(programme.benefit, programme.benefit[1:], strict=False)
        for position, (before, step) in enumerate(pairs, start=1):
            if step.up_to <= before.up_to:
                path = ("programmes", key, "benefit", position, "up_to")
                yield path, {"step": position + 1, "up_to": step.up_to * 100}


@check(
    "benefit-rises",
    "the benefit of a unit rises from {before:g} to {after:g} as coverage rises",
    "write weights that stay or fall from step to step",
)
def rising_benefits(context: Context) -> Iterator[Hit]:
    """Find benefit weights that rise."""
    for key, programme in context.scenario.programmes.items():
        pairs = zip(programme.benefit, programme.benefit[1:], strict=False)
        for position, (before, step) in enumerate(pairs, start=1):
            if step.weight > before.weight:
                path = ("programmes", key, "benefit", position, "weight")
                yield path, {"before": before.weight, "after": step.weight}


@check(
    "benefit-stops",
    "the benefit of `{programme}` stops at {up_to:.4g}% coverage, below the ceiling of {top:.4g}%",
    "let the last step reach {top:.4g}%, or 100%",
)
def benefits_that_stop(context: Context) -> Iterator[Hit]:
    """Find benefit steps that end below the coverage ceiling."""
    for key, programme in context.scenario.programmes.items():
        levels = _levels(programme, context.scenario.years)
        top = max((ceiling for _, _, _, ceiling in levels), default=NO_CEILING)
        last = programme.benefit[-1].up_to
        if last < top:
            path = ("programmes", key, "benefit", len(programme.benefit) - 1, "up_to")
            yield path, {"programme": key, "up_to": last * 100, "top": top * 100}


@check(
    "use-above-absorption",
    "`{source}` must use {use:.4g}% in {year}, and can spend only {absorption:.4g}%",
    "lower `use_at_least`, or raise `absorption`",
)
def uses_above_absorption(context: Context) -> Iterator[Hit]:
    """Find sources that must use more than they can spend."""
    for key, source in context.scenario.sources.items():
        for year in context.scenario.years:
            use, limit = _at(source.use_at_least, year), _at(source.absorption, year)
            if use is not None and limit is not None and use > limit:
                words = {"source": key, "year": year, "use": use * 100, "absorption": limit * 100}
                yield ("sources", key, "use_at_least"), words
                break


@check(
    "charges-above-money",
    "the first charges of `{source}` come to {charges:g} in {years}, and it has {money:g}",
    "lower `first_charges`, or raise the money of `{source}`",
)
def charges_above_money(context: Context) -> Iterator[Hit]:
    """Find sources whose first charges are more than they have."""
    for key, source in context.scenario.sources.items():
        if not isinstance(source, ChargedSource) or not source.first_charges:
            continue
        found: dict[tuple[float, float], list[int]] = {}
        for year in context.scenario.years:
            charges = sum(series.at(year) or 0.0 for series in source.first_charges.values())
            money = source.money(year)
            if money is not None and charges > money:
                found.setdefault((charges, money), []).append(year)
        for (charges, money), years in found.items():
            words = {"source": key, "charges": charges, "money": money, "years": spoken(years)}
            yield ("sources", key, "first_charges"), words


@check(
    "first-stage",
    "stage {number} of the objective begins with `{written}`",
    "write `{right}: …`: the first stage is `first`, every later one `then`",
)
def stages_in_order(context: Context) -> Iterator[Hit]:
    """Find stages that begin with the wrong word."""
    for position, stage in enumerate(context.scenario.objective):
        right = "first" if position == 0 else "then"
        written = "first" if stage.first is not None else "then"
        if written != right:
            words = {"number": position + 1, "written": written, "right": right}
            yield ("objective", position), words


@check(
    "deviation-from-nothing",
    "`minimise deviation` has no saved allocation to stay close to",
    "name its folder in `among_equals: {{stay_close_to: …}}`",
)
def deviations_from_nothing(context: Context) -> Iterator[Hit]:
    """Find stages that stay close to an allocation that nobody names."""
    for position, stage in enumerate(context.scenario.objective):
        if stage.goal == "minimise deviation" and context.scenario.among_equals.coverage is None:
            yield ("objective", position), {}


@check("stage-twice", "the goal `{goal}` is there twice", "take the later stage out")
def repeated_stages(context: Context) -> Iterator[Hit]:
    """Find goals that were already reached for in an earlier stage."""
    seen: set[str] = set()
    for position, stage in enumerate(context.scenario.objective):
        if stage.goal in seen:
            yield ("objective", position), {"goal": stage.goal}
        seen.add(stage.goal)


@check(
    "no-need",
    "the need of `{programme}` is zero in every region and year",
    "correct the need, or take the programme out",
    needs="whole",
)
def programmes_without_need(context: Context) -> Iterator[Hit]:
    """Find programmes that nobody needs."""
    regions, years = context.scenario.regions, context.scenario.years
    for key, programme in context.scenario.programmes.items():
        need = programme.need
        factor = [1.0]
        series = list((need.amounts or {}).values())
        if need.share is not None and need.of is not None:
            about = regions.columns.get(need.of)
            stands_in = about is not None and about.unknown is not None
            figures = cells(regions, need.of).values()
            factor = [f if isinstance(f, int | float) else float(f == "unknown" and stands_in)
                      for f in figures]  # fmt: skip
            series = [need.share]
        elif need.each_region is not None:
            series = [need.each_region]
        if not any(factor) or not any(one.at(year) for one in series for year in years):
            yield ("programmes", key, "need"), {"programme": key}
