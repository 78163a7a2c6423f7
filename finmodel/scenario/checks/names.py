"""Names: everything that is referred to must exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from finmodel.scenario.among_equals import AmongEquals
from finmodel.scenario.base import keys_of
from finmodel.scenario.capacities import Capacity
from finmodel.scenario.checks.check import Context, Hit, check
from finmodel.scenario.contracts import ContractBase
from finmodel.scenario.contracts.base import Delivery
from finmodel.scenario.levers import Lever
from finmodel.scenario.places import Path
from finmodel.scenario.policies import (
    Concessionality,
    DebtService,
    Fungibility,
    Guaranteed,
    NoLosses,
    PolicyBase,
    Reserve,
)
from finmodel.scenario.policies.contracts import ContractCap, Limit
from finmodel.scenario.prices import Prices
from finmodel.scenario.problems import listed, nearest
from finmodel.scenario.programmes import CostLine, Coverage, LearningCityArea, Need, Programme
from finmodel.scenario.regions import Group, Region, Regions
from finmodel.scenario.scenario import Scenario, TargetGroup
from finmodel.scenario.selection import Selection, Slice
from finmodel.scenario.shape import shape_at
from finmodel.scenario.sources import (
    Beside,
    EarmarkedTransfer,
    Guarantee,
    HouseholdFee,
    LocalSource,
    ResultsBasedFinance,
)
from finmodel.scenario.sources.loans import LoanTerms
from finmodel.scenario.sources.transfers import EQUAL, ByNeed, HoldHarmless

AREA = "area of focus"
REFERENCES: tuple[tuple[type, str, str], ...] = (
    (Selection, "regions", "region or group"),
    (Selection, "programmes", "programme"),
    (Selection, "themes", "theme"),
    (Selection, "categories", "category"),
    (Selection, "marker", "marker"),
    (Selection, "learning_city_areas", AREA),
    (Slice, "sources", "source"),
    (Beside, "from_", "source"),
    (EarmarkedTransfer, "shared_among", "region or group"),
    (ByNeed, "people", "attribute"),
    (PolicyBase, "per", "attribute"),
    (PolicyBase, "ahead", "region or group"),
    (PolicyBase, "behind", "region or group"),
    (PolicyBase, "target_group", "target group"),
    (PolicyBase, "programme", "programme"),
    (PolicyBase, "requires", "programme"),
    (PolicyBase, "goes_with", "programme"),
    (Reserve, "sources", "source"),
    (Fungibility, "domestic", "source"),
    (Fungibility, "external", "source"),
    (Limit, "of", "source"),
    (ContractCap, "contracts", "contract"),
    (ResultsBasedFinance, "results_of", "programme"),
    (HouseholdFee, "users_of", "programme"),
    (LoanTerms, "serviced_by", "source"),
    (Guarantee, "backs", "source"),
    (Guarantee, "called_on", "source"),
    (Concessionality, "sources", "source"),
    (Guaranteed, "sources", "source"),
    (DebtService, "of", "source"),
    (Region, "parent", "region"),
    (Group, "parent", "region"),
    (Group, "regions", "region or group"),
    (Prices, "regional_cost_index", "attribute"),
    (TargetGroup, "of", "attribute"),
    (Need, "of", "attribute"),
    (Programme, "theme", "theme"),
    (CostLine, "growth", "index"),
    (Delivery, "programme", "programme"),
    (Delivery, "regions", "region or group"),
    (ContractBase, "paid_by", "source"),
    (Lever, "raises", "source"),
    (Lever, "signs", "contract"),
    (CostLine, "category", "category"),
)
"""Field of a model, where it has one, whose words are ids of a kind."""
KEY_REFERENCES: tuple[tuple[type, str, str], ...] = (
    (Programme, "markers", "marker"),
    (Programme, "reaches", "target group"),
    (Coverage, "by_region", "region or group"),
    (Need, "amounts", "region"),
    (LocalSource, "amounts", "region"),
    (HoldHarmless, "amounts", "region"),
    (NoLosses, "amounts", "region"),
    (Capacity, "amounts", "region"),
    (Capacity, "use", "programme"),
    (Capacity, "stand_ins", "capacity"),
    (EarmarkedTransfer, "formula", "attribute"),
    (ByNeed, "more_for", "attribute"),
    (Regions, "columns", "attribute"),
    (AmongEquals, "weights", "programme"),
)
"""Field of a model whose keys are ids of a kind."""
KIND_NAMES = {
    "region or group": "a region or a group of regions",
    "region": "a region",
    "programme": "a programme",
    "theme": "a theme",
    "category": "a cost category",
    "marker": "a marker",
    "source": "a source",
    "contract": "a contract",
    "attribute": "a figure that the regions have",
    "index": "a price index of `prices.growth`",
    "target group": "a target group",
    "capacity": "a capacity",
    AREA: "an area of focus of learning cities",
}
DECLARED = {"theme": "themes", "marker": "markers", "target group": "target_groups"}


@check("unknown-name", "`{name}` is not {kind}", "{remedy}", needs="tree")
def unknown_names(context: Context) -> Iterator[Hit]:
    """Find ids that nothing has."""
    for path, word, kind in _references(context):
        known = _known(context, kind)
        if known is not None and path[-1] == "each":
            known = (*_special(context, path), *known)
        if known is not None and path[-2:-1] == ("formula",):
            known = (*known, EQUAL)
        if known is not None and word not in known:
            yield (
                path,
                {"name": word, "kind": KIND_NAMES[kind], "remedy": _offer(word, kind, known)},
            )


def _special(context: Context, path: Path) -> tuple[str, ...]:
    """Words that may stand for `each` of a policy besides groups."""
    policy = shape_at(Scenario, path[:-1], context.tree)
    known = policy is not None and issubclass(policy.type, PolicyBase)
    return policy.type.each_words if policy is not None and known else ()


def _known(context: Context, kind: str) -> tuple[str, ...] | None:
    """Ids of a kind; None where they could not be read, so that none can be called unknown."""
    if kind == AREA:
        return get_args(LearningCityArea)
    from_regions = kind in ("region", "region or group", "attribute")
    unread = context.where.spoilt(("regions", "list")) or not context.ids("region")
    if from_regions and unread:
        return None
    return context.ids(kind)


def _offer(word: str, kind: str, known: tuple[str, ...]) -> str:
    near = nearest(word, known)
    if near is not None:
        return f"did you mean `{near}`?"
    more = f", or add it to `{DECLARED[kind]}`" if kind in DECLARED else ""
    if not known:
        return f"add it to `{DECLARED[kind]}`" if more else "there is none yet"
    return f"write one of {listed(known)}{more}"


def _references(context: Context) -> Iterator[tuple[Path, str, str]]:
    """Path, word and kind of everything that refers to something by its id."""
    for path, shape, data in context.everything:
        if shape.kind != "model" or not isinstance(data, dict):
            continue
        for model, field, kind in REFERENCES:
            if issubclass(shape.type, model) and field in shape.type.model_fields:
                for key in keys_of(shape.type, field):
                    yield from _words((*path, key), data.get(key), kind)
        for model, field, kind in KEY_REFERENCES:
            if issubclass(shape.type, model) and isinstance(data.get(field), dict):
                for word in data[field]:
                    yield (*path, field, word), word, kind
        if issubclass(shape.type, PolicyBase) and shape.type.each_words:
            yield from _words((*path, "each"), data.get("each"), "region or group")


def _words(path: Path, value: Any, kind: str) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield path, str(value), kind
    elif isinstance(value, list):
        for position, word in enumerate(value):
            if isinstance(word, str | int) and not isinstance(word, bool):
                yield (*path, position), str(word), kind


@check(
    "policy-source",
    "`source: {name}` in a policy says where a figure came from, and does not choose the money",
    "write `sources: {name}` to choose the money of the source",
    needs="tree",
)
def source_for_sources(context: Context) -> Iterator[Hit]:
    """Find policies whose provenance is the id of a funding source."""
    for path, shape, data in context.everything:
        if shape.kind == "model" and issubclass(shape.type, PolicyBase):
            word = data.get("source") if isinstance(data, dict) else None
            if isinstance(word, str) and word in context.ids("source"):
                yield (*path, "source"), {"name": word}


@check(
    "policy-year",
    "`year: {year}` in a policy says which year a figure describes, and does not choose the year",
    "write `years: {year}` to choose the year",
    needs="tree",
)
def year_for_years(context: Context) -> Iterator[Hit]:
    """Find policies whose provenance is a year of the plan, without a source."""
    for path, shape, data in context.everything:
        if shape.kind == "model" and issubclass(shape.type, PolicyBase) and isinstance(data, dict):
            year = data.get("year")
            if "source" not in data and "years" not in data and year in context.years:
                yield (*path, "year"), {"year": year}
