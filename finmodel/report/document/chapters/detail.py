"""The allocation in detail: by year, source, programme and contract, and by its own headings."""

from __future__ import annotations

from typing import Any, get_args

from finmodel.allocation.totals import total_by
from finmodel.report.contracts import contract_facts
from finmodel.report.document.chapters.later import due_column
from finmodel.report.document.ledger.origins import AS_IT_IS, End, Over, Sum
from finmodel.report.document.parts import Block, Chapter, Column, Words
from finmodel.report.document.saying import joined
from finmodel.report.document.subject import PAID, Subject, make_table, year_column
from finmodel.report.headings import money_under_headings
from finmodel.report.languages.choices import choice_words
from finmodel.report.screen import upper_first
from finmodel.scenario.programmes import LearningCityArea
from finmodel.scenario.sources.unfunded import UNFUNDED

AREAS: tuple[LearningCityArea, ...] = get_args(LearningCityArea)
"""The 12 areas of focus of the key features of learning cities."""


def by_year(about: Subject) -> Chapter:
    """Money by year: in each category, and from each source."""
    _ = about.words
    names = about.view.categories
    paid = about.paid_by("year", "category")
    columns = [
        Column("year", _("Year"), "year", axis="year", origin=AS_IT_IS),
        *(
            Column(
                key,
                name,
                "money",
                total=True,
                flow=PAID,
                part=("category", name),
                origin=Sum("paid", where={"category": key}),
            )
            for key, name in names.items()
        ),
        Column(
            "all",
            _("All"),
            "money",
            total=True,
            sum_of=tuple(names),
            flow=PAID,
            origin=Sum("paid"),
        ),
    ]
    rows = [
        {
            "year": year,
            **{key: paid.get((year, key), 0) for key in names},
            "all": sum(paid.get((year, key), 0) for key in names),
            "of": {"year": year},
        }
        for year in about.years
    ]
    title = _("Money by year and category")
    table = make_table("by-year", title, columns, rows, adds_up_to={"all": about.view.total})
    sources = {
        key: _("Not funded") if key == UNFUNDED else name
        for key, name in about.view.sources.items()
    }
    blocks = [
        table,
        _over_years(about, "source", _("Source"), sources, _("Money by source and year")),
    ]
    return Chapter("by-year-chapter", _("The allocation by year"), blocks)


def _over_years(about: Subject, by: str, label: str, names: dict[str, str], title: str) -> Block:
    paid = about.paid_by(by, "year")
    years = [str(year) for year in about.years]
    plain = {name: about.view.sources.get(key, name) for key, name in names.items()}
    columns = [
        Column("name", label, axis=by, elsewhere=plain),
        *(year_column(year) for year in years),
        Column(
            "all",
            about.words("All years"),
            "money",
            total=True,
            sum_of=years,
            flow=PAID,
            origin=Sum("paid"),
        ),
    ]
    rows = [
        {
            "name": name,
            **{str(year): paid.get((key, year), 0) for year in about.years},
            "all": sum(paid.get((key, year), 0) for year in about.years),
            "of": {by: key},
        }
        for key, name in names.items()
    ]
    return make_table(f"{by}-by-year", title, columns, rows, adds_up_to={"all": about.view.total})


def contracts(about: Subject) -> Chapter | None:
    """Contracts with private partners: what each costs and is worth."""
    facts = contract_facts(about.view)
    if not facts:
        return None
    _ = about.words
    columns = [
        Column("name", _("Contract")),
        Column("programme", _("Programme")),
        Column("signed", _("Signed"), "share", origin=Sum("signed", "signed")),
        Column("year", _("Valued for signing in"), "year", origin=End("first", "signed", "year")),
        Column(
            "private",
            _("Private capital"),
            "money",
            total=True,
            origin=Sum("contracts", "private_capital"),
        ),
        due_column("within", _("Public payments within the plan"), later=False),
        due_column("beyond", _("After it"), later=True),
        Column("stressed", _("Calls in the worst year"), "money", origin=Sum("signed", "worst")),
        Column("worth", _("Value for money"), "money", origin=Sum("signed", "value_for_money")),
    ]
    rows = [
        {
            "name": each["name"],
            "programme": each["programme_name"],
            "signed": each["signed"],
            "year": each["valued_in"],
            "private": each["private_capital"],
            "within": each["within"],
            "beyond": each["beyond"],
            "stressed": each["stressed_calls"],
            "worth": each["value_for_money"],
            "of": {"contract": each["contract"], "book": "contracts"},
        }
        for each in facts
    ]
    paid = total_by(about.side.allocation.tables["contracts"], ["contract"], "public_payment")
    last = about.years[-1]
    within = sum(
        row["public_payment"]
        for row in about.side.allocation.tables["contracts"].to_pylist()
        if row["year"] <= last
    )
    table = make_table(
        "contracts",
        _("Contracts on offer"),
        columns,
        rows,
        _("Value for money: the public sector comparator less the partnership, in present value."),
        {"within": within, "beyond": sum(paid.values()) - within},
    )
    return Chapter("contracts-chapter", _("Contracts with private partners"), [table])


def learning_cities(about: Subject) -> Chapter | None:
    """Money and outputs by the 12 areas of focus of learning cities."""
    programmes = about.scenario.programmes
    if not any(each.learning_city_area for each in programmes.values()):
        return None
    _ = about.words
    headings = money_under_headings(about.view)["headings"]
    found = next(each for each in headings if each["heading"] == "learning_city_area")
    amounts = {row["key"]: row["amount"] for row in found["rows"]}
    outputs = total_by(about.side.allocation.delivery, ["programme"], "output")
    rows = [
        {
            "area": upper_first(choice_words(about.language, key)),
            "money": amounts.get(key, 0),
            "outputs": _outputs(about, key, outputs),
            "of": {"area": key},
        }
        for key in AREAS
    ]
    if None in amounts:
        rows.append(
            {
                "area": _("Under no area"),
                "money": amounts[None],
                "outputs": _outputs(about, None, outputs),
                "of": {"area": ""},
            }
        )
    columns = [
        Column("area", _("Area of focus"), axis="area"),
        Column("money", _("Money"), "money", total=True, flow=PAID, origin=Sum("paid")),
        Column("outputs", _("Outputs over the plan")),
    ]
    table = make_table(
        "learning-city-areas",
        _("Money and outputs by area of focus of the Global Network of Learning Cities"),
        columns,
        rows,
        adds_up_to={"money": about.view.total},
    )
    return Chapter("learning-cities", _("Learning-city areas of focus"), [table])


def _outputs(about: Subject, area: str | None, outputs: dict[tuple[Any, ...], float]) -> Words:
    said = []
    for key, each in about.scenario.programmes.items():
        if each.learning_city_area == area:
            of_it = Sum("delivery", "output", {"programme": key})
            number = about.say.number(outputs.get((key,), 0.0), of_it)
            words = f"{number} {about.view.outputs[key]} ({about.view.programmes[key]})"
            said.append(Words(words, numbers=[number]))
    return joined(said, "; ")


def aims(about: Subject) -> Chapter | None:
    """Money that counts towards aims, and that reaches target groups."""
    _ = about.words
    facts = money_under_headings(about.view)
    whole = about.view.total
    blocks: list[Block] = []
    for id, key, kind, thing, label, title in (
        ("markers", "markers", "aim", "marker", _("Aim"), _("Money that counts towards aims")),
        (
            *("groups", "target_groups", "group", "target_group"),
            *(_("Target group"), _("Money that reaches target groups")),
        ),
    ):
        rows = facts[key]
        if rows:
            columns = [
                Column("name", label),
                Column("money", _("Money"), "money", origin=Sum("aims")),
                Column(
                    "share",
                    _("Of all money"),
                    "share",
                    decimals=1,
                    origin=Over(Sum("aims"), Sum("paid")),
                ),
            ]
            cells = [
                {
                    "name": row["name"],
                    "money": row["amount"],
                    "share": row["amount"] / whole if whole else 0.0,
                    "of": {kind: row[thing]},
                }
                for row in rows
            ]
            blocks.append(make_table(id, title, columns, cells))
    if not blocks:
        return None
    blocks.append(
        Words(
            _(
                "Money counts with each programme's weight on an aim, and with the share of its "
                "output that reaches a group; these overlap, so that they do not add up."
            )
        )
    )
    return Chapter("aims", _("Aims and target groups"), blocks)


def local_plans(about: Subject) -> Chapter | None:
    """Money by parent region: what each local plan is about."""
    regions = about.scenario.regions.list
    rows: dict[str, list[str]] = {}
    for key in about.scenario.regions.leaves():
        rows.setdefault(regions[key].parent or key, []).append(key)
    if len(rows) < 2 or len(rows) == sum(map(len, rows.values())):
        return None
    _ = about.words
    paid = about.paid_by("region")
    by_programme = about.paid_by("region", "programme")
    heads = {row.region: row.heads or 0.0 for row in about.view.region_spending()}

    def most(places: list[str]) -> str:
        sums = {
            key: sum(by_programme.get((place, key), 0) for place in places)
            for key in about.view.programmes
        }
        return about.view.programmes[max(sums, key=lambda key: sums[key])]

    columns = [
        Column("name", _("Parent region")),
        Column("places", _("Places"), "count", total=True, origin=Sum("regions", "one")),
        Column("heads", _("Heads"), "count", total=True, origin=Sum("regions", "heads")),
        Column("money", _("Money"), "money", total=True, origin=Sum("paid")),
        Column("most", _("Most of it for")),
    ]
    cells = [
        {
            "name": about.view.regions[parent],
            "places": len(places),
            "heads": sum(heads[place] for place in places),
            "money": sum(paid.get((place,), 0) for place in places),
            "most": most(places),
            "of": {"region": tuple(places)},
        }
        for parent, places in rows.items()
    ]
    table = make_table(
        "parents",
        _("Money by parent region"),
        columns,
        cells,
        adds_up_to={"money": about.view.total},
    )
    return Chapter("local-plans", _("Local plans"), [table])
