"""The question gap: targets that can be costed, a goal that fits the question."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.sources.unfunded import UNFUNDED

GOAL = "minimise gap"


@check(
    "no-target",
    "`{programme}` has no target, and the question is what the targets cost",
    "write `coverage: {{target: {{{year}: 60%}}}}`, or leave the programme out with `without`",
)
def no_targets(context: Context) -> Iterator[Hit]:
    """Find programmes without a target where the gap is asked for."""
    if not context.scenario.has_targets:
        return
    for key, programme in context.scenario.programmes.items():
        if programme.coverage.target is None:
            last = context.years[-1] if context.years else 2030
            yield ("programmes", key, "coverage"), {"programme": key, "year": last}


@check(
    "lumps-of-a-target",
    "`{programme}` comes in lumps, and a target is costed as it stands",
    "take `lumps` out, or ask to allocate",
)
def lumps_of_targets(context: Context) -> Iterator[Hit]:
    """Find lumps where the gap is asked for, whose targets are no whole numbers of them."""
    for key, programme in context.scenario.programmes.items():
        if context.scenario.has_targets and programme.lumps is not None:
            yield ("programmes", key, "lumps"), {"programme": key}


@check(
    "target-above-ceiling",
    "`{programme}` aims at {target:.4g}% in {year}, above its ceiling of {ceiling:.4g}%",
    "lower the target, or raise `at_most`",
)
def targets_above_ceilings(context: Context) -> Iterator[Hit]:
    """Find targets that can never be reached."""
    for key, programme in context.scenario.programmes.items():
        of_all = programme.coverage
        levels = [((), of_all), *((("by_region", k), v) for k, v in of_all.by_region.items())]
        for path, own in levels:
            target, ceiling = own.target or of_all.target, own.at_most or of_all.at_most
            for year in context.years:
                aim = target.at(year) if target else None
                most = ceiling.at(year) if ceiling else None
                if aim is not None and most is not None and aim > most:
                    where = ("programmes", key, "coverage", *path, "target")
                    words = {"programme": key, "target": aim * 100, "ceiling": most * 100}
                    yield where, {**words, "year": year}
                    break


@check(
    "goal-of-the-gap",
    "the question is {question}, and the objective is not first to make the gap small",
    "write `objective: [minimise gap]`{more}",
)
def other_goals(context: Context) -> Iterator[Hit]:
    """Find an objective that does not fit the question gap."""
    goals = [stage.goal for stage in context.scenario.objective]
    if context.scenario.has_targets and goals[0] != GOAL:
        question = context.scenario.question
        more = ", and what comes after it" if question == "mobilise" else ""
        yield ("objective",), {"question": question, "more": more}


@check(
    "gap-not-asked",
    "`minimise gap` stands in the objective, and the question is {question}",
    "write `question: gap`, or another goal",
)
def gap_not_asked(context: Context) -> Iterator[Hit]:
    """Find the gap's goal where the gap is not asked for."""
    if context.scenario.has_targets:
        return
    for number, stage in enumerate(context.scenario.objective):
        if stage.goal == GOAL:
            yield ("objective", str(number)), {"question": context.scenario.question}


@check(
    "reserved-name",
    "a source is called `{name}`, which stands for money that is missing",
    "give the source another id",
)
def reserved_names(context: Context) -> Iterator[Hit]:
    """Find a source with the id of the unfunded part."""
    if UNFUNDED in context.ids("source"):
        yield ("sources", UNFUNDED), {"name": UNFUNDED}
