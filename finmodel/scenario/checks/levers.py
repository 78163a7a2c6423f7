"""Levers: what they move, and the question that they answer."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.sources import LocalSource

OF_LEVERS = ("cost of raising", "risk", "effort")


@check(
    "levers-not-asked",
    "there are levers, and the question is {question}",
    "write `question: mobilise`, or leave the levers out with `without`",
)
def levers_without_question(context: Context) -> Iterator[Hit]:
    """Find levers in a scenario that does not ask which to use."""
    question = context.scenario.question
    if context.scenario.levers and question != "mobilise":
        yield ("levers",), {"question": question}


@check(
    "no-levers",
    "the question is which new finance to mobilise, and there is no lever",
    "write some under `levers`, each with `raises` or `signs`",
)
def question_without_levers(context: Context) -> Iterator[Hit]:
    """Find the question mobilise without anything to mobilise."""
    if context.scenario.question == "mobilise" and not context.under("levers"):
        yield ("question",), {}


@check(
    "lever-source",
    "`{lever}` cannot raise `{source}`: {why}",
    "let it raise a source with one purse for the country",
)
def levers_that_cannot(context: Context) -> Iterator[Hit]:
    """Find levers on sources that have a purse in each region."""
    for key, lever in context.scenario.levers.items():
        source = context.scenario.sources.get(lever.raises or "")
        if isinstance(source, LocalSource):
            words = {"lever": key, "source": lever.raises, "why": "it has a purse in each region"}
            yield ("levers", key, "raises"), words


@check(
    "lever-twice",
    "`{lever}` and `{other}` both move `{what}`",
    "keep one of the two",
)
def levers_on_the_same(context: Context) -> Iterator[Hit]:
    """Find two levers that move the same source or contract."""
    seen: dict[str, str] = {}
    for key, lever in context.scenario.levers.items():
        what = lever.raises or lever.signs or ""
        if what in seen:
            yield ("levers", key), {"lever": key, "other": seen[what], "what": what}
        seen[what] = key


@check(
    "lever-late",
    "`{lever}` can bring money from {year} on, after the plan ends in {last}",
    "write an earlier year, or take the lever out",
)
def late_levers(context: Context) -> Iterator[Hit]:
    """Find levers whose lead time is longer than the plan."""
    last = context.scenario.years[-1]
    for key, lever in context.scenario.levers.items():
        if lever.from_ is not None and lever.from_ > last:
            yield ("levers", key, "from"), {"lever": key, "year": lever.from_, "last": last}


@check(
    "lever-all-or-nothing-loan",
    "`{lever}` raises a loan, which is drawn as it is needed, and is all or nothing",
    "take `all_or_nothing` out, or give the loan `at_least` in its draws",
)
def whole_loans(context: Context) -> Iterator[Hit]:
    """Find loans that a lever would draw in full or not at all."""
    for key, lever in context.scenario.levers.items():
        source = context.scenario.sources.get(lever.raises or "")
        if lever.all_or_nothing and source is not None and not type(source).funding:
            yield ("levers", key, "all_or_nothing"), {"lever": key}


@check(
    "goal-of-levers",
    "`{goal}` stands in the objective, and there is no lever",
    "write `question: mobilise` and `levers`, or another goal",
)
def goals_without_levers(context: Context) -> Iterator[Hit]:
    """Find goals on levers in a scenario that has none."""
    if context.under("levers"):
        return
    for number, stage in enumerate(context.scenario.objective):
        if stage.goal.endswith(OF_LEVERS) or stage.goal == "minimise risk-weighted cost":
            yield ("objective", str(number)), {"goal": stage.goal}
