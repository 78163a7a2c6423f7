"""What one more and one less would do: of money, and of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finmodel.allocation.explain import Price
from finmodel.allocation.rule_sentences import sentence_named
from finmodel.report.document.labels import place_label
from finmodel.report.document.ledger.origins import (
    End,
    Known,
    Origin,
    Over,
    Size,
    Sum,
    less,
    times,
)
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Words
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import marked
from finmodel.report.marginal import NOTHING
from finmodel.report.money import decimals_for
from finmodel.report.picture import gain_unit, one_more

RULES = 12
"""Rules that are shown."""


CUTS = {
    "more": marked(
        "A cut of {size} of every source takes {lost} from the programmes and loses {share} of "
        "what the last goal reaches ({unit})."
    ),
    "less": marked(
        "A cut of {size} of every source takes {lost} from the programmes; what the last goal "
        "keeps low ({goal}) moves by {share}."
    ),
    "nothing": marked("A cut of {size} of every source takes {lost} from the programmes."),
}
"""What a cut does, by whether more or less of the last goal is better, or there was none of it."""


def more_or_less(about: Subject) -> Chapter:
    """What one more step of money from each source would buy, and what a cut would lose."""
    _, say = about.words, about.say
    rows = one_more(about.view)
    unit = gain_unit(about.view)
    decimals = _decimals([row[key] for row in rows for key in ("gain", "loss")])
    blocks: list[Block] = []
    if rows:
        currency, scale = about.scenario.money.currency, about.scenario.money.scale
        first = {"year": about.years[0]}
        size = times(scale, End("first", "one_more", "step", first))
        step = say.spoken(rows[0]["step"] * scale, currency, size)
        best = max(rows, key=lambda row: row["gain"] or 0.0)
        nothing = (best["gain"] or 0.0) <= NOTHING
        own = [best["name"]]

        def changes(column: str, sign: int) -> Origin:
            return times(sign * about.view.better, Sum("one_more", column, first))

        blocks.append(
            say.words(
                "{step} more of any source in {year} would change nothing: other limits hold.",
                step=step,
                year=about.first_year,
            )
            if nothing
            else say.words(
                "{step} more of {source} in {year} brings most: {gain} {unit}.",
                step=step,
                source=best["name"],
                year=about.first_year,
                gain=say.number(best["gain"] or 0.0, Cell("one-more", "gain", own), decimals),
                unit=unit,
            )
        )
        columns = [
            Column("source", _("Source")),
            Column("gain", _("One more"), "number", unit, decimals, origin=changes("gain", 1)),
            Column("loss", _("One less"), "number", unit, decimals, origin=changes("loss", -1)),
            Column("buys", _("Mostly reaches")),
        ]
        blocks.append(
            make_table(
                "one-more",
                say.words(
                    "What {step} more, and as much less, would change in {year}",
                    step=step,
                    year=about.first_year,
                ),
                columns,
                [
                    {
                        "source": row["name"],
                        "gain": row["gain"],
                        "loss": None if row["loss"] is None else -row["loss"],
                        "buys": _bought(about, row),
                        "of": {"source": row["source"]},
                    }
                    for row in rows
                ],
                _("A dash: no allocation keeps all the rules."),
            )
        )
    blocks += _cut(about)
    title = _("What would more money buy, and a cut lose?")
    return Chapter("more-or-less", title, blocks, "findings")


def _bought(about: Subject, row: Mapping[str, Any]) -> str | Words:
    """What one more step of money mostly buys."""
    _ = about.words
    if row["gain"] is None or row["gain"] <= NOTHING:
        return _("nothing: other limits hold")
    if not row["programme_name"]:
        return _("a little of many programmes")
    place = {"source": row["source"], "year": row["year"]}
    decimals = decimals_for(row["outputs"])
    amount = about.say.number(row["outputs"], Sum("one_more", "outputs", place), decimals)
    return Words(f"{row['programme_name']}: {amount} {row['output']}", numbers=[amount])


def _cut(about: Subject) -> list[Block]:
    _, say = about.words, about.say
    cut, before = about.solved.cut, about.solved.what_if.before
    size = say.share(cut.share, Known("cut"), decimals=1)
    if cut.after is None:
        words = say.words(
            "With {size} less of every source no allocation keeps all the rules.", size=size
        )
        if cut.possible > 0:
            words += say.words(
                "The largest cut in whole per cent that leaves one is {possible}.",
                possible=say.share(cut.possible, Sum("cut goal", "possible"), decimals=0),
            )
        return [words]
    panel, scale = about.side.allocation.panel, about.scenario.money.scale
    lost = (before.cost.sum() - cut.after.cost.sum()) * scale
    value, now = before.values[-1], cut.after.values[-1]
    share = Over(
        Size(less(Sum("cut goal", "before"), Sum("cut goal", "after"))),
        Size(Sum("cut goal", "before")),
    )
    form = CUTS["nothing" if not value else "more" if about.view.better > 0 else "less"]
    moved: dict[str, Any] = {}
    if value:
        moved["share"] = say.share(abs((value - now) / value), share, decimals=1)
    said = say.words(
        form,
        size=size,
        lost=say.amount(lost, about.unit, Cell("cut", "money"), loss=True),
        unit=gain_unit(about.view),
        goal=choice_words(about.language, about.scenario.objective[-1].goal),
        **moved,
    )
    rows = []
    for key, name in about.view.programmes.items():
        at = panel.positions["programme"][key]
        rows.append(
            {
                "programme": name,
                "output": about.view.outputs[key],
                "before": float(before.output[at]),
                "after": float(cut.after.output[at]),
                "lost": float(cut.after.output[at] - before.output[at]),
                "money": float(cut.after.cost[at].sum() - before.cost[at].sum()) * scale,
                "of": {"programme": key},
            }
        )
    columns = [
        Column("programme", _("Programme")),
        Column("output", _("Counted in")),
        Column("before", _("Outputs now"), "count", origin=Sum("cut", "before")),
        Column("after", _("After the cut"), "count", origin=Sum("cut", "after")),
        Column("lost", _("Difference"), "count", signed=True, less=("after", "before")),
        Column(
            "money",
            _("Difference in money"),
            "money",
            total=True,
            signed=True,
            origin=Sum("cut", "money"),
        ),
    ]
    notes = [
        _(
            "From solving again with less money. Between programmes that the goals do not tell "
            "apart, the solver's own answer is shown."
        )
    ]
    if about.solved.what_if.in_parts:
        notes.append(_("Decisions that are taken whole or not at all may be taken in parts here."))
    table = make_table(
        "cut",
        say.words("What a cut of {size} of every source would change", size=size),
        columns,
        rows,
        " ".join(notes),
        {"money": -lost},
    )
    return [said, table]


def _decimals(values: list[float | None]) -> int:
    return decimals_for(max((abs(each) for each in values if each is not None), default=0.0))


def rules(about: Subject) -> Chapter:
    """Which rule costs most."""
    _, say = about.words, about.say
    prices = about.solved.prices
    costly = [price for price in prices if price.gain is None or price.gain > NOTHING]
    policies = [price for price in costly if price.rule.startswith("policies.")]
    unit = gain_unit(about.view)
    title = _("Which rule costs most?")
    if not costly:
        nothing = Words(_("Without any one rule the goals would gain nothing."))
        return Chapter("rules", title, [nothing], "findings")
    decimals = _decimals([price.gain for price in costly])
    whole = abs(about.solved.what_if.before.values[-1])

    def gain(price: Price) -> Words:
        if price.gain is None:
            return Words(_("without end"))
        rule = place_label(about, price.rule.split("."))
        # Of the rules, only the first ones have their row.
        cell = Cell("rules", "gain", [rule]) if price in costly[:RULES] else None
        record = Sum("prices", "gain", {"rule": price.rule})
        number = say.number(price.gain, cell or record, decimals)
        return Words(f"{number} {unit}", numbers=[number])

    blocks: list[Block] = []
    if policies:
        said = say.words(
            "Of the policies, “{policy}” costs most: without it the goals would gain {gain}.",
            policy=place_label(about, policies[0].rule.split(".")),
            gain=gain(policies[0]),
        )
    else:
        said = say.words("No policy costs anything; other limits do.")
    blocks.append(said)
    of_all = Over(Sum("prices", "gain"), Size(Sum("cut goal", "before")))
    columns = [
        Column("rule", _("Rule")),
        Column("says", _("What it says")),
        Column(
            "gain", _("Gain without it"), "number", unit, decimals, origin=Sum("prices", "gain")
        ),
        Column("share", _("Of what is reached"), "share", decimals=2, origin=of_all),
    ]
    rows = [
        {
            "rule": place_label(about, price.rule.split(".")),
            "says": sentence_named(price.rule, about.view.rules),
            "gain": price.gain,
            "share": None if price.gain is None or not whole else price.gain / whole,
            "of": {"rule": price.rule},
        }
        for price in costly[:RULES]
    ]
    note = _(
        "Found by solving again without each rule; the goals before the last one are kept. "
        "`finmodel explain --rules` also has earmarks and ceilings."
    )
    blocks.append(make_table("rules", _("What each rule costs"), columns, rows, note))
    return Chapter("rules", title, blocks, "findings")
