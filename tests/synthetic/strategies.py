"""Hypothesis strategy of small random scenarios, with every kind of rule alone or combined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from finmodel.scenario.scenario import Scenario
from tests.synthetic.contracts import CONTRACT_RULES
from tests.synthetic.ground import (
    AREAS,
    FIRST,
    SHARES,
    Rule,
    Tree,
    any_source,
    ground,
    leaves,
    one_of,
    places,
    selection,
    some,
    tenths,
    two_years,
    yearly,
)
from tests.synthetic.kinds import KINDS
from tests.synthetic.policies import POLICY_RULES

# Rules of sources


def _only_for(way: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        ways: dict[str, Callable[[], Any]] = {
            "regions": lambda: some(draw, places(tree)),
            "programmes": lambda: some(draw, list(tree["programmes"])),
            "themes": lambda: ["basic"],
            "categories": lambda: [one_of(draw, ["recurrent", "capital"])],
            "marker": lambda: "gender",
            "learning_city_areas": lambda: [AREAS[0]],
            "years": lambda: some(draw, tree["years"]),
        }
        source = any_source(draw, tree)
        source["only_for"] = {**source.get("only_for", {}), way: ways[way]()}

    return rule


def _not_for(draw: DrawFn, tree: Tree) -> None:
    any_source(draw, tree)["not_for"] = selection(draw, tree)


def _no_free_money(draw: DrawFn, tree: Tree) -> None:
    tree["sources"]["state"]["only_for"] = selection(draw, tree, most=1)


def _purses(draw: DrawFn, tree: Tree, keys: Sequence[str]) -> Tree:
    return {key: yearly(draw, len(tree["years"]), high=2000) for key in keys}


def _local_budgets(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    purses = _purses(draw, tree, leaves(tree["regions"]))
    tree["sources"]["local"] = {"kind": "local own revenue", "amounts": purses}


def _transfers(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    regions = tree["regions"]["list"]
    upper = [key for key, region in regions.items() if "parent" not in region]
    purses = _purses(draw, tree, some(draw, upper))
    transfer = {"kind": "earmarked transfer", "amounts": purses}
    transfer["only_for"] = selection(draw, tree)
    tree["sources"]["transfer"] = transfer


def _foreign_currency(draw: DrawFn, tree: Tree) -> None:
    tree["prices"]["exchange_rate"] = {"USD": tenths(draw, 20, 60)}
    dollars = {"kind": "grant", "currency": "USD", "amount": yearly(draw, 1, high=900)}
    tree["sources"]["dollars"] = dollars


def _co_financing(each: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        source = any_source(draw, tree)
        others = [key for key, other in tree["sources"].items() if other is not source]
        source["co_financing"] = {
            "at_least": draw(SHARES),
            "from": some(draw, others),
            "each": each,
        }

    return rule


def _local_co_financing(draw: DrawFn, tree: Tree) -> None:
    _local_budgets(draw, tree)
    tree["sources"]["local"]["co_financing"] = {
        "at_least": draw(SHARES),
        "from": "state",
        "each": one_of(draw, ["year", "region"]),
    }


def _carry_over(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    tree["sources"]["state"]["carry_over"] = draw(SHARES)
    if draw(st.booleans()):
        _local_budgets(draw, tree)
        tree["sources"]["local"]["carry_over"] = draw(SHARES)


def _absorption(draw: DrawFn, tree: Tree) -> None:
    first = str(FIRST)
    share = {first: draw(SHARES)} if draw(st.booleans()) else draw(SHARES)
    tree["sources"]["state"]["absorption"] = share


def _first_charges(draw: DrawFn, tree: Tree) -> None:
    source = tree["sources"][one_of(draw, sorted(_with_one_purse(tree)))]
    money = source.get("ceiling", source.get("amount"))
    part = draw(SHARES)
    source["first_charges"] = {
        "salaries": {year: round(amount * part, 1) for year, amount in money.items()},
        "rents": {str(FIRST): round(money[str(FIRST)] * 0.5, 1)},
    }


def _with_one_purse(tree: Tree) -> set[str]:
    known = ("ceiling", "amount")
    return {
        key
        for key, source in tree["sources"].items()
        if "currency" not in source and any(name in source for name in known)
    }


def _use_at_least(draw: DrawFn, tree: Tree) -> None:
    source = any_source(draw, tree)
    if "terms" not in source:  # a loan is drawn as it is spent
        source["use_at_least"] = draw(SHARES)


# Kinds of sources


def _commitments(draw: DrawFn, tree: Tree) -> None:
    profile = one_of(draw, [[1.0], [0.5, 0.5], [0.2, 0.4, 0.4]])
    years = [FIRST - 1, *tree["years"]]
    committed = {str(year): tenths(draw, 0, 9000) for year in some(draw, years)}
    kind = one_of(draw, ["grant", "private donor"])
    tree["sources"]["given"] = {"kind": kind, "commitments": committed, "profile": profile}


def _certainty(draw: DrawFn, tree: Tree) -> None:
    states = ["secured", "committed", {"pipeline": 0.6}]
    source = any_source(draw, tree)
    source["certainty"] = {str(year): one_of(draw, states) for year in tree["years"]}
    tree["count_on"] = one_of(draw, ["secured", "committed", "expected", "everything"])


def _levy(draw: DrawFn, tree: Tree) -> None:
    tree["sources"]["levy"] = {
        "kind": "training levy",
        "payroll": yearly(draw, len(tree["years"]), high=90000),
        "rate": 0.1,
        "compliance": draw(SHARES),
        "only_for": selection(draw, tree),
    }


# Rules of programmes


def _any_programme(draw: DrawFn, tree: Tree) -> Tree:
    programme: Tree = tree["programmes"][one_of(draw, list(tree["programmes"]))]
    return programme


def _coverage(draw: DrawFn, tree: Tree) -> Tree:
    coverage: Tree = _any_programme(draw, tree).setdefault("coverage", {})
    return coverage


def _coverage_at_least(draw: DrawFn, tree: Tree) -> None:
    _coverage(draw, tree)["at_least"] = one_of(draw, [0.02, 0.05, 0.1, 0.3])


def _coverage_at_most(draw: DrawFn, tree: Tree) -> None:
    _coverage(draw, tree)["at_most"] = one_of(draw, [0.3, 0.45, 0.6])


def _coverage_by_region(draw: DrawFn, tree: Tree) -> None:
    place = one_of(draw, places(tree))
    levels = {"at_least": 0.03, "at_most": {str(FIRST): one_of(draw, [0.2, 0.4, 0.5])}}
    _coverage(draw, tree)["by_region"] = {place: levels}


def _ramp_up(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    programme = _any_programme(draw, tree)
    programme["ramp_up"] = {"at_most": one_of(draw, [0.0, 0.2, 0.5])}
    programme.setdefault("coverage", {})["now"] = one_of(draw, [0.0, 0.05, 0.2])


def _starts(draw: DrawFn, tree: Tree) -> None:
    two_years(draw, tree)
    start = {"year": one_of(draw, tree["years"]), "months_in_first_year": draw(st.integers(1, 12))}
    _any_programme(draw, tree)["starts"] = start


def _benefit_steps(draw: DrawFn, tree: Tree) -> None:
    weights = sorted((tenths(draw, 10, 99) for _ in range(3)), reverse=True)
    levels = [one_of(draw, [0.1, 0.25]), one_of(draw, [0.4, 0.6]), 1.0]
    steps = zip(levels, weights, strict=True)
    _any_programme(draw, tree)["benefit"] = [{"up_to": u, "weight": w} for u, w in steps]


def _already_paid(draw: DrawFn, tree: Tree) -> None:
    _any_programme(draw, tree)["unit_cost"]["staff"]["already_paid"] = True


def _growing_prices(draw: DrawFn, tree: Tree) -> None:
    tree["prices"].setdefault("growth", {})["wages"] = tenths(draw, 0, 3)
    line = _any_programme(draw, tree)["unit_cost"]["staff"]
    line.update(growth="wages", regional=draw(st.booleans()))


# Goals

GOALS = (
    "maximise benefit",
    "maximise coverage",
    "maximise lowest coverage",
    "minimise cost",
    "maximise lowest coverage, then the next",
)


def _goal(name: str) -> Rule:
    def rule(draw: DrawFn, tree: Tree) -> None:
        tree["objective"] = [{"first": name}]
        if name == "minimise cost":
            _coverage_at_least(draw, tree)

    return rule


def _stages(draw: DrawFn, tree: Tree) -> None:
    goals = draw(st.permutations(GOALS[:4]))[: draw(st.integers(2, 3))]
    tree["objective"] = [
        {"then" if number else "first": goal, "give_up_at_most": one_of(draw, [None, 0.02, 0.1])}
        for number, goal in enumerate(goals)
    ]


def _in_turn(draw: DrawFn, tree: Tree) -> None:
    tree["objective"] = [
        {"first": GOALS[4], "give_up_at_most": one_of(draw, [None, 0.02])},
        {"then": one_of(draw, ["maximise benefit", "minimise cost"])},
    ]


def _deviation(draw: DrawFn, tree: Tree) -> None:
    places = {
        programme: {
            region: {str(year): draw(SHARES) for year in some(draw, tree["years"])}
            for region in some(draw, leaves(tree["regions"]))
        }
        for programme in some(draw, list(tree["programmes"]))
    }
    tree["among_equals"] = {"stay_close_to": "plan", "coverage": places, "digest": "0"}
    tree["objective"] = [
        {"first": "minimise deviation", "give_up_at_most": one_of(draw, [None, 0.1])},
        {"then": "maximise benefit"},
    ]


def _gap(draw: DrawFn, tree: Tree) -> None:
    tree["question"] = "gap"
    for programme in tree["programmes"].values():
        years = some(draw, tree["years"])
        target = {str(year): draw(SHARES) for year in years}
        programme.setdefault("coverage", {})["target"] = target


def _levers(draw: DrawFn, tree: Tree) -> None:
    _gap(draw, tree)
    tree["question"] = "mobilise"
    tree["sources"]["raised"] = {
        "kind": "special fund",
        "amount": yearly(draw, len(tree["years"]), high=3000),
    }
    tree["levers"] = {
        "new": {
            "raises": "raised",
            "cost_of_raising": draw(SHARES),
            "risk": draw(SHARES),
            "effort": tenths(draw, 0, 50),
            "from": one_of(draw, tree["years"]),
            "continues": draw(st.booleans()),
        }
    }
    goal = one_of(draw, ["cost of raising", "risk-weighted cost", "effort"])
    tree["next goal"] = f"minimise {goal}"


def _new_debt(draw: DrawFn, tree: Tree) -> None:
    KINDS["loan"](draw, tree)
    _coverage_at_least(draw, tree)
    tree["objective"] = ["minimise new debt", {"then": "maximise benefit"}]


RULES: dict[str, Rule] = {
    "no rule": lambda draw, tree: None,
    "only for regions": _only_for("regions"),
    "only for programmes": _only_for("programmes"),
    "only for a theme": _only_for("themes"),
    "only for a category": _only_for("categories"),
    "only for a marker": _only_for("marker"),
    "only for a learning city area": _only_for("learning_city_areas"),
    "only for years": _only_for("years"),
    "not for": _not_for,
    "no money free for all": _no_free_money,
    "local budgets": _local_budgets,
    "earmarked transfers": _transfers,
    **KINDS,
    "foreign currency": _foreign_currency,
    "co-financing each year": _co_financing("year"),
    "co-financing each programme": _co_financing("programme"),
    "co-financing each region": _co_financing("region"),
    "co-financing each programme and region": _co_financing("programme and region"),
    "co-financing of local budgets": _local_co_financing,
    "carry-over": _carry_over,
    "absorption": _absorption,
    "use at least": _use_at_least,
    "first charges": _first_charges,
    "grant by commitments": _commitments,
    "certainty": _certainty,
    "training levy": _levy,
    "coverage at least": _coverage_at_least,
    "coverage at most": _coverage_at_most,
    "coverage by region": _coverage_by_region,
    "ramp-up": _ramp_up,
    "starts": _starts,
    "benefit steps": _benefit_steps,
    "already paid": _already_paid,
    "growing prices": _growing_prices,
    **POLICY_RULES,
    **CONTRACT_RULES,
    **{goal: _goal(goal) for goal in GOALS[1:]},
    "stages": _stages,
    "lowest, then the next": _in_turn,
    "deviation": _deviation,
    "gap": _gap,
    "levers": _levers,
    "new debt": _new_debt,
}
"""Every kind of rule by name; each adds itself to a scenario's tree."""


@st.composite
def scenarios(draw: DrawFn, kinds: Sequence[str] | None = None) -> Scenario:
    """Draw small random scenarios.

    Parameters
    ----------
    draw : DrawFn
        Given by hypothesis.
    kinds : sequence of str or None
        Kinds of rule that every scenario has; None draws two to eight kinds each time. A scenario
        may be infeasible.
    """
    tree = ground(draw)
    if kinds is None:
        every = st.sampled_from(list(RULES))
        kinds = sorted(draw(st.lists(every, min_size=2, max_size=8, unique=True)))
    for kind in kinds:
        RULES[kind](draw, tree)
    then = tree.pop("next goal", None)
    if tree.get("question") in ("gap", "mobilise"):
        tree["objective"] = ["minimise gap", *([{"then": then}] if then else [])]
    return Scenario.model_validate(tree)
