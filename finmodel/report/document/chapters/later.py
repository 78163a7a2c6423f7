"""What binds those who come after the plan: recurrent cost, debt service, payments to contracts."""

from __future__ import annotations

from typing import Any

from finmodel.report.contracts import contract_facts
from finmodel.report.debt import debt_facts
from finmodel.report.document.ledger.origins import End, Sum
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Words
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.indicators import indicators
from finmodel.report.risks import fiscal_risks


def later(about: Subject) -> Chapter:
    """What binds successors."""
    _, say = about.words, about.say
    found = {row["id"]: row for row in indicators(about.view)}
    last = about.years[-1]
    blocks: list[Block] = []
    tail = found.get("recurrent_after_plan")
    if tail is not None and tail["amount"]:
        blocks.append(
            say.words(
                "Recurrent cost of {amount} in {year} goes on if what was begun is kept up.",
                amount=say.amount(
                    tail["amount"],
                    about.unit,
                    Sum("indicators", where={"indicator": "recurrent_after_plan"}),
                ),
                year=about.last_year,
            )
        )
    rows = _rows(about)
    after = sum(row["after"] for row in rows)
    if rows:
        blocks.append(
            say.words(
                "After {year}, {amount} falls due on loans and contracts, to {last}.",
                year=about.last_year,
                amount=say.amount(after, about.unit, Cell("later", "after")),
                last=say.year(
                    max((row["until"] or last for row in rows), default=last),
                    End("last", "due", "year", {"due": True}),
                ),
            )
        )
        columns = [
            Column("name", _("For what")),
            due_column("within", _("Within the plan"), later=False),
            due_column("after", _("After it"), later=True),
            Column("until", _("Until"), "year", origin=End("last", "due", "year", {"due": True})),
        ]
        blocks.append(
            make_table(
                "later",
                _("Debt service and payments to contracts"),
                columns,
                rows,
                adds_up_to={"after": _due(about)},
            )
        )
    else:
        blocks.append(Words(_("No loan is drawn and no contract is signed.")))
    blocks += _calls(about)
    return Chapter("later", _("What binds those who come after?"), blocks, "findings")


def _calls(about: Subject) -> list[Block]:
    """What may be called besides, by contracts and guarantees."""
    _ = about.words
    rows = [row for row in fiscal_risks(about.view) if row["stressed_calls"]]
    if not rows:
        return []
    expected, worst = Cell("calls", "expected_calls"), Cell("calls", "stressed_calls")
    said = about.say.words(
        "Besides, {expected} of calls are expected on contracts and guarantees, and up to {worst} "
        "may be called in one year.",
        expected=about.say.amount(sum(row["expected_calls"] for row in rows), about.unit, expected),
        worst=about.say.amount(sum(row["stressed_calls"] for row in rows), about.unit, worst),
    )
    columns = [
        Column("name", _("For what")),
        _called("expected_calls", _("Calls expected")),
        _called("stressed_calls", _("Calls in the worst year")),
    ]
    note = _(
        "Of a contract over its whole term; of a guarantee within the plan, where in the worst "
        "year all debtors default. Worst years are added up, as if they came together."
    )
    cells = [
        {
            "name": row["name"],
            "expected_calls": row["expected_calls"],
            "stressed_calls": row["stressed_calls"],
            "of": {"contract" if row["kind"] == "contract" else "source": row["id"]},
        }
        for row in rows
    ]
    return [said, make_table("calls", _("What may be called"), columns, cells, note)]


def _called(key: str, label: str) -> Column:
    return Column(key, label, "money", total=True, origin=Sum("calls", key))


def due_column(key: str, label: str, *, later: bool) -> Column:
    """A column of what falls due within the plan, or after it."""
    return Column(key, label, "money", total=True, origin=Sum("due", where={"later": later}))


def _rows(about: Subject) -> list[dict[str, Any]]:
    _ = about.words
    rows: list[dict[str, Any]] = [
        {
            "name": _("Debt service: {name}", name=loan["name"]),
            "within": loan["debt_service"],
            "after": loan["debt_service_later"],
            "until": loan["last_year"],
            "of": {"source": loan["source"], "book": "loans"},
        }
        for loan in debt_facts(about.view)["loans"]
        if loan["drawn"]
    ]
    due = _last_years(about)
    rows += [
        {
            "name": _("Contract: {name}", name=contract["name"]),
            "within": contract["within"],
            "after": contract["beyond"],
            "until": due.get(contract["contract"]),
            "of": {"contract": contract["contract"], "book": "contracts"},
        }
        for contract in contract_facts(about.view)
        if contract["signed"] > 0
    ]
    return rows


def _last_years(about: Subject) -> dict[str, int]:
    """Last year in which each contract is paid for."""
    found: dict[str, int] = {}
    for row in about.side.allocation.tables["contracts"].to_pylist():
        if row["public_payment"]:
            found[row["contract"]] = max(row["year"], found.get(row["contract"], 0))
    return found


def _due(about: Subject) -> float:
    """What falls due after the plan, straight from the tables of loans and contracts [currency]."""
    tables, last = about.side.allocation.tables, about.years[-1]
    total = 0
    for name, column in (("loans", "debt_service"), ("contracts", "public_payment")):
        rows = tables[name].to_pylist() if name in tables else []
        total += sum(row[column] for row in rows if row["year"] > last)
    return float(total)
