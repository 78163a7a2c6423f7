"""How much money there is, from whom, and how firm it is; and what it buys."""

from __future__ import annotations

from typing import Any

from finmodel.allocation.totals import total_by
from finmodel.report.document.ledger.origins import Origin, Over, Sum
from finmodel.report.document.parts import Block, Cell, Chapter, Column
from finmodel.report.document.subject import PAID, Subject, make_table
from finmodel.report.languages.language import marked
from finmodel.scenario.sources import SourceBase
from finmodel.scenario.sources.unfunded import UNFUNDED

FIRMNESS = {
    "secured": marked("Secured"),
    "committed": marked("Committed"),
    "pipeline": marked("In the pipeline"),
}
"""How certain money is, the firmest first."""


def firmness(source: SourceBase, year: int) -> str:
    """How certain a source's money of a year is: a key of `FIRMNESS`."""
    certain = source.certainty.at(year) if source.certainty is not None else None
    if certain is None:
        return "secured"
    return certain.word or "pipeline"


def firm_money(about: Subject) -> dict[str, dict[str, int]]:
    """What each source pays over the plan, by how certain it is in the year of payment."""
    found: dict[str, dict[str, int]] = {}
    for (key, year), amount in about.paid_by("source", "year").items():
        if key != UNFUNDED:
            row = found.setdefault(key, dict.fromkeys(FIRMNESS, 0))
            row[firmness(about.scenario.sources[key], year)] += amount
    return found


def money(about: Subject) -> Chapter:
    """How much money, from whom, how firm."""
    _ = about.words
    firm = firm_money(about)
    use = [row for row in about.view.source_use() if row.cash]
    kind = [row for row in about.view.source_use() if not row.cash]
    classes = {key: sum(firm.get(row.source, {}).get(key, 0) for row in use) for key in FIRMNESS}
    paid, has = sum(row.used for row in use), sum(row.available - row.first_charges for row in use)
    expected = sum(_expected(about, row.source) for row in use)
    say, id, apart = about.say, "money-by-source", _("in kind")
    names = {row.source: row.name if row.cash else f"{row.name} ({apart})" for row in (*use, *kind)}
    plain = {names[row.source]: row.name for row in (*use, *kind)}
    cash = [names[row.source] for row in use] if kind else None
    shares: dict[str, Any] = {
        key: say.share(part / paid if paid else 0.0, Cell(id, key, cash), Cell(id, "used", cash))
        for key, part in classes.items()
    }
    said = say.words(
        "{used} of {available} {unit} is put to use over {span}: {secured} secured, "
        "{committed} committed and {pipeline} in the pipeline.",
        used=say.money(paid, Cell(id, "used", cash)),
        available=say.money(has, Cell(id, "available", cash)),
        unit=about.unit,
        span=about.span,
        **shares,
    )
    if classes["pipeline"]:
        said += say.words(
            "With pipeline money at its probability, {expected} can be expected.",
            expected=say.amount(expected, about.unit, Sum("paid", "expected", {"cash": True})),
        )
    blocks: list[Block] = [said]
    if kind:
        amount = sum(row.used for row in kind)
        apart_rows = [names[row.source] for row in kind]
        blocks.append(
            say.words(
                "Help in kind, which is no money, covers cost of another {amount}.",
                amount=say.amount(amount, about.unit, Cell(id, "used", apart_rows)),
            )
        )
    rows = [
        {
            "source": names[row.source],
            "available": row.available - row.first_charges,
            "used": row.used,
            **firm.get(row.source, dict.fromkeys(FIRMNESS, 0)),
            "of": {"source": row.source},
        }
        for row in (*use, *kind)
    ]
    columns = [
        Column("source", _("Source"), axis="source", elsewhere=plain),
        Column("available", _("Available"), "money", total=True, origin=Sum("has")),
        Column(
            "used",
            _("Used"),
            "money",
            total=True,
            sum_of=tuple(FIRMNESS),
            flow=PAID,
            origin=Sum("sources", "used"),
        ),
        *(
            Column(
                key,
                _(words),
                "money",
                total=True,
                flow=PAID,
                part=("certainty", key),
                origin=Sum("paid", where={"certainty": key}),
            )
            for key, words in FIRMNESS.items()
        ),
    ]
    everything = sum(
        amount for (key,), amount in about.paid_by("source").items() if key != UNFUNDED
    )
    blocks.append(
        make_table(
            id,
            _("Money by source, over the plan"),
            columns,
            rows,
            _(
                "How certain: as the source is in the year of payment. What is paid before "
                "programmes, such as debt service, is taken off what is available."
            ),
            {"used": everything},
        )
    )
    return Chapter("money", _("How much money, from whom, how firm?"), blocks, "findings")


def _expected(about: Subject, key: str) -> float:
    source = about.scenario.sources[key]
    paid = about.paid_by("source", "year")
    return sum(paid.get((key, year), 0) * source.counted(year, "expected") for year in about.years)


def buys(about: Subject) -> Chapter:
    """What the money buys, against targets."""
    _ = about.words
    view, last = about.view, about.years[-1]
    coverage = view.programme_coverage()
    grown = [row for row in coverage if row.today is not None and row.last > row.today]
    known = [row for row in coverage if row.today is not None]
    full = [row for row in coverage if row.last >= row.ceiling - 1e-6]
    say = about.say
    said = say.plural(
        "By {last}, {grown} of the {n} programme whose coverage today is known covers more of "
        "the need;",
        "By {last}, {grown} of the {n} programmes whose coverage today is known cover more of "
        "the need;",
        len(known),
        Sum("coverage", "known"),
        last=about.last_year,
        grown=say.number(len(grown), Sum("coverage", "grown")),
    )
    goal = _("target") if about.scenario.has_targets else _("ceiling")
    said += say.words(
        "{full} of {all} reach their {goal}.",
        full=say.number(len(full), Sum("coverage", "full")),
        all=say.number(len(coverage), Cell("programmes")),
        goal=goal,
    )
    said += about.counted_unfunded
    outputs = total_by(about.side.allocation.delivery, ["programme"], "output")
    of_last = {"year": last}

    def covered(key: str, label: str, origin: Origin) -> Column:
        return Column(key, label, "share", decimals=1, origin=origin)

    rows = [
        {
            "programme": row.name,
            "output": row.output,
            "outputs": outputs.get((row.programme,), 0.0),
            "money": row.spending,
            "today": row.today,
            "last": row.last,
            "goal": row.ceiling,
            "of": {"programme": row.programme},
        }
        for row in coverage
    ]
    columns = [
        Column("programme", _("Programme"), axis="programme"),
        Column("output", _("Counted in")),
        Column("outputs", _("Outputs over the plan"), "count", origin=Sum("delivery", "output")),
        Column("money", _("Money"), "money", total=True, flow=PAID, origin=Sum("paid")),
        covered("today", _("Covered today"), Sum("coverage", "today")),
        covered(
            "last",
            _("Covered in {year}", year=last),
            Over(Sum("delivery", "output", of_last), Sum("delivery", "need", of_last)),
        ),
        covered("goal", goal[:1].upper() + goal[1:], Sum("coverage", "goal")),
    ]
    table = make_table(
        "programmes",
        _("Programmes: outputs, money and coverage of the need"),
        columns,
        rows,
        adds_up_to={"money": view.total},
    )
    return Chapter("targets", _("What does it buy?"), [said, table], "findings")
